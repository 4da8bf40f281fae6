"""The form of an amending clause: its quotations, and the patterns of its language that fit all the rest.

A clause is matched in small letters, with a number in place of each quotation.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from charter.text.clause_patterns import LIST_MARK, MACROS, PATTERNS, PLACES, PROPOSED
from charter.text.phrases import AMEND

OPENING = {"“": "”", "«": "»", "„": "“”", '"': '"', "‘": "’", "'": "'", "‹": "›"}
MARKS = "“”„«»‹›‘’'\"′″"
MOST_JOINED = 40
# A text with more is no clause: for each mark that opens a quotation, the rest of the text is searched for its end.
MOST_MARKS = 100


def join_lines(lines: Sequence[str], lang: str) -> Iterator[tuple[int, str]]:
    """The clauses with their places in the list: a clause that ends with a colon goes on with the quotation below."""
    at = 0
    while at < len(lines):
        text, last = lines[at].strip(), at
        while last + 1 < len(lines) and last - at < MOST_JOINED:
            following = lines[last + 1].strip()
            goes_on = text[-1:] in ":：" or (last > at and text[-1:] in MARKS)
            if not text or not (_is_open(text) or (goes_on and following[:1] in {*OPENING})):
                break
            if last == at and read_forms(text, lang)[1]:
                break
            text, last = f"{text}\n{following}", last + 1
        if text:
            yield at, text
        at = last + 1


def _is_open(text: str) -> bool:
    return sum(text.count(mark) for mark in "“«") > sum(text.count(mark) for mark in "”»")


def _masked(text: str, lang: str) -> tuple[str, list[str]]:
    """A clause in small letters with a number for each quotation, and the quotations."""
    mark = re.match(LIST_MARK, text, re.IGNORECASE)
    text = text[mark.end() :] if mark else text
    out, quotes, at = [], [], 0
    while at < len(text):
        end = _closing(text, at) if text[at] in OPENING else -1
        if lang == "ar" and text[at] == "(" and re.search(r"(?:كلمة|عبارة|لفظ|كلمات)\s*$", text[:at]):
            end = text.find(")", at)
        if end < 0:
            out.append(text[at])
            at += 1
            continue
        for line in text[at + 1 : end].split("\n"):
            quotes.append(re.sub(r"[\s\u00a0\u202f]+", " ", line).strip())
            out.append(f"⟦{len(quotes) - 1}⟧ ")
        out[-1] = out[-1].rstrip()
        at = end + 1
    masked = re.sub("[\u064b-\u0652\u0670\u0640]", "", unicodedata.normalize("NFC", "".join(out)).lower())
    masked = re.sub(r"[\s\u00a0\u202f]+", " ", masked.replace("'", "’"))
    masked = re.sub(f"^(?:{PROPOSED})", "", masked.strip())
    line = re.escape(AMEND[lang]["line"].strip())
    while match := re.search(rf"⟦(\d+)⟧ {line} ⟦(\d+)⟧", masked):
        quotes[int(match[1])] += "\n" + quotes[int(match[2])]
        masked = masked[: match.start()] + f"⟦{match[1]}⟧" + masked[match.end() :]
    return re.sub(r"[\s.;,؛،]+(?:and|et|y|e)?$|[\s.;,؛،]+$", "", masked).strip(), quotes


def _closing(text: str, at: int) -> int:
    """Where a quotation ends that begins at a mark; -1 where the mark begins none."""
    opening, closing = text[at], OPENING[text[at]]
    if opening in "'‘" and at and text[at - 1].isalnum():
        return -1
    depth = 0
    for place in range(at + 1, len(text)):
        char, behind = text[place], text[place + 1 : place + 2]
        if opening == "«" and char == "«" and text[place - 1] == "\n":
            continue
        if char in closing and not (closing in "'’" and behind.isalpha()):
            if not depth:
                return place
            depth -= 1
        elif char == opening and opening not in "\"'":
            depth += 1
    return -1


@lru_cache(maxsize=8)
def _patterns(lang: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    compiled = []
    for verb, pattern in (row for entry in PATTERNS[lang] for row in _placed(*entry)):
        for name, macro in MACROS[lang].items():
            pattern = pattern.replace("{" + name + "}", macro)
        for name, macro in MACROS[lang].items():
            pattern = pattern.replace("{" + name + "}", macro)
        ordinals = "|".join(word for row in PLACES[lang].split("|") for word in row.split())
        pattern = pattern.replace(r"(?P<nth>\w+)", rf"(?P<nth>{ordinals}|\d+\w*)")
        compiled.append((verb, re.compile(pattern)))
    return tuple(compiled)


def _placed(verb: str, pattern: str) -> Iterator[tuple[str, str]]:
    """A pattern once for each place where a place can stand."""
    parts = pattern.split("@")
    if len(parts) == 1:
        yield verb, pattern
        return
    yield verb, "{IN}" + "".join(parts)
    for place in range(2, len(parts)):
        head, tail = "".join(parts[:place]), "".join(parts[place:])
        yield verb, f"{head},? {{INP}},?{tail}"


@lru_cache(maxsize=4000)
def read_forms(text: str, lang: str) -> tuple[Sequence[str], Sequence[tuple[str, Mapping[str, str]]]]:
    """The quotations of a clause, and the verb and the parts of each pattern that fits all of it."""
    if sum(map(text.count, OPENING)) > MOST_MARKS:
        return (), ()
    masked, quotes = _masked(text, lang)
    matches = ((verb, pattern.fullmatch(masked)) for verb, pattern in _patterns(lang))
    return quotes, tuple(
        (verb, {name: part for name, part in match.groupdict().items() if part is not None})
        for verb, match in matches
        if match
    )
