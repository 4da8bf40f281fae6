"""Opening, prolonging and closing rounds at the desk."""

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
from accounts.views.deeds import do
from charter import rules
from charter.actions import rounds
from charter.forms.desk_rounds import LateForm, OpenForm, RoundForm
from charter.models import Amendment, Charter, Round, Ruling
from charter.queries import charters
from charter.queries.rounds import came_late, running
from charter.states import AmendmentState
from charter.templatetags.charter_text import interface
from charter.templatetags.proposing import came

from .desk_frame import the_charter, views_of


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def index(request: HttpRequest) -> HttpResponse:
    """The round that runs and its windows; where none runs, the form that opens one."""
    require(rules.may_moderate(signed_in(request)))
    charter = the_charter()
    round_ = running(charter)
    posted = request.POST or None
    form: OpenForm | RoundForm
    form = (
        RoundForm(posted, round_=round_, languages=charters.languages())
        if round_
        else OpenForm(posted, languages=charters.languages())
    )
    if posted and form.is_valid():
        answer = _move(request, form) if isinstance(form, RoundForm) else _open(request, charter, form)
        if answer is not None:
            return answer
    context = {
        "views": views_of(request, "rounds"),
        "crumbs": [{"word": _("Desk"), "url": reverse("desk")}, {"word": _("Rounds"), "url": ""}],
        "round": round_,
        "form": form,
        "version": charter.versions.order_by("-number").first(),
        "past": Round.objects.filter(charter=charter).exclude(closed_at=None).select_related("title"),
    }
    return render(request, "charter/desk/rounds.html", context, status=422 if form.errors else 200)


def _open(request: HttpRequest, charter: Charter, form: OpenForm) -> HttpResponse | None:
    version = charter.versions.order_by("-number").first()
    if version is None:
        form.add_error(None, _("A round is on a published version. Publish one first."))
        return None
    return do(
        request,
        form,
        lambda: rounds.open_(
            version=version,
            by=signed_in(request),
            title=form.said("title"),
            body=form.said("body"),
            **form.windows(),
            **form.rest(),
        ),
        reverse("desk_rounds"),
        _("The round stands. It opens by itself at its hour."),
    )


def _move(request: HttpRequest, form: RoundForm) -> HttpResponse | None:
    here, by = reverse("desk_rounds"), signed_in(request)
    if form.cleaned_data["act"] == "close":
        return do(request, form, lambda: rounds.close(round_=form.round_, by=by), here, _("Closed."))
    moved = form.moved()
    if not moved:
        form.add_error(None, _("No end was moved."))
        return None
    said = form.note()
    return do(request, form, lambda: rounds.extend(round_=form.round_, by=by, note=said, **moved), here, _("Moved."))


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def late(request: HttpRequest, number: int) -> HttpResponse:
    """What came late in a round, and the one ruling on all of it."""
    by = signed_in(request)
    require(rules.may_moderate(by))
    round_ = get_object_or_404(Round.objects.select_related("title"), charter=the_charter(), number=number)
    ruling = Ruling.objects.filter(round=round_).select_related("reason", "by").first()
    may_rule = ruling is None and round_.closed_at is None and timezone.now() >= round_.proposals_until
    form = LateForm(request.POST or None, languages=charters.languages()) if may_rule else None
    if form is not None and form.is_valid():
        said = {"admitted": form.cleaned_data["admitted"] == "yes", "reason": form.reason()}
        deed = partial(rounds.rule_on_late, round_=round_, by=by, **said)
        answer = do(request, form, deed, request.path, _("The ruling holds for all alike."))
        if answer is not None:
            return answer
    context = {
        "round": round_,
        "ruling": ruling,
        "form": form,
        "rows": [_late_row(one) for one in came_late(round_)],
        "crumbs": [
            {"word": _("Desk"), "url": reverse("desk")},
            {"word": _("Rounds"), "url": reverse("desk_rounds")},
            {"word": _("What came late"), "url": ""},
        ],
    }
    return render(request, "charter/desk/late.html", context, status=422 if form and form.errors else 200)


def _late_row(amendment: Amendment) -> dict[str, str]:
    title = amendment.text.title if amendment.text else None
    page = "draft" if amendment.state == AmendmentState.DRAFT else "draft_check"
    return {
        "title": str(amendment.organisation),
        "url": reverse(page, args=[amendment.key]),
        "text": title.in_language(interface()).text if title else "",
        "meta": f"{came(amendment)} · {amendment.get_state_display()}",
    }
