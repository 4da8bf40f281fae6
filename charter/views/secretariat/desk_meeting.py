"""Amendments on the same provision, for moderators: the disputed text, the comparison, each group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.states import section_name
from charter import texts
from charter.citations import Label
from charter.models import Amendment, Change, Position
from charter.queries.amending.translated_pieces import Translated
from charter.queries.languages.names import language_of
from charter.queries.secretariat import meeting_support
from charter.queries.secretariat.meeting_support import Stances
from charter.queries.secretariat.meetings import Group, Meeting, Stretch
from charter.states import BORDER_KINDS, ChangeKind
from charter.views.desk_frame import (
    address_of,
    describe_change,
    desk_status,
    kind_in_words,
    linked_numbers,
    name_of,
    numbers,
    support_in_words,
)
from charter.wording.charter_text import apart, charter_words, interface_language, language_attributes

Lead = Callable[[Group], Amendment | None]


def met(
    meeting: Meeting,
    labels: dict[str, Label],
    lead: Lead,
    stances: dict[int, dict[str, list[Position]]],
    comment_counts: dict[int, int],
) -> dict[str, Any]:
    """All values of the meeting. `lead` gives the amendment that leads a group; `comment_counts` are by its id."""
    return {
        "base": _disputed(meeting),
        "disputed": any(stretch.merge_conflict for stretch in meeting.stretches),
        "language": meeting.language,
        "at_point": meeting.at_point,
        "stretches": [_stretch(stretch, meeting.language) for stretch in meeting.stretches],
        "wordings": _wordings(meeting),
        "groups": [
            _grouped(place, meeting, stances, labels, lead, comment_counts) for place in range(len(meeting.groups))
        ],
        **language_attributes(meeting.language),
    }


def _disputed(meeting: Meeting) -> SafeString:
    """The present words, those that more than one wording wants dotted."""
    ranges = sorted({s.chars for s in meeting.stretches if s.merge_conflict and s.chars and s.chars[0] < s.chars[1]})
    base = texts.single_block(meeting.base)
    if not ranges or not all(texts.plain_text(texts.stretch_html(base, *r)) for r in ranges):
        return charter_words(meeting.base)
    parts, last = [], 0
    for start, end in ranges:
        parts.append(mark_safe(texts.stretch_html(base, last, start)))
        parts.append(format_html('<span class="run">{}</span>', mark_safe(texts.stretch_html(base, start, end))))
        last = end
    parts.append(mark_safe(texts.stretch_html(base, last, len(base.text))))
    return format_html_join("", "{}", ((part,) for part in parts))


def _of_the_charter(text: str, language: str) -> str:
    """Words of the charter inside a sentence of the page, in their own language and direction."""
    spoken = language_of(language)
    return format_html('<bdi lang="{}" dir="{}">{}</bdi>', spoken.tag, spoken.dir, text) if text else ""


def _stretch(stretch: Stretch, language: str) -> dict[str, str]:
    after = _of_the_charter(stretch.after, language)
    behind = format_html(_("after “{words}”"), words=after) if after else _("here")
    words = _of_the_charter(stretch.base, language) or behind
    count = len({*stretch.wordings.values()})
    sentence = (
        ngettext("%(n)d conflicting wording", "%(n)d conflicting wordings", count) % {"n": count}
        if stretch.merge_conflict
        else ""
    )
    return {"words": words, "sentence": sentence or _("no conflict")}


def _wordings(meeting: Meeting) -> list[dict[str, Any]]:
    """A row of the collation for each group, a cell for each stretch."""
    rows = []
    for group in meeting.groups:
        ids = [change.pk for change in group.changes]
        cells = [
            {
                "words": _cell(s, ids, meeting.language),
                "cities": ngettext("%(n)d member", "%(n)d members", len(ids)) % {"n": len(ids)},
                "conflict": s.merge_conflict,
                "stretch": s.base,
            }
            for s in meeting.stretches
        ]
        names = [{"word": a.number, "url": address_of(a)} for a in group.amendments]
        rows.append({"numbers": names, "cells": cells})
    return rows


def _cell(stretch: Stretch, ids: Sequence[int], language: str) -> str:
    """A wording's words for a stretch; empty where it leaves the present ones."""
    wordings = [stretch.wordings[pk] for pk in ids if pk in stretch.wordings]
    if not wordings:
        return ""
    return _of_the_charter(wordings[0], language) or _("text deleted")


def _grouped(
    place: int,
    meeting: Meeting,
    stances: dict[int, dict[str, list[Position]]],
    labels: dict[str, Label],
    lead: Lead,
    comment_counts: dict[int, int],
) -> dict[str, Any]:
    group = meeting.groups[place]
    first, deciding = group.first, lead(group)
    unite_positions = meeting_support.unite_positions(stances.get(change.text_id, {}) for change in group.changes)
    return {
        "title": _title(first),
        "amendments": [
            {
                "number": a.number,
                "url": address_of(a),
                "cities": name_of(a),
                "reason": change.text.reason,
                "support": support_in_words(stances.get(change.text_id, {})),
                "status": desk_status(a, change),
                "note": change.carry_note,
                "comments": _commented(a, comment_counts.get(a.pk, 0)),
                "read": group.read.get(a.pk),
            }
            for a, change in zip(group.amendments, group.changes, strict=True)
        ],
        "same": len(group.changes) > 1,
        "together": support_in_words(unite_positions) if len(group.changes) > 1 else "",
        "from": _whence(unite_positions),
        "words": describe_change(first, short=False),
        "kind": kind_in_words(first, labels),
        "reach": _reach(group),
        "alike": numbers(group.alike),
        "across": linked_numbers(group.across),
        "translated": _translated(group),
        "conflicts": _conflicts(place, meeting),
        "decide_url": f"?for={first.text.amendment.number}#decide" if deciding else "",
        **language_attributes(first.language),
    }


def _translated(group: Group) -> Translated | None:
    """The working translation of any of the amendments that propose the same text."""
    translations = (
        group.read[c.text.amendment_id].of_change(c) for c in group.changes if c.text.amendment_id in group.read
    )
    return next((translation for translation in translations if translation is not None), None)


def _reach(group: Group) -> str:
    """How far the change reaches: the words that it takes out and puts in."""
    if group.first.kind == ChangeKind.MOVE or group.first.kind in BORDER_KINDS:
        return ""
    values = {"out": group.out, "put": group.put}
    if not group.put:
        return ngettext("Deletes %(out)d word.", "Deletes %(out)d words.", group.out) % values
    if not group.out:
        return ngettext("Adds %(put)d word.", "Adds %(put)d words.", group.put) % values
    both = ngettext("Deletes %(out)d word, adds %(put)d.", "Deletes %(out)d words, adds %(put)d.", group.out)
    return both % values


def _commented(amendment: Amendment, count: int) -> dict[str, str]:
    if not count:
        return {}
    word = ngettext("%(n)d comment", "%(n)d comments", count) % {"n": count}
    return {"word": word, "url": reverse("amendment", args=[amendment.round.number, amendment.number]) + "#comments"}


def _whence(stances: Stances) -> list[dict[str, Any]]:
    """For each stance who takes it, and from which regions and sections."""
    rows = []
    for stance, positions in stances.items():
        listed = list(positions)
        if listed:
            counted = [
                *meeting_support.count_members_by_region(listed),
                *meeting_support.count_members_by_section(listed),
            ]
            rows.append(
                {
                    "stance": listed[0].get_stance_display() if stance else "",
                    "members": [str(position.organisation) for position in listed],
                    "places": [
                        {"word": section_name(code) if code else _("no region given"), "count": count}
                        for code, count in counted
                    ],
                }
            )
    return rows


def _title(change: Change) -> str:
    """The title of an amendment in its own language, else what its change does."""
    title = change.text.title
    if not title:
        return capfirst(str(change.get_kind_display()))
    return apart(capfirst(title.text), "" if title.language == interface_language() else title.language)


def _conflicts(place: int, meeting: Meeting) -> list[dict[str, str]]:
    """Whom a group conflicts with, by the words that both want."""
    amendments_by_words: dict[str, list[Amendment]] = defaultdict(list)
    for pair in meeting.pairs:
        if place in (pair.first, pair.other):
            other = meeting.groups[pair.other if place == pair.first else pair.first]
            amendments_by_words[pair.on] += other.amendments
    return [
        {"numbers": numbers(sorted(others, key=lambda a: a.number or 0)), "on": _of_the_charter(on, meeting.language)}
        for on, others in amendments_by_words.items()
    ]
