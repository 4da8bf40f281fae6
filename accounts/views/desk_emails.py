"""Texts of emails at the desk: a list of kinds and languages, and a form with a preview."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import rules
from accounts.actions import email_templates
from accounts.dates import date_format
from accounts.email_texts import OWN_TEXTS
from accounts.forms.email_templates import EmailTemplateForm
from accounts.queries.email_templates import fill_placeholders, written_templates
from accounts.queries.site_settings import site_name
from accounts.rules import require
from accounts.states import EmailTemplateKind, MandateKind, RoleKind
from accounts.views.breadcrumbs import breadcrumbs

from .acting import answers_refusals, signed_in
from .form_actions import run_form_action
from .posting import posted

PREVIEW, RESTORE = "preview", "restore"


@login_required
@require_safe
@answers_refusals
def index(request: HttpRequest) -> HttpResponse:
    """Each kind of email with its languages, and which of them the secretariat wrote itself."""
    require(rules.may_keep_members(signed_in(request)))
    written, names = written_templates(), dict(settings.LANGUAGES)
    rows = [
        {
            "name": kind.label,
            "languages": [
                {
                    "name": names[code],
                    "url": reverse("desk_email", args=[kind.value, code]),
                    "is_own": (kind.value, code) in written,
                }
                for code in settings.INTERFACE_LANGUAGES
            ],
        }
        for kind in EmailTemplateKind
    ]
    return render(request, "members/desk/emails.html", {"rows": rows, "here": "emails"})


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def change(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    """The text of one email in one language: preview, save, or go back to the program's text."""
    require(rules.may_keep_members(signed_in(request)))
    if kind not in EmailTemplateKind.values or language not in settings.INTERFACE_LANGUAGES:
        raise Http404
    with translation.override(language):
        subject, body = (str(part) for part in written_templates().get((kind, language), OWN_TEXTS[kind]))
    form = EmailTemplateForm(posted(request), kind=kind, language=language, initial={"subject": subject, "body": body})
    act = request.POST.get("act", "")
    answer = _restored(request, form, kind, language) if act == RESTORE else None
    if answer is None and request.method == "POST" and act != RESTORE and form.is_valid() and act != PREVIEW:
        answer = _saved(request, form, kind, language)
    if answer is not None:
        return answer
    name = str(EmailTemplateKind(kind).label)
    page = {
        "crumbs": breadcrumbs((_("Texts of emails"), reverse("desk_emails")), here=name),
        "form": form,
        "here": "emails",
        "name": name,
        "language": dict(settings.LANGUAGES)[language],
        "code": language,
        "direction": "rtl" if translation.get_language_info(language)["bidi"] else "ltr",
        "is_own": (kind, language) in written_templates(),
        "preview": _preview(request, form, kind, language, subject, body),
    }
    return render(request, "members/desk/email.html", page, status=422 if form.errors else 200)


def _saved(request: HttpRequest, form: EmailTemplateForm, kind: str, language: str) -> HttpResponse | None:
    data = form.cleaned_data
    action = partial(
        email_templates.change_template,
        kind=kind,
        language=language,
        subject=data["subject"],
        body=data["body"],
        by=signed_in(request),
    )
    return run_form_action(request, form, action, reverse("desk_emails"), _("Saved. The audit log contains an entry."))


def _restored(request: HttpRequest, form: EmailTemplateForm, kind: str, language: str) -> HttpResponse | None:
    action = partial(email_templates.restore_template, kind=kind, language=language, by=signed_in(request))
    return run_form_action(request, form, action, reverse("desk_emails"), _("The standard text is used again."))


def _preview(
    request: HttpRequest, form: EmailTemplateForm, kind: str, language: str, subject: str, body: str
) -> dict[str, str]:
    """The email as somebody would read it, with invented values; what was typed where it can be read."""
    typed = form.cleaned_data if form.is_bound and form.is_valid() else {"subject": subject, "body": body}
    with translation.override(language):
        values = _sample(kind, signed_in(request).name)
        return {name: fill_placeholders(typed[name], values) for name in ("subject", "body")}


def _sample(kind: str, by: str) -> dict[str, Any]:
    label = RoleKind.MODERATOR.label if kind == EmailTemplateKind.ROLE else MandateKind.DELEGATE.label
    return {
        "by": by or _("The secretariat"),
        "what": label,
        "city": _("Sample city"),
        "day": date_format(timezone.localdate(), "DATE_FORMAT"),
        "site": site_name(),
        "decisions": _("Amendment 1: Accepted. The reason of the decision."),
        "head": "0123456789abcdef",
    }
