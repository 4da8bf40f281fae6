"""Citations for public pages: those of the latest published version, not those of the working text."""

from __future__ import annotations

from accounts.prepared import Prepared
from charter.citations import Label, label_of_working_text
from charter.models import Arrangement, Charter, Version
from charter.queries.reading import charters

LATEST = "_latest_version"


def latest_version(charter: Charter) -> Version | None:
    """The latest published version with its arrangement; None before the first is published.

    Like the arrangement of a charter, it is read once for each charter object.
    """
    if LATEST not in charter.__dict__:
        version: Version | None = next(iter(_LATEST.objects(charter.pk)), None)
        if version is not None:
            version.charter = version.arrangement.charter = charter
        charter.__dict__[LATEST] = version
    latest: Version | None = charter.__dict__[LATEST]
    return latest


_LATEST = Prepared(
    lambda charter: Version.objects.filter(charter=charter).select_related("arrangement").order_by("-number")[:1]
)


def published_labels(charter: Charter, language: str) -> dict[str, Label]:
    """Citations of the latest version. A provision that only the working text has is cited as one of that text.

    Before the first version is published, the working text is all there is, and its citations are used.
    """
    version = latest_version(charter)
    if version is not None and version.arrangement_id == charter.arrangement_id:
        return version.arrangement.labels(language)
    arrangement = charters.arrangement_of(charter)
    working = arrangement.labels(language) if arrangement else {}
    if version is None:
        return working
    published = version.arrangement.labels(language)
    new = {key: label_of_working_text(label) for key, label in working.items() if key not in published}
    return {**new, **published}


def published_arrangement(charter: Charter) -> Arrangement | None:
    """The order of the latest version, before the first version that of the working text."""
    version = latest_version(charter)
    return charters.arrangement_of(charter) if version is None else version.arrangement
