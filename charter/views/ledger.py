"""The ledger: every article in every language, in step or not, and what holds the next version up."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.models import Person
from accounts.rules import is_moderator, require
from accounts.views.acting import answers_refusals, signed_in
from charter import rules
from charter.models import Charter, Provision, SignedException
from charter.queries import charters, ledger, phrases, tasks, working
from charter.queries.reading import Chapter
from charter.queries.steps import Step
from charter.queries.tongues import tongue
from charter.states import LedgerState
from charter.templatetags.charter_text import ledger_status

# The states in the order in which they ask for somebody, and what each of them means.
MEANINGS = {
    LedgerState.MEETS: _("moved in two languages, each in its own way; moderators settle it"),
    LedgerState.MISSING: _("no words yet"),
    LedgerState.TO_DIVIDE: _("its words stand in the provision before, which was divided in another language"),
    LedgerState.BEHIND: _("another language has moved since"),
    LedgerState.WRITING: _("an editor has it"),
    LedgerState.TO_APPROVE: _("a second editor must read it"),
    LedgerState.APPROVED: _("the words are agreed and wait"),
    LedgerState.EXCEPTED: _("published out of step, signed"),
    LedgerState.IN_STEP: _("says what the others say"),
}
Mark = tuple[Provision, Step]
LOUD = (LedgerState.MEETS, LedgerState.MISSING, LedgerState.TO_DIVIDE, LedgerState.BEHIND)


@login_required
@require_safe
@answers_refusals
def languages(request: HttpRequest) -> HttpResponse:
    """Article by language, in words and shapes; each word leads to its work."""
    require(rules.may_see_languages(signed_in(request)))
    charter = charters.current()
    if charter is None or charter.arrangement is None:
        raise Http404
    lines = ledger.marks(charter)
    codes = charters.languages()
    context = {
        "tongues": [tongue(code) for code in codes],
        "rows": _rows(signed_in(request), charter, lines, codes),
        "next": charter.versions.count() + 1,
        "waiting": len({one.provision for _place, one in lines if one.required and one.is_open}),
        "obstacles": _obstacles([one for _place, one in lines], codes),
        "exceptions": _exceptions(charter, ledger.exceptions(charter)),
        "overdue": _exceptions(charter, ledger.overdue(charter)),
        "reasons": _reasons(signed_in(request), codes),
        "at_the_desk": _at_the_desk(charter),
        "works": [tongue(code) for code in codes if rules.may_work_on_language(signed_in(request), code)],
        "keeps_editions": rules.may_moderate(signed_in(request)) is True,
        "meanings": [{**ledger_status(state), "says": says} for state, says in reversed(MEANINGS.items())],
    }
    return render(request, "charter/languages/ledger.html", context)


def _rows(person: Person, charter: Charter, lines: Sequence[Mark], codes: Sequence[str]) -> list[dict[str, Any]]:
    assert charter.arrangement is not None
    found: dict[tuple[str, str], list[Mark]] = defaultdict(list)
    sections = {block.key: section.key for section in charter.arrangement.sections for block in section.blocks}
    for provision, step in lines:
        found[sections[str(provision.key)], step.language].append((provision, step))
    chapters = {c.key: c for c in working.headed(charter, charters.edition_in(get_language() or ""))}
    rows = []
    for section in charter.arrangement.sections:
        chapter = chapters.get(section.key)
        cells = [
            {"tongue": tongue(code), "marks": _marks(person, found[section.key, code], len(section.blocks))}
            for code in codes
        ]
        rows.append({"title": chapter.name if chapter else section.address, **_address(chapter), "cells": cells})
    return rows


def _address(chapter: Chapter | None) -> dict[str, str]:
    if chapter is None:
        return {"url": "", "lang": ""}
    return {"url": reverse("article", args=["working", chapter.address]), "lang": tongue(chapter.language).tag}


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
    """A state as the table says it; its shape is drawn here, since a table has a thousand of them."""
    status = ledger_status(state)
    said = f"{status['word']}: {count}" if count else status["word"]
    return {**status, "count": count, "said": said, "icon": _icon(status["shape"]), "loud": state in LOUD, "url": url}


@cache
def _icon(shape: str) -> str:
    return render_to_string(f"components/shapes/{shape}.svg")


def _work(person: Person, provision: Provision, step: Step) -> str:
    """Where the work on a line is done, for who may do it or watch it."""
    if step.state == LedgerState.MEETS:
        return reverse("desk_provision", args=[provision.short]) if is_moderator(person) else ""
    if rules.may_work_on_language(person, step.language):
        return reverse("alignment", args=[step.language, provision.short])
    return ""


def _obstacles(lines: Iterable[Step], codes: Sequence[str]) -> list[dict[str, Any]]:
    """For each language that is not in step: how many provisions, and whether that holds a version up."""
    counts: Counter[tuple[str, bool]] = Counter((one.language, one.required) for one in lines if one.is_open)
    return [
        {"tongue": tongue(code), "required": required, "count": counts[code, required]}
        for code in codes
        for required in (True, False)
        if counts[code, required]
    ]


def _reasons(person: Person, codes: Sequence[str]) -> list[dict[str, Any]]:
    """How many public reasons each language lacks, for those who may say them."""
    mine = [code for code in codes if rules.may_translate(person, code) is True]
    found = [(code, phrases.untranslated(code).count()) for code in mine]
    return [
        {"tongue": tongue(code), "count": count, "url": reverse("reasons", args=[code])}
        for code, count in found
        if count
    ]


def _at_the_desk(charter: Charter) -> list[dict[str, Any]]:
    """What cannot be said in a language, and waits for a word of the desk."""
    assert charter.arrangement is not None
    waiting = tasks.at_the_desk(charter)
    labels = charter.arrangement.labels() if waiting else {}
    return [
        {
            "cite": labels[str(one.provision.key)].citation,
            "tongue": tongue(one.language),
            "text": one.text,
            "url": reverse("alignment", args=[one.language, one.provision.short]),
        }
        for one in waiting
        if str(one.provision.key) in labels
    ]


def _exceptions(charter: Charter, held: list[SignedException]) -> list[dict[str, Any]]:
    assert charter.arrangement is not None
    labels = charter.arrangement.labels() if held else {}
    return [
        {
            "cite": labels[str(one.provision.key)].citation,
            "tongue": tongue(one.language),
            "url": reverse("alignment", args=[one.language, one.provision.short]),
            "until": one.until,
            "by": one.signed_by,
        }
        for one in held
        if str(one.provision.key) in labels
    ]
