"""The translation status: every article in every language, up to date or not, and obstacles to the next version."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.locales import labelled
from accounts.models import Person
from accounts.rules import is_moderator, require
from accounts.views.acting import answers_refusals, signed_in
from charter import rules
from charter.models import Charter, Provision, SignedException
from charter.queries.languages import confirmations, ledger, tasks
from charter.queries.languages.language_states import LanguageState
from charter.queries.languages.names import language_of
from charter.queries.reading import charters, working_text
from charter.queries.reading.articles import Chapter
from charter.queries.secretariat import standard_reasons
from charter.states import LedgerState
from charter.views.desk_frame import before_import, imported
from charter.wording.charter_text import ledger_status

# The states in the order in which they ask for somebody, and what each of them means.
MEANINGS = {
    LedgerState.MEETS: _("changed in two languages in different ways; the secretariat decides"),
    LedgerState.MISSING: _("no text yet"),
    LedgerState.TO_DIVIDE: _("the text is in the previous provision, which was split in another language"),
    LedgerState.BEHIND: _("the text in another language has changed since then"),
    LedgerState.WRITING: _("an editor is working on it"),
    LedgerState.TO_APPROVE: _("a second editor must review it"),
    LedgerState.APPROVED: _("text agreed, but not yet inserted"),
    LedgerState.EXCEPTED: _("published although out of date, with a signed exception"),
    LedgerState.IN_STEP: _("has the same content as the other languages"),
}
Mark = tuple[Provision, LanguageState]
LOUD = (LedgerState.MEETS, LedgerState.MISSING, LedgerState.TO_DIVIDE, LedgerState.BEHIND)


@login_required
@require_safe
@answers_refusals
def languages(request: HttpRequest) -> HttpResponse:
    """Article by language, in words and shapes; each word leads to its work."""
    require(rules.may_see_languages(signed_in(request)))
    charter = imported()
    if charter is None:
        return before_import(request, gettext("Languages"))
    lines = ledger.lines_not_up_to_date(charter)
    codes = charters.charter_languages()
    states = [state for _place, state in lines]
    waiting = {state.provision for state in states if state.required and state.is_open}
    context = {
        "languages": [language_of(code) for code in codes],
        "rows": _rows(signed_in(request), charter, lines, codes),
        "next": charter.versions.count() + 1,
        "waiting": len(waiting),
        "differs": not waiting and bool(confirmations.unconfirmed_differences(charter, states)),
        "obstacles": _obstacles(states, codes),
        "exceptions": _exceptions(charter, ledger.exceptions_in_force(charter)),
        "overdue": _exceptions(charter, ledger.overdue_exceptions(charter)),
        "reasons": _reasons(signed_in(request), codes),
        "at_the_desk": _at_the_desk(charter),
        "works": [language_of(code) for code in codes if rules.may_work_on_language(signed_in(request), code)],
        "interface_languages": settings.INTERFACE_LANGUAGES,
        "keeps_editions": rules.may_moderate(signed_in(request)) is True,
        "meanings": [{**ledger_status(state), "says": says} for state, says in reversed(MEANINGS.items())],
    }
    return render(request, "charter/languages/ledger.html", context)


def _rows(person: Person, charter: Charter, lines: Sequence[Mark], codes: Sequence[str]) -> list[dict[str, Any]]:
    assert charter.arrangement is not None
    marks: dict[tuple[str, str], list[Mark]] = defaultdict(list)
    sections = {block.key: section.key for section in charter.arrangement.sections for block in section.blocks}
    for provision, step in lines:
        marks[sections[str(provision.key)], step.language].append((provision, step))
    chapters = {c.key: c for c in working_text.working_headings(charter, charters.edition_in(get_language() or ""))}
    rows = []
    for section in charter.arrangement.sections:
        chapter = chapters.get(section.key)
        cells = [
            {"language": language_of(code), "marks": _marks(person, marks[section.key, code], len(section.blocks))}
            for code in codes
        ]
        rows.append({"title": chapter.name if chapter else section.address, **_address(chapter), "cells": cells})
    return rows


def _address(chapter: Chapter | None) -> dict[str, str]:
    if chapter is None:
        return {"url": "", "lang": ""}
    return {"url": reverse("article", args=["working", chapter.address]), "lang": language_of(chapter.language).tag}


def _marks(person: Person, lines: Sequence[Mark], provisions: int) -> list[dict[str, Any]]:
    """A mark for each state in which provisions of the article are; in step alone where all are."""
    if not lines:
        return [_mark(LedgerState.IN_STEP)] if provisions else []
    counts = Counter(step.state for _place, step in lines)
    return [
        _mark(state, counts[state], _work(person, *next(mark for mark in lines if mark[1].state == state)))
        for state in MEANINGS
        if counts[state]
    ]


def _mark(state: LedgerState, count: int = 0, url: str = "") -> dict[str, Any]:
    """A state in the form that the table needs; its shape is drawn here, since a table has a thousand of them."""
    status = ledger_status(state)
    label = labelled(status["word"], count) if count else status["word"]
    return {
        **status,
        "count": count,
        "label": label,
        "icon": _icon(status["shape"]),
        "loud": state in LOUD,
        "url": url,
    }


@cache
def _icon(shape: str) -> str:
    return render_to_string(f"components/shapes/{shape}.svg")


def _work(person: Person, provision: Provision, step: LanguageState) -> str:
    """Where the work on a line is done, for who may do it or watch it."""
    if step.state == LedgerState.MEETS:
        return reverse("desk_provision", args=[provision.short]) if is_moderator(person) else ""
    if rules.may_work_on_language(person, step.language):
        return reverse("alignment", args=[step.language, provision.short])
    return ""


def _obstacles(lines: Iterable[LanguageState], codes: Sequence[str]) -> list[dict[str, Any]]:
    """For each language that is not in step: how many provisions, and whether that holds a version up."""
    counts: Counter[tuple[str, bool]] = Counter(
        (language_state.language, language_state.required) for language_state in lines if language_state.is_open
    )
    return [
        {"language": language_of(code), "required": required, "count": counts[code, required]}
        for code in codes
        for required in (True, False)
        if counts[code, required]
    ]


def _reasons(person: Person, codes: Sequence[str]) -> list[dict[str, Any]]:
    """The number of public reasons that each language lacks, for people who may translate them."""
    mine = [code for code in codes if rules.may_translate(person, code) is True]
    counts = [(code, standard_reasons.untranslated_reasons(code).count()) for code in mine]
    return [
        {"language": language_of(code), "count": count, "url": reverse("reasons", args=[code])}
        for code, count in counts
        if count
    ]


def _at_the_desk(charter: Charter) -> list[dict[str, Any]]:
    """Changes that cannot be translated into a language, and need an answer of the secretariat."""
    assert charter.arrangement is not None
    waiting = tasks.at_the_desk(charter)
    labels = charter.arrangement.labels() if waiting else {}
    return [
        {
            "cite": labels[str(task_note.provision.key)].citation,
            "language": language_of(task_note.language),
            "text": task_note.text,
            "url": reverse("alignment", args=[task_note.language, task_note.provision.short]),
        }
        for task_note in waiting
        if str(task_note.provision.key) in labels
    ]


def _exceptions(charter: Charter, signed_exceptions: list[SignedException]) -> list[dict[str, Any]]:
    assert charter.arrangement is not None
    labels = charter.arrangement.labels() if signed_exceptions else {}
    return [
        {
            "cite": labels[str(signed_exception.provision.key)].citation,
            "language": language_of(signed_exception.language),
            "url": reverse("alignment", args=[signed_exception.language, signed_exception.provision.short]),
            "until": signed_exception.until,
            "by": signed_exception.signed_by,
        }
        for signed_exception in signed_exceptions
        if str(signed_exception.provision.key) in labels
    ]
