"""Foreign HTML on its way into the charter: what goes, what stays, with both cleaners and with nh3 alone."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from lxml.html import fragment_fromstring

from charter import clean
from charter.text import parse, retype
from tests.site import attacking

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
    """`clean.clean_inline` as it is, and as it will be without bleach (decision 1)."""
    if request.param == "nh3":
        monkeypatch.setattr(clean._own.bleach, "clean", lambda html: html)
    return request.param


@pytest.mark.parametrize("name", HOSTILE)
def test_what_harms_goes_and_the_words_stay(cleaner, name):
    html = clean.clean_inline(HOSTILE[name])
    assert "steal" not in html
    assert "Homes" in html and "for all." in html


def test_deleted_words_do_not_run_into_those_put_in_their_place(cleaner):
    assert clean.clean_inline("The fee is <del>ten</del><ins>twenty</ins>.") == "The fee is twenty."


def test_the_charters_own_formats_stay(cleaner):
    link = '<a href="https://example.org/">as said</a>'
    assert (
        clean.clean_inline(f"<strong>Homes</strong> for <em>all</em>, {link}.")
        == f"<b>Homes</b> for <i>all</i>, {link}."
    )


def test_hidden_characters_go_and_those_that_are_spelling_stay():
    cleaned = clean.clean_typed_text("a\u200bb \u202eevil\u202c می\u200cخواهم")
    assert cleaned.text == "ab evil می\u200cخواهم"
    assert len(cleaned.removed) == 3


def test_what_the_text_core_refuses_is_taken_out_before():
    signs = [chr(n) for n in (*range(0x20), 0x7F, 0xD800, 0xDFFF, 0xFFF9, 0xFFFA, 0xFFFB, 0xFFFE, 0xFFFF)]
    for typed in (f"a{sign}b" for sign in signs):
        retype(parse("<p>a</p>"), clean.clean_typed_text(typed).text)
        clean.clean_inline(typed)


MARKS = "<b> </b> <i> </i> <p> </p> <!-- --> < > & &lt; ' \" / ="
PIECES = [*attacking.STORABLE, *HOSTILE.values(), *MARKS.split(), "a city"]


def documents(count: int) -> Iterator[str]:
    """Pieces that attack, tags that may stand and words, put together as they fall."""
    chance = random.Random(20)
    for _ in range(count):
        yield "".join(chance.choices(PIECES, k=chance.randint(2, 9)))


def active(html: str) -> list[str]:
    """What a browser would act upon, or what is not in the charter's vocabulary."""
    tree = fragment_fromstring(f"<div>{html}</div>")
    inside = [element for element in tree.iter() if element is not tree]
    active_parts = [str(element.tag) for element in inside if element.tag not in clean.INLINE]
    links = [value for element in inside for name, value in element.items() if name == "href"]
    active_parts += [name for element in inside for name, _ in element.items() if (element.tag, name) != ("a", "href")]
    return active_parts + [link for link in links if not link.lower().startswith(("http:", "https:", "mailto:"))]


@pytest.mark.parametrize("count", [500, pytest.param(10_000, marks=pytest.mark.large)])
def test_either_cleaner_leaves_nothing_active_and_twice_is_once(cleaner, count):
    for document in documents(count):
        html = clean.clean_inline(document)
        assert (active(html), clean.clean_inline(html)) == ([], html), document


@pytest.mark.parametrize("count", [500, pytest.param(10_000, marks=pytest.mark.large)])
def test_each_cleaner_agrees_with_the_other_that_nothing_is_left_to_do(count):
    for document in documents(count):
        html = clean.clean_inline(document)
        assert (
            fragment_fromstring(f"<p>{clean._own.bleach.clean(html)}</p>").text_content()
            == fragment_fromstring(f"<p>{html}</p>").text_content()
        )
