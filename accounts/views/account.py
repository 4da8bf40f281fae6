"""One's own account: name, language, consent, a copy of one's data, erasure."""

from __future__ import annotations

from functools import partial

from allauth.account.decorators import reauthentication_required
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts.actions import accounts, erasures
from accounts.forms.account import AccountForm
from accounts.rules import mandates_of

from .acting import answers_refusals, signed_in
from .form_actions import run_form_action
from .posting import posted


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
@answers_refusals
def account(request: HttpRequest) -> HttpResponse:
    """What one says of oneself, and the mandates one holds."""
    person = signed_in(request)
    initial = {name: getattr(person, name) for name in ("name", "language", "zone", "name_is_public")}
    form = AccountForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        arguments = {name: form.cleaned_data[name] for name in initial}
        action = partial(accounts.change_account, person=person, **arguments)
        answer = run_form_action(request, form, action, reverse("account"), _("Saved."))
        if answer is not None:
            return answer
    context = {"form": form, "mandates": mandates_of(person)}
    return render(request, "members/account.html", context, status=422 if form.errors else 200)


@login_required
@reauthentication_required
@never_cache
@require_GET
def data(request: HttpRequest) -> HttpResponse:
    """All that is kept about who asks, as a file."""
    answer = JsonResponse(
        erasures.export_person(signed_in(request)), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    answer["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return answer


@login_required
@reauthentication_required
@never_cache
@require_http_methods(["GET", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """Erases the own account, after a page that says what goes and what stays."""
    person = signed_in(request)
    if request.method == "POST":
        erasures.erase_person(person=person, by=person)
        logout(request)
        return render(request, "members/erased.html")
    return render(request, "members/erase.html", {"mandates": mandates_of(person)})
