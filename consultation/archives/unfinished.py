"""The mark of an upgrade that has begun to change the data. It stays where the upgrade is killed."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

FIRST_TABLES = "first tables"
"""What the mark has instead of a backup while the tables of a new site are made."""


def mark_path() -> Path:
    return Path(settings.VAR_DIR) / "upgrade-unfinished"


def read_mark() -> str:
    """The backup of the upgrade that did not end, or `FIRST_TABLES`; empty where every upgrade ended."""
    try:
        return mark_path().read_text()
    except FileNotFoundError:
        return ""


def remove_mark() -> None:
    """The data are as one version of the code wants them."""
    mark_path().unlink(missing_ok=True)
