"""Runs of words with their formats, cleaned as they come in and written out in one canonical form."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

FORMATS = ("strong", "em", "u", "s", "sup", "sub")
TAGS = {"b": "strong", "strong": "strong", "i": "em", "em": "em", "cite": "em", "dfn": "em", "u": "u", "ins": "u",
        "s": "s", "strike": "s", "del": "s", "sup": "sup", "sub": "sub"}  # fmt: skip
STYLES = (
    (re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)"), "strong"),
    (re.compile(r"font-style\s*:\s*(?:italic|oblique)"), "em"),
    (re.compile(r"text-decoration[^:;]*:[^;]*underline"), "u"),
    (re.compile(r"text-decoration[^:;]*:[^;]*line-through"), "s"),
    (re.compile(r"vertical-align\s*:\s*super"), "sup"),
    (re.compile(r"vertical-align\s*:\s*sub"), "sub"),
)

BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
INVISIBLE = re.compile("[\u200b\u2060\ufeff]")
CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
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
    """A text without what must not come in, and how much of each was taken out."""

    text: str
    bidi: int
    invisible: int
    control: int


def clean(text: str) -> Cleaned:
    """Takes out the characters that no reader sees and that can make a text say something else."""
    text, bidi = BIDI.subn("", text)
    text, invisible = INVISIBLE.subn("", text)
    text, control = CONTROL.subn("", text)
    return Cleaned(text, bidi, invisible, control)


def address(href: str) -> str | None:
    """The address of a link if it may stand in a charter: http, https or mailto."""
    trimmed = clean(href.strip()).text
    return trimmed if ADDRESS.fullmatch(trimmed) else None


def collapse(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Runs with each white space as one space, none at either end, and neighbours of one kind united."""
    united: list[Run] = []
    spaced = True
    for run in runs:
        text = SPACE.sub(" ", run.text)
        text = text[1:] if spaced and text.startswith(" ") else text
        if not text:
            continue
        spaced = text.endswith(" ")
        united = _join(united, Run(text, run.formats, run.href))
    return _trimmed(united)


def _join(runs: list[Run], run: Run) -> list[Run]:
    if runs and (runs[-1].formats, runs[-1].href) == (run.formats, run.href):
        return [*runs[:-1], Run(runs[-1].text + run.text, run.formats, run.href)]
    runs.append(run)
    return runs


def _trimmed(runs: list[Run]) -> tuple[Run, ...]:
    if runs and runs[-1].text.endswith(" "):
        last = runs.pop()
        if last.text != " ":
            runs.append(Run(last.text[:-1], last.formats, last.href))
    return tuple(runs)


def drop(runs: tuple[Run, ...], length: int) -> tuple[Run, ...]:
    """The runs without their first characters, as many as told."""
    kept: list[Run] = []
    for run in runs:
        if length < len(run.text):
            kept.append(Run(run.text[length:], run.formats, run.href))
        length = max(0, length - len(run.text))
    return collapse(kept)


def plain(runs: Iterable[Run]) -> str:
    """The words of runs."""
    return "".join(run.text for run in runs)


def html(runs: Iterable[Run]) -> str:
    """Canonical HTML of runs: each run in its link, then its formats, always in one order."""
    return "".join(_html(run) for run in runs)


def _html(run: Run) -> str:
    written = escape(run.text, quote=False)
    for name in reversed(FORMATS):
        if name in run.formats:
            written = f"<{name}>{written}</{name}>"
    return f'<a href="{escape(run.href)}">{written}</a>' if run.href else written
