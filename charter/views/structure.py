"""Dividing a provision, and joining it with the next: a page each, for who drafts the text."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Person
from accounts.rules import require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.deeds import do
from charter import rules
from charter.actions import structure
from charter.forms.structure import DivideForm, JoinForm
from charter.models import Provision, Section, Standing, Wording
from charter.queries import charters, divisions, rounds
from charter.queries.tongues import tongue
from charter.states import HEADINGS
from charter.templatetags.charter_text import attributes, interface


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def divide(request: HttpRequest, short: str) -> HttpResponse:
    """The words of one language, to be parted by an empty line; the other languages follow."""
    place, _section = _place(request, short)
    standing = _standing(place)
    code = request.GET.get("language", "")
    chosen = next((standing[one] for one in (code, interface(), *standing) if one in standing), None)
    if chosen is None:
        raise Http404
    form = DivideForm(request.POST or None, wording=chosen)
    if request.method == "POST" and form.is_valid():
        said: dict[str, Any] = {"language": chosen.language, "base": chosen, "by": signed_in(request), "why": form.why}
        answer = do(
            request,
            form,
            lambda: structure.split(provision=place, words=form.cleaned_data["words"], **said),
            lambda second: reverse("provision", args=[second.short]),
            _("Divided. This is the second part; the other languages are asked to follow."),
        )
        if answer is not None:
            return answer
    cite = _cite(place, place)
    context = {
        "form": form,
        "cite": cite,
        "tongue": tongue(chosen.language),
        "others": [{"tongue": tongue(one), "url": f"?language={one}"} for one in standing if one != chosen.language],
        "crumbs": _crumbs(place, cite, _("Divide")),
    }
    return render(request, "charter/desk/divide.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def join(request: HttpRequest, short: str) -> HttpResponse:
    """The words of both in every language, one behind the other."""
    place, section = _place(request, short)
    following = divisions.next_of(section, str(place.key))
    if following is None:
        raise Http404
    other = Provision.objects.get(key=following.key)
    form = JoinForm(request.POST or None, initial={"other": other.pk})
    if request.method == "POST" and form.is_valid():
        seen = Provision.objects.filter(pk=form.cleaned_data["other"] or 0).first() or other
        answer = do(
            request,
            form,
            lambda: structure.join(provision=place, other=seen, by=signed_in(request), why=form.why),
            reverse("provision", args=[short]),
            _("Joined."),
        )
        if answer is not None:
            return answer
    cite = _cite(place, place)
    context = {
        "form": form,
        "cite": cite,
        "other": _cite(place, other),
        "pairs": _pairs(place, other),
        "crumbs": _crumbs(place, cite, _("Join with the next")),
    }
    return render(request, "charter/desk/join.html", context, status=422 if form.errors else 200)


def ways(person: Person | None, place: Provision) -> list[dict[str, str]]:
    """Where the person may divide a provision or join it with the next; none where that cannot be."""
    arrangement = charters.arrangement_of(place.charter)
    section = arrangement.section_of(place.key) if arrangement else None
    if person is None or section is None or not rules.may_divide(person, place.charter, section.key, None):
        return []
    if not rules.may_divide(person, place.charter, section.key, rounds.holding(place.charter)):
        return []
    block = next(b for b in section.blocks if b.key == str(place.key))
    found = []
    if block.kind not in HEADINGS:
        found.append({"word": _("Divide"), "url": reverse("desk_divide", args=[place.short])})
    if divisions.next_of(section, block.key):
        found.append({"word": _("Join with the next"), "url": reverse("desk_join", args=[place.short])})
    return found


def _place(request: HttpRequest, short: str) -> tuple[Provision, Section]:
    """A provision of the working text with its article, for who may divide and join there now."""
    place = get_object_or_404(Provision.objects.select_related("charter__arrangement"), short=short)
    section = place.charter.arrangement.section_of(place.key) if place.charter.arrangement else None
    if section is None:
        raise Http404
    held = rounds.holding(place.charter)
    require(rules.may_divide(signed_in(request), place.charter, section.key, held))
    return place, section


def _standing(place: Provision) -> dict[str, Wording]:
    """The words that stand, in the charter's order of languages."""
    rows = Standing.objects.filter(provision=place).select_related("wording")
    found = {row.language: row.wording for row in rows}
    return {code: found[code] for code in charters.languages() if code in found}


def _pairs(place: Provision, other: Provision) -> list[dict[str, Any]]:
    """Both provisions in each language that has words of one."""
    first, second = _standing(place), _standing(other)
    whole = divisions.open_divisions(place.charter)
    return [
        {
            "tongue": tongue(code),
            "first": first[code].html if code in first else "",
            "second": second[code].html if code in second else "",
            "whole": (other.pk, code) in whole,
            **attributes(code),
        }
        for code in charters.languages()
        if code in first or code in second
    ]


def _cite(place: Provision, which: Provision) -> str:
    arrangement = place.charter.arrangement
    return arrangement.labels(interface())[str(which.key)].citation if arrangement else which.short


def _crumbs(place: Provision, cite: str, word: str) -> list[dict[str, str]]:
    life = {"word": cite, "url": reverse("provision", args=[place.short])}
    return [{"word": _("Charter"), "url": reverse("charter")}, life, {"word": word, "url": ""}]
