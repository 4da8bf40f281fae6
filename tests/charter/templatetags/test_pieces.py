"""Pieces of a page: drawn once for all that they hang on, and never out of date."""

from __future__ import annotations

import pytest
from django.template import engines
from django.utils.safestring import mark_safe
from django.utils.translation import override

from charter.templatetags import pieces

MARGIN = "components/margin.html"


@pytest.fixture(autouse=True)
def keeping(settings):
    settings.KEEPS_PAGES = True
    pieces._drawn.cache_clear()


def hits():
    return pieces._drawn.cache_info().hits


def test_the_same_piece_is_drawn_once():
    first = pieces.piece(MARGIN, notes=[{"text": "One note"}])
    assert (pieces.piece(MARGIN, notes=[{"text": "One note"}]), hits()) == (first, 1)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<b>", mark_safe("<b>")),
        ("One", "Two"),
        (1, True),
    ],
)
def test_what_reads_otherwise_is_drawn_otherwise(one, other):
    shown = [pieces.piece(MARGIN, notes=[{"text": text}]) for text in (one, other)]
    assert shown[0] != shown[1]


def test_a_piece_is_drawn_in_the_language_of_the_page():
    given = {"cite": "I.1", "words": mark_safe("Words"), "url": "/"}
    english = pieces.piece("components/provision.html", **given)
    with override("fr"):
        assert pieces.piece("components/provision.html", **given) != english


def test_a_row_of_the_database_is_never_kept(charter):
    notes = [{"text": charter}]
    before = pieces.piece(MARGIN, notes=notes)
    charter.title.text = "Another title"
    assert (pieces.piece(MARGIN, notes=notes) != before, hits()) == (True, 0)


def test_while_templates_are_being_changed_nothing_is_kept(settings):
    settings.KEEPS_PAGES = False
    pieces.piece(MARGIN, notes=[])
    pieces.piece(MARGIN, notes=[])
    assert hits() == 0


def test_text_of_others_stays_text():
    page = engines["django"].from_string('{% load pieces %}{% piece "components/margin.html" notes=notes %}')
    assert "&lt;script&gt;" in page.render({"notes": [{"text": "<script>"}]})
