"""One's own account: name, language, consent, a copy of one's data, erasure."""

from __future__ import annotations

from functools import partial

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.actions import accounts, calendars, erasures
from accounts.forms.account import AccountForm
from accounts.models import Person
from accounts.queries.people import was_language_editor
from accounts.rules import mandates_of

from .acting import answers_refusals, signed_in
from .form_actions import run_form_action
from .posting import posted

CALENDAR_ACTS = {
    "renew": (calendars.renew_calendar_key, gettext_lazy("Your calendar has a new address.")),
    "end": (calendars.end_calendar, gettext_lazy("The address of your calendar no longer works.")),
}


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
@answers_refusals
def account(request: HttpRequest) -> HttpResponse:
    """What one says of oneself, and the mandates one holds."""
    person = signed_in(request)
    translates = was_language_editor(person)
    names = ("name", "language", "zone", "name_is_public", *(("name_in_credits",) if translates else ()))
    initial = {name: getattr(person, name) for name in names}
    form = AccountForm(posted(request), initial=initial, translates=translates)
    if request.method == "POST" and form.is_valid():
        arguments = {name: form.cleaned_data[name] for name in initial}
        action = partial(accounts.change_account, person=person, **arguments)
        answer = run_form_action(request, form, action, reverse("account"), _("Saved."))
        if answer is not None:
            return answer
    context = {"form": form, "mandates": mandates_of(person), "calendar_url": _calendar_url(person)}
    return render(request, "members/account.html", context, status=422 if form.errors else 200)


@login_required
@never_cache
@require_POST
def change_calendar(request: HttpRequest, act: str) -> HttpResponse:
    """Gives the own calendar a new address, or ends its address."""
    if act not in CALENDAR_ACTS:
        raise Http404(_("The page does not exist."))
    change, message = CALENDAR_ACTS[act]
    change(person=signed_in(request))
    messages.success(request, str(message))
    return redirect(f"{reverse('account')}#calendar")


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


def _calendar_url(person: Person) -> str:
    """The whole address of the own calendar; empty if there is none."""
    if not person.calendar_key:
        return ""
    return settings.SITE_URL + reverse("own_calendar_file", args=[person.calendar_key])
