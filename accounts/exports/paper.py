"""A page as PDF, drawn from a template: the one place that knows how (docs/decisions/0007-pdf-by-weasyprint.md)."""

from __future__ import annotations

import hashlib
import logging
from functools import cache as once
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.template.loader import render_to_string

log = logging.getLogger(__name__)
PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-noto-core")
STYLE = "css/paper.css"
KEPT = 24 * 60 * 60


class NoPress(Exception):
    """The libraries that draw PDF are not on this machine; the message says which packages bring them."""


def as_pdf(template: str, context: dict[str, Any]) -> bytes:
    """The template as PDF/UA in the active language; the same page is drawn once a day."""
    html = render_to_string(template, context)
    key = "paper:" + hashlib.sha256((_style() + html).encode()).hexdigest()
    pdf: bytes | None = cache.get(key)
    if pdf is None:
        pdf = _drawn(html)
        cache.set(key, pdf, KEPT)
    return pdf


def draw_pdf(page: str) -> bytes:
    """A page that has its style within as PDF/UA; nothing is read but what the page itself holds."""
    press = _renderer()
    fetcher = press.urls.URLFetcher(allowed_protocols=("data",))
    return bytes(press.HTML(string=page, url_fetcher=fetcher).write_pdf(pdf_variant="pdf/ua-1"))


def is_ready() -> bool:
    """Whether this machine can draw a PDF."""
    try:
        _renderer()
    except NoPress:
        return False
    return True


def _drawn(html: str) -> bytes:
    """Nothing is fetched while it is drawn, from no host and no file."""
    press = _renderer()
    nothing = press.urls.URLFetcher(allowed_protocols=())
    page = press.HTML(string=html, url_fetcher=nothing)
    return bytes(page.write_pdf(stylesheets=[press.CSS(string=_style())], pdf_variant="pdf/ua-1"))


def _renderer() -> Any:
    try:
        import weasyprint  # loads shared libraries of the system, which may be missing
        import weasyprint.urls
    except OSError as missing:
        log.warning("No PDF can be drawn: %s. Install: %s", missing, " ".join(PACKAGES))
        raise NoPress(" ".join(PACKAGES)) from None
    return weasyprint


@once
def _style() -> str:
    path = finders.find(STYLE)
    return Path(str(path)).read_text(encoding="utf-8")
