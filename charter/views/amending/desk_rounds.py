"""Opening rounds, changing their dates and closing them, for moderators."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.rules import require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.breadcrumbs import secretariat_breadcrumbs
from accounts.views.form_actions import run_form_action
from charter import rules
from charter.actions.amending import rounds
from charter.actions.amending import timetables as timetable_actions
from charter.forms.amending.desk_rounds import LateForm, OpenForm, RoundForm
from charter.models import Amendment, Charter
from charter.queries.amending import timetables
from charter.queries.amending.rounds import closed_rounds, late_amendments, rounds_with_names, running_round
from charter.queries.amending.rounds import ruling_on_late_amendments as ruling_of
from charter.queries.reading import charters
from charter.states import AmendmentState
from charter.views.desk_frame import the_charter, views_of
from charter.wording.amendments import describe_entry
from charter.wording.charter_text import interface_language


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def index(request: HttpRequest) -> HttpResponse:
    """The round that runs and its windows; where none runs, the form that opens one."""
    require(rules.may_moderate(signed_in(request)))
    charter = the_charter()
    round_ = running_round(charter)
    posted = request.POST or None
    form: OpenForm | RoundForm
    form = (
        RoundForm(posted, round_=round_, languages=charters.charter_languages())
        if round_
        else OpenForm(posted, languages=charters.charter_languages())
    )
    if posted and form.is_valid():
        answer = _move(request, form) if isinstance(form, RoundForm) else _open(request, charter, form)
        if answer is not None:
            return answer
    context = {
        "views": views_of(request, "rounds"),
        "crumbs": secretariat_breadcrumbs(here=_("Rounds")),
        "round": round_,
        "form": form,
        "version": charter.versions.order_by("-number").first(),
        "past": closed_rounds(charter),
        "moves": timetables.timetable_moves(round_) if round_ else [],
        "proposed": timetables.latest_timetable(round_) if round_ else None,
    }
    return render(request, "charter/amending/desk_rounds/rounds.html", context, status=422 if form.errors else 200)


def _open(request: HttpRequest, charter: Charter, form: OpenForm) -> HttpResponse | None:
    version = charter.versions.order_by("-number").first()
    if version is None:
        form.add_error(None, _("A round needs a published version. Publish a version first."))
        return None
    windows = form.windows()
    announced = _("The round is announced. It opens automatically at the set time.")
    return run_form_action(
        request,
        form,
        lambda: rounds.open_(
            version=version,
            by=signed_in(request),
            title=form.texts_of("title"),
            body=form.texts_of("body"),
            **windows,
            **form.rest(),
        ),
        reverse("desk_rounds"),
        _("The round is open.") if windows["opens_at"] <= timezone.now() else announced,
    )


def _move(request: HttpRequest, form: RoundForm) -> HttpResponse | None:
    address, by = reverse("desk_rounds"), signed_in(request)
    if form.cleaned_data["act"] == "close":
        return run_form_action(
            request, form, lambda: rounds.close_round(round_=form.round_, by=by), address, _("Closed.")
        )
    moved = form.moved()
    if not moved:
        form.add_error(None, _("The dates are unchanged."))
        return None
    note = form.note()
    is_proposal = timetables.needs_second_moderator(form.round_, moved)
    return run_form_action(
        request,
        form,
        lambda: timetable_actions.change_timetable(round_=form.round_, by=by, note=note, **moved),
        lambda proposed: reverse("desk_timetable", args=[proposed.pk]) if proposed else address,
        _("Proposed. A second moderator must confirm the dates.") if is_proposal else _("The dates were changed."),
    )


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def late(request: HttpRequest, number: int) -> HttpResponse:
    """The late amendments of a round, and the one decision on all of them."""
    by = signed_in(request)
    require(rules.may_moderate(by))
    round_ = get_object_or_404(rounds_with_names(), charter=the_charter(), number=number)
    ruling = ruling_of(round_)
    may_rule = ruling is None and round_.closed_at is None and timezone.now() >= round_.proposals_until
    form = LateForm(request.POST or None, languages=charters.charter_languages()) if may_rule else None
    if form is not None and form.is_valid():
        arguments = {"admitted": form.cleaned_data["admitted"] == "yes", "reason": form.reason()}
        action = partial(rounds.rule_on_late, round_=round_, by=by, **arguments)
        answer = run_form_action(
            request, form, action, request.path, _("The decision applies to all late amendments.")
        )
        if answer is not None:
            return answer
    context = {
        "round": round_,
        "ruling": ruling,
        "form": form,
        "rows": [_late_row(amendment) for amendment in late_amendments(round_)],
        "crumbs": secretariat_breadcrumbs((_("Rounds"), reverse("desk_rounds")), here=_("Late amendments")),
    }
    return render(
        request, "charter/amending/desk_rounds/late.html", context, status=422 if form and form.errors else 200
    )


def _late_row(amendment: Amendment) -> dict[str, str]:
    title = amendment.text.title if amendment.text else None
    page = "draft" if amendment.state == AmendmentState.DRAFT else "draft_check"
    return {
        "title": str(amendment.organisation),
        "url": reverse(page, args=[amendment.key]),
        "text": title.in_language(interface_language()).text if title else "",
        "meta": f"{describe_entry(amendment)} · {amendment.get_state_display()}",
    }
