"""Figures: where the words of an article come from, and what came of a round."""

from __future__ import annotations

from typing import Any

from babel.numbers import format_percent
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.locales import listed
from accounts.states import Section
from charter.models import Charter, Round, Version
from charter.queries import charters, decisions, origins, reading, rounds, taking_part
from charter.queries.decisions import Tally
from charter.queries.origins import Shares
from charter.queries.reading import Reading
from charter.queries.taking_part import WITHHELD, Parts
from charter.states import OriginKind
from charter.templatetags.charter_text import attributes, interface
from charter.templatetags.rounds import phase_said
from charter.views.frame import take_away, version_line, view_bar, words_language
from charter.views.publicly import publicly


@publicly
def article(request: HttpRequest, number: int, article: str) -> HttpResponse:
    """Where the words of one article of a version come from, by kind of source; never by city."""
    charter = charters.current()
    published = reading.versions(charter) if charter else []
    chosen = next((one for one in published if one.number == number), None)
    language = charters.edition_in(words_language(request))
    read = reading.article(chosen, language, article) if chosen else None
    if charter is None or chosen is None or read is None:
        raise Http404(_("This version has no such article."))
    if article != read.chapter.address:
        return redirect("article_origins", number, read.chapter.address)
    found = origins.each(line.wording for line in read.lines if line.wording)
    context = {
        "read": read,
        "crumbs": _crumbs(number, read),
        "line": version_line(published, chosen),
        "views": view_bar(request, charter, published, chosen, read),
        "ends": take_away(f"charter/{number}/{read.chapter.address}"),
        "chart": words_chart(origins.total(found.values())),
        **_table(read, found),
        **attributes(read.chapter.language),
    }
    return render(request, "charter/figures/article.html", context)


@publicly
def round_(request: HttpRequest, number: int) -> HttpResponse:
    """A round in figures: from proposal to text, where the words come from, who took part."""
    charter = charters.current()
    shown = rounds.numbered(charter, number) if charter else None
    if charter is None or shown is None:
        raise Http404(_("There is no round with that number."))
    tally = decisions.tally(shown)
    parts = taking_part.of(shown, timezone.now())
    context = {
        "round": shown,
        "crumbs": _round_crumbs(shown),
        "finding": finding(shown, tally),
        "tally": tally,
        "funnel": _funnel(tally) if shown.pending_is_public or tally.decided else None,
        "words": _version_words(charter, tally.version, request),
        "parts": parts,
        "said": _who(parts),
        "regions": [{"name": region_name(region.code), "row": region} for region in parts.regions],
    }
    return render(request, "charter/figures/round.html", context)


def finding(round_: Round, tally: Tally) -> str:
    """What a round's figures show, in one sentence."""
    names = {"n": tally.changed, "total": tally.amendments, "round": round_.number}
    if tally.version is None or not tally.decided:
        return phase_said(round_)
    said = ngettext(
        "%(n)s of %(total)s amendment of round %(round)s changed the text",
        "%(n)s of %(total)s amendments of round %(round)s changed the text",
        tally.amendments,
    )
    return said % names


def words_chart(found: Shares) -> dict[str, Any]:
    """What `charter/figures/_chart.html` takes: bars, the same as rows, and a sentence."""
    total, asked = sum(found.values()), origins.asked_for(found)
    kinds = [kind for kind in OriginKind if found[kind] or kind in (OriginKind.MEMBERS, OriginKind.FIRST_TEXT)]
    rows = [{"label": kind.label, "value": found[kind], "share": percent(found[kind], total)} for kind in kinds]
    names = {"n": grouped(asked), "total": grouped(total), "share": percent(asked, total)}
    said = ngettext(
        "Of %(total)s words, %(n)s was asked for by members, alone or in a compromise: %(share)s.",
        "Of %(total)s words, %(n)s were asked for by members, alone or in a compromise: %(share)s.",
        asked,
    )
    nothing = _("No member has asked for any of these %(total)s words yet.")
    heading = ngettext(
        "Members asked for %(n)s of this %(total)s word",
        "Members asked for %(n)s of these %(total)s words",
        total,
    )
    return {
        "bars": [{**row, "accent": kind == OriginKind.MEMBERS} for row, kind in zip(rows, kinds, strict=True)],
        "rows": rows,
        "text": (said if asked else nothing) % names,
        "finding": heading % names,
    }


def grouped(number: int) -> str:
    """A number as the bars write it, its thousands apart."""
    return str(number_format(number, use_l10n=True, force_grouping=True))


def percent(part: int, whole: int) -> str:
    """A share in whole per cent, as the language of the page writes it; what is more than nothing is never 0."""
    locale = interface().partition("-")[0]
    if part and part * 200 < whole:
        return _("less than %(share)s") % {"share": format_percent(0.01, locale=locale)}
    return format_percent(part / whole if whole else 0, locale=locale)


def region_name(code: str) -> str:
    """A region in words, also of members without one."""
    if code == WITHHELD:
        return _("Members that withhold their names")
    return str(Section(code).label) if code else _("No region given")


def _crumbs(number: int, read: Reading) -> list[dict[str, str]]:
    return [
        {"word": _("Charter"), "url": reverse("charter")},
        {"word": read.chapter.name, "url": reverse("article", args=[number, read.chapter.address])},
        {"word": _("Who asked, in figures"), "url": ""},
    ]


def _round_crumbs(round_: Round) -> list[dict[str, str]]:
    name = _("Round %(number)s") % {"number": round_.number}
    return [
        {"word": _("Rounds"), "url": reverse("rounds")},
        {"word": name, "url": reverse("round", args=[round_.number])},
        {"word": _("In figures"), "url": ""},
    ]


def _table(read: Reading, found: dict[int, Shares]) -> dict[str, Any]:
    """A row for each provision, a column for each kind of source that the article has."""
    whole = origins.total(found.values())
    kinds = [kind for kind in OriginKind if whole[kind]]
    rows = [
        {
            "citation": line.citation,
            "url": reverse("provision", args=[line.provision.short]),
            "total": sum(found[line.wording.pk].values()),
            "cells": [{"label": kind.label, "value": found[line.wording.pk][kind]} for kind in kinds],
        }
        for line in read.lines
        if line.wording
    ]
    return {"columns": [kind.label for kind in kinds], "rows": rows}


def _funnel(tally: Tally) -> dict[str, Any]:
    gone = [{"label": _("Withdrawn by their members"), "value": tally.withdrawn}] if tally.withdrawn else []
    steps = [
        {"label": _("Confirmed by delegates"), "value": tally.amendments},
        {"label": _("Decided with a reason"), "value": tally.decided},
        {"label": _("Changed the text"), "value": tally.changed, "accent": True},
        *gone,
        {"label": _("Still without an end"), "value": tally.open},
    ]
    rest = ngettext("%(n)s amendment has no end yet.", "%(n)s amendments have no end yet.", tally.open) % {
        "n": tally.open
    }
    done = _("Every amendment that a delegate confirmed has an end.")
    return {"bars": steps, "rows": steps, "text": rest if tally.open else done}


def _version_words(charter: Charter, version: Version | None, request: HttpRequest) -> dict[str, Any] | None:
    if version is None:
        return None
    language = charters.edition_in(words_language(request))
    return {**words_chart(origins.of_version(version, language)), "number": version.number}


def _who(parts: Parts) -> str:
    """How many took part, and how many in each region: what the map shows, in words."""
    names = {"n": grouped(parts.took_part), "total": grouped(parts.members)}
    said = ngettext(
        "%(n)s of %(total)s member proposed, supported or commented.",
        "%(n)s of %(total)s members proposed, supported or commented.",
        parts.members,
    )
    there = [f"{region_name(region.code)} {grouped(region.took_part)}" for region in parts.regions if region.took_part]
    where = _("By region: %(list)s.") % {"list": listed(there)} if there else ""
    return f"{said % names} {where}".strip()
