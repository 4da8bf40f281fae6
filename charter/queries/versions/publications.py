"""What waits for a second person before it is published, and the lines that it would change."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from charter.models import Charter, ProposedCorrigendum, Publication, Version, VersionWording


def waiting_publication(charter: Charter) -> Publication | None:
    """The proposed version that a second person has to publish."""
    return Publication.objects.filter(charter=charter, version=None, dropped_at=None).first()


def waiting_corrections(charter: Charter) -> QuerySet[ProposedCorrigendum]:
    """Proposed corrections that a second person has to sign."""
    rows = ProposedCorrigendum.objects.filter(version__charter=charter, corrigendum=None, dropped_at=None)
    return rows.select_related("provision", "reason", "proposed_by", "version")


def lines_with_wording() -> QuerySet[VersionWording]:
    """Lines of versions with their text."""
    return VersionWording.objects.select_related("wording")


def corrected_lines(proposed: Iterable[ProposedCorrigendum]) -> dict[tuple[int, int, str], VersionWording]:
    """The lines that these would correct, by version, provision and language."""
    rows = list(proposed)
    lines = lines_with_wording().filter(
        version__in=[row.version_id for row in rows], provision__in=[row.provision_id for row in rows]
    )
    return {(line.version_id, line.provision_id, line.language): line for line in lines}


def line_cited(version: Version | None, language: str, citation: str) -> VersionWording | None:
    """The line of a version with that citation in that language, if it has text."""
    rows = VersionWording.objects.filter(version=version, language=language, wording__isnull=False)
    return rows.filter(citation__iexact=citation).select_related("provision").first()
