"""White space as a browser shows it."""

from __future__ import annotations

import re

from charter.text.values import Span, join_spans

_SPACES = re.compile(r"[ \n]+")
_UNTIDY = re.compile(r"\A[ \n]|[ \n]\Z|  | \n|\n ")


def tidy_spaces(text: str, spans: tuple[Span, ...]) -> tuple[str, tuple[Span, ...]]:
    """Text without spaces at its ends, twice in a row or beside a line break, and its spans moved along."""
    if not _UNTIDY.search(text):
        return text, join_spans(spans)
    kept = kept_before(text)
    slim = "".join(char for i, char in enumerate(text) if kept[i + 1] > kept[i])
    return slim, join_spans((kept[a], kept[b], formats) for a, b, formats in spans)


def kept_before(text: str) -> list[int]:
    """For each place in the text the number of characters before it that a browser shows."""
    shown = bytearray(b"\1" * len(text))
    for run in _SPACES.finditer(text):
        for i in range(*run.span()):
            shown[i] = 0
        if run.start() and run.end() < len(text):
            _keep(shown, run)
    kept = [0] * (len(text) + 1)
    for i, visible in enumerate(shown):
        kept[i + 1] = kept[i] + visible
    return kept


def _keep(shown: bytearray, run: re.Match[str]) -> None:
    breaks = [i for i in range(*run.span()) if run.string[i] == "\n"]
    for i in breaks or [run.start()]:
        shown[i] = 1
