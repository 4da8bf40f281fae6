"""One deed asked for by a form: done once, or refused with the reason in the form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise

from accounts.actions import tokens
from accounts.rules import Refused

from .acting import signed_in

Deed = Callable[[], object]


def do(
    request: HttpRequest,
    form: forms.Form,
    deed: Deed,
    there: str | Callable[[Any], str],
    said: str | Promise = "",
) -> HttpResponse | None:
    """Uses the form's token and does the deed in one transaction; None where it was refused, the reason in the form.

    `there` is where it leads to, or makes that of what the deed gave back.
    """
    try:
        with transaction.atomic():
            used = tokens.use(form.data.get(form.add_prefix("token"), "") or tokenless(request), signed_in(request))
            made = deed()
            used.outcome = there if isinstance(there, str) else there(made)
            used.save(update_fields=["outcome"])
    except Refused as refused:
        if refused.refusal.hidden:
            raise
        form.add_error(None, str(refused.refusal.why))
        return None
    if said:
        messages.success(request, str(said))
    return redirect(used.outcome)


def tokenless(request: HttpRequest) -> str:
    """For a form that came without a token: one that holds for this very request."""
    return f"none-{id(request)}-{request.META.get('CSRF_COOKIE', '')[:20]}"
