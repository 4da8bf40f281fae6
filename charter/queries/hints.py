"""What a second look may be worth in words that say the same in another language."""

from __future__ import annotations

import re
import unicodedata

NUMBER = re.compile(r"\d+(?:[.,:/٫٬]\d+)*")


def other_numbers(source: str, words: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Numbers in digits that only the source has, and that only the words have, in the order of the text."""
    there, here = _numbers(source), _numbers(words)
    return tuple(n for n in there if n not in here), tuple(n for n in here if n not in there)


def _numbers(text: str) -> list[str]:
    """In Western digits, without the signs that languages put between them."""
    return ["".join(str(unicodedata.digit(c)) for c in found if c.isdigit()) for found in NUMBER.findall(text)]
