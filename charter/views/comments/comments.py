"""All comments on a provision or an amendment, a page at a time, and the page on which one of them is read."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.locales import localize_commas
from accounts.views.breadcrumbs import breadcrumbs, charter_breadcrumbs
from charter import rules
from charter.models import Amendment, CharterComment, Provision
from charter.queries.amending import rounds
from charter.queries.amending.amendments import amendments_with_round
from charter.queries.comments import comments
from charter.queries.reading import charters, provision_histories
from charter.views.public_pages import publicly
from charter.views.text_frame import reader, words_language
from charter.wording.comments import all_address


@publicly
def on_provision(request: HttpRequest, short: str) -> HttpResponse:
    """The comments on one provision, where its own page may be read."""
    charter = charters.current_charter()
    provision = provision_histories.provision_by_short(charter, short) if charter else None
    if charter is None or provision is None:
        raise Http404(_("There is no provision at this address."))
    language, round_ = charters.edition_in(words_language(request)), rounds.running_round(charter)
    citation = provision_histories.citation_on_page(provision, charter, language, reader(request), round_)
    if citation is None:
        raise Http404(_("There is no provision at this address."))
    citation = localize_commas(citation)
    title = _("Comments on %(citation)s") % {"citation": citation}
    crumbs = charter_breadcrumbs((citation, reverse("provision", args=[short])), here=_("Comments"))
    return _shown(request, {"target": provision, "round": round_, "title": title, "crumbs": crumbs})


@publicly
def on_amendment(request: HttpRequest, round_number: int, number: int) -> HttpResponse:
    """The comments on one amendment, where its own page may be read."""
    amendment = get_object_or_404(amendments_with_round(), round__number=round_number, number=number)
    if not rules.may_read(reader(request), amendment) or amendment.text is None:
        raise Http404(_("The amendment does not exist."))
    name = _("Amendment %(number)s") % {"number": amendment}
    crumbs = breadcrumbs(
        (_("Amendments"), reverse("amendments")),
        (name, reverse("amendment", args=[round_number, number])),
        here=_("Comments"),
    )
    title = _("Comments on amendment %(number)s") % {"number": amendment}
    return _shown(request, {"target": amendment, "title": title, "crumbs": crumbs})


def _shown(request: HttpRequest, context: dict[str, object]) -> HttpResponse:
    context |= {"number": request.GET.get("page", "1")}
    return render(request, "charter/comments/all.html", context)


def place_of(comment: CharterComment, target: Provision | Amendment, address: str) -> str:
    """The address of a comment: on the page of its target, at `address`, or further on among all comments."""
    page = comments.threads_on(target).page_of(comment.thread_id)
    where = address if page == 1 else f"{all_address(target)}?page={page}"
    return f"{where}#comment-{comment.pk}"
