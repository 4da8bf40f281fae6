"""The entry of a member: what stands in the directory, and what rounds ask of it."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import rules
from accounts.actions import organisations
from accounts.forms.entry import EntryForm
from accounts.models import Organisation
from accounts.rules import require

from .acting import answers_refusals, signed_in
from .deeds import do
from .posting import posted


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def entry(request: HttpRequest, slug: str) -> HttpResponse:
    """The form with what stands now; what differs is changed and recorded."""
    require(rules.may_keep_members(signed_in(request)))
    organisation = get_object_or_404(Organisation.objects.with_names(), slug=slug)
    form = EntryForm(posted(request), organisation=organisation)
    back = reverse("desk_member", args=[slug])
    if request.method == "POST" and form.is_valid():
        deed = partial(organisations.correct, organisation=organisation, entry=form.entry(), by=signed_in(request))
        answer = do(request, form, deed, back, _("Changed. It stands in the record."))
        if answer is not None:
            return answer
    page = {"form": form, "organisation": organisation, "back": back}
    return render(request, "members/desk/entry.html", page, status=422 if form.errors else 200)
