"""Where words begin in scripts without spaces: asked of a dictionary where one is installed, for display alone.

Merging goes by cluster on every machine, so that results and ids of conflicts are the same with a dictionary and
without. What is shown goes by words where PyICU or BudouX is installed (`pip install PyICU`, `pip install budoux`);
where neither is, it goes by cluster too, and `Diff.by_cluster` says so.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import accumulate
from typing import Any

import regex

from charter.text.tokens import UNSPACED, tokens

# The places between the words of a text in a script without spaces, without its ends.
Finder = Callable[[str], Iterator[int]]

_RUN = regex.compile(rf"[{UNSPACED}\p{{M}}]*[{UNSPACED}][{UNSPACED}\p{{M}}]*", regex.VERSION1)
_THAI, _KANA = regex.compile(r"\p{Thai}"), regex.compile(r"[\p{Hiragana}\p{Katakana}]")


@lru_cache(maxsize=1)
def installed_dictionary() -> tuple[str, Finder] | None:
    """The name of the dictionary that is installed and how to ask it; None where there is none."""
    for name, make_finder in (("icu", _icu), ("budoux", _budoux)):
        try:
            return name, make_finder(importlib.import_module(name))
        except ImportError:
            continue
    return None


def _icu(module: Any) -> Finder:
    def places(text: str) -> Iterator[int]:
        words = module.BreakIterator.createWordInstance(module.Locale.getRoot())
        words.setText(text)
        # ICU counts in units of UTF-16, where a rare ideogram is two.
        units = {
            unit: place for place, unit in enumerate(accumulate((1 + (char > "\uffff") for char in text), initial=0))
        }
        return (units[unit] for unit in words if unit in units)

    return places


def _budoux(module: Any) -> Finder:
    thai, japanese = module.load_default_thai_parser(), module.load_default_japanese_parser()
    chinese = module.load_default_simplified_chinese_parser()

    def places(text: str) -> Iterator[int]:
        parser = thai if _THAI.search(text) else japanese if _KANA.search(text) else chinese
        return accumulate(map(len, parser.parse(text)))

    return places


def has_unspaced(text: str) -> bool:
    """Whether a script without spaces is in the text."""
    return not text.isascii() and bool(_RUN.search(text))


def word_borders(text: str, finder: Finder) -> set[int]:
    """All places in a text where a word may begin or end, its ends included."""
    borders = {0, *accumulate(map(len, tokens(text)))}
    for run in _RUN.finditer(text):
        borders -= set(range(run.start() + 1, run.end()))
        borders |= {run.start() + place for place in finder(run[0])}
    return borders
