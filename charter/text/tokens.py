"""Text cut into words, spaces and signs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

import regex

# Scripts written without spaces go by grapheme: there is no telling words apart without a dictionary.
_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_LETTER = rf"[[\p{{L}}\p{{N}}]--[{_UNSPACED}]]"
_INNER = rf"[[\p{{L}}\p{{N}}\p{{M}}\p{{Cf}}]--[{_UNSPACED}]]"
_TOKEN = regex.compile(
    rf"{_LETTER}{_INNER}*+(?:(?:['’ʼ‐‑\-](?={_LETTER})|(?<=\p{{Nd}})[.,:/٫٬](?=\p{{Nd}})){_INNER}*+)*+|\X",
    regex.VERSION1,
)
# The same rule for text of Latin letters and common signs, where the standard module is much faster.
_LATIN = re.compile(r"[\n -~\xa0-\xac\xae-\u024f\u2009\u2010-\u2014\u2018-\u201f\u2026\u202f\u2039\u203a\u20ac]*")
_LATIN_TOKEN = re.compile(r"[^\W_]+(?:(?:['’‐‑\-](?=[^\W_])|(?<=\d)[.,:/](?=\d))[^\W_]+)*|.", re.DOTALL)
_SPACES = frozenset(
    " \n\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)
_ENDS = frozenset(".?!…。！？؟۔।")
_CLOSERS = frozenset("\"'”’»)]」』）")
_IDEOGRAM = regex.compile(rf"[{_UNSPACED}]", regex.VERSION1)

LONG, SHORT, NONE = 1.0, 0.4, 0.0


@lru_cache(maxsize=8192)
def tokens(text: str) -> tuple[str, ...]:
    """The tokens of a text; together they spell it."""
    if _LATIN.fullmatch(text):
        return tuple(_LATIN_TOKEN.findall(text))
    return tuple(_TOKEN.findall(text))


@lru_cache(maxsize=8192)
def keys(text: str) -> tuple[str, ...]:
    """What tokens are compared by: composed letters, and one space for all kinds of space."""
    found = tokens(text)
    if text.isascii() and "\n" not in text:
        return found
    if not unicodedata.is_normalized("NFC", text):
        found = tuple(unicodedata.normalize("NFC", token) for token in found)
    return tuple(" " if token in _SPACES else token for token in found)


def same_words(one: str, other: str) -> bool:
    """Whether two texts differ in nothing but kinds of space and composition of letters."""
    return one == other or keys(one) == keys(other)


def is_space(token: str) -> bool:
    """Whether the token is a space of any kind."""
    return token in _SPACES


def is_unspaced(char: str) -> bool:
    """Whether the character is of a script, or a sign of one, that puts no spaces between words."""
    return bool(_IDEOGRAM.match(char)) or "\u3000" <= char <= "\u303f" or "\uff00" <= char <= "\uffef"


def is_blank(text: str) -> bool:
    """Whether nothing but spaces stands in the text."""
    return all(char in _SPACES for char in text)


def wordless(text: str) -> bool:
    """Whether no word and no number stands in the text."""
    return not any(char.isalnum() for char in text)


def is_word(token: str) -> bool:
    """Whether the token is a word or a number."""
    return token[0].isalnum()


@lru_cache(maxsize=65536)
def weight(token: str) -> float:
    """How much a token tells: a word of over three letters or an ideogram one, a short word less, signs nothing."""
    if not token[:1].isalnum():
        return NONE
    if len(token) > 3 or token[0].isdigit() or _IDEOGRAM.match(token):
        return LONG
    return SHORT


def count_words(text: str) -> int:
    """The number of words and numbers in a text."""
    return sum(map(is_word, tokens(text)))


def ends_sentence(found: Sequence[str], index: int) -> bool:
    """Whether a sentence ends before the token at index."""
    here = index - 1
    while here >= 0 and (found[here] in _CLOSERS):
        here -= 1
    if here < 0 or found[here] not in _ENDS:
        return False
    return index >= len(found) or found[index] in _SPACES or not is_word(found[index]) or not found[index].isascii()
