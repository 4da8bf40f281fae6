"""Which provisions a number in a foreign file can name: "VI.2", "Article 6, § 2", "المادة ٦"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from charter.citations import OWN_LETTERS, point_letter
from charter.facts.numerals import read_number

WORD = re.compile(r"[^\W_]+")
# What a number is of says nothing of its own: files name the same provision a paragraph, an article or a point.
NOUNS = frozenset(
    word
    for words in (
        "article articles art section sections sec provision provisions paragraph paragraphs para paras subparagraph",
        "subparagraphs point points clause clauses item items number no nr",
        "paragraphe paragraphes alinéa alinéas al disposition dispositions sous n numéro lettre",
        "artículo artículos párrafo párrafos apartado apartados punto puntos inciso incisos letra letras disposición",
        "disposiciones cláusula cláusulas núm número",
        "المادة مادة الفقرة فقرة البند بند الفرعية الفرعي النقطة نقطة رقم الحرف",
        "of the de la le les l du des à el los las del y et and من في",
    )
    for word in words.split()
)


def parts_of_citation(text: str) -> tuple[str, ...]:
    """The numbers and letters of a citation, all numbers as digits: VI.2.a is 6, 2, a."""
    parts = (_part(word) for word in WORD.findall(text.lower()))
    return tuple(part for part in parts if part not in NOUNS)


def _part(word: str) -> str:
    if len(word) > 1 and word in NOUNS:
        return word
    if word in OWN_LETTERS["ar"]:
        return point_letter(OWN_LETTERS["ar"].index(word) + 1)
    value = read_number(word)
    return word if value is None else str(value)


def find_cited(parts: Sequence[str], citations: Sequence[str]) -> list[int]:
    """The places of the citations that end with these parts, first those that are nothing else."""
    wanted = tuple(parts)
    if not wanted:
        return []
    rows = [parts_of_citation(citation) for citation in citations]
    ending = [place for place, row in enumerate(rows) if row[-len(wanted) :] == wanted]
    return sorted(ending, key=lambda place: len(rows[place]) != len(wanted))
