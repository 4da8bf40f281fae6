"""Which mails a person gets: the page of choices, and the link in every mail that stops them without signing in."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.actions import mailboxes
from accounts.forms.mailing import MailForm
from accounts.locales import join_in_words
from accounts.messages import read_token
from accounts.models import Mailbox, Person
from accounts.queries.people import find_active_person, mailbox_of
from accounts.states import MailKind
from accounts.views.breadcrumbs import breadcrumbs

from .acting import signed_in


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """How often, and which kinds."""
    person = signed_in(request)
    box = _box(person)
    form = MailForm.of(box, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        mailboxes.choose_mail(person=person, rhythm=form.cleaned_data["rhythm"], off=form.off())
        messages.success(request, _("Saved. Your emails will be sent in this way from now on."))
        return redirect("mail_preferences")
    refusing = bool(box.refused_at) and box.refused_address == person.email
    context = {
        "crumbs": breadcrumbs((_("Your account"), reverse("account")), here=_("Email")),
        "form": form,
        "refusing": refusing,
        "person": person,
    }
    return render(request, "accounts/mail/preferences.html", context)


@csrf_exempt  # the signed link is what lets this act; mail programs send it without a cookie (RFC 8058)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stops the kinds of one mail, or all. Opening the page changes nothing: a scanner of links does no harm."""
    person, kinds = _read_link(token)
    if request.method == "POST" and request.POST.get("List-Unsubscribe") == "One-Click":
        mailboxes.stop_mail(person=person, kinds=kinds)
        return HttpResponse(
            _("You will receive no more emails of this type."), content_type="text/plain; charset=utf-8"
        )
    if request.method == "POST":
        _change(request, person, kinds)
        return redirect("mail_stop", token)
    off = set(_box(person).off)
    labels = [MailKind(kind).label for kind in kinds]
    context = {
        "labels": labels,
        "kinds": join_in_words(labels),
        "stopped": off.issuperset(kinds),
        "stopped_all": off.issuperset(mailboxes.MAY_CHOOSE),
    }
    response = render(request, "accounts/mail/stop.html", context)
    response["Referrer-Policy"] = "same-origin"
    return response


def _change(request: HttpRequest, person: Person, kinds: list[str]) -> None:
    if "all" in request.POST:
        mailboxes.stop_all_mail(person=person)
    elif "again" in request.POST:
        mailboxes.resume_mail(person=person, kinds=kinds)
    else:
        mailboxes.stop_mail(person=person, kinds=kinds)


def _box(person: Person) -> Mailbox:
    return mailbox_of(person)


def _read_link(token: str) -> tuple[Person, list[str]]:
    """Person and kinds of a link that was made here; a person without an account any more has no mail to stop."""
    read = read_token(token)
    person = find_active_person(read[0]) if read else None
    if read is None or person is None:
        raise Http404(_("The link is not valid. Copy the whole address from the email."))
    return person, [kind for kind in read[1] if kind in MailKind.values]
