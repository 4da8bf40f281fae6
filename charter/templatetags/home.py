"""The consultation as the home page shows it now."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import RequestContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.locales import comma, localize_commas
from charter.models import Decision
from charter.queries.city import home_page, members
from charter.queries.city.home_page import Now
from charter.queries.reading import charters
from charter.wording.charter_text import (
    interface_language,
    language_attributes,
    outcome_status,
    proposers_html,
    quote_words,
)
from charter.wording.members import describe_counts, label_steps, label_waves
from charter.wording.round_times import format_day
from charter.wording.rounds import now_possible, phase_sentence, timetable_of
from charter.wording.versions import status_sentence_html

register = template.Library()


@register.inclusion_tag("charter/city/home/_now.html", takes_context=True)
def consultation_now(
    context: RequestContext, headline: str = "", opening: str = "", introduction: str = ""
) -> dict[str, Any]:
    """The values for the present state: opening sentence, round, possible acts, decisions, members.

    `opening` is the sentence that the page's editors chose, if they did; `headline` and `introduction` (safe HTML) are
    their text beside it.
    """
    request = context["request"]
    language = getattr(request, "words_language", None) or interface_language()
    now = home_page.home_page_facts(context["charter"], charters.edition_in(language), opening.strip())
    return {
        "request": request,
        "site": context.get("site"),
        "headline": headline,
        "introduction": introduction,
        "opening": _opening(now, opening.strip()),
        "round": _round(now, request.user),
        "languages": len(charters.charter_languages()),
        "decisions": [_decision(decision) for decision in now.decisions],
        "more": _more(now),
        "counter": _counter(now),
        "version": now.version,
        "stands": status_sentence_html(now.version) if now.version else "",
    }


def _opening(now: Now, chosen: str) -> dict[str, Any] | None:
    """The sentence in large type. Text of the editors that no provision contains has no place."""
    line = now.line
    if line is None or line.wording is None or now.version is None or (chosen and chosen not in line.wording.text):
        return {"words": chosen} if chosen else None
    article = reverse("article", args=[now.version.number, line.article_number or line.article.slug])
    where = {"citation": localize_commas(line.citation), "number": now.version.number}
    return {
        "words": chosen or line.wording.text,
        "where": _("%(citation)s, version %(number)s.") % where,
        "who_url": f"{article}?who={now.anchor}#{now.anchor}",
        **language_attributes(line.language),
    }


def _round(now: Now, person: Any) -> dict[str, Any] | None:
    if now.round is None:
        return None
    return {
        "title": phase_sentence(now.round),
        "text": now_possible(now.round),
        "url": reverse("round", args=[now.round.number]),
        "steps": timetable_of(now.round, person if person.is_authenticated else None),
    }


def _decision(decision: Decision) -> dict[str, Any]:
    amendment = decision.amendment
    assert decision.release is not None
    day = format_day(timezone.localtime(decision.release.at))
    return {
        "status": outcome_status(decision),
        "title": _("Amendment %(number)s") % {"number": amendment},
        "url": reverse("amendment", args=[amendment.round.number, amendment.number]),
        "after": format_html("{}{}", _(", "), proposers_html(amendment)),
        "meta": format_html("{} {}", quote_words(decision.reason), day),
    }


def _more(now: Now) -> dict[str, str] | None:
    if not now.decisions:
        return None
    number = now.decisions[0].amendment.round.number
    sentence = ngettext(
        "The decision of round %(round)s", "All %(n)s decisions of round %(round)s", now.decision_count
    )
    return {
        "word": sentence % {"n": now.decision_count, "round": number},
        "url": f"{reverse('decisions')}?round={number}",
    }


def _steps_of_the_campaign() -> str:
    """`10, 100, 1,000`, in the numbers of the language of the page."""
    return comma().join(number_format(tick, use_l10n=True, force_grouping=True) for tick in members.TICKS)


def _counter(now: Now) -> dict[str, Any] | None:
    count = sum(now.members_by_wave.values())
    # The steps are those of a campaign; a site without waves has none.
    if not count or not now.joined:
        return None
    sentence = ngettext(
        "%(n)s city, province or region has joined. The aim is %(aim)s.",
        "%(n)s cities, provinces and regions have joined. The aim is %(aim)s.",
        count,
    )
    return {
        "count": count,
        "today": ngettext("%(n)s member today", "%(n)s members today", count) % {"n": count},
        "steps": label_steps(now.members_by_wave),
        "waves": label_waves(now.joined),
        "counted": describe_counts(),
        "headline": _steps_of_the_campaign(),
        "ticks": list(members.TICKS),
        "text": sentence % {"n": count, "aim": number_format(members.AIM, use_l10n=True, force_grouping=True)},
    }
