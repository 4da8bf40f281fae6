"""A member's one public reply to a decision on its amendment, and taking one out of sight."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.rules import Refusal, require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.breadcrumbs import breadcrumbs
from accounts.views.form_actions import run_form_action
from charter import rules
from charter.actions.deciding import replies
from charter.forms.deciding.desk_releases import RemoveReplyForm, ReplyForm
from charter.models import Amendment
from charter.queries.amending import amendments
from charter.queries.deciding.replies import replies_with_amendment, reply_to
from charter.wording.charter_text import interface_language, outcome_status, quote_words


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def reply(request: HttpRequest, round_number: int, number: int) -> HttpResponse:
    """The page on which the delegate replies, or changes the reply within the hour."""
    amendment = get_object_or_404(amendments.amendments_for_page(), round__number=round_number, number=number)
    decision = amendment.decision
    if decision is None or not decision.is_released:
        raise Http404(_("The decision on this amendment is not public yet."))
    current_reply = reply_to(decision)
    require(rules.may_reply(signed_in(request), decision, current_reply))
    form = ReplyForm(request.POST or None, initial={"text": current_reply.text if current_reply else ""})
    if request.method == "POST" and form.is_valid():
        arguments: dict[str, Any] = {"decision": decision, "by": signed_in(request), "language": interface_language()}
        address = reverse("amendment", args=[round_number, number])
        words = form.cleaned_data["text"]
        answer = run_form_action(
            request, form, lambda: replies.give_reply(text=words, **arguments), address, _("Your reply is public.")
        )
        if answer is not None:
            return answer
    context = {
        **_head(amendment),
        "form": form,
        "decision": outcome_status(decision)["word"],
        "reason": quote_words(decision.reason),
        "word": _("Reply for %(city)s") % {"city": amendment.organisation},
    }
    return render(request, "charter/deciding/reply.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """A moderator takes the words of a reply out of sight, with a public reason."""
    may = rules.may_moderate(signed_in(request))
    if isinstance(may, Refusal):
        require(may)
    removed_reply = get_object_or_404(replies_with_amendment(), pk=pk)
    amendment = removed_reply.decision.amendment
    address = reverse("amendment", args=[amendment.round.number, amendment.number])
    form = RemoveReplyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        arguments: dict[str, Any] = {
            "reply": removed_reply,
            "by": signed_in(request),
            "because": form.cleaned_data["because"],
        }
        answer = run_form_action(
            request,
            form,
            lambda: replies.remove_reply(**arguments),
            address,
            _("The reply was removed. The reason is public."),
        )
        if answer is not None:
            return answer
    context = {**_head(amendment), "form": form, "removed_text": removed_reply.text, "word": _("Remove this reply")}
    return render(request, "charter/deciding/reply.html", context, status=422 if form.errors else 200)


def _head(amendment: Amendment) -> dict[str, Any]:
    url = reverse("amendment", args=[amendment.round.number, amendment.number])
    above = _("Amendment %(number)s") % {"number": str(amendment)}
    return {"amendment": amendment, "crumbs": breadcrumbs((above, url), here=_("Reply"))}
