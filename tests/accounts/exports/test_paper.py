"""Pages as PDF: shaped right, fetched from nowhere, and said plainly where they cannot be drawn."""

from __future__ import annotations

import re
import zlib

import pytest
from django.core.cache import cache
from django.utils import translation

from accounts import checks
from accounts.exports import paper

PLAIN = "members/join/letter_paper.html"
SAID = {"site_name": "Charter", "day": "1 May 2026", "join": "/join/", "return_address": "office", "address": "/join/"}


def objects(pdf):
    """What a PDF keeps in its packed streams, as bytes."""
    packed = re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL)
    return b" ".join(zlib.decompressobj().decompress(stream) for stream in packed)


def test_a_page_is_a_tagged_pdf_in_the_language_of_the_moment():
    with translation.override("ar"):
        drawn = paper.as_pdf(PLAIN, SAID)
    assert drawn.startswith(b"%PDF-")
    inside = objects(drawn)
    assert b"/Lang (ar)" in inside and b"/StructTreeRoot" in inside and b"Arabic" in inside


def test_the_same_page_is_drawn_once(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "drawn"}}
    drawn = paper.as_pdf(PLAIN, SAID)
    assert len(cache._cache) == 1
    assert paper.as_pdf(PLAIN, SAID) == drawn
    paper.as_pdf(PLAIN, {**SAID, "day": "2 May 2026"})
    assert len(cache._cache) == 2


def test_nothing_is_fetched_while_it_is_drawn(tmp_path, caplog):
    (tmp_path / "secret.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    paper._drawn(f'<img src="file://{tmp_path}/secret.svg"><img src="http://localhost:1/x.png">')
    messages = [record.getMessage() for record in caplog.records if "Failed to load image" in record.getMessage()]
    assert len(messages) == 2


def test_a_machine_without_the_libraries_is_told_which_packages_to_install(no_press):
    assert not paper.is_ready()
    with pytest.raises(paper.NoPress, match="libpangoft2"):
        paper.as_pdf(PLAIN, SAID)
    (warning,) = checks.pdf_can_be_drawn()
    assert (warning.id, "fonts-noto-core" in warning.hint) == ("accounts.W001", True)


def test_a_machine_with_them_is_not_warned():
    assert checks.pdf_can_be_drawn() == []
