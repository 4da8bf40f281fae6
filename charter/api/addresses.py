"""Whole addresses: of the page that people read, and of the same thing here."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

ROOT = "/api/v1/"


def page(name: str, *args: object) -> str:
    """The page of that name, in the language that is active."""
    return f"{settings.SITE_URL}{reverse(name, args=args)}"


def here(name: str, *args: object) -> str:
    """The same thing for machines."""
    return page(f"api_{name}", *args)
