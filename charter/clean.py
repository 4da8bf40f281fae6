"""The only door for HTML that comes from outside, and the only caller of bleach.

bleach is kept because it was asked for, and its upstream has ended; its result passes nh3 with the same list before
it is stored. `docs/decisions/` says how to drop either.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from dataclasses import dataclass

import bleach
import nh3

from charter.text import parse

INLINE = frozenset({"strong", "b", "em", "i", "u", "s", "sup", "sub", "a"})
ATTRIBUTES = {"a": ["href"]}
SCHEMES = frozenset({"http", "https", "mailto"})
# What is deleted is no part of a text: its words must not run into those put in its place.
WITH_CONTENT = re.compile(
    r"<(script|style|template|noscript|head|title|del|rp)\b.*?(</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL
)

# Direction overrides and characters without width hide what a text says; the ones that are spelling stay.
HIDDEN = re.compile("[\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]")
# All that the text core refuses, and the form feed.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufff9-\ufffb\ufffe\uffff]")


class Cleaners(threading.local):
    """A cleaner of its own for each thread: what bleach parses with has a state."""

    def __init__(self) -> None:
        self.bleach = bleach.Cleaner(
            tags=INLINE, attributes=ATTRIBUTES, protocols=SCHEMES, strip=True, strip_comments=True
        )


_own = Cleaners()


@dataclass(frozen=True)
class Typed:
    """Typed text without hidden characters; `removed` names those that were deleted, each once."""

    text: str
    removed: tuple[str, ...]


def clean_typed_text(text: str) -> Typed:
    """Plain words from a form: hidden and control characters out, line ends made one kind."""
    removed = tuple(sorted({unicodedata.name(c, hex(ord(c))) for c in HIDDEN.findall(text)}))
    plain = CONTROL.sub("", HIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))
    return Typed(plain.strip(), removed)


def clean_inline(html: str) -> str:
    """Inner HTML of one block in the charter's vocabulary, canonical as the text core writes it."""
    once = _own.bleach.clean(WITH_CONTENT.sub("", HIDDEN.sub("", CONTROL.sub("", html))))
    safe = nh3.clean(
        once,
        tags=set(INLINE),
        attributes={"a": {"href"}},
        url_schemes=set(SCHEMES),
        url_relative="deny",
        link_rel=None,
    )
    return inner_html(parse(f"<p>{safe}</p>").html)


def inner_html(block: str) -> str:
    """The inner HTML of one canonical block."""
    return re.sub(r"^<[^>]*>|</[^>]*>$", "", block.strip())
