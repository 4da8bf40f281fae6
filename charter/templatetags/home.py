"""The consultation as the home page shows it now."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import RequestContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.states import WAVES
from charter.models import Decision
from charter.queries import charters, latest, members
from charter.queries.latest import Now
from charter.templatetags.charter_text import asked_by, attributes, in_words, interface, outcome
from charter.templatetags.moments import day
from charter.templatetags.rounds import now_possible, phase_said, timetable
from charter.templatetags.versions import standing

register = template.Library()


@register.inclusion_tag("charter/home/_now.html", takes_context=True)
def consultation_now(
    context: RequestContext, headline: str = "", opening: str = "", introduction: str = ""
) -> dict[str, Any]:
    """The page of what happens now: opening sentence, round, what one can do, decisions, members.

    `opening` is the sentence the page's editors chose, where they did; `headline` and `introduction` (safe HTML)
    are what they say of it beside the sentence.
    """
    request = context["request"]
    asked = getattr(request, "words_language", None) or interface()
    now = latest.now(charters.current(), charters.edition_in(asked), opening.strip())
    return {
        "request": request,
        "site": context.get("site"),
        "headline": headline,
        "introduction": introduction,
        "opening": _opening(now, opening.strip()),
        "round": _round(now, request.user),
        "languages": len(charters.languages()),
        "decisions": [_decision(decision) for decision in now.decisions],
        "more": _more(now),
        "counter": _counter(now.members),
        "version": now.version,
        "stands": standing(now.version) if now.version else "",
    }


def _opening(now: Now, chosen: str) -> dict[str, Any] | None:
    """The sentence set large. Words of the editors that no provision holds stand without a place."""
    line = now.line
    if line is None or line.wording is None or now.version is None or (chosen and chosen not in line.wording.text):
        return {"words": chosen} if chosen else None
    article = reverse("article", args=[now.version.number, line.article_number or line.article.slug])
    where = {"citation": line.citation, "number": now.version.number}
    return {
        "words": chosen or line.wording.text,
        "where": _("%(citation)s, version %(number)s.") % where,
        "who_url": f"{article}?who={now.anchor}#{now.anchor}",
        **attributes(line.language),
    }


def _round(now: Now, person: Any) -> dict[str, Any] | None:
    if now.round is None:
        return None
    return {
        "title": phase_said(now.round),
        "text": now_possible(now.round),
        "url": reverse("round", args=[now.round.number]),
        "steps": timetable(now.round, person if person.is_authenticated else None),
    }


def _decision(decision: Decision) -> dict[str, Any]:
    amendment = decision.amendment
    assert decision.release is not None
    made = day(timezone.localtime(decision.release.at))
    return {
        "status": outcome(decision),
        "title": _("Amendment %(number)s") % {"number": amendment},
        "url": reverse("amendment", args=[amendment.round.number, amendment.number]),
        "after": f", {asked_by(amendment)}",
        "meta": f"“{in_words(decision.reason)}” {made}",
    }


def _more(now: Now) -> dict[str, str] | None:
    if not now.decisions:
        return None
    number = now.decisions[0].amendment.round.number
    said = ngettext("The decision of round %(round)s", "All %(n)s decisions of round %(round)s", now.decision_count)
    return {
        "word": said % {"n": now.decision_count, "round": number},
        "url": f"{reverse('decisions')}?round={number}",
    }


def _counter(count: int) -> dict[str, Any] | None:
    if not count:
        return None
    said = ngettext(
        "%(n)s government has joined. The aim is %(aim)s.",
        "%(n)s cities, provinces and regions have joined. The aim is %(aim)s.",
        count,
    )
    return {
        "count": count,
        "today": _("%(n)s today") % {"n": count},
        "waves": waves_said(members.waves()),
        "ticks": list(members.TICKS),
        "text": said % {"n": count, "aim": number_format(members.AIM, use_l10n=True, force_grouping=True)},
    }


def waves_said(counts: dict[int, int]) -> list[dict[str, str]]:
    """How many joined with each wave, with the address of the list narrowed to it."""
    word = _("Wave of %(wave)s: %(n)s")
    return [
        {
            "url": f"{reverse('members')}?wave={wave}",
            "word": word % {"wave": number_format(wave, use_l10n=True, force_grouping=True), "n": counts.get(wave, 0)},
        }
        for wave in WAVES
    ]
