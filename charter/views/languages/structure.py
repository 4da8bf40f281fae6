"""Splitting a provision, and combining it with the next: a page each, for drafters."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.rules import require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.breadcrumbs import Crumb, charter_breadcrumbs
from accounts.views.form_actions import run_form_action
from charter import rules
from charter.actions.languages import structure
from charter.forms.languages.structure import CombineProvisionsForm, SplitProvisionForm
from charter.models import Provision, Section, Wording
from charter.queries.amending import rounds
from charter.queries.languages.names import language_of
from charter.queries.reading import charters, divisions
from charter.queries.reading.current_wordings import current_wordings
from charter.queries.reading.provisions import provision_by_id, provision_by_key, provisions_with_charter
from charter.wording.charter_text import interface_language, language_attributes


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def split_provision(request: HttpRequest, short: str) -> HttpResponse:
    """The words of one language, to be parted by an empty line; the other languages follow."""
    place, _section = _place(request, short)
    current_wordings = _current_wordings(place)
    code = request.GET.get("language", "")
    chosen = next(
        (
            current_wordings[language_code]
            for language_code in (code, interface_language(), *current_wordings)
            if language_code in current_wordings
        ),
        None,
    )
    if chosen is None:
        raise Http404
    form = SplitProvisionForm(request.POST or None, wording=chosen)
    if request.method == "POST" and form.is_valid():
        arguments: dict[str, Any] = {
            "language": chosen.language,
            "base": chosen,
            "by": signed_in(request),
            "why": form.why,
        }
        answer = run_form_action(
            request,
            form,
            lambda: structure.split_provision(provision=place, words=form.cleaned_data["words"], **arguments),
            lambda second: reverse("provision", args=[second.short]),
            _(
                "The provision was split. This is the second part. The editors of the other languages "
                "must split the provision too."
            ),
        )
        if answer is not None:
            return answer
    cite = _cite(place, place)
    context = {
        "form": form,
        "cite": cite,
        "language": language_of(chosen.language),
        "others": [
            {"language": language_of(language_code), "url": f"?language={language_code}"}
            for language_code in current_wordings
            if language_code != chosen.language
        ],
        "crumbs": _crumbs(place, cite, _("Split")),
    }
    return render(request, "charter/languages/divide.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def combine_provisions(request: HttpRequest, short: str) -> HttpResponse:
    """The text of both in every language, one after the other, and the form to combine them."""
    place, section = _place(request, short)
    following = divisions.next_combinable_block(section, str(place.key))
    if following is None:
        raise Http404
    other = provision_by_key(following.key)
    form = CombineProvisionsForm(request.POST or None, initial={"other": other.pk})
    if request.method == "POST" and form.is_valid():
        seen = provision_by_id(form.cleaned_data["other"]) or other
        answer = run_form_action(
            request,
            form,
            lambda: structure.combine_provisions(provision=place, other=seen, by=signed_in(request), why=form.why),
            reverse("provision", args=[short]),
            _("Combined."),
        )
        if answer is not None:
            return answer
    cite = _cite(place, place)
    context = {
        "form": form,
        "cite": cite,
        "other": _cite(place, other),
        "pairs": _pairs(place, other),
        "crumbs": _crumbs(place, cite, _("Combine with the next provision")),
    }
    return render(request, "charter/languages/join.html", context, status=422 if form.errors else 200)


def _place(request: HttpRequest, short: str) -> tuple[Provision, Section]:
    """A provision of the working text with its article, for who may divide and join there now."""
    place = get_object_or_404(provisions_with_charter(), short=short)
    section = place.charter.arrangement.section_of(place.key) if place.charter.arrangement else None
    if section is None:
        raise Http404
    round_ = rounds.round_holding_text(place.charter)
    require(rules.may_divide(signed_in(request), place.charter, section.key, round_))
    return place, section


def _current_wordings(place: Provision) -> dict[str, Wording]:
    """The current wordings, in the charter's order of languages."""
    found_current_wordings = current_wordings(place)
    return {
        code: found_current_wordings[code] for code in charters.charter_languages() if code in found_current_wordings
    }


def _pairs(place: Provision, other: Provision) -> list[dict[str, Any]]:
    """Both provisions in each language that has words of one."""
    first, second = _current_wordings(place), _current_wordings(other)
    whole = divisions.open_divisions(place.charter)
    return [
        {
            "language": language_of(code),
            "first": first[code].html if code in first else "",
            "second": second[code].html if code in second else "",
            "whole": (other.pk, code) in whole,
            **language_attributes(code),
        }
        for code in charters.charter_languages()
        if code in first or code in second
    ]


def _cite(place: Provision, which: Provision) -> str:
    arrangement = place.charter.arrangement
    return arrangement.labels(interface_language())[str(which.key)].citation if arrangement else which.short


def _crumbs(place: Provision, cite: str, word: str) -> list[Crumb]:
    return charter_breadcrumbs((cite, reverse("provision", args=[place.short])), here=word)
