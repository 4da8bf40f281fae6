"""What holds of every template, read as text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.test_layers import files

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
INCLUDED_ALONE = re.compile(r'\{% include "([^"]+)"[^%]* only %\}')
FILES = sorted(TEMPLATES.rglob("*.html"))
PAGES = [path for path in FILES if "email" not in path.parts]


def needs_token(path: Path, seen: frozenset[Path] = frozenset()) -> bool:
    text = path.read_text(encoding="utf-8")
    if "{% csrf_token %}" in text:
        return True
    inner = [TEMPLATES / name for name in re.findall(r'\{% include "([^"]+)"', text)]
    return any(needs_token(one, seen | {path}) for one in inner if one.exists() and one not in seen)


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(TEMPLATES)))
def test_a_form_is_never_cut_off_from_its_token(path):
    names = INCLUDED_ALONE.findall(path.read_text(encoding="utf-8"))
    assert [name for name in names if (TEMPLATES / name).exists() and needs_token(TEMPLATES / name)] == []


@pytest.mark.parametrize("path", [*FILES, *files()], ids=lambda p: p.name)
def test_no_page_says_that_its_forms_come_from_nowhere(path):
    """Under `no-referrer` a browser sends a form with the origin `null`, and the site refuses it."""
    assert "no-referrer" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", PAGES, ids=lambda p: str(p.relative_to(TEMPLATES)))
def test_no_style_or_script_stands_in_a_page(path):
    text = re.sub(r"\{% comment %\}.*?\{% endcomment %\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert re.findall(r"\sstyle=|<style|\son[a-z]+=\"|javascript:", text) == []
    assert re.findall(r"<script(?![^>]*(?:src=|type=\"application/json\"))[^>]*>", text) == []


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(TEMPLATES)))
def test_no_two_readings_of_a_template_stand_side_by_side(path):
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"^(?:<{7}|\|{7}|={7}|>{7})(?: .*)?$", text, re.MULTILINE) == []


def test_a_conflict_is_drawn_by_one_template_that_the_desk_uses():
    texts = {str(path.relative_to(TEMPLATES)): path.read_text(encoding="utf-8") for path in FILES}
    drawing = [name for name, text in texts.items() if "conflict-head" in text]
    using = [name for name, text in texts.items() if '"components/conflict.html"' in text]
    assert (drawing, using) == (["components/conflict.html"], ["charter/desk/_clash.html"])


FOLDED = re.compile(r"<details((?:[^>{]|\{%.*?%\})*)>(.*?)</details>", re.DOTALL)
BOXES = re.compile(r"components/field\.html|languages/_box\.html|<textarea|<input(?! type=.hidden)|<select")
# What is typed in the room and has a fault comes back on a page of its own.
ELSEWHERE = {TEMPLATES / "charter" / "city" / "_answer.html"}


@pytest.mark.parametrize("path", sorted({*PAGES} - ELSEWHERE), ids=lambda p: str(p.relative_to(TEMPLATES)))
def test_what_is_folded_away_opens_where_a_field_in_it_comes_back(path):
    folded = FOLDED.findall(path.read_text(encoding="utf-8"))
    assert [inner for tag, inner in folded if BOXES.search(inner) and " open" not in tag] == []
