"""The settings of the site, kept for a minute: every page asks for them."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.core.cache import cache

from accounts.models import SiteSettings

KEY = "accounts:site_settings"
FRESH = 60


def site_settings() -> SiteSettings:
    """The settings; an empty row where nothing was set."""
    row: SiteSettings | None = cache.get(KEY)
    if row is None:
        row = SiteSettings.objects.first() or SiteSettings()
        cache.set(KEY, row, FRESH)
    return row


def site_name() -> str:
    """The name of the site: the one that the secretariat gave it, else the one of the installation."""
    return site_settings().name or str(settings.SITE_NAME)


def forget_settings() -> None:
    """Drops what this process, or the shared cache, has kept."""
    cache.delete(KEY)


def content_digest(text: str) -> str:
    """A few letters that change with the content, for its address."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]
