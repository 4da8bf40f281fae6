"""Runs of words with their formats, cleaned as they come in and written out in one canonical form."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from itertools import groupby

FORMATS = ("strong", "em", "u", "s", "sup", "sub")
TAGS = {"b": "strong", "strong": "strong", "i": "em", "em": "em", "cite": "em", "dfn": "em", "u": "u", "ins": "u",
        "s": "s", "strike": "s", "del": "s", "sup": "sup", "sub": "sub"}  # fmt: skip
# How a property of a style begins, what its value says, and the format that is.
STYLES = (
    ("font-weight", re.compile(r"bold|[6-9]00"), "strong"),
    ("font-style", re.compile(r"italic|oblique"), "em"),
    ("text-decoration", re.compile(r"underline"), "u"),
    ("text-decoration", re.compile(r"line-through"), "s"),
    ("vertical-align", re.compile(r"super"), "sup"),
    ("vertical-align", re.compile(r"sub"), "sub"),
)

BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
INVISIBLE = re.compile("[\u200b\u2060\ufeff]")
CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufff9-\ufffb]")
LETTERS = re.compile(r"[^\W\d_]+")
# Greek and Cyrillic have letters that look like Latin ones.
ALIKE = ("LATIN", "GREEK", "CYRILLIC")
# What a browser collapses; the no-break spaces are words' own and stay.
SPACE = re.compile("[ \t\n\r\f\u2028\u2029]+")
BREAK = "\x0b"

ADDRESS = re.compile(r"(?:https?://[^\s/?#\\]+[^\s\\]*|mailto:[^\s?@]+@[^\s?@]+)", re.IGNORECASE)


@dataclass(frozen=True)
class Run:
    """A stretch of text that has the same formats and the same link throughout."""

    text: str
    formats: frozenset[str] = frozenset()
    href: str = ""


@dataclass(frozen=True)
class Cleaned:
    """A text without characters that are not allowed, and how many of each type were deleted."""

    text: str
    bidi: int
    invisible: int
    control: int


def clean_characters(text: str) -> Cleaned:
    """Deletes characters that no reader sees and that can change the meaning of a text."""
    text, bidi = BIDI.subn("", text)
    text, invisible = INVISIBLE.subn("", text)
    text, control = CONTROL.subn("", text)
    return Cleaned(text, bidi, invisible, control)


def mixed_words(text: str) -> tuple[str, ...]:
    """Words whose letters are of two scripts that look alike, such as a Latin word with one Cyrillic letter."""
    words = LETTERS.findall(text)
    return tuple(word for word in words if not word.isascii() and len(set(map(_script, word)).intersection(ALIKE)) > 1)


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


def link_address(href: str) -> str | None:
    """The address of a link, if a charter may contain it: http, https or mailto."""
    trimmed = clean_characters(href.strip()).text
    return trimmed if ADDRESS.fullmatch(trimmed) else None


def formats_of(style: str) -> Iterator[str]:
    """The formats that the style attribute of an element gives, declaration by declaration."""
    for declaration in style.lower().split(";"):
        name, _colon, value = declaration.partition(":")
        for begins, says, form in STYLES:
            if name.strip().startswith(begins) and says.search(value):
                yield form


def collapse_spaces(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Runs with each white space as one space, none at either end, and neighbours of one kind united."""
    spaced_once: list[Run] = []
    spaced = True
    for run in runs:
        text = SPACE.sub(" ", run.text)
        text = text[1:] if spaced and text.startswith(" ") else text
        if not text:
            continue
        spaced = text.endswith(" ")
        spaced_once.append(Run(text, run.formats, run.href))
    kinds = groupby(spaced_once, key=lambda run: (run.formats, run.href))
    return _trimmed([Run(plain_words(same), formats, href) for (formats, href), same in kinds])


def _trimmed(runs: list[Run]) -> tuple[Run, ...]:
    if runs and runs[-1].text.endswith(" "):
        last = runs.pop()
        if last.text != " ":
            runs.append(Run(last.text[:-1], last.formats, last.href))
    return tuple(runs)


def drop_characters(runs: tuple[Run, ...], length: int) -> tuple[Run, ...]:
    """The runs without their first characters, as many as told."""
    kept: list[Run] = []
    for run in runs:
        if length < len(run.text):
            kept.append(Run(run.text[length:], run.formats, run.href))
        length = max(0, length - len(run.text))
    return collapse_spaces(kept)


def plain_words(runs: Iterable[Run]) -> str:
    """The words of runs."""
    return "".join(run.text for run in runs)


def runs_html(runs: Iterable[Run]) -> str:
    """Canonical HTML of runs: each run in its link, then its formats, always in one order."""
    return "".join(_html(run) for run in runs)


def _html(run: Run) -> str:
    written = escape(run.text, quote=False)
    for name in reversed(FORMATS):
        if name in run.formats:
            written = f"<{name}>{written}</{name}>"
    return f'<a href="{escape(run.href)}">{written}</a>' if run.href else written
