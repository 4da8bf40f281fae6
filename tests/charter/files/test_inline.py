from __future__ import annotations

import pytest

from charter.files.inline import (
    Run,
    clean_characters,
    collapse_spaces,
    drop_characters,
    link_address,
    plain_words,
    runs_html,
)

BOLD = frozenset({"strong"})


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        ([Run("  a \n b\t")], "a b"),
        ([Run("a "), Run(" b", BOLD)], "a b"),
        ([Run("a\u00a0;"), Run("\u202fb")], "a\u00a0;\u202fb"),
        ([Run(" "), Run("")], ""),
        ([Run("a"), Run(" ", BOLD)], "a"),
    ],
)
def test_spaces_a_browser_collapses_are_one(runs: list[Run], text: str) -> None:
    assert plain_words(collapse_spaces(runs)) == text


def test_neighbours_of_one_kind_are_one_run() -> None:
    assert collapse_spaces([Run("a", BOLD), Run("b", BOLD), Run("c")]) == (Run("ab", BOLD), Run("c"))


@pytest.mark.parametrize(
    ("run", "written"),
    [
        (Run("a < b & c"), "a &lt; b &amp; c"),
        (Run("a", frozenset({"em", "strong"})), "<strong><em>a</em></strong>"),
        (Run("a", BOLD, "https://x.org/?a=1&b=2"), '<a href="https://x.org/?a=1&amp;b=2"><strong>a</strong></a>'),
        (Run('"', href='https://x.org/"'), '<a href="https://x.org/&quot;">"</a>'),
    ],
)
def test_runs_are_written_in_one_form(run: Run, written: str) -> None:
    assert runs_html([run]) == written


@pytest.mark.parametrize(
    ("href", "kept"),
    [
        ("https://x.org/a", "https://x.org/a"),
        (" HTTP://x.org ", "HTTP://x.org"),
        ("mailto:a@x.org", "mailto:a@x.org"),
        ("javascript:alert(1)", None),
        ("java\u200bscript:alert(1)", None),
        ("//x.org", None),
        ("/a", None),
        ("#a", None),
        ("https:\\\\x.org", None),
        ("mailto:a@x.org?bcc=b@x.org", None),
        ("data:text/html,x", None),
    ],
)
def test_addresses_that_may_stand_in_a_charter(href: str, kept: str | None) -> None:
    assert link_address(href) == kept


def test_what_is_taken_out_is_counted() -> None:
    found = clean_characters("a\u202eb\u200bc\x07d\u2066")
    assert (found.text, found.bidi, found.invisible, found.control) == ("abcd", 2, 1, 1)


def test_what_is_spelling_stays() -> None:
    assert clean_characters("می\u200cخواهم \u200eb\u061c").text == "می\u200cخواهم \u200eb\u061c"


@pytest.mark.parametrize(("length", "text"), [(0, "ab cd"), (1, "b cd"), (2, "cd"), (3, "cd"), (9, "")])
def test_a_label_is_dropped_from_the_front(length: int, text: str) -> None:
    assert plain_words(drop_characters((Run("ab ", BOLD), Run("cd")), length)) == text
