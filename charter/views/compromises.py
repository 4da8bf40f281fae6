"""Putting a compromise, reading the answers, and answering for a member."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Organisation
from accounts.rules import Refusal, require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.deeds import do
from charter import rules, texts
from charter.actions import compromises
from charter.actions.changes import typed_over
from charter.forms.compromises import AnswerForm, CloseForm
from charter.forms.desk import CompromiseForm
from charter.models import Change, Compromise, Provision, Standing, askers_of
from charter.queries import charters, desk
from charter.queries.comparing import redline
from charter.states import Answer, CompromiseState
from charter.templatetags.charter_text import attributes, in_words, interface, words
from charter.templatetags.moments import moment

from .desk_frame import address_of, chosen_round, labels_of, name_of, numbers, the_charter, views_of, what_changes
from .own import organisations_of


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def put(request: HttpRequest, short: str) -> HttpResponse:
    """Present words, each amendment's redline, the box, the members asked and the day."""
    require(rules.may_moderate(signed_in(request)))
    place = get_object_or_404(Provision.objects.select_related("charter__arrangement"), short=short)
    round_ = chosen_round(request, place.charter)
    meetings = desk.meetings(round_, place) if round_ else []
    if round_ is None or not meetings:
        raise Http404
    language = request.POST.get("language") or request.GET.get("language") or meetings[0].language
    meeting = next((m for m in meetings if m.language == language), meetings[0])
    changes = [change for group in meeting.groups for change in group.changes]
    begin = {"words": texts.plain(meeting.base)}
    form = CompromiseForm(
        request.POST or None, round_=round_, changes=changes, languages=charters.languages(), initial=begin
    )
    if request.method == "POST" and form.is_valid():
        answer = _put(request, place, meeting.language, form)
        if answer is not None:
            return answer
    labels = labels_of(round_)
    cite = labels[str(place.key)].citation if str(place.key) in labels else short
    context = {
        "round": round_,
        "cite": cite,
        "crumbs": [
            {"word": _("Desk"), "url": reverse("desk")},
            {"word": cite, "url": reverse("desk_provision", args=[short])},
            {"word": _("Compromise"), "url": ""},
        ],
        "form": form,
        "language": meeting.language,
        "base": words(meeting.base),
        "rows": [_asked(change) for change in changes],
        **attributes(meeting.language),
    }
    return render(request, "charter/desk/compromise.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def answers(request: HttpRequest, pk: int) -> HttpResponse:
    """What the members said, and closing it."""
    require(rules.may_read_decisions_before_release(signed_in(request)))
    compromise = _compromise(pk)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = do(
            request,
            form,
            lambda: compromises.close(
                compromise=compromise, by=signed_in(request), agreed=form.cleaned_data["act"] == "agreed"
            ),
            reverse("desk_compromise_answers", args=[pk]),
            _("Closed."),
        )
        if answer is not None:
            return answer
    return render(
        request, "charter/desk/answers.html", {**_shown(compromise, request), "form": form, **_said(compromise)}
    )


@login_required
@require_safe
@answers_refusals
def index(request: HttpRequest) -> HttpResponse:
    """All compromises of the round on the desk."""
    require(rules.may_read_decisions_before_release(signed_in(request)))
    round_ = chosen_round(request, the_charter())
    found = Compromise.objects.filter(round=round_).select_related("provision", "base").prefetch_related("amendments")
    labels = labels_of(round_) if round_ else {}
    rows = [
        {
            "title": _("%(cite)s: for %(numbers)s")
            % {
                "cite": labels[str(c.provision.key)].citation if str(c.provision.key) in labels else c.provision.short,
                "numbers": numbers(c.amendments.all()),
            },
            "url": reverse("desk_compromise_answers", args=[c.pk]),
            "words": words(c.html),
            "meta": _state(c),
            **attributes(c.language),
        }
        for c in found
    ]
    crumbs = [{"word": _("Desk"), "url": reverse("desk")}, {"word": _("Compromises"), "url": ""}]
    context = {"rows": rows, "views": views_of(request, "compromises"), "crumbs": crumbs}
    return render(request, "charter/desk/compromises.html", context)


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of a member that was asked: three answers of equal weight."""
    compromise = _compromise(pk)
    cities = _asked_cities(request, compromise)
    form = AnswerForm(request.POST or None, organisations=[city.pk for city in cities])
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        said = {"organisation": given["organisation"], "answer": given["act"], "word": given["word"]}
        made = do(
            request,
            form,
            lambda: compromises.answer(compromise=compromise, by=signed_in(request), **said),
            f"{reverse('compromise_answer', args=[pk])}?as={said['organisation'].slug}",
            _("Your answer is kept. You can change it until the time to answer is over."),
        )
        if made is not None:
            return made
    context = {
        **_shown(compromise, request),
        **_standing(request, compromise, cities),
        "form": form,
        "over": timezone.now() > compromise.answer_by,
        "answers": [{"value": value, "word": label} for value, label in Answer.choices],
        "crumbs": [{"word": _("My city"), "url": reverse("city")}, {"word": _("Compromise"), "url": ""}],
    }
    return render(request, "charter/desk/answer.html", context, status=422 if form.errors else 200)


def _put(request: HttpRequest, place: Provision, language: str, form: CompromiseForm) -> HttpResponse | None:
    standing = Standing.objects.filter(provision=place, language=language).select_related("wording").first()
    chosen = set(form.cleaned_data["amendments"])
    found = {c.text.amendment_id: c.text.amendment for c in form.changes if str(c.text.amendment_id) in chosen}

    def deed() -> object:
        return compromises.put(
            round_=form.round_,
            amendments=list(found.values()),
            provision=place,
            language=language,
            html=typed_over(standing.wording if standing else None, form.cleaned_data["words"]),
            reason=form.reason(),
            by=signed_in(request),
            answer_by=form.until(),
        )

    return do(request, form, deed, reverse("desk_provision", args=[place.short]), _("Put to the members concerned."))


def _compromise(pk: int) -> Compromise:
    rows = Compromise.objects.select_related(
        "round__charter__arrangement", "round__version__arrangement", "provision", "base", "reason"
    )
    return get_object_or_404(rows.prefetch_related(*askers_of("amendments")), pk=pk)


def _asked_cities(request: HttpRequest, compromise: Compromise) -> list[Organisation]:
    """The person's own members among those that were asked, before all those that it may bind.

    An address may name one of them. To everybody else the page is not there.
    """
    asked = {amendment.organisation_id for amendment in compromise.amendments.all()}
    mine = [city for city in organisations_of(signed_in(request)) if city.pk in asked]
    named = request.GET.get("as", "")
    found = [city for city in mine if city.slug == named or not named]
    if not found:
        raise Http404(_("There is no such compromise."))
    return [city for city in found if rules.may_commit(signed_in(request), city) is True] or found


def _standing(request: HttpRequest, compromise: Compromise, cities: list[Organisation]) -> dict[str, Any]:
    """For whom the page is, what that member said, and why the person may not answer for any of them."""
    answers_ = [rules.may_assent(signed_in(request), city, compromise) for city in cities]
    refused = next((str(one.why) for one in answers_ if isinstance(one, Refusal)), "")
    held = compromise.assents.filter(organisation=cities[0], superseded_at=None).first() if len(cities) == 1 else None
    return {"cities": cities, "held": held, "refused": "" if True in answers_ else refused}


def _asked(change: Change) -> dict[str, Any]:
    amendment = change.text.amendment
    return {
        "number": amendment.number,
        "url": address_of(amendment),
        "cities": name_of(amendment),
        "words": what_changes(change, short=False),
        "reason": in_words(change.text.reason),
        **attributes(change.language),
    }


def _shown(compromise: Compromise, request: HttpRequest) -> dict[str, Any]:
    labels = labels_of(compromise.round)
    key = str(compromise.provision.key)
    cite = labels[key].citation if key in labels else compromise.provision.short
    return {
        "compromise": compromise,
        "cite": cite,
        "crumbs": [
            {"word": _("Desk"), "url": reverse("desk")},
            {"word": cite, "url": reverse("desk_provision", args=[compromise.provision.short])},
            {"word": _("Compromise"), "url": ""},
        ],
        "redline": redline(compromise.base.html, compromise.html, interface()),
        "reason": in_words(compromise.reason),
        "until": moment(compromise.answer_by, compromise.round, signed_in(request)),
        "state": _state(compromise),
        "is_open": compromise.state == CompromiseState.ASKED,
        "amendments": [
            {
                "number": a.number,
                "city": name_of(a),
                "url": reverse("amendment", args=[compromise.round.number, a.number]),
            }
            for a in compromise.amendments.all()
        ],
        **attributes(compromise.language),
    }


def _said(compromise: Compromise) -> dict[str, Any]:
    """Every member that was asked, with its answer or without."""
    held = {
        a.organisation_id: a
        for a in compromise.assents.filter(superseded_at=None).select_related("organisation__name")
    }
    cities = {a.organisation_id: a.organisation for a in compromise.amendments.all()}
    rows = [
        {
            "city": str(city),
            "answer": held[pk].get_answer_display() if pk in held else _("No answer yet"),
            "word": held[pk].word if pk in held else "",
        }
        for pk, city in cities.items()
    ]
    return {"rows": rows, "may_close": compromise.state == CompromiseState.ASKED}


def _state(compromise: Compromise) -> str:
    if compromise.state == CompromiseState.ASKED:
        return str(compromise.get_state_display())
    return _("Closed: agreed") if compromise.agreed else _("Closed: not agreed")
