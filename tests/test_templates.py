"""What holds of every template, read as text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from tests.test_layers import ROOT, files

TEMPLATES = ROOT / "templates"
INCLUDED_ALONE = re.compile(r'\{% include "([^"]+)"[^%]* only %\}')
FILES = sorted(TEMPLATES.rglob("*.html"))
PAGES = [path for path in FILES if "email" not in path.parts]


def needs_token(path: Path, seen: frozenset[Path] = frozenset()) -> bool:
    text = path.read_text(encoding="utf-8")
    if "{% csrf_token %}" in text:
        return True
    inner = [TEMPLATES / name for name in re.findall(r'\{% include "([^"]+)"', text)]
    return any(
        needs_token(template, seen | {path}) for template in inner if template.exists() and template not in seen
    )


def matches(pattern: str, paths: Iterable[Path], *, comments: bool = True) -> dict[str, list[str]]:
    """Per file, each text that the pattern matches; with `comments=False`, template comments are left out."""
    matching = {}
    for path in paths:
        text = path.read_text(encoding="utf-8")
        if not comments:
            text = re.sub(r"\{% comment %\}.*?\{% endcomment %\}", "", text, flags=re.DOTALL)
        if texts := re.findall(pattern, text, re.MULTILINE):
            matching[str(path.relative_to(ROOT))] = texts
    return matching


def test_a_form_is_never_cut_off_from_its_token():
    included = {path: INCLUDED_ALONE.findall(path.read_text(encoding="utf-8")) for path in FILES}
    cut_off = {
        str(path.relative_to(TEMPLATES)): name
        for path, names in included.items()
        for name in names
        if (TEMPLATES / name).exists() and needs_token(TEMPLATES / name)
    }
    assert cut_off == {}


def test_no_browser_judges_a_form_in_place_of_the_site():
    """The site's own summary names every error; a browser's bubble names the first one, in the browser's words."""
    tag = r"<form\b(?:\{%.*?%\}|\{\{.*?\}\}|[^>{])*>"
    forms = [form for found in matches(tag, FILES).values() for form in found if "method=" in form]
    sent = [form for form in forms if 'method="get"' not in form]
    assert len(sent) > 100
    assert [form for form in sent if " novalidate" not in form] == []
    assert matches("formnovalidate", FILES) == {}


def test_no_page_says_that_its_forms_come_from_nowhere():
    """Under `no-referrer` a browser sends a form with the origin `null`, and the site refuses it."""
    assert matches("no-referrer", [*FILES, *files()]) == {}


def test_no_style_or_script_stands_in_a_page():
    assert matches(r"\sstyle=|<style|\son[a-z]+=\"|javascript:", PAGES, comments=False) == {}
    assert matches(r"<script(?![^>]*(?:src=|type=\"application/json\"))[^>]*>", PAGES, comments=False) == {}


def test_no_template_contains_the_marks_of_an_unfinished_merge():
    assert matches(r"^(?:<{7}|\|{7}|={7}|>{7})(?: .*)?$", FILES) == {}


def test_a_conflict_is_drawn_by_one_template_that_the_desk_uses():
    texts = {str(path.relative_to(TEMPLATES)): path.read_text(encoding="utf-8") for path in FILES}
    drawing = [name for name, text in texts.items() if "conflict-head" in text]
    using = [name for name, text in texts.items() if '"components/conflict.html"' in text]
    assert (drawing, using) == (["components/conflict.html"], ["charter/merging/_conflict.html"])


def test_breadcrumbs_are_drawn_by_one_template_and_made_by_one_module():
    """The pages of Wagtail have their own, from the tree of pages; `apart` is the menu of the account."""
    texts = {str(path.relative_to(TEMPLATES)): path.read_text(encoding="utf-8") for path in FILES}
    drawing = sorted(name for name, text in texts.items() if re.search(r"class=\"crumbs(?! apart)", text))
    assert drawing == ["cms/_crumbs.html", "components/crumbs.html"]
    assert [name for name, text in texts.items() if '"components/crumbs.html"' in text] == ["base.html"]
    views = [path for package in ("accounts", "charter") for path in (ROOT / package / "views").rglob("*.py")]
    by_hand = re.compile(r"crumbs[\"\w]*\s*[:=]\s*\[|crumbs\.(?:append|insert)")
    assert [str(path.relative_to(ROOT)) for path in views if by_hand.search(path.read_text(encoding="utf-8"))] == []


FOLDED = re.compile(r"<details((?:[^>{]|\{%.*?%\})*)>(.*?)</details>", re.DOTALL)
BOXES = re.compile(r"components/field\.html|languages/_box\.html|<textarea|<input(?! type=.hidden)|<select")
# What is typed in the room and has a fault comes back on a page of its own.
ELSEWHERE = {
    TEMPLATES / "charter" / "city" / "_answer.html",
    TEMPLATES / "members" / "texts" / "_correction.html",
    TEMPLATES / "members" / "texts" / "index.html",
}


def test_what_is_folded_away_opens_where_a_field_in_it_comes_back():
    closed = [
        str(path.relative_to(TEMPLATES))
        for path in sorted({*PAGES} - ELSEWHERE)
        for tag, inner in FOLDED.findall(path.read_text(encoding="utf-8"))
        if BOXES.search(inner) and " open" not in tag
    ]
    assert closed == []


NO_TEXT_OF_OURS = (
    r"\{% blocktranslate\b.*?\{% endblocktranslate %\}|\{% comment %\}.*?\{% endcomment %\}"
    r"|<style.*?</style>|<script.*?</script>"
)
# Pages of a broken site name every language in one page, each with its own marks.
WITHOUT_LANGUAGE = {"400.html", "413.html", "500.html", "503.html"}


def test_marks_that_differ_between_languages_are_never_typed_beside_values():
    """French has « » and a space before the colon, Arabic its own comma: `in_quotes`, `colon`, `comma`."""
    typed = {}
    for path in (*FILES, *sorted(TEMPLATES.rglob("*.txt"))):
        if path.name in WITHOUT_LANGUAGE:
            continue
        text = re.sub(NO_TEXT_OF_OURS, "{%%}", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "\x01", text, flags=re.DOTALL)
        text = re.sub(r"<[^>]*>", "\x02", text)
        marks = re.findall(r"[“”«»]|(?<=[\x01\x02]):(?=\s|[\x01\x02])|(?<![0-9]),(?=\s)", text)
        if marks:
            typed[str(path.relative_to(ROOT))] = marks
    assert typed == {}


def test_a_sentence_names_a_language_in_the_language_of_the_page():
    """A language's own name is for itself, with `lang`; within a sentence it is `in_words`."""
    named = matches(r"\{% blocktranslate[^%]*\b\w*language=[\w.]+\.name\b", FILES)
    code = [*(ROOT / "charter").rglob("*.py"), *(ROOT / "accounts").rglob("*.py")]
    assert named | matches(r'% \{[^\n]*"language": language_of\([^\n]*\)\.name\b', code) == {}
