"""The manifest of a release: all words of a version, the decisions before it, and its files, each with its digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.canonical import digest_of_json
from accounts.exports import paper
from charter.exports import minisign, writing
from charter.exports.papers import as_is, full_address
from charter.exports.texts import Text
from charter.models import Charter, Decision, Version
from charter.queries.reading import charters
from charter.queries.versions import manifests

FORMAT = 1


@dataclass(frozen=True)
class Release:
    """One version in all its languages, in one file; its sentences are in the first language of the charter."""

    charter: Charter
    version: Version

    extensions = ("json",)
    long_extensions = extensions
    article = ""

    @property
    def language(self) -> str:
        return charters.first_language()

    @property
    def name(self) -> str:
        return f"release/{self.version.number}"

    @property
    def at(self) -> datetime:
        return self.version.published_at

    @property
    def url(self) -> str:
        return full_address("verify", self.version.number)

    @cached_property
    def made_of(self) -> list[object]:
        return [text.made_of for text in self.texts]

    @cached_property
    def texts(self) -> list[Text]:
        """The version in each language that it was published in."""
        rows = self.version.manifest.order_by("id").values_list("language", flat=True)
        return [Text(self.charter, self.version, code) for code in dict.fromkeys(rows)]

    def title(self) -> str:
        return _("Manifest of version %(number)s") % {"number": self.version.number}

    def cited(self) -> SafeString:
        return format_html("{}. {}. {}", self.title(), as_is(self.url), as_is(self.version.digest))


def release_manifest(release: Release, *, with_files: bool = True) -> dict[str, Any]:
    """All that `verify.py` needs; the seal is the digest of everything else in it."""
    lines = list(manifests.stored_lines(release.version))
    exceptions = [line.exception for line in lines if line.exception]
    manifest: dict[str, Any] = {
        "format": FORMAT,
        "charter": release.charter.slug,
        "number": release.version.number,
        "languages": [text.language for text in release.texts],
        "published": release.at.isoformat(),
        "record_head": release.version.record_head,
        "digest": release.version.digest,
        "wordings": [line.canonical for line in lines],
        "words": {
            line.wording.digest: {"language": line.wording.language, "html": line.wording.html}
            for line in lines
            if line.wording
        },
        "exceptions": {
            manifests.exception_digest(exception): manifests.exception_values(exception) for exception in exceptions
        },
        "decisions": [_decision(decision) for decision in _decisions(release.version)],
        "files": list(_files(release)) if with_files else [],
    }
    return {**manifest, "seal": digest_of_json(manifest)}


def write_manifest(release: Release) -> bytes:
    """The manifest as a file."""
    return as_json(release_manifest(release))


def manifest_signature(release: Release, data: bytes) -> str:
    """The operator's signature of a manifest; empty where no key is set that can sign, which the checks say."""
    try:
        key = minisign.operator_key()
    except minisign.NoKey:
        return ""
    comment = f"{release.charter.slug}, version {release.version.number}, {release.version.digest}"
    return key.sign(data, comment) if key else ""


def public_key() -> str:
    """By which readers check a signature; empty where nothing is signed."""
    try:
        key = minisign.operator_key()
    except minisign.NoKey:
        return ""
    return key.shown if key else ""


def as_json(manifest: dict[str, Any]) -> bytes:
    """A manifest in lines that people can read."""
    return json.dumps(manifest, ensure_ascii=False, indent=1).encode()


def _decisions(version: Version) -> list[Decision]:
    """Decisions that were public and held when the version was published."""
    in_force = Q(superseded_at=None) | Q(superseded_at__gt=version.published_at)
    rows = Decision.objects.filter(in_force, release__at__lte=version.published_at)
    rows = rows.filter(amendment__round__charter=version.charter).select_related("amendment__round", "reason")
    return list(rows.order_by("amendment__round__number", "amendment__number"))


def _decision(decision: Decision) -> dict[str, Any]:
    fields = {
        "round": decision.amendment.round.number,
        "amendment": decision.amendment.number,
        "outcome": decision.outcome,
        "reason": decision.reason.text,
        "language": decision.reason.language,
    }
    return {**fields, "digest": digest_of_json(fields)}


def _files(release: Release) -> Iterator[dict[str, Any]]:
    """Every file of the version; PDF only where this machine can draw it."""
    drawn = paper.is_ready()
    for text in release.texts:
        for extension in text.extensions:
            if extension != "pdf" or drawn:
                data = writing.write_paper(text, extension)
                digest = hashlib.sha256(data).hexdigest()
                name = writing.paper_filename(text, extension)
                yield {"name": name, "language": text.language, "size": len(data), "sha256": digest}
