"""Provisions of an article as the page shows them: words, citation, what stands beside them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.addresses import address
from accounts.locales import listed_html
from charter.exports.papers import in_html
from charter.models import Adoption, Amendment
from charter.queries.glossary import Words
from charter.queries.reading import Line
from charter.queries.tongues import tongue
from charter.states import TERM_HEADINGS
from charter.templatetags.charter_text import attributes, in_words, words
from charter.templatetags.corrections import correction
from charter.templatetags.moments import day
from charter.views.notes import Asked, note, words_with_runs
from charter.views.rights import Rights

NO_TERMS = Words(())
NOTE = "charter/reading/_note.html"


@dataclass(frozen=True)
class Beside:
    """What is known of an article's provisions, by provision id, and of the reader; `since` by number of a version."""

    rights: Rights
    acts: bool = False
    brought: dict[int, list[Adoption]] = field(default_factory=dict)
    since: dict[int, datetime] = field(default_factory=dict)
    pending: dict[int, int] = field(default_factory=dict)
    remarks: dict[int, int] = field(default_factory=dict)
    asked: tuple[int, Asked] | None = None
    address: str = ""
    all_missing: bool = False
    terms: Words = NO_TERMS


def place(line: Line, beside: Beside) -> dict[str, Any]:
    """What `components/provision.html` takes, and more for titles and headings."""
    life = address("provision", line.provision.short)
    open_note = _open_note(line, beside, life)
    return {
        "cite": line.citation,
        "id": line.anchor,
        "url": life,
        "words": open_note[0] if open_note else words(_explained(line, beside)),
        "letter": line.printed,
        "beside": {"acts": _acts(line, beside), "notes": _notes(line, beside, life, bool(open_note))},
        "note": NOTE if open_note and open_note[1] else "",
        "who": open_note[1] if open_note else None,
        "corrections": [correction(line, corrigendum) for corrigendum in line.corrigenda],
        "is_title": line.is_title,
        "is_heading": line.is_heading,
        "is_term": line.kind in TERM_HEADINGS,
        **attributes(line.language),
    }


def _explained(line: Line, beside: Beside) -> str:
    """The words with terms of the glossary marked; headings, and words of another language, as they are."""
    own = not line.missing and not line.is_heading
    return beside.terms.explained(line.html) if own else line.html


def _open_note(line: Line, beside: Beside, life: str) -> tuple[SafeString, dict[str, Any] | None] | None:
    """The words with their runs and the open note, where it is this line's."""
    if beside.asked is None or beside.asked[0] != line.provision.pk:
        return None
    base, fragment = f"{beside.address}?who={line.anchor}", f"{line.anchor}-who"
    close = f"{beside.address}#{line.anchor}"
    way = (_("The life of %(citation)s") % {"citation": line.citation}, life)
    asked = beside.asked[1]
    return words_with_runs(asked, base, fragment), note(asked, base, fragment, close, way)


def _acts(line: Line, beside: Beside) -> list[dict[str, str]]:
    rights = beside.rights
    if not beside.acts or not (rights.may_propose or rights.may_comment):
        return []
    return _offered(line.provision.short, line.citation, rights.may_propose, rights.may_comment, get_language())


@lru_cache(maxsize=4_000)
def _offered(short: str, citation: str, may_propose: bool, may_comment: bool, _language: str) -> list[dict[str, str]]:
    """The same for every line and person with these rights, and never changed by who is given it."""
    acts, cited = [], {"citation": citation}
    if may_propose:
        hidden = _("a change to %(citation)s") % cited
        acts.append({"word": _("Propose"), "hidden": hidden, "url": address("propose", short)})
    if may_comment:
        hidden = _("on %(citation)s") % cited
        acts.append({"word": _("Comment"), "hidden": hidden, "url": address("remark_post", "provision", short)})
    return acts


def _notes(line: Line, beside: Beside, life: str, showing: bool) -> list[dict[str, Any]]:
    pk, on = line.provision.pk, _("on %(citation)s") % {"citation": line.citation}
    notes: list[dict[str, Any]] = []
    if line.missing and not beside.all_missing:
        notes.append({"text": _missing(line)})
    adoptions = beside.brought.get(pk, [])
    if adoptions:
        notes.append({"text": _changed(line, adoptions, beside)})
    if showing:
        notes.append({"text": _("Showing who asked"), "current": True})
    elif adoptions:
        notes.append(_who_asked(line, beside, on))
    if beside.pending.get(pk):
        count = beside.pending[pk]
        said = ngettext("%(n)s new amendment", "%(n)s new amendments", count) % {"n": count}
        notes.append({"text": said, "hidden": on, "url": f"{life}#pending"})
    if beside.remarks.get(pk):
        count = beside.remarks[pk]
        said = ngettext("%(n)s comment", "%(n)s comments", count) % {"n": count}
        notes.append({"text": said, "hidden": on, "url": f"{life}#comments"})
    if line.exception:
        notes.append({"text": _excepted(line, beside.acts)})
    return notes


def _who_asked(line: Line, beside: Beside, on: str) -> dict[str, str]:
    url = f"{beside.address}?who={line.anchor}#{line.anchor}"
    return {"text": _("Who asked for this?"), "hidden": on, "url": url}


def _changed(line: Line, adoptions: list[Adoption], beside: Beside) -> SafeString:
    """`In version 2 since 3 May 2026: changed by amendments 4 and 9`, each number a link."""
    amendments, number = amendments_of(adoptions), line.first_version
    assert number is not None
    known = {"version": number, "day": day(timezone.localtime(beside.since[number]))}
    if not amendments:
        return in_html(_("In version %(version)s since %(day)s: changed by the secretariat"), known)
    new = line.wording is not None and line.wording.parent_id is None
    said = _("In version %(version)s since %(day)s: changed by %(amendments)s")
    said = _("In version %(version)s since %(day)s: new, by %(amendments)s") if new else said
    return in_html(said, known | {"amendments": amendments_linked(amendments)})


def amendments_of(adoptions: list[Adoption]) -> list[Amendment]:
    """The amendments behind adoptions, once each."""
    return list({a.change.text.amendment.pk: a.change.text.amendment for a in adoptions if a.change}.values())


def amendments_linked(amendments: list[Amendment]) -> SafeString:
    """`amendments 4 and 9`: the word with the first number, every number a link."""
    return _linked(tuple((one.round.number, one.number) for one in amendments), get_language())


@lru_cache(maxsize=4_000)
def _linked(known: tuple[tuple[int, int | None], ...], _language: str) -> SafeString:
    word = ngettext("amendment %(n)s", "amendments %(n)s", len(known))
    firsts = [word % {"n": known[0][1]}, *(str(number) for _round, number in known[1:])]
    links = [
        format_html('<a href="{}">{}</a>', address("amendment", *one), said)
        for one, said in zip(known, firsts, strict=True)
    ]
    return listed_html(links)


def _missing(line: Line) -> SafeString:
    shown = tongue(line.language).name
    said = _("Missing in this language. The words here are in %(language)s.") % {"language": shown}
    return _marked("missing", said)


def _excepted(line: Line, is_latest: bool) -> SafeString:
    """The signed exception, printed where the words it excuses are read; in an old version its day matters no more."""
    exception = line.exception
    assert exception is not None
    said = _("Exception, signed by the secretariat, until %(until)s: %(reason)s")
    if is_latest and exception.until < timezone.localdate():
        said = _("Exception, signed by the secretariat, overdue since %(until)s: %(reason)s")
    return _marked("excepted", said % {"until": day(exception.until), "reason": in_words(exception.reason)})


def _marked(shape: str, said: str) -> SafeString:
    return mark_safe(render_to_string("components/status.html", {"shape": shape, "word": said}).strip())
