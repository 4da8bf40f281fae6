"""Foreign HTML on its way into the charter: what goes, what stays, with both cleaners and with nh3 alone."""

from __future__ import annotations

import pytest

from charter import clean

HOSTILE = {
    "a script": "Homes<script>steal()</script> for all.",
    "an unclosed script": "Homes for all.<script>steal()",
    "a handler": '<strong onclick="steal()">Homes for all.</strong>',
    "a link that runs": '<a href="javascript:steal()">Homes for all.</a>',
    "a link that runs, hidden": '<a href="java\tscript:steal()">Homes for all.</a>',
    "a picture": "Homes<img src=x onerror=steal()> for all.",
    "a style": '<em style="background:url(steal)">Homes for all.</em>',
    "a drawing": "Homes for all.<svg><a href='javascript:steal()'>A link.</a></svg>",
    "a comment": "Homes<!-- steal --> for all.",
    "a frame": "Homes for all.<iframe src='https://steal.example'></iframe>",
    "a link without a scheme": '<a href="//steal.example">Homes for all.</a>',
}


@pytest.fixture(params=["both", "nh3"])
def cleaner(request, monkeypatch):
    """`clean.inline` as it is, and as it will be without bleach (decision 1)."""
    if request.param == "nh3":
        monkeypatch.setattr(clean._bleach, "clean", lambda html: html)
    return request.param


@pytest.mark.parametrize("name", HOSTILE)
def test_what_harms_goes_and_the_words_stay(cleaner, name):
    html = clean.inline(HOSTILE[name])
    assert "steal" not in html
    assert "Homes" in html and "for all." in html


def test_the_charters_own_formats_stay(cleaner):
    link = '<a href="https://example.org/">as said</a>'
    assert clean.inline(f"<strong>Homes</strong> for <em>all</em>, {link}.") == f"<b>Homes</b> for <i>all</i>, {link}."


def test_hidden_characters_go_and_those_that_are_spelling_stay():
    found = clean.typed("a\u200bb \u202eevil\u202c می\u200cخواهم")
    assert found.text == "ab evil می\u200cخواهم"
    assert len(found.removed) == 3
