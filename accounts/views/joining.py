"""The joining form: four short pages, saved one by one and reached again by a private link."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.actions import pledges
from accounts.forms.joining import PAGES, JoiningPage, initial
from accounts.locales import listed
from accounts.models import Pledge
from accounts.rules import Refused
from accounts.states import OPEN_PLEDGES

from .limiting import limited
from .posting import posted, uploaded

LAST = len(PAGES)


@require_http_methods(["GET", "POST"])
@limited("joining")
def begin(request: HttpRequest) -> HttpResponse:
    """What joining means, and the first page of the form."""
    form = _form(request, 1)
    if request.method == "POST" and form.is_valid():
        _pledge, token = pledges.begin(language=_language(), **form.answers())
        messages.success(request, _("Saved. A private link to this form is on its way to your address."))
        return redirect("join_page", token, 1 if "later" in request.POST else 2)
    context = {"form": form, "number": 1, "last": LAST, "title": PAGES[0].title, "begins": True}
    return render(request, "members/join/page.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
@limited("joining")
def page(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """One page of a form that was begun."""
    pledge = _found(token)
    if pledge.state not in OPEN_PLEDGES:
        return render(request, "members/join/done.html", {"pledge": pledge, "token": token})
    if not 1 <= number <= LAST:
        raise Http404
    form = _form(request, number, pledge)
    if request.method == "POST" and form.is_valid():
        return _saved(request, form, pledge, token, number)
    context = {"form": form, "pledge": pledge, "number": number, "last": LAST, "token": token}
    context |= {"title": PAGES[number - 1].title, "link": request.build_absolute_uri(request.path)}
    return render(request, "members/join/page.html", context, status=422 if form.errors else 200)


def _saved(request: HttpRequest, form: JoiningPage, pledge: Pledge, token: str, number: int) -> HttpResponse:
    try:
        pledges.save(pledge=pledge, **form.answers())
    except Refused:
        return redirect("join_page", token, number)
    if "later" in request.POST:
        messages.success(request, _("Saved. Come back with the private link; it is in your mail too."))
        return redirect("join_page", token, number)
    return redirect("join_page", token, number + 1) if number < LAST else redirect("join_check", token)


@never_cache
@require_http_methods(["GET", "POST"])
@limited("joining")
def check(request: HttpRequest, token: str) -> HttpResponse:
    """All answers on one page, what is missing, and the button that sends."""
    pledge = _found(token)
    refused = ""
    if request.method == "POST":
        try:
            pledge = pledges.send(pledge=pledge)
        except Refused as said:
            refused = str(said.refusal.why)
    if pledge.state not in OPEN_PLEDGES:
        return render(request, "members/join/done.html", {"pledge": pledge, "token": token})
    lacking = [{"word": pledges.NEEDED[name], "page": _page_of(name)} for name in pledges.missing(pledge)]
    context = {"pledge": pledge, "token": token, "missing": lacking, "refused": refused, "pages": answered(pledge)}
    return render(request, "members/join/check.html", context, status=422 if refused else 200)


@never_cache
@require_http_methods(["GET", "POST"])
@limited("joining")
def delete(request: HttpRequest, token: str) -> HttpResponse:
    """Deletes the form, after asking; of an accepted one, which is history, only the people and the letter."""
    pledge = _found(token)
    if request.method == "POST":
        way = pledges.forget_people if pledge.organisation_id else pledges.delete
        way(pledge=pledge)
        return render(request, "members/join/deleted.html", {"stays": pledge.organisation_id})
    return render(request, "members/join/delete.html", {"pledge": pledge, "token": token})


def answered(pledge: Pledge) -> list[dict[str, Any]]:
    """Each page's questions with the answers in words."""
    return [{"number": n, "title": one.title, "rows": _rows(pledge, one)} for n, one in enumerate(PAGES, 1)]


def _rows(pledge: Pledge, one: type[JoiningPage]) -> list[dict[str, Any]]:
    form = one()
    return [
        {"label": field.label, "answer": _said(field, getattr(pledge, name))}
        for name, field in form.fields.items()
        if name != "trap"
    ]


def _said(field: Any, value: Any) -> str:
    """An answer in the words of its field's choices."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    words = dict(getattr(field, "choices", ()))
    if isinstance(value, list):
        return listed(words.get(one, one) for one in value)
    if hasattr(value, "storage"):
        return _("a file") if value else ""
    return str(words.get(value, value)) if value else ""


def _form(request: HttpRequest, number: int, pledge: Pledge | None = None) -> JoiningPage:
    page = PAGES[number - 1]
    known = initial(pledge, page) if pledge else {"name_language": _language()}
    return page(posted(request), uploaded(request), initial=known, partly="later" in request.POST)


def _page_of(name: str) -> int:
    return next((n for n, one in enumerate(PAGES, 1) if name in one.base_fields), 1)


def _found(token: str) -> Pledge:
    pledge = pledges.by_token(token)
    if pledge is None:
        raise Http404(_("This link opens no form. The newest link in your mail does."))
    return pledge


def _language() -> str:
    active = (get_language() or "").rpartition("-x-")[2]
    return active if active in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
