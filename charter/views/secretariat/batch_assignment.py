"""Assigning several pending items to a moderator at once, with one note."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.rules import require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.breadcrumbs import secretariat_breadcrumbs
from accounts.views.form_actions import run_form_action
from charter import rules
from charter.actions.secretariat import work_items as work_item_actions
from charter.forms.secretariat.work_items import ShareForm
from charter.queries.secretariat import handling, work_items
from charter.views.desk_frame import the_charter
from charter.views.secretariat.work_items import row_of, waiting_for
from charter.views.ticked_rows import require_all

MOST = 500


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def share(request: HttpRequest) -> HttpResponse:
    """The things that were ticked, to whom they go until when, and a note to all of them."""
    by, now = signed_in(request), timezone.now()
    require(rules.may_moderate(by))
    ticked = (request.POST.getlist("chosen") or request.GET.getlist("chosen"))[:MOST]
    chosen = work_items.items_by_name(work_items.pending_items(waiting_for(request, the_charter(), now)), ticked)
    acting = request.POST.get("act") == "share"
    form = ShareForm(request.POST if acting else None, moderators=handling.moderators_at(now))
    if acting and chosen and form.is_valid():
        named = [(item.kind.value, item.ref) for item in chosen]

        def action() -> object:
            require_all(ticked, [item.name for item in chosen])
            return work_item_actions.share_items_out(
                items=named, assignment=form.given(), note=form.cleaned_data["text"], by=by
            )

        answer = run_form_action(request, form, action, reverse("desk_waiting"), _("Saved."))
        if answer is not None:
            return answer
    context = {
        "form": form,
        "rows": [row_of(item, now) for item in chosen],
        "crumbs": secretariat_breadcrumbs(
            (_("All pending items"), reverse("desk_waiting")), here=_("Assign several amendments")
        ),
    }
    return render(request, "charter/secretariat/share.html", context, status=422 if form.errors else 200)
