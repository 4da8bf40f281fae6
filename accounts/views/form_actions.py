"""The action of a form: done once, or refused with the reason in the form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise

from accounts.actions.tokens import counted_once
from accounts.rules import Refused

from .acting import signed_in

FormAction = Callable[[], object]


def run_form_action(
    request: HttpRequest,
    form: forms.Form,
    action: FormAction,
    success_url: str | Callable[[Any], str],
    success_message: str | Promise = "",
) -> HttpResponse | None:
    """Uses the form's token and does the action in one transaction; None where it was refused, the reason in the form.

    `success_url` is the address that the answer leads to, or makes it from the result of the action.
    """
    try:
        with counted_once(form.data.get(form.add_prefix("token"), ""), signed_in(request)) as sent:
            result = action()
            sent.outcome = success_url if isinstance(success_url, str) else success_url(result)
    except Refused as refused:
        if refused.refusal.hidden:
            raise
        form.add_error(None, str(refused.refusal.why))
        return None
    if success_message:
        messages.success(request, str(success_message))
    return redirect(sent.outcome)
