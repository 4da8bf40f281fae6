"""What a version changed: every change in words, with who asked and why."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from charter.models import Charter, Version
from charter.queries import asking, charters, comparing, numbering
from charter.queries import decisions as decided
from charter.queries.comparing import Comparison
from charter.templatetags.changes import headed, numbers_said
from charter.templatetags.charter_text import brought_by, in_words, interface
from charter.templatetags.moments import day
from charter.views.comparing import Brought, versions_published
from charter.views.decisions import without_amendment
from charter.views.frame import version_line, words_language
from charter.views.places import amendments_linked
from charter.views.publicly import publicly


@publicly
def log(request: HttpRequest, version: str) -> HttpResponse:
    """What a version changed since the one before it: every change in words, with who asked and why."""
    charter, published = versions_published()
    new = next((v for v in published if str(v.number) == version), None)
    if new is None:
        raise Http404(_("There is no version with that number."))
    old = next((v for v in published if v.number == new.number - 1), None)
    context: dict[str, Any] = {"version": new, "line": version_line(published, new), "old": old}
    if old is not None:
        found = comparing.compare(old, new, charters.edition_in(words_language(request)))
        changed = [c for c in found if c.changed]
        askers, numbers = _askers(changed), (old.number, new.number)
        context |= {"total": numbers_said(found), "articles": [_logged(c, askers, numbers) for c in changed]}
        context["others"] = _others(charter, old, new)
        context["renumbered"] = numbering.changed(old, new, charters.edition_in(words_language(request)))
        context["compare_url"] = reverse("compare", args=[old.number, new.number])
    return render(request, "charter/comparing/log.html", context)


def _others(charter: Charter, old: Version, new: Version) -> list[dict[str, Any]]:
    """What changed without an amendment: where, in which language, why and for whom."""
    found = list(decided.without_amendment_between(old, new))
    new.arrangement.charter = charter
    labels = new.arrangement.labels()
    if any(adoption.fate for adoption in found):  # what was joined has left the text
        old.arrangement.charter = charter
        labels = {**old.arrangement.labels(), **labels}
    return [without_amendment(adoption, labels) for adoption in found]


def _logged(comparison: Comparison, askers: Brought, numbers: tuple[int, int]) -> dict[str, Any]:
    """One article of the change log: its amending sentences, and the adoptions behind them."""
    own = {adoption.pk: adoption for pk in comparison.provision_ids for adoption in askers.get(pk, [])}
    return {
        **headed(comparison),
        "url": reverse("compare_article", args=[*numbers, comparison.side.address]),
        "sentences": comparison.sentences(interface()),
        "askers": [_asker(asking.Asker("", adoption=adoption)) for adoption in own.values()],
    }


def _askers(changed: list[Comparison]) -> Brought:
    """What brought the changes, by provision id, with all that is said of it."""
    brought = comparing.brought(changed)
    full = {a.pk: a for a in asking.adoptions({a.pk for found in brought.values() for a in found})}
    return {pk: [full[a.pk] for a in found] for pk, found in brought.items()}


def _asker(asker: asking.Asker) -> dict[str, Any]:
    adoption = asker.adoption
    assert adoption is not None
    return {
        "amendment": amendments_linked([asker.amendment]) if asker.amendment else "",
        "who": brought_by(adoption),
        "reason": in_words(asker.reason),
        "day": day(timezone.localtime(adoption.at)),
    }
