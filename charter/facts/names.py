"""Proper names that one text has and the other has not: places, people, bodies."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from babel import Locale
from rapidfuzz.distance import JaroWinkler
from rapidfuzz.fuzz import ratio

from accounts.folding import fold_text

# A capital after a small letter or a comma: not the first word of a sentence.
WITHIN = re.compile(r"(?<=[\w,’'] )(?:l[’']|d[’'])?([A-ZÀ-ÝŒ][\w-]{3,})")
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
ALIKE, HEARD_ALIKE = 62.0, 0.7
# Words with a capital that are no names, or names that are translated.
COMMON = frozenset(
    [
        "state",
        "states",
        "etat",
        "etats",
        "estado",
        "estados",
        "nation",
        "nations",
        "naciones",
        "unies",
        "unidas",
        "united",
        "member",
        "members",
        "membres",
        "miembros",
        "declaration",
        "declaracion",
        "charter",
        "charte",
        "carta",
        "rights",
        "right",
        "droits",
        "derechos",
        "humanos",
        "human",
        "universal",
        "universelle",
        "article",
        "articles",
        "articulo",
        "articulos",
        "preamble",
        "preambule",
        "congress",
        "congres",
        "congreso",
        "assembly",
        "assemblee",
        "asamblea",
        "council",
        "conseil",
        "consejo",
        "government",
        "governments",
        "gouvernement",
        "gobierno",
        "city",
        "cities",
        "ville",
        "villes",
        "ciudad",
        "ciudades",
        "secretariat",
        "secretaria",
        "part",
        "parte",
        "version",
        "round",
        "party",
        "parties",
        "national",
        "international",
        "local",
        "organization",
        "organisation",
        "organizacion",
        "committee",
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "world",
        "mondiale",
        "mundial",
        "covenant",
        "pacte",
        "pacto",
        "convention",
        "convenio",
        "general",
        "generale",
    ]
)
LATIN = frozenset({"en", "fr", "es"})
# Consonants of Latin names as Arabic writes them.
SOUNDS = str.maketrans(
    {
        "ب": "b", "ت": "t", "ث": "t", "ج": "j", "ح": "h", "خ": "k", "د": "d", "ذ": "d", "ر": "r", "ز": "s", "س": "s",
        "ش": "s", "ص": "s", "ض": "d", "ط": "t", "ظ": "d", "ع": None, "غ": "g", "ف": "f", "ق": "k", "ك": "k", "ل": "l",
        "م": "m", "ن": "n", "ه": None, "و": None, "ي": None, "ا": None, "ء": None,
    }
)  # fmt: skip
LATIN_SOUNDS = str.maketrans(
    {"c": "k", "q": "k", "p": "b", "v": "f", "z": "s", "x": "s", "h": None, "y": None, "w": None}
)
SOFT = re.compile(r"c(?=[eiy])")
VOWELS = re.compile(r"[aeiou]")


@lru_cache(maxsize=20_000)
def capitalised_words(text: str) -> tuple[str, ...]:
    """The words with a capital inside the sentences of a text."""
    words = (match[1] for match in WITHIN.finditer(text))
    return tuple(dict.fromkeys(word for word in words if fold_text(word) not in COMMON))


def replaced_name(text: str, language: str, other: str, other_language: str) -> tuple[str, str] | None:
    """A name of each text that the other has in no form; an empty one where only one text can show it."""
    code, other_code = language[:2], other_language[:2]
    if code in LATIN and other_code in LATIN:
        mine = [name for name in capitalised_words(text) if not _is_in(name, code, other, other_code)]
        theirs = [name for name in capitalised_words(other) if not _is_in(name, other_code, text, code)]
        return (mine[0], theirs[0]) if mine and theirs else None
    if code in LATIN and other_code == "ar":
        missing = next((name for name in capitalised_words(text) if not _is_heard(name, code, other)), "")
        return (missing, "") if missing else None
    if code == "ar" and other_code in LATIN:
        missing = next((name for name in capitalised_words(other) if not _is_heard(name, other_code, text)), "")
        return ("", missing) if missing else None
    return None


def _is_in(name: str, language: str, text: str, other: str) -> bool:
    words = [fold_text(word) for word in WORD.findall(text)]
    if any(ratio(fold_text(name), word) >= ALIKE or fold_text(name)[:4] == word[:4] for word in words):
        return True
    return any(_territory(fold_text(name), language) == _territory(word, other) != "" for word in words)


def _is_heard(name: str, language: str, arabic: str) -> bool:
    """Whether an Arabic word may be the name: the same country, or nearly the same consonants."""
    words = {form for word in WORD.findall(fold_text(arabic)) for form in _forms(word)}
    code = _territory(fold_text(name), language)
    if code:
        return any(_territory(word, "ar") == code for word in words)
    skeleton = _consonants(fold_text(name))
    heard = [word.translate(SOUNDS) for word in words]
    return len(skeleton) < 3 or any(
        JaroWinkler.normalized_similarity(skeleton, sound) >= HEARD_ALIKE for sound in heard if len(sound) > 1
    )


def _forms(word: str) -> set[str]:
    """An Arabic word with and without the particles and the article that are written as one with it."""
    forms = {word, re.sub(r"^[وف]", "", word)}
    forms |= {re.sub(r"^[بلك]", "", form) for form in forms}
    return {re.sub(r"^ال", "", form) for form in forms} - {""}


def _consonants(name: str) -> str:
    return VOWELS.sub("", SOFT.sub("s", name).translate(LATIN_SOUNDS))


def _territory(name: str, language: str) -> str:
    return _territories(language).get(re.sub(r"^ال", "", name), "")


@cache
def _territories(language: str) -> dict[str, str]:
    rows = Locale.parse(language).territories.items()
    return {re.sub(r"^ال", "", fold_text(name)): code for code, name in rows if len(code) == 2}
