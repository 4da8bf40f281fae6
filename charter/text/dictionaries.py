"""Where words begin in scripts without spaces: asked of a dictionary where one is installed, for display alone.

Merging goes by cluster on every machine, so that results and ids of conflicts are the same with a dictionary and
without. What is shown goes by words where PyICU (all scripts without spaces) or BudouX (Thai, Chinese, Japanese) is
installed: `pip install clausemerge[icu]`, `pip install clausemerge[words]`. Elsewhere it goes by cluster too, and
`Diff.by_cluster` says so.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import accumulate
from typing import Any, NamedTuple

import regex

from charter.text.tokens import UNSPACED, has_unspaced, tokens

# The places between the words of a text in a script without spaces.
Finder = Callable[[str], Iterator[int]]

_RUN = regex.compile(rf"[{UNSPACED}\p{{M}}]*[{UNSPACED}][{UNSPACED}\p{{M}}]*", regex.VERSION1)
_KANA = regex.compile(r"[\p{Hiragana}\p{Katakana}]")
# The runs of one script that BudouX knows, and everything else cluster by cluster.
_PIECE = regex.compile(
    r"(?<thai>[\p{Thai}\p{M}]*\p{Thai}[\p{Thai}\p{M}]*)|(?<han>[\p{Han}\p{Hiragana}\p{Katakana}ー]+)|\X"
)
_ICU_LACKS, _BUDOUX_LACKS = regex.compile(r"(?!)"), regex.compile(r"[\p{Lao}\p{Khmer}\p{Myanmar}]")


class Dictionary(NamedTuple):
    """A dictionary that is installed: its name, how to ask it, and the scripts without spaces that it lacks."""

    name: str
    finder: Finder
    lacks: regex.Pattern[str]


@lru_cache(maxsize=1)
def installed_dictionary() -> Dictionary | None:
    """The dictionary that is installed, PyICU before BudouX; None where there is none."""
    for name, make_finder, lacks in (("icu", _icu, _ICU_LACKS), ("budoux", _budoux, _BUDOUX_LACKS)):
        try:
            return Dictionary(name, make_finder(importlib.import_module(name)), lacks)
        except ImportError:
            continue
    return None


def goes_by_cluster(text: str) -> bool:
    """Whether words of the text are told apart by cluster, since no dictionary that is installed has their script."""
    dictionary = installed_dictionary()
    return has_unspaced(text) and (dictionary is None or bool(dictionary.lacks.search(text)))


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
        words: list[str] = []
        for piece in _PIECE.finditer(text):
            if piece["thai"]:
                words += thai.parse(piece[0])
            elif piece["han"]:
                words += (japanese if _KANA.search(piece[0]) else chinese).parse(piece[0])
            else:
                words.append(piece[0])
        return accumulate(map(len, words))

    return places


def word_borders(text: str, finder: Finder) -> set[int]:
    """All places in a text where a word may begin or end, its ends included."""
    borders = {0, *accumulate(map(len, tokens(text)))}
    for run in _RUN.finditer(text):
        borders -= set(range(run.start() + 1, run.end()))
        borders |= {run.start() + place for place in finder(run[0])}
    return borders
