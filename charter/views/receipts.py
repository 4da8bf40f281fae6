"""The desk's list of what was entered on behalf of members, the form that begins one, and the file it stands on."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import Organisation
from accounts.rules import require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.deeds import do
from accounts.views.posting import posted, uploaded
from charter import rules
from charter.actions import receipts
from charter.actions.amendments import Faults
from charter.forms.acting import ActingForm
from charter.forms.receipts import ReceiptForm
from charter.models import Amendment, Charter, Receipt, Round
from charter.queries import charters
from charter.queries import receipts as queries
from charter.queries.amendments import labels_of
from charter.queries.rounds import running
from charter.states import AmendmentState
from charter.templatetags.charter_text import interface

from .desk_frame import the_charter, views_of
from .sheets import cited

A_PAGE = 50


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def index(request: HttpRequest) -> HttpResponse:
    """What was entered on behalf of members, and the form that begins another one."""
    require(rules.may_moderate(signed_in(request)))
    charter = the_charter()
    round_ = running(charter)
    form = _form(request, charter, round_) if round_ else None
    if form is not None and round_ is not None and request.method == "POST" and form.is_valid():
        answer = _enter(request, form, round_)
        if answer is not None:
            return answer
    page = Paginator(queries.entered(charter), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "views": views_of(request, "on_behalf"),
        "crumbs": [{"word": _("Desk"), "url": reverse("desk")}, {"word": _("On behalf"), "url": ""}],
        "form": form,
        "page": page,
        "rows": [_row(amendment) for amendment in page],
    }
    return render(request, "charter/desk/on_behalf.html", context, status=422 if form and form.errors else 200)


@login_required
@require_GET
@answers_refusals
def file(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """The file on which an entered amendment stands, for the secretariat alone."""
    require(rules.may_moderate(signed_in(request)))
    receipt = get_object_or_404(Receipt, amendment__key=key)
    if not receipt.file:
        raise Http404(_("There is no file."))
    return FileResponse(receipt.file.open("rb"), as_attachment=True)


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def strike(request: HttpRequest, key: UUID) -> HttpResponse:
    """Strikes a note out that names people, after asking."""
    require(rules.may_moderate(signed_in(request)))
    receipt = get_object_or_404(Receipt.objects.select_related("amendment__round"), amendment__key=key)
    amendment, form = receipt.amendment, ActingForm(posted(request))
    back = _row(amendment)["url"]
    if request.method == "POST" and form.is_valid():
        deed = lambda: receipts.strike(amendment=amendment, by=signed_in(request))  # noqa: E731
        answer = do(request, form, deed, back, _("Struck out. It stands in the record."))
        if answer is not None:
            return answer
    page = {"form": form, "receipt": receipt, "back": back}
    return render(request, "charter/desk/strike.html", page, status=422 if form.errors else 200)


def _form(request: HttpRequest, charter: Charter, round_: Round) -> ReceiptForm:
    """The form with the members that may propose in the round."""
    here = Organisation.objects.with_names().belonging()
    members = [one for one in here if rules.may_enter(signed_in(request), one, round_) is True]
    whole = Round.objects.select_related("charter__arrangement", "version__arrangement").get(pk=round_.pk)
    return ReceiptForm(
        posted(request),
        uploaded(request),
        members=members,
        cited=cited(charter, labels_of(whole, interface())),
        editions=charters.languages(),
        initial={"came_on": timezone.localdate(), "language": charters.edition_in(interface())},
    )


def _enter(request: HttpRequest, form: ReceiptForm, round_: Round) -> HttpResponse | None:
    said = form.cleaned_data
    names = ("language", "came_by", "came_on", "note", "file")

    def deed() -> Amendment:
        return receipts.enter(
            round_=round_,
            organisation=said["member"],
            provision=said["citation"],
            by=signed_in(request),
            **{name: said[name] for name in names},
        )

    try:
        return do(request, form, deed, lambda made: reverse("draft", args=[made.key]))
    except Faults as found:
        for fault in found.faults:
            form.add_error(fault.field, str(fault.why))
    return None


def _row(amendment: Amendment) -> dict[str, Any]:
    if amendment.number:
        return {"amendment": amendment, "url": reverse("amendment", args=[amendment.round.number, amendment.number])}
    page = "draft" if amendment.state == AmendmentState.DRAFT else "draft_check"
    return {"amendment": amendment, "url": reverse(page, args=[amendment.key])}
