"""Amendments entered on behalf of members: the list for moderators, the form for a new one, the file of evidence."""

from __future__ import annotations

from functools import partial
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

from accounts.queries.members import members_today
from accounts.rules import require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.breadcrumbs import secretariat_breadcrumbs
from accounts.views.form_actions import run_form_action
from accounts.views.paging import ROWS_ON_A_PAGE
from accounts.views.posting import posted, uploaded
from charter import rules
from charter.actions.amending import on_behalf
from charter.actions.amending.amendments import Faults
from charter.forms.acting import ActingForm
from charter.forms.amending.on_behalf import ReceiptForm
from charter.models import Amendment, Charter, Receipt, Round
from charter.queries.amending import on_behalf as on_behalf_queries
from charter.queries.amending.amendments import working_labels
from charter.queries.amending.on_behalf import receipts_with_amendment
from charter.queries.amending.rounds import round_with_texts, running_round
from charter.queries.reading import charters
from charter.states import AmendmentState
from charter.views.amending.draft_sheets import cited
from charter.views.desk_frame import the_charter, views_of
from charter.wording.charter_text import interface_language


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def index(request: HttpRequest) -> HttpResponse:
    """Amendments entered on behalf of members, and the form for a new one."""
    require(rules.may_moderate(signed_in(request)))
    charter = the_charter()
    round_ = running_round(charter)
    form = _form(request, charter, round_) if round_ else None
    if form is not None and round_ is not None and request.method == "POST" and form.is_valid():
        answer = _enter(request, form, round_)
        if answer is not None:
            return answer
    page = Paginator(on_behalf_queries.amendments_entered_on_behalf(charter), ROWS_ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "views": views_of(request, "on_behalf"),
        "crumbs": secretariat_breadcrumbs(here=_("On behalf of members")),
        "form": form,
        "page": page,
        "rows": [_row(amendment) for amendment in page],
    }
    return render(
        request, "charter/amending/on_behalf/on_behalf.html", context, status=422 if form and form.errors else 200
    )


@login_required
@require_GET
@answers_refusals
def file(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """The file of evidence for an amendment that was entered on behalf of a member, for the secretariat only."""
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
    receipt = get_object_or_404(receipts_with_amendment(), amendment__key=key)
    amendment, form = receipt.amendment, ActingForm(posted(request))
    back = _row(amendment)["url"]
    if request.method == "POST" and form.is_valid():
        action = partial(on_behalf.strike_receipt, amendment=amendment, by=signed_in(request))
        answer = run_form_action(
            request, form, action, back, _("The note was deleted. The audit log contains an entry.")
        )
        if answer is not None:
            return answer
    page = {"form": form, "receipt": receipt, "back": back}
    return render(request, "charter/amending/on_behalf/strike.html", page, status=422 if form.errors else 200)


def _form(request: HttpRequest, charter: Charter, round_: Round) -> ReceiptForm:
    """The form with the members that may propose in the round."""
    organisations = members_today()
    members = [
        organisation
        for organisation in organisations
        if rules.may_enter(signed_in(request), organisation, round_) is True
    ]
    whole = round_with_texts(round_)
    return ReceiptForm(
        posted(request),
        uploaded(request),
        members=members,
        cited=cited(charter, working_labels(whole, interface_language())),
        editions=charters.charter_languages(),
        initial={"came_on": timezone.localdate(), "language": charters.edition_in(interface_language())},
    )


def _enter(request: HttpRequest, form: ReceiptForm, round_: Round) -> HttpResponse | None:
    cleaned_data = form.cleaned_data
    names = ("language", "came_by", "came_on", "note", "file")

    def action() -> Amendment:
        return on_behalf.enter_amendment(
            round_=round_,
            organisation=cleaned_data["member"],
            provision=cleaned_data["citation"],
            by=signed_in(request),
            **{name: cleaned_data[name] for name in names},
        )

    try:
        return run_form_action(request, form, action, lambda amendment: reverse("draft", args=[amendment.key]))
    except Faults as exception:
        for fault in exception.faults:
            form.add_error(fault.field, str(fault.why))
    return None


def _row(amendment: Amendment) -> dict[str, Any]:
    if amendment.number:
        return {"amendment": amendment, "url": reverse("amendment", args=[amendment.round.number, amendment.number])}
    page = "draft" if amendment.state == AmendmentState.DRAFT else "draft_check"
    return {"amendment": amendment, "url": reverse(page, args=[amendment.key])}
