"""The interface texts of one page, listed in its place: each leads to where it is corrected or reported."""

from __future__ import annotations

import html
import re
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language_from_path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import rules
from accounts.interface_texts import InterfaceText, Record, current_forms
from accounts.locales import text_attributes
from accounts.queries import interface_texts
from accounts.text_checks import BRACES, PERCENT, TAG

from .acting import signed_in

PARAMETER = "texts"
PLACEHOLDER = re.compile("|".join(pattern.pattern for pattern in (PERCENT, BRACES, TAG)))


@login_required
@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """Leads to the list of the texts of the page that is named by `of`."""
    address = request.GET.get("of", "")
    if not is_own_page(address):
        raise Http404(_("The page does not exist."))
    return redirect(list_address(address))


def list_address(of: str) -> str:
    """The address at which the texts of a page are listed."""
    return f"{of}{'&' if '?' in of else '?'}{PARAMETER}="


def is_own_page(address: str) -> bool:
    """Whether it is the address of a page of this site in one of its languages."""
    own = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return own and bool(get_language_from_path(address.partition("?")[0]))


def take_parameter(request: HttpRequest) -> str:
    """Takes the parameter out of the request, so that the page is made as without it; gives what was searched for."""
    query = request.GET.copy()
    typed = query.pop(PARAMETER)[-1]
    request.GET = query  # type: ignore[assignment]
    request.META["QUERY_STRING"] = query.urlencode()
    return str(typed).strip()


def show_instead(request: HttpRequest, response: HttpResponse, record: Record, typed: str) -> HttpResponse:
    """The list of the texts of a page; any other answer than a page stays as it is."""
    is_page = response.status_code == 200 and response.get("Content-Type", "").startswith("text/html")
    if response.streaming or not is_page or not is_own_page(request.path):
        return response
    language, address = record.language, request.get_full_path()
    texts = in_order_of_page(record.texts(), language, response.content.decode(response.charset))
    matches = interface_texts.search_texts(typed, language, texts) if typed else texts
    person = signed_in(request)
    context = {
        "address": address,
        "path": request.path,
        "parameters": [(name, value) for name, values in request.GET.lists() for value in values],
        "typed": typed,
        "total": len(texts),
        "rows": text_rows(matches, language, of=address),
        "corrects": rules.may_correct_texts(person, language) is True,
        "works_url": works_url(request, language),
    }
    return render(request, "members/texts/page.html", context)


def works_url(request: HttpRequest, language: str) -> str:
    """Where corrections and reports of the language are, for who may read them."""
    may_read = rules.may_read_texts(signed_in(request), language) is True
    return reverse("interface_texts", args=[language]) if may_read else ""


def text_rows(texts: list[InterfaceText], language: str, of: str = "") -> list[dict[str, Any]]:
    """Each text as a list shows it: as pages have it now, and in English; `of` is the page that used it."""
    proposed = interface_texts.proposed_digests(language, [text.digest for text in texts])
    query = f"?{urlencode({'of': of})}" if of else ""
    return [
        {
            "url": f"{reverse('interface_text', args=[language, text.digest])}{query}",
            "shown": current_forms(text, language)[-1].strip(),
            "shown_in": text_attributes(language),
            "source": text.source.strip() if language != "en" else "",
            "context": text.context,
            "is_proposed": text.digest in proposed,
        }
        for text in texts
    ]


def in_order_of_page(texts: list[InterfaceText], language: str, page: str) -> list[InterfaceText]:
    """Texts in the order in which the page shows them; what it does not show comes last."""
    shown = " ".join(html.unescape(page).split())
    places = {text.digest: _place(text, language, shown) for text in texts}
    return sorted(texts, key=lambda text: places[text.digest])


def _place(text: InterfaceText, language: str, shown: str) -> int:
    """Where the page has one of the forms, by its longest piece without a placeholder."""
    pieces = [max(PLACEHOLDER.split(form), key=len) for form in current_forms(text, language)]
    places = [shown.find(" ".join(piece.split())) for piece in pieces if piece.strip()]
    return min((place for place in places if place >= 0), default=len(shown))
