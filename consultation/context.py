"""What every page knows of the site."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    return {
        "site": {
            "name": settings.SITE_NAME,
            "descriptor": settings.SITE_DESCRIPTOR,
            "demonstration": settings.DEMONSTRATION,
            "languages": [],
            "menu": [],
            "person": None,
            "foot": [],
        }
    }
