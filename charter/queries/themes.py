"""The index of themes: which there are, what the latest version says on each, what a round asked on each."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db.models import Count, Q

from accounts.folding import fold, terms
from charter.models import Arrangement, Change, Charter, Provision, Round, Theme, Version, VersionWording
from charter.queries import amendments, reading
from charter.states import HEADINGS

APART = re.compile(r"[;\n]+")


@dataclass(frozen=True)
class Counted:
    """A theme with how many provisions of a version, or amendments of a round, belong to it."""

    theme: Theme
    count: int


def kept(charter: Charter) -> list[Theme]:
    """Themes in use, with their names in every language."""
    found = charter.themes.filter(retired_at=None).select_related("name")
    return list(found.prefetch_related("name__translations"))


def counted(charter: Charter, version: Version, language: str) -> list[Counted]:
    """Themes on which that version says something."""
    rows = VersionWording.objects.filter(version=version, language=language).exclude(kind__in=HEADINGS)
    held = Theme.provisions.through.objects.filter(provision__in=rows.values("provision")).values("theme")
    counts = {row["theme"]: row["n"] for row in held.annotate(n=Count("pk")).order_by()}
    return [Counted(theme, counts[theme.pk]) for theme in kept(charter) if theme.pk in counts]


def by_slug(charter: Charter, slug: str) -> Theme | None:
    found = charter.themes.filter(slug=slug, retired_at=None).select_related("name")
    return found.prefetch_related("name__translations").first()


def named(charter: Charter, words: str) -> list[Theme]:
    """Themes whose name, in any language, has all the words."""
    wanted = terms(words)
    return [one for one in kept(charter) if any(all(t in fold(name) for t in wanted) for name in _names(one))]


def _names(theme: Theme) -> list[str]:
    return [theme.name.text, *(said.text for said in theme.name.translations.all())]


def lines(theme: Theme, version: Version, language: str) -> list[VersionWording]:
    """What a version says on a theme, in reading order."""
    rows = reading.manifest(version, language).filter(provision__themes=theme).exclude(kind__in=HEADINGS)
    return list(rows)


def of_round(round_: Round) -> list[Counted]:
    """How many public amendments of a round touch each theme."""
    public = amendments.listed(None).filter(round=round_).values("text")
    used = {"provision__themes__isnull": False, "provision__themes__retired_at": None}
    rows = Change.objects.filter(text__in=public, **used).values("provision__themes")
    found = rows.annotate(n=Count("text", distinct=True)).order_by()
    counts = {row["provision__themes"]: row["n"] for row in found}
    return [Counted(theme, counts[theme.pk]) for theme in kept(round_.charter) if theme.pk in counts]


def arrangement(charter: Charter) -> Arrangement | None:
    """By whose citations editors name provisions: the latest version’s, before it the working text’s."""
    published = reading.versions(charter)
    return published[0].arrangement if published else charter.arrangement


def citations(theme: Theme, order: Arrangement) -> str:
    """Its provisions as an editor types them, one a line."""
    held = {str(key) for key in theme.provisions.values_list("key", flat=True)}
    return "\n".join(label.citation for key, label in order.labels().items() if key in held)


def understood(typed: str, order: Arrangement) -> tuple[list[str], list[str]]:
    """Keys of the provisions that were typed by their citations, and what is no citation.

    The number or slug of an article stands for all of it.
    """
    by_name = {label.citation.casefold(): [key] for key, label in order.labels().items()}
    for section in order.sections:
        by_name[section.address.casefold()] = [block.key for block in section.blocks if block.kind not in HEADINGS]
    wanted = [" ".join(one.split()) for one in APART.split(typed)]
    keys = [key for one in wanted for key in by_name.get(one.casefold(), [])]
    return list(dict.fromkeys(keys)), [one for one in wanted if one and one.casefold() not in by_name]


def outside(theme: Theme, order: Arrangement) -> list[Provision]:
    """Provisions of the theme that have left the text: they stay, since earlier versions have them."""
    return list(theme.provisions.exclude(Q(key__in=list(order.keys()))))
