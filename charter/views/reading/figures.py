"""Figures: the sources of the text of an article, and the results of a round."""

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

from accounts.locales import join_in_words
from accounts.queries.site_settings import site_settings
from accounts.states import section_name
from accounts.views.breadcrumbs import Crumb, breadcrumbs, charter_breadcrumbs
from charter.models import Charter, Round, Version
from charter.queries.amending import rounds
from charter.queries.city import participation
from charter.queries.city.participation import WITHHELD, Parts
from charter.queries.deciding import decisions
from charter.queries.deciding.decisions import DecisionTally
from charter.queries.reading import charters, origins
from charter.queries.reading.articles import Reading
from charter.queries.reading.origins import Shares
from charter.states import OriginKind
from charter.views.public_pages import publicly
from charter.views.text_frame import download_links, read_version_article, version_line, view_bar, words_language
from charter.wording.charter_text import interface_language, language_attributes
from charter.wording.rounds import phase_sentence


@publicly
def article(request: HttpRequest, number: int, article: str) -> HttpResponse:
    """Where the words of one article of a version come from, by kind of source; never by city."""
    version_article = read_version_article(request, number, article)
    published, version, read = version_article.published, version_article.version, version_article.reading
    if article != read.chapter.address:
        return redirect("article_origins", number, read.chapter.address)
    shares_by_wording = origins.shares_by_wording(line.wording for line in read.lines if line.wording)
    context = {
        "read": read,
        "crumbs": _crumbs(number, read),
        "line": version_line(published, version),
        "views": view_bar(request, version_article.charter, published, version, read),
        "ends": download_links(f"charter/{number}/{read.chapter.address}"),
        "chart": words_chart(origins.total_shares(shares_by_wording.values())),
        **_table(read, shares_by_wording),
        **language_attributes(read.chapter.language),
    }
    return render(request, "charter/reading/figures/article.html", context)


@publicly
def round_(request: HttpRequest, number: int) -> HttpResponse:
    """A round in figures: from proposal to text, where the words come from, who took part."""
    charter = charters.current_charter()
    shown = rounds.round_by_number(charter, number) if charter else None
    if charter is None or shown is None:
        raise Http404(_("There is no round with that number."))
    tally = decisions.tally_decisions(shown)
    parts = participation.participation_in(shown, timezone.now())
    context = {
        "round": shown,
        "crumbs": _round_crumbs(shown),
        "finding": finding(shown, tally),
        "tally": tally,
        "funnel": _funnel(tally) if shown.pending_is_public or tally.decided else None,
        "words": _version_words(charter, tally.version, request),
        "parts": parts,
        "has_map": site_settings().has_map,
        "sentence": _who(parts),
        "regions": [{"name": region_name(region.code), "row": region} for region in parts.regions],
    }
    return render(request, "charter/reading/figures/round.html", context)


def finding(round_: Round, tally: DecisionTally) -> str:
    """The main result of a round, in one sentence."""
    names = {"n": tally.changed, "total": tally.amendments, "round": round_.number}
    if tally.version is None or not tally.decided:
        return phase_sentence(round_)
    return _("Amendments of round %(round)s that changed the text: %(n)s of %(total)s") % names


def words_chart(shares: Shares) -> dict[str, Any]:
    """What `charter/reading/figures/_chart.html` takes: bars, the same as rows, and a sentence."""
    total, proposed = sum(shares.values()), origins.count_proposed_words(shares)
    kinds = [kind for kind in OriginKind if shares[kind] or kind in (OriginKind.MEMBERS, OriginKind.FIRST_TEXT)]
    rows = [{"label": kind.label, "value": shares[kind], "share": percent(shares[kind], total)} for kind in kinds]
    names = {"n": grouped(proposed), "total": grouped(total), "share": percent(proposed, total)}
    sentence = ngettext(
        "Members proposed %(n)s of %(total)s words, alone or in a compromise text: %(share)s.",
        "Members proposed %(n)s of the %(total)s words, alone or in a compromise text: %(share)s.",
        proposed,
    )
    nothing = _("No member has proposed any part of this text (%(total)s words) yet.")
    heading = ngettext(
        "Members proposed %(n)s of %(total)s word of this text",
        "Members proposed %(n)s of %(total)s words of this text",
        total,
    )
    return {
        "bars": [{**row, "accent": kind == OriginKind.MEMBERS} for row, kind in zip(rows, kinds, strict=True)],
        "rows": rows,
        "text": (sentence if proposed else nothing) % names,
        "finding": heading % names,
    }


def grouped(number: int) -> str:
    """A number as the bars write it, its thousands apart."""
    return str(number_format(number, use_l10n=True, force_grouping=True))


def percent(part: int, whole: int) -> str:
    """A share in whole per cent, in the format of the page's language; a share above 0 is never shown as 0."""
    locale = interface_language().partition("-")[0]
    if part and part * 200 < whole:
        return _("less than %(share)s") % {"share": format_percent(0.01, locale=locale)}
    return format_percent(part / whole if whole else 0, locale=locale)


def region_name(code: str) -> str:
    """A region in words, also of members without one."""
    if code == WITHHELD:
        return _("Members that withhold their names")
    return str(section_name(code)) if code else _("No region given")


def _crumbs(number: int, read: Reading) -> list[Crumb]:
    return charter_breadcrumbs(
        (read.chapter.name, reverse("article", args=[number, read.chapter.address])), here=_("Proposals in figures")
    )


def _round_crumbs(round_: Round) -> list[Crumb]:
    name = _("Round %(number)s") % {"number": round_.number}
    return breadcrumbs(
        (_("Rounds"), reverse("rounds")), (name, reverse("round", args=[round_.number])), here=_("In figures")
    )


def _table(read: Reading, shares_by_wording: dict[int, Shares]) -> dict[str, Any]:
    """A row for each provision, a column for each kind of source that the article has."""
    whole = origins.total_shares(shares_by_wording.values())
    kinds = [kind for kind in OriginKind if whole[kind]]
    rows = [
        {
            "citation": line.citation,
            "url": reverse("provision", args=[line.provision.short]),
            "total": sum(shares_by_wording[line.wording.pk].values()),
            "cells": [{"label": kind.label, "value": shares_by_wording[line.wording.pk][kind]} for kind in kinds],
        }
        for line in read.lines
        if line.wording
    ]
    return {"columns": [kind.label for kind in kinds], "rows": rows}


def _funnel(tally: DecisionTally) -> dict[str, Any]:
    gone = [{"label": _("Withdrawn by their members"), "value": tally.withdrawn}] if tally.withdrawn else []
    steps = [
        {"label": _("Confirmed by delegates"), "value": tally.amendments},
        {"label": _("Decided with a reason"), "value": tally.decided},
        {"label": _("Changed the text"), "value": tally.changed, "accent": True},
        *gone,
        {"label": _("No outcome yet"), "value": tally.open},
    ]
    rest = ngettext("%(n)s amendment has no outcome yet.", "%(n)s amendments have no outcome yet.", tally.open) % {
        "n": tally.open
    }
    complete = _("Every amendment that a delegate confirmed has an outcome.")
    return {"bars": steps, "rows": steps, "text": rest if tally.open else complete}


def _version_words(charter: Charter, version: Version | None, request: HttpRequest) -> dict[str, Any] | None:
    if version is None:
        return None
    language = charters.edition_in(words_language(request))
    return {**words_chart(origins.shares_of_version(version, language)), "number": version.number}


def _who(parts: Parts) -> str:
    """How many took part, and how many in each region: what the map shows, in words."""
    names = {"n": grouped(parts.took_part), "total": grouped(parts.members)}
    sentence = _("Members that proposed or supported amendments, or commented: %(n)s of %(total)s.")
    regions = [
        f"{region_name(region.code)} {grouped(region.took_part)}" for region in parts.regions if region.took_part
    ]
    where = _("By region: %(list)s.") % {"list": join_in_words(regions)} if regions else ""
    return f"{sentence % names} {where}".strip()
