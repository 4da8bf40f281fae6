"""The outbox for moderators: emails sent, pending and failed, with the reason. Only their readers see the text."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.actions import mailboxes
from accounts.models import Letter
from accounts.queries import outbox
from accounts.rules import require
from accounts.states import OF_FOLLOWERS, LetterState
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.breadcrumbs import secretariat_breadcrumbs
from accounts.views.paging import ROWS_ON_A_PAGE
from charter import rules
from charter.forms.secretariat.letters import LetterFilters

SHAPES = {
    LetterState.WAITING: "waiting",
    LetterState.SENDING: "review",
    LetterState.SENT: "accepted",
    LetterState.FAILED: "refused",
    LetterState.KEPT: "withdrawn",
}


@login_required
@require_GET
@answers_refusals
def index(request: HttpRequest) -> HttpResponse:
    """All emails, the latest first."""
    require(rules.may_moderate(signed_in(request)))
    form = LetterFilters(request.GET)
    page = Paginator(form.narrow(outbox.all_letters()), ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "crumbs": secretariat_breadcrumbs(here=_("Emails")),
        "filters": form,
        "page": page,
        "rows": [_row(letter) for letter in page],
        "tally": outbox.tally_outbox(timezone.now()),
        "refusing": outbox.people_with_refused_addresses(),
        "here": request.get_full_path(),
    }
    return render(request, "charter/secretariat/letters.html", context)


@login_required
@require_POST
@answers_refusals
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Sends an email again that failed or was not sent; a second press has no effect."""
    by = signed_in(request)
    require(rules.may_moderate(by))
    letter = get_object_or_404(Letter, pk=pk)
    if letter.state in (LetterState.FAILED, LetterState.KEPT):
        mailboxes.send_again(letter=letter, by=by)
    messages.success(request, _("The email will be sent in less than a minute."))
    back = request.POST.get("back", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back if safe else reverse("desk_letters"))


def _row(letter: Letter) -> dict[str, Any]:
    return {
        "letter": letter,
        "subject": letter.get_kind_display() if letter.kind in OF_FOLLOWERS else letter.subject,
        "shape": SHAPES[LetterState(letter.state)],
        "to": str(letter.to) if letter.to else _("somebody without an account"),
        "waits": letter.state == LetterState.WAITING,
        "again": letter.state in (LetterState.FAILED, LetterState.KEPT),
    }
