"""What the home page tells of the consultation now."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Count, Subquery

from accounts.models import load_names
from charter.models import Charter, Decision, Round, Version, VersionWording, unnamed_proposers_of
from charter.queries.amending import rounds
from charter.queries.city import members, waves
from charter.queries.city.waves import WaveCount
from charter.queries.reading import articles
from charter.states import ArticleKind, ProvisionKind

SENTENCES = (ProvisionKind.PARAGRAPH, ProvisionKind.SUBPARAGRAPH)
LONGEST = 190
SENTENCE_ENDS = (".", "!", "?", "…", "؟", "۔", "。", "।", "”", "»", ")")
LOOKED_AT = 60


@dataclass(frozen=True)
class Now:
    """`line` is the sentence set large; each of the others is missing where there is none yet."""

    version: Version | None
    line: VersionWording | None
    anchor: str
    round: Round | None
    decisions: tuple[Decision, ...]
    decision_count: int
    members_by_wave: dict[int, int]
    joined: tuple[WaveCount, ...]


def home_page_facts(charter: Charter | None, language: str, chosen: str = "") -> Now:
    """The sentence of the charter (`chosen` text if a provision contains it), the round, decisions, members."""
    published = articles.published_versions(charter) if charter else []
    version = next(iter(published), None)
    line = provision_containing(version, language, chosen) or opening_sentence(version, language) if version else None
    anchor = articles.anchors_of(version).get(str(line.provision.key), "") if version and line else ""
    joined = waves.unnamed_counts_by_joined_wave()
    decisions, count = _last_decisions(charter) if charter else ((), 0)
    load_names(
        (member for decision in decisions for member in decision.amendment.members),
        (
            *waves.texts_of_waves(joined),
            *(text for decision in decisions for text in (decision.reason, decision.amendment.round.body)),
        ),
    )
    round_ = rounds.running_round(charter) if charter else None
    versions = {own.pk: own for own in published}
    if round_ is not None and round_.version_id in versions:
        round_.version = versions[round_.version_id]
    return Now(
        version,
        line,
        anchor,
        round_,
        decisions,
        count,
        members.count_members_by_wave(),
        tuple(joined),
    )


def provision_containing(version: Version, language: str, words: str) -> VersionWording | None:
    """The first provision of that version that contains exactly this text."""
    if not words:
        return None
    return _provision_containing(version.digest, version, language, words)


@lru_cache(maxsize=8)
def _provision_containing(digest: str, version: Version, language: str, words: str) -> VersionWording | None:
    """A version never changes, so its digest is the key."""
    rows = VersionWording.objects.filter(version=version, language=language, wording__text__contains=words)
    return rows.select_related("wording", "provision", "article").order_by("place").first()


def opening_sentence(version: Version, language: str) -> VersionWording | None:
    """A sentence that is new in this version, otherwise the first one; if possible short enough for large type.

    The opening words of a list are no sentence: a version that has nothing else has none.
    """
    return _opening_sentence(version.digest, version, language)


@lru_cache(maxsize=8)
def _opening_sentence(digest: str, version: Version, language: str) -> VersionWording | None:
    """A version never changes, so its digest is the key."""
    rows = VersionWording.objects.filter(
        version=version, language=language, article_kind=ArticleKind.ARTICLE, kind__in=SENTENCES, wording__isnull=False
    )
    version_wordings = list(rows.select_related("wording", "provision", "article").order_by("place")[:LOOKED_AT])
    whole = [row for row in version_wordings if row.wording and _is_whole(row.wording.text)]
    short = [row for row in whole if row.wording and len(row.wording.text) <= LONGEST]
    new = [row for row in short if row.first_version == version.number > 1]
    return next(iter(new or short or whole), None)


def _is_whole(text: str) -> bool:
    """Whether the text ends as a sentence does. The opening words of a list end with a colon."""
    return text.rstrip().endswith(SENTENCE_ENDS)


def _last_decisions(charter: Charter, most: int = 3) -> tuple[tuple[Decision, ...], int]:
    """The decisions published last, without names and translations, and their number in the round of the latest."""
    public = Decision.objects.filter(
        amendment__round__charter=charter, superseded_at=None, release__isnull=False, amendment__number__isnull=False
    )
    rows = public.select_related(
        "reason", "release", "because_of", "amendment__round__body", "amendment__organisation__name"
    ).prefetch_related(*unnamed_proposers_of("amendment"))
    latest = public.order_by("-release__at", "-id").values("amendment__round")[:1]
    in_round = public.filter(amendment__round=Subquery(latest)).order_by().values("amendment__round")
    rows = rows.annotate(count_in_round=Subquery(in_round.annotate(count=Count("pk")).values("count")))
    decisions = tuple(rows.order_by("-release__at", "-id")[:most])
    return decisions, decisions[0].count_in_round if decisions else 0
