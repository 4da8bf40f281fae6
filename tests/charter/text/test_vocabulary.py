"""Kinds of block and languages that a user of the package adds, for good: each program runs by itself."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from charter.text.errors import TextError
from charter.text.vocabulary import MissingPhrases, UnusableKind, add_kind, add_language, phrases_of

ROOT = Path(__file__).parents[3]
EXAMPLES = """
import doctest
import charter.text
from charter.text import vocabulary
print(doctest.testmod(vocabulary, extraglobs=vars(charter.text)))
"""
ADDED = """
from charter.text import diff, merge, parse, rebase
from charter.text.vocabulary import add_kind
add_kind("recital", {"en": "a recital", "ar": "حيثية"})
items = "<ul><li>a<recital>b</recital></li></ul><blockquote><recital data-key='k'>Ten euros.</recital></blockquote>"
base = parse(items + "<p>Water is free.</p>")
assert parse(base.html) == base and [b.kind for b in base.blocks] == ["ul", "recital", "recital", "p"]
other, words = parse(base.html.replace("Ten", "Nine")), parse(base.html.replace("free", "clean"))
kind = parse(base.html.replace("<p>", "<recital>").replace("</p>", "</recital>"))
merged = merge(base, {"A": other, "B": words, "C": kind})
assert not merged.conflicts and parse(merged.document.html) == merged.document
assert merged.document.html.endswith("Nine euros.</recital></blockquote><recital>Water is clean.</recital>")
assert rebase(kind, base, words).document == merge(base, {"B": words, "C": kind}).document
assert "[now a recital; before, a paragraph]" in diff(base, kind).html
for lang, name in (("en", "a recital"), ("fr", "a recital"), ("ar", "حيثية")):
    assert any(name in sentence for sentence in diff(base, kind).sentences(lang))
print("done")
"""


@pytest.mark.parametrize(("program", "printed"), [(EXAMPLES, "failed=0"), (ADDED, "done")], ids=["examples", "kind"])
def test_what_is_added_is_read_merged_shown_and_named(program, printed):
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=ROOT)
    assert printed in ran.stdout, ran.stdout + ran.stderr


@pytest.mark.parametrize("tag", ["p", "li", "table", "td", "b", "span", "div", "form", "x", "h2", "Recital", "a b"])
def test_an_element_that_has_another_meaning_is_no_new_kind(tag):
    with pytest.raises(UnusableKind, match="choose another name") as raised:
        add_kind(tag, {"en": "a thing"})
    assert isinstance(raised.value, TextError)


def test_a_kind_without_an_english_name_is_refused():
    with pytest.raises(MissingPhrases, match="needs a name in English"):
        add_kind("recital", {"fr": "un considérant"})


@pytest.mark.parametrize("table", ["redline", "amend", "kinds", "spaces", "marks", "ordinals"])
def test_a_language_that_lacks_phrases_is_refused(table):
    empty = () if table in ("marks", "ordinals") else {}
    with pytest.raises(MissingPhrases, match="'sco' lacks"):
        add_language("sco", replace(phrases_of("en"), **{table: empty}))
