"""What the home page tells of the consultation now."""

from __future__ import annotations

from dataclasses import dataclass

from charter.models import Charter, Decision, Round, Version, VersionWording, askers_of
from charter.queries import members, reading, rounds
from charter.states import ArticleKind, ProvisionKind

SENTENCES = (ProvisionKind.PARAGRAPH, ProvisionKind.SUBPARAGRAPH)
LONGEST = 190
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
    members: int


def now(charter: Charter | None, language: str, chosen: str = "") -> Now:
    """The sentence of the charter (`chosen` words where a provision holds them), the round, decisions, members."""
    published = reading.versions(charter) if charter else []
    version = next(iter(published), None)
    line = holding(version, language, chosen) or sentence(version, language) if version else None
    anchor = reading.anchors_of(version).get(str(line.provision.key), "") if version and line else ""
    made, count = last_decisions(charter) if charter else ((), 0)
    return Now(version, line, anchor, rounds.running(charter) if charter else None, made, count, members.count())


def holding(version: Version, language: str, words: str) -> VersionWording | None:
    """The first provision of that version in which those words stand as they are."""
    if not words:
        return None
    rows = VersionWording.objects.filter(version=version, language=language, wording__text__contains=words)
    return rows.select_related("wording", "provision", "article").order_by("place").first()


def sentence(version: Version, language: str) -> VersionWording | None:
    """A sentence that this version brought, else the first one; short enough to be set large where there is one."""
    rows = VersionWording.objects.filter(
        version=version, language=language, article_kind=ArticleKind.ARTICLE, kind__in=SENTENCES, wording__isnull=False
    )
    found = list(rows.select_related("wording", "provision", "article").order_by("place")[:LOOKED_AT])
    short = [row for row in found if row.wording and len(row.wording.text) <= LONGEST]
    new = [row for row in short if row.first_version == version.number > 1]
    return next(iter(new or short or found), None)


def last_decisions(charter: Charter, most: int = 3) -> tuple[tuple[Decision, ...], int]:
    """The decisions made public last, with what is said of them, and how many there are in that round."""
    public = Decision.objects.filter(
        amendment__round__charter=charter, superseded_at=None, release__isnull=False, amendment__number__isnull=False
    )
    rows = public.select_related(
        "reason", "release", "because_of", "amendment__round__body", "amendment__organisation__name"
    ).prefetch_related("reason__translations", "amendment__round__body__translations", *askers_of("amendment"))
    made = tuple(rows.order_by("-release__at", "-id")[:most])
    return made, public.filter(amendment__round=made[0].amendment.round_id).count() if made else 0
