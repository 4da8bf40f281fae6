"""Runs spell the text and keep the marks of the words that stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charter import texts, tracing

OLD = "The city gives every household clean water at a fair price."
RUNS = [
    {"text": "The city gives every household ", "by": ["source:1"]},
    {"text": "clean ", "by": ["adoption:1"]},
    {"text": "water at a fair price.", "by": ["source:1"]},
]


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (OLD, RUNS),
        (
            "The city gives every household and school clean water at a fair price.",
            [
                {"text": "The city gives every household ", "by": ["source:1"]},
                {"text": "and school ", "by": ["adoption:2"]},
                {"text": "clean ", "by": ["adoption:1"]},
                {"text": "water at a fair price.", "by": ["source:1"]},
            ],
        ),
        ("The city gives every household water at a fair price.", None),
        ("The city gives every household <b>clean</b> water at a fair price.", RUNS),
    ],
)
def test_words_that_stay_keep_their_marks(new, expected):
    runs = tracing.trace_html(OLD, RUNS, new, ["adoption:2"])
    assert tracing.runs_spell(runs, texts.plain_text(new))
    if expected:
        assert runs == expected
    else:
        assert {mark for run in runs for mark in run["by"]} == {"source:1"}


def test_the_first_words_carry_the_new_marks():
    assert tracing.trace_html("", [], "Water.", ["source:3"]) == [{"text": "Water.", "by": ["source:3"]}]


def test_no_words_have_no_runs():
    assert tracing.trace_html(OLD, RUNS, "", ["adoption:2"]) == []


SOME = ("the", "city", "gives", "water", ",", ".", "to", "all", "“and”", "l’eau", "ماء", "水", "price")
WORDS = st.lists(st.sampled_from(SOME), max_size=14)


@given(WORDS, WORDS)
def test_runs_spell_the_text(before, after):
    old, new = " ".join(before), " ".join(after)
    runs = [{"text": texts.plain_text(old), "by": ["source:1"]}] if old else []
    traced_runs = tracing.trace_html(old, runs, new, ["adoption:1"])
    assert tracing.runs_spell(traced_runs, texts.plain_text(new))
    assert all(run["by"] and run["text"] for run in traced_runs)


@given(WORDS, WORDS, WORDS)
def test_no_mark_is_lost_or_made_up_over_two_steps(first, second, third):
    a, b, c = (" ".join(words) for words in (first, second, third))
    runs = tracing.trace_html("", [], a, ["source:1"])
    runs = tracing.trace_html(a, runs, b, ["adoption:1"])
    runs = tracing.trace_html(b, runs, c, ["adoption:2"])
    assert tracing.runs_spell(runs, texts.plain_text(c))
    assert {mark for run in runs for mark in run["by"]} <= {"source:1", "adoption:1", "adoption:2"}


def test_the_longest_stretch_goes_to_who_asked_for_the_whole_of_it():
    base = "It does not depend on papers."
    first, other = (
        "It does not depend on papers or on the length of stay.",
        "It does not depend on papers or on tenure.",
    )
    settled = "It does not depend on papers, on the length of stay or on tenure."
    marks = tracing.proposers_by_character(settled, base, [(first, "one"), (other, "other"), (other, "third")], "desk")
    assert [(words, by) for words, by in tracing.split_by_marks(settled, marks) if by != ["desk"]] == [
        (" on the length of stay", ["one"]),
        (" or on tenure", ["other", "third"]),
    ]


def test_a_number_is_no_chance():
    base = "A closure must be announced 14 days in advance."
    proposed = base.replace("14", "16")
    settled = proposed.replace("in advance", "in advance and posted")
    marks = tracing.proposers_by_character(settled, base, [(proposed, "one")], "desk")
    credited = [(words, by) for words, by in tracing.split_by_marks(settled, marks) if by != ["desk"]]
    assert credited == [("16", ["one"])]


class CountedText(str):
    """A text that counts the characters that are read from it."""

    count = 0

    def __getitem__(self, part):
        piece = super().__getitem__(part)
        CountedText.count += len(piece)
        return piece


def test_kept_words_are_read_once():
    words = "The city gives every household clean water. " * 50
    stream = tracing._Stream([{"text": words, "by": ["source:1"]}])
    stream.text = CountedText(words)
    assert tracing.runs_spell(list(stream.keep(words)), words)
    assert CountedText.count < 3 * len(words)
