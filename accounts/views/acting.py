"""How a page answers where a rule said no, or a form came twice."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from accounts.actions.tokens import SentTwice
from accounts.models import Person
from accounts.rules import Refusal, Refused

from . import kept


def signed_in(request: HttpRequest) -> Person:
    """The person of a page that asks for signing in."""
    assert isinstance(request.user, Person)
    return request.user


def refuse(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """404 for what is hidden from this person, else a page that says why, with what was typed."""
    if refusal.hidden:
        raise Http404(str(refusal.why))
    return kept.refused(request, refusal.why)


def refuse_form(request: HttpRequest, form: Form) -> HttpResponse:
    """The refusal of a button that has no page of its own, with the errors of its form."""
    return refuse(request, Refusal(" ".join(str(error) for errors in form.errors.values() for error in errors)))


def answers_refusals(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Turns `Refused` into its page and a form sent twice into the address the first one led to."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Refused as refused:
            return refuse(request, refused.refusal)
        except SentTwice as twice:
            return redirect(twice.outcome or "/")

    return wrapped
