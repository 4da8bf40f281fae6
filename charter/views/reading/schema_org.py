"""The description of a text in the vocabulary of schema.org, for programs that read pages."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from accounts.addresses import address_of
from charter.models import Charter, Version
from charter.queries.languages.names import language_of
from charter.queries.reading import articles
from charter.queries.reading.articles import Chapter
from charter.states import VersionStatus
from charter.wording.bodies import body_name


def legislation(charter: Charter, version: Version, language: str, chapter: Chapter | None = None) -> dict[str, Any]:
    """A version, or one article of it, as schema.org Legislation."""
    whole = {
        "@type": "Legislation",
        "@id": _address("version", version.number),
        "url": _address("version", version.number),
        "name": charter.title.in_language(language).text,
        "legislationIdentifier": f"{charter.slug}/{version.number}",
        "version": version.number,
        "inLanguage": language_of(language).tag,
        "datePublished": version.published_at.date().isoformat(),
        **_passed(version),
    }
    if chapter is None:
        return {"@context": "https://schema.org", **whole}
    url = _address("article", version.number, chapter.address)
    return {
        "@context": "https://schema.org",
        "@type": "Legislation",
        "@id": url,
        "url": url,
        "name": chapter.name,
        "legislationIdentifier": f"{charter.slug}/{version.number}/{chapter.address}",
        "inLanguage": language_of(chapter.language).tag,
        "isPartOf": whole,
    }


def _passed(version: Version) -> dict[str, Any]:
    act = articles.version_status(version)
    if act is None or act.status != VersionStatus.ADOPTED:
        return {}
    adoption: dict[str, Any] = {"legislationDate": act.on.isoformat()} if act.on else {}
    if not act.body:
        return adoption
    return {**adoption, "legislationPassedBy": {"@type": "Organization", "name": body_name(act)}}


def _address(name: str, *args: object) -> str:
    return f"{settings.SITE_URL}{address_of(name, *args)}"
