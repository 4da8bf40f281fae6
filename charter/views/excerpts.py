"""Redlines as lists show them: the change, and a few words before and after it."""

from __future__ import annotations

import re
from html import escape

from django.utils.safestring import SafeString, mark_safe
from lxml import html as lxml_html

from charter import texts
from charter.models import Change
from charter.queries.reading.comparing import redline_of_change
from charter.states import ChangeKind
from charter.wording.charter_text import interface_language

AROUND = 5
MARKED = {"ins", "del"}


def redline_of(change: Change, html: str | None = None) -> SafeString:
    """Tracked changes of a change on its base text; `html` replaces the proposed text."""
    if change.kind == ChangeKind.MOVE:
        return mark_safe(change.base.html if change.base else "")
    return redline_of_change(*texts.stored_sides(change, html), interface_language())


def excerpt(redlined: str, around: int = AROUND) -> SafeString:
    """Tracked changes without text far from any change; the whole text if there is no change."""
    root = lxml_html.fragment_fromstring(redlined, create_parent="div")
    if not _touched(root):
        return mark_safe(redlined)
    for node in list(root):
        if not _touched(node):
            node.tail = node.text_content() + (node.tail or "")
            node.drop_tree()
    root.text = _end(root.text, around)
    nodes = list(root)
    for place, node in enumerate(nodes):
        last = place == len(nodes) - 1
        node.tail = _start(node.tail, around) if last else _middle(node.tail, around)
    return mark_safe(_inner(root))


def _touched(node: lxml_html.HtmlElement) -> bool:
    return any(inner.tag in MARKED for inner in node.iter())


def _end(text: str | None, around: int) -> str:
    words = re.split(r"(?<=\s)", text or "")
    return text or "" if len(words) <= around + 1 else "… " + "".join(words[-around - 1 :])


def _start(text: str | None, around: int) -> str:
    words = re.split(r"(?<=\s)", text or "")
    return text or "" if len(words) <= around + 1 else "".join(words[: around + 1]).rstrip() + " …"


def _middle(text: str | None, around: int) -> str:
    words = re.split(r"(?<=\s)", text or "")
    if len(words) <= 2 * around + 2:
        return text or ""
    return "".join(words[: around + 1]) + "… " + "".join(words[-around - 1 :])


def _inner(root: lxml_html.HtmlElement) -> str:
    inner = "".join(lxml_html.tostring(node, encoding="unicode") for node in root)
    return escape(root.text or "", quote=False) + inner
