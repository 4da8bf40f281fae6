"""Several things that wait, given to a moderator together, with one note."""

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
from accounts.views.deeds import do
from charter import rules
from charter.actions import matters as acts
from charter.forms.matters import ShareForm
from charter.queries import handling, matters

from .choosing import require_all
from .desk_frame import the_charter
from .matters import row_of, waiting_for

MOST = 500


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def share(request: HttpRequest) -> HttpResponse:
    """The things that were ticked, to whom they go until when, and a note to all of them."""
    by, now = signed_in(request), timezone.now()
    require(rules.may_moderate(by))
    given = (request.POST.getlist("chosen") or request.GET.getlist("chosen"))[:MOST]
    chosen = matters.those(matters.all_of(waiting_for(request, the_charter(), now)), given)
    acting = request.POST.get("act") == "share"
    form = ShareForm(request.POST if acting else None, moderators=handling.moderators(now))
    if acting and chosen and form.is_valid():
        named = [(one.kind.value, one.ref) for one in chosen]

        def deed() -> object:
            require_all(given, [one.name for one in chosen])
            return acts.share(things=named, given=form.given(), note=form.cleaned_data["text"], by=by)

        answer = do(request, form, deed, reverse("desk_waiting"), _("Saved."))
        if answer is not None:
            return answer
    context = {
        "form": form,
        "rows": [row_of(one, now) for one in chosen],
        "crumbs": [
            {"word": _("Desk"), "url": reverse("desk")},
            {"word": _("Everything that waits"), "url": reverse("desk_waiting")},
            {"word": _("Assign together"), "url": ""},
        ],
    }
    return render(request, "charter/desk/share.html", context, status=422 if form.errors else 200)
