"""The joining form: four short pages, saved one by one and reached again by a private link."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import limits
from accounts.actions import pledges
from accounts.forms.joining import PAGES, JoiningPage, initial_answers
from accounts.locales import join_in_words
from accounts.messages import absolute_address
from accounts.models import Pledge
from accounts.queries.sections import section_choices
from accounts.queries.site_settings import site_settings
from accounts.rules import Refused
from accounts.states import OPEN_PLEDGES

from .limiting import limit_posts
from .posting import posted, uploaded

LAST = len(PAGES)


@require_http_methods(["GET", "POST"])
@limit_posts("joining")
def begin(request: HttpRequest) -> HttpResponse:
    """What joining means, and the first page of the form."""
    _require_form()
    form = _form(request, 1)
    if request.method == "POST" and form.is_valid() and _may_be_mailed(request, form):
        _pledge, token = pledges.begin_pledge(language=_language(), **form.answers())
        messages.success(
            request, _("Saved. A link was sent to your address. Open it before you send the application.")
        )
        return redirect("join_page", token, 1 if "later" in request.POST else 2)
    context = {"form": form, "number": 1, "last": LAST, "title": PAGES[0].title, "begins": True}
    return render(request, "members/join/page.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
@limit_posts("joining")
def page(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """One page of a form that was begun."""
    pledge = _pledge_by_token(token)
    if pledge.state not in OPEN_PLEDGES:
        return render(request, "members/join/done.html", {"pledge": pledge, "token": token})
    _require_form()
    if not 1 <= number <= LAST:
        raise Http404
    form = _form(request, number, pledge)
    if request.method == "POST" and form.is_valid() and _may_be_mailed(request, form, pledge):
        return _saved(request, form, pledge, token, number)
    context = {"form": form, "pledge": pledge, "number": number, "last": LAST, "token": token}
    context |= {"title": PAGES[number - 1].title, "link": absolute_address(request.path)}
    return render(request, "members/join/page.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str, proof: str) -> HttpResponse:
    """Behind the link in the first mail: a button, so that a machine that opens links confirms no address."""
    pledge = _pledge_by_token(token)
    if not pledges.is_proof(pledge, token, proof):
        raise Http404(str(pledges.BROKEN))
    if pledge.state not in OPEN_PLEDGES:
        return render(request, "members/join/done.html", {"pledge": pledge, "token": token})
    _require_form()
    if request.method == "POST":
        pledges.confirm_address(pledge=pledge, token=token, proof=proof)
        messages.success(request, _("Your address is confirmed. Continue with the application."))
        return redirect("join_page", token, 1)
    return render(request, "members/join/confirm.html", {"pledge": pledge})


def _may_be_mailed(request: HttpRequest, form: JoiningPage, pledge: Pledge | None = None) -> bool:
    """Says beside the field where an address that is new on the form has been sent too many mails."""
    email = form.cleaned_data.get("email", "").strip().lower()
    if not email or (pledge and pledge.email == email) or limits.count_mail(request, email):
        return True
    form.add_error("email", limits.TOO_MANY_MAILS)
    return False


def _saved(request: HttpRequest, form: JoiningPage, pledge: Pledge, token: str, number: int) -> HttpResponse:
    try:
        pledges.save_pledge(pledge=pledge, token=token, **form.answers())
    except Refused:
        return redirect("join_page", token, number)
    if "later" in request.POST:
        messages.success(request, _("Saved. To continue later, use the private link. It is also in your email."))
        return redirect("join_page", token, number)
    return redirect("join_page", token, number + 1) if number < LAST else redirect("join_check", token)


@never_cache
@require_http_methods(["GET", "POST"])
@limit_posts("joining")
def check(request: HttpRequest, token: str) -> HttpResponse:
    """All answers on one page, what is missing, and the button that sends."""
    pledge = _pledge_by_token(token)
    if pledge.state in OPEN_PLEDGES:
        _require_form()
    refused = ""
    if "mail" in request.POST:
        return _repeat_confirmation_email(request, pledge, token)
    if request.method == "POST":
        try:
            pledge = pledges.send_pledge(pledge=pledge)
        except Refused as exception:
            refused = str(exception.refusal.why)
    if pledge.state not in OPEN_PLEDGES:
        return render(request, "members/join/done.html", {"pledge": pledge, "token": token})
    lacking = [{"word": pledges.NEEDED[name], "page": _page_of(name)} for name in pledges.missing_answers(pledge)]
    context = {
        "pledge": pledge,
        "token": token,
        "missing": lacking,
        "refused": refused,
        "pages": answered_questions(pledge),
    }
    return render(request, "members/join/check.html", context, status=422 if refused else 200)


def _repeat_confirmation_email(request: HttpRequest, pledge: Pledge, token: str) -> HttpResponse:
    if limits.count_mail(request, pledge.email):
        pledges.repeat_confirmation_email(pledge=pledge, token=token)
        messages.success(request, _("Another email was sent."))
    else:
        messages.error(request, limits.TOO_MANY_MAILS)
    return redirect("join_check", token)


@never_cache
@require_http_methods(["GET", "POST"])
@limit_posts("joining")
def delete(request: HttpRequest, token: str) -> HttpResponse:
    """Deletes the form, after asking; of an accepted one, which is history, only the people and the letter."""
    pledge = _pledge_by_token(token)
    if request.method == "POST":
        way = pledges.delete_personal_data if pledge.organisation_id else pledges.delete_pledge
        way(pledge=pledge)
        return render(request, "members/join/deleted.html", {"stays": pledge.organisation_id})
    return render(request, "members/join/delete.html", {"pledge": pledge, "token": token})


def answered_questions(pledge: Pledge) -> list[dict[str, Any]]:
    """Each page's questions with the answers in words."""
    return [
        {"number": n, "title": form_page.title, "rows": _rows(pledge, form_page)}
        for n, form_page in enumerate(PAGES, 1)
    ]


def _rows(pledge: Pledge, form_page: type[JoiningPage]) -> list[dict[str, Any]]:
    form = form_page()
    names: dict[str, Iterable[tuple[str, Any]]] = {
        "sections": section_choices(pledge.sections),
        "language": settings.LANGUAGES,
    }
    return [
        {"label": field.label, "answer": _answer_in_words(field, getattr(pledge, name), names.get(name, []))}
        for name, field in form.fields.items()
        if name != "trap"
    ]


def _answer_in_words(field: Any, value: Any, kept: Iterable[tuple[str, Any]]) -> str:
    """An answer in the words of its field's choices, or of choices that forms do not offer any more."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    words = {**dict(kept), **dict(getattr(field, "choices", ()))}
    if isinstance(value, list):
        return join_in_words(words.get(item, item) for item in value)
    if hasattr(value, "storage"):
        return _("a file") if value else ""
    return str(words.get(value, value)) if value else ""


def _form(request: HttpRequest, number: int, pledge: Pledge | None = None) -> JoiningPage:
    page = PAGES[number - 1]
    initial = initial_answers(pledge, page) if pledge else {"name_language": _language()}
    return page(posted(request), uploaded(request), initial=initial, partly="later" in request.POST)


def _page_of(name: str) -> int:
    return next((n for n, form_page in enumerate(PAGES, 1) if name in form_page.base_fields), 1)


def _require_form() -> None:
    """There is no form on a site that takes no applications; the link to delete one that was begun still works."""
    if not site_settings().has_pledge:
        raise Http404(str(pledges.NONE_TAKEN))


def _pledge_by_token(token: str) -> Pledge:
    pledge = pledges.pledge_by_token(token)
    if pledge is None:
        raise Http404(_("The link does not open an application. Use the newest link in your email."))
    return pledge


def _language() -> str:
    active = (get_language() or "").rpartition("-x-")[2]
    return active if active in settings.INTERFACE_LANGUAGES else settings.LANGUAGE_CODE
