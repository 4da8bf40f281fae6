"""Opening, prolonging and closing rounds at the desk."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.rules import require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.deeds import do
from charter import rules
from charter.actions import rounds
from charter.forms.desk_rounds import OpenForm, RoundForm
from charter.models import Charter, Round
from charter.queries import charters
from charter.queries.rounds import running

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
    form = RoundForm(posted, round_=round_) if round_ else OpenForm(posted, languages=charters.languages())
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
    return do(request, form, lambda: rounds.extend(round_=form.round_, by=by, **moved), here, _("Moved."))
