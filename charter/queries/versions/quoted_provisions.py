"""Provisions that a page quotes by their citation in a published version."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from charter.models import Charter, Version, VersionWording
from charter.queries.reading import articles, charters


@dataclass(frozen=True)
class QuotedProvision:
    """A provision as a version has it. `line` is in the language of its words."""

    version: Version
    line: VersionWording
    citation: str
    anchor: str

    @property
    def address(self) -> str:
        """The number or the slug of its article."""
        return self.line.article_number or self.line.article.slug


def quoted_provisions(charter: Charter, quotes: Iterable[tuple[int, str]], language: str) -> list[QuotedProvision]:
    """The provisions of published versions at these pairs of version number and citation, in their order.

    A citation may be that of any language. If a version lacks a text in `language`, the text is in the first language
    of the charter. A pair without a provision is left out.
    """
    versions = {version.number: version for version in articles.published_versions(charter)}
    pairs = [(versions[number], citation) for number, citation in quotes if number in versions]
    if not pairs:
        return []
    cited = _cited_provisions(pairs)
    lines = _lines(set(cited.values()), language)
    anchors = {version.pk: articles.anchors_of(version) for version, _citation in pairs}
    quoted = []
    for version, citation in pairs:
        provision = cited.get((version.pk, citation.casefold()))
        line = lines.get((version.pk, provision[1], language)) if provision else None
        worded = line if line and line.wording else None
        if provision and worded is None:
            worded = lines.get((version.pk, provision[1], charters.first_language()))
        if worded is not None and worded.wording:
            anchor = anchors[version.pk][str(worded.provision.key)]
            quoted.append(QuotedProvision(version, worded, (line or worded).citation, anchor))
    return quoted


def _cited_provisions(pairs: list[tuple[Version, str]]) -> dict[tuple[int, str], tuple[int, int]]:
    """By id of the version and citation in small letters: the ids of version and provision."""
    wanted = Q(pk__in=[])
    for version, citation in pairs:
        wanted |= Q(version=version, citation__iexact=citation)
    rows = VersionWording.objects.filter(wanted).order_by("-place")
    return {
        (version, citation.casefold()): (version, provision)
        for version, citation, provision in rows.values_list("version", "citation", "provision")
    }


def _lines(provisions: set[tuple[int, int]], language: str) -> dict[tuple[int, int, str], VersionWording]:
    """The lines of these provisions in the language and in the first one, by version, provision and language."""
    wanted = Q(pk__in=[])
    for version, provision in provisions:
        wanted |= Q(version=version, provision=provision)
    rows = VersionWording.objects.filter(wanted, language__in=[language, charters.first_language()])
    rows = rows.select_related("article", "provision", "wording")
    return {(row.version_id, row.provision_id, row.language): row for row in rows}
