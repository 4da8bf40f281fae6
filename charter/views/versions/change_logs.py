"""The changes of a version: every change as a clause, with its proposers and reasons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.interface_texts import cache_with_texts
from charter.models import Adoption, Charter, Version
from charter.queries.deciding import decisions
from charter.queries.reading import charters, comparing, word_sources
from charter.queries.versions import numbering
from charter.views.deciding.decisions import without_amendment
from charter.views.public_pages import publicly
from charter.views.reading.comparing import Brought, versions_published
from charter.views.reading.provisions import amendments_linked
from charter.views.text_frame import version_line, words_language
from charter.wording.changes import article_head, describe_change_counts
from charter.wording.charter_text import interface_language, name_source, quote_words
from charter.wording.round_times import format_day

KEPT = 50


@dataclass(frozen=True)
class LoggedArticle:
    """A changed article, from the texts of two versions, without the proposers of the changes."""

    head: dict[str, Any]
    address: str
    sentences: tuple[str, ...]
    provision_ids: tuple[int, ...]


@dataclass(frozen=True)
class LoggedVersion:
    """The changed articles, and by provision id the wordings that differ in the version before and in the new one."""

    total: dict[str, Any]
    articles: tuple[LoggedArticle, ...]
    before: dict[int, int]
    after: dict[int, int]


@publicly
def log(request: HttpRequest, version: str) -> HttpResponse:
    """The changes since the version before: every change as a clause, with its proposers and reasons."""
    charter, published = versions_published()
    new = next((v for v in published if str(v.number) == version), None)
    if new is None:
        raise Http404(_("There is no version with that number."))
    old = next((v for v in published if v.number == new.number - 1), None)
    context: dict[str, Any] = {"version": new, "line": version_line(published, new), "old": old}
    if old is not None:
        language = charters.edition_in(words_language(request))
        logged = _compared((old.digest, new.digest), old, new, language, get_language())
        askers, numbers = _askers(logged, old, new), (old.number, new.number)
        context |= {"total": logged.total, "articles": [_logged(c, askers, numbers) for c in logged.articles]}
        context["others"] = _others(charter, old, new)
        context["renumbered"] = numbering.renumbered_provisions(old, new, language)
        context["compare_url"] = reverse("compare", args=[old.number, new.number])
    return render(request, "charter/versions/change_log/log.html", context)


def _others(charter: Charter, old: Version, new: Version) -> list[dict[str, Any]]:
    """What changed without an amendment: where, in which language, why and for whom."""
    adoptions = list(decisions.without_amendment_between(old, new))
    new.arrangement.charter = charter
    labels = new.arrangement.labels()
    if any(adoption.fate for adoption in adoptions):  # what was joined has left the text
        old.arrangement.charter = charter
        labels = {**old.arrangement.labels(), **labels}
    return [without_amendment(adoption, labels) for adoption in adoptions]


@cache_with_texts(maxsize=KEPT)
def _compared(
    digests: tuple[str, str], old: Version, new: Version, language: str, spoken: str | None
) -> LoggedVersion:
    """A comparison, cached by the digests of the versions, which never change. The interface language is `spoken`."""
    comparisons = comparing.compare_versions(old, new, language)
    changed = [comparison for comparison in comparisons if comparison.changed]
    before, after = comparing.wordings_of(changed)
    return LoggedVersion(
        describe_change_counts(comparisons),
        tuple(
            LoggedArticle(article_head(c), c.side.address, c.sentences(interface_language()), tuple(c.provision_ids))
            for c in changed
        ),
        {pk: wording.pk for pk, wording in before.items() if wording != after.get(pk)},
        {pk: wording.pk for pk, wording in after.items() if wording != before.get(pk)},
    )


def _logged(article: LoggedArticle, askers: Brought, numbers: tuple[int, int]) -> dict[str, Any]:
    """One article of the change log: its amending sentences, and the adoptions behind them."""
    own = {adoption.pk: adoption for pk in article.provision_ids for adoption in askers.get(pk, [])}
    return {
        **article.head,
        "url": reverse("compare_article", args=[*numbers, article.address]),
        "sentences": article.sentences,
        "askers": [_asker(asker) for asker in _once(own.values())],
    }


def _once(adoptions: Iterable[Adoption]) -> list[word_sources.Asker]:
    """Who brought the changes; an amendment that changed several provisions of the article is named once."""
    askers = [word_sources.Asker(str(adoption.pk), adoption=adoption) for adoption in adoptions]
    return list({asker.amendment.pk if asker.amendment else asker.mark: asker for asker in askers}.values())


def _askers(logged: LoggedVersion, old: Version, new: Version) -> Brought:
    """The adoptions that brought the changes, by provision id, with their amendments."""
    brought = comparing.adoptions_by_wordings(logged.before, logged.after, old, new)
    full = {a.pk: a for a in word_sources.adoptions_by_id({a.pk for adoptions in brought.values() for a in adoptions})}
    return {pk: [full[a.pk] for a in adoptions] for pk, adoptions in brought.items()}


def _asker(asker: word_sources.Asker) -> dict[str, Any]:
    adoption = asker.adoption
    assert adoption is not None
    return {
        "amendment": amendments_linked([asker.amendment]) if asker.amendment else "",
        "who": name_source(adoption),
        "reason": quote_words(asker.reason),
        "day": format_day(timezone.localtime(adoption.at)),
    }
