"""Articles and parts of the charter that a member can download to work in, and files that it returned."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.models import Organisation, names_of
from charter.models import Amendment, Article, Charter, CharterComment, ReceivedPaper, Round, Version
from charter.queries.reading import articles
from charter.queries.reading.articles import Reading, TextLine
from charter.states import AmendmentState


@dataclass(frozen=True)
class Scope:
    """How much of a charter a file has: one article, those from it to the last one, or all of them."""

    article: Article | None
    last_article: Article | None = None


def article_at(version: Version, address: str) -> Article | None:
    """The article of a version at that address."""
    line = articles.in_article(version.manifest.all(), address).select_related("article").first()
    return line.article if line else None


def scope_at(version: Version, first: str, last: str = "") -> Scope | None:
    """One article of a version by its address, or the articles from it to the last one; None in the wrong order.

    All articles of the version are the whole charter.
    """
    article, last_article = article_at(version, first), article_at(version, last) if last else None
    if article is None or (last and last_article is None):
        return None
    if last_article is None or last_article == article:
        return Scope(article)
    return _scope_between(version, article, last_article)


def _scope_between(version: Version, first: Article, last: Article) -> Scope | None:
    keys = [section.key for section in version.arrangement.sections]
    start, end = keys.index(str(first.key)), keys.index(str(last.key))
    if (start, end) == (0, len(keys) - 1):
        return Scope(None)
    return Scope(first, last) if start < end else None


def scope_of_keys(charter: Charter, keys: list[str]) -> Scope | None:
    """The article in which most of these provisions are, in the newest version that has one of them.

    It is the part from the first to the last article of which more than half is there: a provision that was pasted
    into the file of another article does not make it a part of the charter.
    """
    for version in articles.published_versions(charter):
        lines = version.manifest.filter(provision__key__in=[UUID(key) for key in keys])
        places = dict(lines.order_by().values_list("provision", "article"))
        if places:
            counted = Counter(places.values())
            totals = Counter(dict(version.manifest.order_by().values_list("provision", "article")).values())
            present = [article for article in totals if counted[article] * 2 > totals[article]]
            if len(present) < 2:
                return Scope(Article.objects.get(pk=counted.most_common(1)[0][0]))
            order = [section.key for section in version.arrangement.sections]
            in_order = sorted(
                Article.objects.filter(pk__in=present), key=lambda article: order.index(str(article.key))
            )
            return _scope_between(version, in_order[0], in_order[-1])
    return None


def lines_in(
    version: Version, article: Article | None, language: str, last_article: Article | None = None
) -> tuple[TextLine, ...]:
    """The provisions of an article that have text in a language; without an article, those of all articles.

    With a last article they are those of all articles from the first one to that one.
    """
    if article is None:
        readings = articles.read_all_articles(version, language)
    elif last_article is not None:
        readings = _readings_between(version, language, article, last_article)
    else:
        place = articles.place_in(version, str(article.key))
        reading = articles.read_article(version, language, place) if place else None
        readings = (reading,) if reading else ()
    return tuple(line for reading in readings for line in reading.lines if line.wording and not line.missing)


def _readings_between(version: Version, language: str, first: Article, last: Article) -> tuple[Reading, ...]:
    readings = articles.read_all_articles(version, language)
    keys = [reading.chapter.key for reading in readings]
    ends = (str(first.key), str(last.key))
    return readings[keys.index(ends[0]) : keys.index(ends[1]) + 1] if {*ends} <= {*keys} else ()


def received_papers(organisation: Organisation) -> QuerySet[ReceivedPaper]:
    """The files of a member that its team can read, the newest first, with their drafts."""
    closed = Q(is_shared=True) | Q(came_on__isnull=False, drafts=None, comments=None)
    found_received_papers = ReceivedPaper.objects.filter(organisation=organisation).exclude(closed).defer("reading")
    return (
        found_received_papers.select_related("by", "version").prefetch_related("drafts__round", "comments").distinct()
    )


def imported_for_members(charter: Charter) -> QuerySet[ReceivedPaper]:
    """The files that the secretariat imported for members, the newest first, with their drafts."""
    rows = ReceivedPaper.objects.filter(version__charter=charter, came_on__isnull=False).defer("reading")
    rows = rows.select_related("by", "organisation__name")
    return rows.prefetch_related(*names_of("organisation"), "drafts", "comments")


def papers_with_digest(digest: str) -> list[ReceivedPaper]:
    """The rows of one file, one for each member, with their drafts."""
    rows = ReceivedPaper.objects.filter(digest=digest).defer("reading").select_related("by", "organisation__name")
    return list(rows.prefetch_related(*names_of("organisation"), "drafts").order_by("pk"))


def received_paper(key: UUID | str) -> ReceivedPaper | None:
    """A received file with its version, articles and member; None if there is none with that key."""
    known_received_papers = ReceivedPaper.objects.select_related(
        "organisation__name", "version__charter", "article", "last_article", "paper", "by"
    )
    return known_received_papers.filter(key=key).first()


def open_drafts(received: ReceivedPaper, round_: Round) -> list[Amendment]:
    """Drafts of the member in the language of the file to which its changes can be added, the latest first."""
    own = Amendment.objects.belonging_to([received.organisation_id]).filter(round=round_, state=AmendmentState.DRAFT)
    open_ = own.filter(text__language=received.language, text__fixed_at=None)
    drafts = open_.select_related("round__charter__arrangement", "round__version__arrangement", "text__title")
    drafts = drafts.prefetch_related("text__changes__provision", "text__title__translations")
    return list(drafts.order_by("-text__at", "-pk"))


def comments_of(received: ReceivedPaper) -> list[CharterComment]:
    """The comments that were posted of a table, the removed ones too, in the order of the table."""
    return list(received.comments.order_by("pk").prefetch_related("content_object"))


def drafts_of(received: ReceivedPaper) -> list[Amendment]:
    """The drafts that were made of a file, with their titles."""
    return list(received.drafts.select_related("round", "text__title").order_by("pk"))
