"""Articles that a member can download to work in, and files that it returned."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from accounts.models import Organisation
from charter.models import Amendment, Article, Charter, ReceivedPaper, Version
from charter.queries.reading import articles
from charter.queries.reading.articles import TextLine


def article_at(version: Version, address: str) -> Article | None:
    """The article of a version at that address."""
    line = articles.in_article(version.manifest.all(), address).select_related("article").first()
    return line.article if line else None


def article_of_keys(charter: Charter, keys: list[str]) -> Article | None:
    """The article in which the first of these provisions is or was, in the newest version that has one of them."""
    for version in articles.published_versions(charter):
        line = (
            version.manifest.filter(provision__key__in=[UUID(key) for key in keys]).select_related("article").first()
        )
        if line is not None:
            return line.article
    return None


def lines_in(version: Version, article: Article, language: str) -> tuple[TextLine, ...]:
    """The provisions of an article that have text in a language."""
    place = articles.place_in(version, str(article.key))
    read = articles.read_article(version, language, place) if place else None
    return tuple(line for line in read.lines if line.wording and not line.missing) if read else ()


def received_papers(organisation: Organisation) -> QuerySet[ReceivedPaper]:
    """The files of a member, the newest first, with their drafts."""
    found_received_papers = ReceivedPaper.objects.filter(organisation=organisation).defer("reading")
    return found_received_papers.select_related("by", "version", "article").prefetch_related("drafts__round")


def was_received(organisation: Organisation, digest: str) -> bool:
    """Whether the member sent the same file before."""
    return ReceivedPaper.objects.filter(organisation=organisation, digest=digest).exists()


def received_paper(key: UUID | str) -> ReceivedPaper | None:
    """A file with what it changes."""
    known_received_papers = ReceivedPaper.objects.select_related(
        "organisation__name", "version__charter", "article", "paper", "by"
    )
    return known_received_papers.filter(key=key).first()


def drafts_of(received: ReceivedPaper) -> list[Amendment]:
    """The drafts that were made of a file, with their titles."""
    return list(received.drafts.select_related("round", "text__title").order_by("pk"))
