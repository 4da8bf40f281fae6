"""The index of themes: the themes, the provisions of the latest version on each, and the amendments of a round."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db.models import Count, Q

from accounts.models import Theme
from accounts.queries.themes import themes_in_use
from charter.models import Arrangement, Change, Charter, Provision, Round, Version, VersionWording
from charter.models.initiatives import InitiativeQuerySet
from charter.queries.amending import amendments
from charter.queries.reading import articles
from charter.states import HEADINGS

APART = re.compile(r"[;\n]+")


@dataclass(frozen=True)
class ThemeCount:
    """A theme with how many provisions of a version, or amendments of a round, belong to it."""

    theme: Theme
    count: int


def count_by_theme(version: Version, language: str) -> list[ThemeCount]:
    """Themes on which that version has provisions, with their numbers."""
    rows = VersionWording.objects.filter(version=version, language=language).exclude(kind__in=HEADINGS)
    theme_rows = Provision.themes.through.objects.filter(provision__in=rows.values("provision")).values("theme")
    counts = {row["theme"]: row["n"] for row in theme_rows.annotate(n=Count("pk")).order_by()}
    return [ThemeCount(theme, counts[theme.pk]) for theme in themes_in_use() if theme.pk in counts]


def lines_on_theme(theme: Theme, version: Version, language: str) -> list[VersionWording]:
    """The provisions of a version on a theme, in reading order."""
    rows = articles.version_lines(version, language).filter(provision__themes=theme).exclude(kind__in=HEADINGS)
    return list(rows)


def lines_on_day(
    theme: Theme | None, initiatives: InitiativeQuerySet, version: Version, language: str
) -> list[VersionWording]:
    """The provisions of a version on a day of the United Nations, in reading order.

    These are the provisions of its theme, and those that its initiatives implement.
    """
    belonging = Q(initiatives__in=initiatives.order_by().values("pk"))
    if theme is not None:
        belonging |= Q(themes=theme)
    provisions = Provision.objects.filter(belonging).values("pk")
    rows = articles.version_lines(version, language).filter(provision__in=provisions).exclude(kind__in=HEADINGS)
    return list(rows)


def count_amendments_by_theme(round_: Round) -> list[ThemeCount]:
    """How many public amendments of a round touch each theme."""
    public = amendments.listed_amendments(None).filter(round=round_).values("text")
    used = {"provision__themes__isnull": False, "provision__themes__retired_at": None}
    rows = Change.objects.filter(text__in=public, **used).values("provision__themes")
    counted = rows.annotate(n=Count("text", distinct=True)).order_by()
    counts = {row["provision__themes"]: row["n"] for row in counted}
    return [ThemeCount(theme, counts[theme.pk]) for theme in themes_in_use() if theme.pk in counts]


def arrangement_for_citations(charter: Charter) -> Arrangement | None:
    """By whose citations editors name provisions: the latest version’s, before it the working text’s."""
    published = articles.published_versions(charter)
    return published[0].arrangement if published else charter.arrangement


def citations_of_theme(theme: Theme, order: Arrangement) -> str:
    """Its provisions as an editor types them, one a line."""
    keys = {str(key) for key in theme.provisions.values_list("key", flat=True)}
    return "\n".join(label.citation for key, label in order.labels().items() if key in keys)


def read_citations(typed: str, order: Arrangement) -> tuple[list[str], list[str]]:
    """Keys of the provisions that were typed by their citations, and typed values that are no citation.

    The number or slug of an article means all of it.
    """
    by_name = {label.citation.casefold(): [key] for key, label in order.labels().items()}
    for section in order.sections:
        by_name[section.address.casefold()] = [block.key for block in section.blocks if block.kind not in HEADINGS]
    citations = [" ".join(citation.split()) for citation in APART.split(typed)]
    keys = [key for citation in citations for key in by_name.get(citation.casefold(), [])]
    return list(dict.fromkeys(keys)), [
        citation for citation in citations if citation and citation.casefold() not in by_name
    ]


def provisions_outside(theme: Theme, order: Arrangement) -> list[Provision]:
    """Provisions of the theme that have left the text: they stay, since earlier versions have them."""
    return list(theme.provisions.exclude(Q(key__in=list(order.keys()))))
