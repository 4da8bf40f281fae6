"""A sentence is translated whole, with its values in it, and its plural by the rules of each language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.test_messages import ROOT, catalogue

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
CODE = [
    path
    for package in ("accounts", "charter", "cms", "consultation")
    for path in sorted((ROOT / package).rglob("*.py"))
    if "migrations" not in path.parts
]
# Begins in the middle of a sentence, or ends where a value must follow.
PIECE = re.compile(r"^[\s,;.)]|\s$")
PLURAL_IN_BRACKETS = re.compile(r"\w\((?:s|es|e|x)\)")
# Between the words of a list; before inserted words, for listeners; a way of writing, which is named by itself.
WHOLE = {", ", "; ", "[inserted: ", "In brackets: habitant(e)s"}
SAID = r'\{% (?:trans|translate) "([^"]*)" %\}'
MARKS = r"(?:\s|</?\w+[^>]*>)*"
# Words, a value, and words that go on in the middle of the sentence.
AROUND_A_VALUE = re.compile(
    rf"{SAID}{MARKS}\{{\{{[^}}]+\}}\}}{MARKS}[,;?]?{MARKS}\{{% (?:trans|translate) \"([a-z,;?][^\"]*)\" %\}}"
)
# A value and words that only make sense behind it.
BEHIND_A_VALUE = re.compile(r"\}\}(?:</\w+>)*\s*\{% (?:trans|translate) \"([,;.?][^\"]*)\" %\}")
ONE_IN_TEMPLATE = re.compile(rf"\{{% if [\w.|]+ ?(?:==|!=) ?1 %\}}\s*{SAID}\s*\{{% else %\}}\s*{SAID}")
ONE_IN_CODE = re.compile(r"(?:_|gettext\w*)\([^()]+\)[^\n]{0,30} if \w[\w.()]* (?:==|!=|>) 1 else (?:_|gettext\w*)\(")
COLON = re.compile(r'f"[^"\n]*\{[^{}"]+\}: \{')
SEMICOLON = re.compile(r"""["']; ["']\.join""")
PLUS = re.compile(r"\b(?:_|gettext)\(\"[^\"]*\"\)(?: % \{[^}]*\})? ?\+ ?(?:_|gettext)\(")


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_no_string_is_a_piece_of_a_sentence_or_holds_its_plural_in_brackets():
    ids = [string for m in catalogue(ROOT, "fr") if m.id for string in (m.id if isinstance(m.id, tuple) else (m.id,))]
    assert [
        string for string in ids if string not in WHOLE and (PIECE.search(string) or PLURAL_IN_BRACKETS.search(string))
    ] == []


@pytest.mark.parametrize("rule", [AROUND_A_VALUE, BEHIND_A_VALUE, ONE_IN_TEMPLATE], ids=["around", "behind", "one"])
def test_no_template_splits_a_sentence_or_makes_a_plural(rule):
    matches = {name(path): rule.search(path.read_text(encoding="utf-8")) for path in TEMPLATES}
    assert {where: match.group() for where, match in matches.items() if match} == {}


@pytest.mark.parametrize("rule", [ONE_IN_CODE, PLUS], ids=["one", "plus"])
def test_no_code_joins_pieces_or_makes_a_plural(rule):
    matches = {name(path): rule.search(path.read_text(encoding="utf-8")) for path in CODE}
    assert {where: match.group() for where, match in matches.items() if match} == {}


@pytest.mark.parametrize("rule", [COLON, SEMICOLON], ids=["colon", "semicolon"])
def test_marks_between_values_are_those_of_the_language(rule):
    """Pages and files alone: lines of logs, commands and tables for machines are in English."""
    shown = [
        path
        for path in CODE
        if {"actions", "forms", "templatetags", "views", "wording"} & {*path.relative_to(ROOT).parts}
    ]
    matches = {name(path): rule.search(path.read_text(encoding="utf-8")) for path in shown}
    assert {where: match.group() for where, match in matches.items() if match} == {}


@pytest.mark.parametrize(
    ("rule", "split"),
    [
        (COLON, 'f"{stance.label}: {count}."'),
        (SEMICOLON, '"; ".join(reasons)'),
        (AROUND_A_VALUE, '{% translate "Asked" %} <b>{{ n }}</b> {% translate "times by members" %}'),
        (
            AROUND_A_VALUE,
            '{% translate "Did you mean" %} <a href="#"><bdi>{{ x }}</bdi></a>? {% translate "or not" %}',
        ),
        (BEHIND_A_VALUE, '{{ who }}{% translate ", and partners" %}'),
        (ONE_IN_TEMPLATE, '{% if n == 1 %}{% translate "One word" %}{% else %}{% translate "Words" %}{% endif %}'),
        (ONE_IN_CODE, '_("member") if n == 1 else _("members")'),
        (PLUS, '_("asked by") + _("members")'),
    ],
)
def test_the_rules_find_what_they_are_for(rule, split):
    assert rule.search(split)
