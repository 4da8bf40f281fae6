"""Articles for moderators: the text, with a margin that shows how many amendments there are at each place."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language_bidi, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.rules import require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.breadcrumbs import secretariat_breadcrumbs
from charter import rules
from charter.models import Round
from charter.queries.reading import charters, working_text
from charter.queries.reading.articles import TextLine
from charter.queries.secretariat import amendment_counts
from charter.queries.secretariat.amendment_counts import Crowd
from charter.views.desk_frame import chosen_round, rooms, the_charter
from charter.wording.charter_text import interface_language, language_attributes


@login_required
@require_safe
@answers_refusals
def index(request: HttpRequest) -> HttpResponse:
    """Every article with the number of amendments that change it."""
    require(rules.may_read_decisions_before_release(signed_in(request)))
    charter = the_charter()
    round_ = chosen_round(request, charter)
    if round_ is None:
        raise Http404
    counted = amendment_counts.count_amendments_by_article(charter, round_)
    chapters = working_text.working_headings(charter, charters.edition_in(interface_language()))
    rows = [
        {
            "title": chapter.name,
            "title_in": language_attributes(chapter.language),
            "url": reverse("desk_article", args=[chapter.address]) + f"?round={round_.number}",
            "text": _of_article(*counted.get(chapter.key, (0, 0))),
        }
        for chapter in chapters
    ]
    context = {
        "round": round_,
        "rows": rows,
        "views": rooms(charter, round_, "articles", signed_in(request)),
        "crumbs": secretariat_breadcrumbs(here=_("By provision")),
    }
    return render(request, "charter/secretariat/articles.html", context)


@login_required
@require_safe
@answers_refusals
def article(request: HttpRequest, address: str) -> HttpResponse:
    """One article of the working text; each provision with the number of amendments to it and after it."""
    require(rules.may_read_decisions_before_release(signed_in(request)))
    charter = the_charter()
    round_ = chosen_round(request, charter)
    read = working_text.working_article(charter, charters.edition_in(interface_language()), address)
    if round_ is None or read is None:
        raise Http404
    crowds = amendment_counts.amendments_by_provision(round_, [str(line.provision.key) for line in read.lines])
    most = max((crowd.amendments for crowd in crowds.values()), default=0)
    context = {
        "round": round_,
        "title": read.chapter.name,
        "count": len(crowds),
        "lines": [_line(line, round_, crowds, most) for line in read.lines],
        "crumbs": secretariat_breadcrumbs((_("By provision"), reverse("desk_articles")), here=read.chapter.name),
    }
    return render(request, "charter/secretariat/article.html", context)


def _of_article(amendments: int, to_decide: int) -> str:
    if not amendments:
        return _("No amendment.")
    sentence = ngettext("%(n)d amendment", "%(n)d amendments", amendments) % {"n": amendments}
    return _("%(amendments)s, %(open)d to decide.") % {"amendments": sentence, "open": to_decide}


def _line(line: TextLine, round_: Round, crowds: dict[tuple[str, bool], Crowd], most: int) -> dict[str, Any]:
    key, url = str(line.provision.key), reverse("desk_provision", args=[line.provision.short])
    address = f"{url}?round={round_.number}"
    bars = [
        _crowded(crowd, most, address, is_new)
        for is_new in (False, True)
        if (crowd := crowds.get((key, is_new))) is not None
    ]
    return {
        "cite": line.citation,
        "anchor": line.anchor,
        "url": address,
        "letter": line.label,
        "html": line.html,
        "is_title": line.is_title,
        "is_heading": line.is_heading,
        "crowds": bars,
        **language_attributes(line.language),
    }


def _crowded(crowd: Crowd, most: int, url: str, is_new: bool) -> dict[str, Any]:
    """A bar as long as there are amendments, and the same in words."""
    width = 100 * crowd.amendments / most
    count = {"n": crowd.amendments}
    if is_new:
        first = ngettext(
            "%(n)d amendment for a new provision here", "%(n)d amendments for new provisions here", crowd.amendments
        )
    else:
        first = ngettext("%(n)d amendment", "%(n)d amendments", crowd.amendments)
    parts = []
    if crowd.amendments > 1:
        parts.append(ngettext("%(n)d wording", "%(n)d wordings", crowd.wordings) % {"n": crowd.wordings})
    if crowd.conflicting:
        parts.append(ngettext("%(n)d in conflict", "%(n)d in conflict", crowd.conflicting) % {"n": crowd.conflicting})
    if crowd.to_decide:
        parts.append(ngettext("%(n)d to decide", "%(n)d to decide", crowd.to_decide) % {"n": crowd.to_decide})
    return {
        "url": url,
        "word": first % count,
        "sentence": " · ".join(parts),
        "width": f"{width:.2f}",
        "x": f"{100 - width:.2f}" if get_language_bidi() else "0",
        "conflict": bool(crowd.conflicting),
    }
