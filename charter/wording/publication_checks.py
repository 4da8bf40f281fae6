"""The checks before the publication of a version, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.locales import labelled, semicolon
from charter.queries.versions.publication_checks import Check, CheckName, Obstacle

TITLES = {
    CheckName.MERGES: _("Merges that are not applied"),
    CheckName.DECISIONS: _("Amendments without a decision"),
    CheckName.MERGED: _("Accepted amendments that are not in the text"),
    CheckName.LANGUAGES: _("Languages that are out of date"),
    CheckName.DIFFERENCES: _("Differences between the languages that no second person has confirmed"),
}


def obstacle_text(obstacle: Obstacle) -> str:
    """The name of an obstacle, in a few words."""
    name = f"{obstacle.name} ({obstacle.language})" if obstacle.language else obstacle.name
    return labelled(name, obstacle.reason.label) if obstacle.reason is not None else name


def check_sentence(check: Check) -> str:
    """Why the version cannot be published, with all obstacles."""
    return f"{labelled(TITLES[check.name], semicolon().join(map(obstacle_text, check.open)))}."
