"""Asking that news of something be mailed: needs no account, and tells nobody who follows what."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.actions import following
from accounts.forms.following import FollowForm
from accounts.locales import interface_languages
from accounts.models import Person
from accounts.views.limiting import limit_posts
from accounts.views.posting import posted
from charter.exports import news
from charter.queries.reading import charters
from charter.views.text_frame import reader, words_language


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limit_posts("following")
def ask(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    """The subject, the email address, the language; the answer is the same whether the address follows it or not."""
    charter, about = charters.current_charter(), f"{kind}/{name}"
    language = charters.edition_in(words_language(request))
    told = news.news_about(about, charter, language) if charter else None
    if told is None:
        raise Http404(_("There is nothing to follow at this address."))
    offered = set(charters.charter_languages())
    languages = [pair for pair in interface_languages() if pair[0] in offered] or interface_languages()
    known = {"language": language, "address": _address(reader(request))}
    form = FollowForm(posted(request), initial=known, languages=languages)
    context = {"form": form, "told": told}
    if request.method == "POST" and form.is_valid():
        order = {key: form.cleaned_data[key] for key in ("address", "language")}
        following.email_confirmation_link(about=about, title=told.title, **order)
        return render(request, "charter/papers/follow/asked.html", {**context, "address": order["address"]})
    return render(request, "charter/papers/follow/ask.html", context, status=422 if form.errors else 200)


def _address(person: Person | None) -> str:
    return person.email if person else ""
