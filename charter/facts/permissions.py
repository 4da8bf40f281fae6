"""Whether a text permits where another obliges: may, peut, puede, يجوز beside shall, doit, debe, يجب.

Legal French, Spanish and Arabic often oblige by the plain verb, so only permissions are counted, outside negations.
"""

from __future__ import annotations

import re
from functools import lru_cache

from accounts.folding import fold_text


def _words(*alternatives: str) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(alternatives) + r")(?!\w)")


PERMITS = {
    "en": _words("may"),
    "fr": _words("peut", "peuvent", "pourra", "pourront"),
    "es": _words("puede", "pueden", "podra", "podran"),
    "ar": _words("[وف]?يجوز", "[وف]?يمكن", r"[وف]?يمكنه\w*"),
}
# What another language may say for it.
MAY_PERMIT = {
    "en": _words(
        *("can", "could", "might", "rights?", "able", "free", "freely", "possible", "so that", "optional", "capable"),
        *(r"entitle\w*", r"allow\w*", r"permit\w*", r"empower\w*", r"enabl\w*", r"authori\w*", "let"),
    ),
    "fr": _words(
        *("puisse", "puissent", "droits?", "libre", "librement", "faculte", "pouvoir", "pouvant", "loisible", "afin"),
        *(r"autoris\w*", r"permet\w*", r"possib\w*", r"pourrai\w+", r"habilit\w*", "sait"),
    ),
    "es": _words(
        *("pueda", "puedan", "derechos?", "libre", "libremente", "poder", "podria", "podrian", "capaz", "capaces"),
        *(r"autoriz\w*", r"permit\w*", r"posib\w*", r"facult\w*", r"habilit\w*", "cabe"),
    ),
    "ar": _words(
        *("[وف]?[يت]ستطيع", r"\w*حق", r"\w*حقوق", "[وف]?[يت]حق", "[وف]?[يت]سمح", r"\w*سماح", r"\w*امكان\w*"),
        *(r"\w*ممكن\w*", "[وف]?لها? ان", r"[وف]?لكل \w+ ان", r"ل\w+ (?:\w+ )?ان", r"\w*حر", r"\w*حريه"),
        *("[وف]?[يت]تيح", "[وف]?[يت]تسني", r"\w*تمكين\w*", r"[يت]مكن\w*", r"بوسع\w*", r"قادر\w*", "جاز"),
    ),
}
NEGATED = {
    "en": re.compile(r"(?<!\w)(?:no|not|nor|nothing|neither|none|nobody|never|only)(?!\w)"),
    "fr": re.compile(r"(?<!\w)(?:ne|n'|ni|sans|seule?s?|seulement)(?!\w)|(?<!\w)n'"),
    "es": re.compile(r"(?<!\w)(?:no|ni|nadie|nada|nunca|ningun\w?|sin|solo|unicamente)(?!\w)"),
    "ar": re.compile(r"(?<!\w)[وف]?(?:لا|لن|لم|ليس\w*|غير|دون|الا)(?!\w)"),
}
# The month, which has a capital within a sentence.
MONTH = re.compile(r"(?<=\w )May(?!\w)|(?<!\w)May(?= \d)")
CLAUSE = re.compile(r"[.;:!?؟؛]")


@lru_cache(maxsize=20_000)
def permissions_in(text: str, language: str) -> tuple[int, int] | None:
    """The lowest and the highest number of things that a text permits; nothing for a language that is not known."""
    code = language[:2]
    if code not in PERMITS:
        return None
    sure = possible = 0
    if code == "en":
        text = MONTH.sub("", text)
    for clause in CLAUSE.split(" ".join(fold_text(text).split())):
        permits = len(PERMITS[code].findall(clause))
        negated = bool(NEGATED[code].search(clause))
        sure += 0 if negated else permits
        possible += len(MAY_PERMIT[code].findall(clause)) + (permits if negated else 0)
    return sure, sure + possible


def permissions_differ(counts: tuple[int, int] | None, other_counts: tuple[int, int] | None) -> bool:
    """Whether one text permits something and the other nothing at all."""
    if counts is None or other_counts is None:
        return False
    return (counts[0] > 0 and other_counts[1] == 0) or (other_counts[0] > 0 and counts[1] == 0)
