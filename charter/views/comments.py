"""All comments on a provision or an amendment, a page at a time, and the page on which one of them is read."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from charter import rules
from charter.models import Amendment, Provision, Remark
from charter.queries import charters, lives, remarks, rounds
from charter.templatetags.remarks import all_address

from .frame import reader, words_language
from .publicly import publicly


@publicly
def on_provision(request: HttpRequest, short: str) -> HttpResponse:
    """The comments on one provision, where its own page may be read."""
    charter = charters.current()
    found = lives.by_short(charter, short) if charter else None
    if charter is None or found is None:
        raise Http404(_("There is no provision at this address."))
    language, round_ = charters.edition_in(words_language(request)), rounds.running(charter)
    citation = lives.cited(found, charter, language, reader(request), round_)
    if citation is None:
        raise Http404(_("There is no provision at this address."))
    title = _("Comments on %(citation)s") % {"citation": citation}
    crumbs = [
        {"word": _("Charter"), "url": reverse("charter")},
        {"word": citation, "url": reverse("provision", args=[short])},
    ]
    return _shown(request, {"target": found, "round": round_, "title": title, "crumbs": crumbs})


@publicly
def on_amendment(request: HttpRequest, round_number: int, number: int) -> HttpResponse:
    """The comments on one amendment, where its own page may be read."""
    amendments = Amendment.objects.select_related("round", "organisation", "text")
    found = get_object_or_404(amendments, round__number=round_number, number=number)
    if not rules.may_read(reader(request), found) or found.text is None:
        raise Http404(_("There is no such amendment."))
    name = _("Amendment %(number)s") % {"number": found}
    crumbs = [
        {"word": _("Amendments"), "url": reverse("amendments")},
        {"word": name, "url": reverse("amendment", args=[round_number, number])},
    ]
    title = _("Comments on amendment %(number)s") % {"number": found}
    return _shown(request, {"target": found, "title": title, "crumbs": crumbs})


def _shown(request: HttpRequest, context: dict[str, object]) -> HttpResponse:
    crumbs = [*context["crumbs"], {"word": _("Comments"), "url": ""}]  # type: ignore[misc]
    context |= {"crumbs": crumbs, "number": request.GET.get("page", "1")}
    return render(request, "charter/remarks/all.html", context)


def place_of(remark: Remark, target: Provision | Amendment, address: str) -> str:
    """Where a comment is read: on the page of what it is on, at `address`, or further on among all comments."""
    page = remarks.threads(target).page_of(remark.thread_id)
    where = address if page == 1 else f"{all_address(target)}?page={page}"
    return f"{where}#comment-{remark.pk}"
