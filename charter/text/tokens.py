"""Text cut into words, spaces and signs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

import regex

# Scripts written without spaces go by grapheme: there is no telling words apart without a dictionary.
UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_LETTER = rf"[[\p{{L}}\p{{N}}]--[{UNSPACED}]]"
_INNER = rf"[[\p{{L}}\p{{N}}\p{{M}}\p{{Cf}}]--[{UNSPACED}]]"


def _wholes(letter: str, digit: str, sign: str) -> str:
    """What a reader takes for one word though signs or spaces stand in it."""
    short = rf"(?:{letter}|[ivxlc]{{1,6}}|{digit}{{1,3}})"
    return (
        rf"(?=[\d(]|{letter}\.|[IVXLC]{{1,6}}\.)(?:"
        + "|".join(
            (
                # e.g.  U.S.  c.-à-d.
                rf"{letter}\.(?:[‐\-]?{letter}(?:[‐\-]{letter})*\.)+(?!{sign})",
                # 3.a  A.1  II.4  1.2.b
                rf"(?:{digit}+{letter}?|{letter}|[IVXLC]{{1,6}})(?:\.(?:{digit}+{letter}?|{letter}))+(?![.,:/]?{sign})",
                # 3(a)(ii)  (b)
                rf"{digit}+{letter}?(?:\({short}\))+(?!{sign})",
                rf"\({short}\)",
                # 10 000
                rf"{digit}{{1,3}}(?:[ \u00a0\u2009\u202f]{digit}{{3}})+(?:[.,]{digit}+)?(?![.,:/]?{sign})",
            )
        )
        + ")"
    )


_WEB = r"(?:https?://|www\.)[^\s<>\"“”«»]*[^\s<>\"“”«».,;:!?)\]'’]|[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+"
_ANY = rf"{_LETTER}{_INNER}*+(?:(?:['’ʼ‐‑·‧״׳\-](?={_LETTER})|(?<=\p{{Nd}})[.,:/٫٬](?=\p{{Nd}})){_INNER}*+)*+|\X"
_WHOLE = _wholes(rf"[[\p{{L}}]--[{UNSPACED}]]", r"\p{Nd}", _LETTER)
_TOKEN = regex.compile(rf"\ufffc?\ufff9[^\ufffb]*+\ufffb|{_WEB}|{_WHOLE}|{_ANY}", regex.VERSION1)
# The same rule for text of Latin letters and common signs, where the standard module is much faster.
_LATIN = re.compile(r"[\n -~\xa0-\xac\xae-\u024f\u2009\u2010-\u2014\u2018-\u201f\u2026\u202f\u2039\u203a\u20ac]*")
_LATIN_WHOLE = _wholes(r"[^\W\d_]", r"\d", r"[^\W_]")
_LATIN_ANY = r"[^\W_]+(?:(?:['’‐‑·\-](?=[^\W_])|(?<=\d)[.,:/](?=\d))[^\W_]+)*|."
_LATIN_TOKEN = re.compile(rf"{_LATIN_WHOLE}|{_LATIN_ANY}", re.DOTALL)
_ADDRESS = re.compile("@|://|www\\.")
_INNER_SPACE = re.compile("[\u00a0\u2009\u202f]")
_SPACES = frozenset(
    " \n\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)
ENDS = frozenset(".?!…。！？؟۔।។៕။")
_CLOSERS = frozenset("\"'”’»)]」』）")
_ENDED_BY_SPACE = regex.compile(r"[\p{Thai}\p{Lao}]", regex.VERSION1)
_IDEOGRAM = regex.compile(rf"[{UNSPACED}]", regex.VERSION1)

LONG, SHORT, NONE = 1.0, 0.4, 0.0


@lru_cache(maxsize=8192)
def tokens(text: str) -> tuple[str, ...]:
    """The tokens of a text; together they spell it."""
    if _LATIN.fullmatch(text) and not _ADDRESS.search(text):
        return tuple(_LATIN_TOKEN.findall(text))
    return tuple(_TOKEN.findall(text))


@lru_cache(maxsize=8192)
def token_keys(text: str) -> tuple[str, ...]:
    """What tokens are compared by: composed letters, and one space for all kinds of space."""
    keys = tokens(text)
    if text.isascii() and "\n" not in text:
        return keys
    if not unicodedata.is_normalized("NFC", text):
        keys = tuple(unicodedata.normalize("NFC", token) for token in keys)
    return tuple(" " if token in _SPACES else _INNER_SPACE.sub(" ", token) for token in keys)


def same_words(text: str, other: str) -> bool:
    """Whether two texts differ in nothing but kinds of space and composition of letters."""
    return text == other or token_keys(text) == token_keys(other)


def is_space(token: str) -> bool:
    """Whether the token is a space of any kind."""
    return token in _SPACES


def is_unspaced(char: str) -> bool:
    """Whether the character is of a script, or a sign of one, that puts no spaces between words."""
    return bool(_IDEOGRAM.match(char)) or "\u3000" <= char <= "\u303f" or "\uff00" <= char <= "\uffef"


def is_unspaced_word(token: str) -> bool:
    """Whether the token is a cluster of a script that puts no spaces between words."""
    return bool(_IDEOGRAM.match(token))


def has_unspaced(text: str) -> bool:
    """Whether a script without spaces is in the text."""
    return not text.isascii() and bool(_IDEOGRAM.search(text))


def is_blank(text: str) -> bool:
    """Whether the text has only spaces."""
    return all(char in _SPACES for char in text)


def is_wordless(text: str) -> bool:
    """Whether the text has no word and no number."""
    return not any(char.isalnum() for char in text)


def is_word(token: str) -> bool:
    """Whether the token is a word or a number."""
    return token[0].isalnum() or token[0] == "\ufff9" or (token[0] == "(" and token[-1] == ")")


@lru_cache(maxsize=65536)
def token_weight(token: str) -> float:
    """How much a token tells: a word of over three letters or an ideogram one, a short word less, signs nothing."""
    if not token[:1].isalnum():
        return LONG if "\ufff9" in token[:2] else SHORT if token[:1] == "(" and token[-1] == ")" else NONE
    if len(token) > 3 or token[0].isdigit() or _IDEOGRAM.match(token):
        return LONG
    return SHORT


def count_words(text: str) -> int:
    """The number of words and numbers in a text."""
    return sum(map(is_word, tokens(text)))


def ends_sentence(text_tokens: Sequence[str], index: int) -> bool:
    """Whether a sentence ends before the token at index; in Thai and Lao a space is all that ends one."""
    if (
        0 < index < len(text_tokens)
        and text_tokens[index] in _SPACES
        and _ENDED_BY_SPACE.match(text_tokens[index - 1])
    ):
        return True
    last = index - 1
    while last >= 0 and (text_tokens[last] in _CLOSERS):
        last -= 1
    if last < 0 or text_tokens[last] not in ENDS:
        return False
    return (
        index >= len(text_tokens)
        or text_tokens[index] in _SPACES
        or not is_word(text_tokens[index])
        or not text_tokens[index].isascii()
    )
