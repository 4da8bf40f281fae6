"""Words for women and men in one, by the way in which they are written: habitant·e·s, habitant-e-s, habitant(e)s."""

from __future__ import annotations

import re

from charter.states import PairedForms

_END = "e|es|ne|nes|le|les|te|tes|se|ses|ve|ves|fe|fes|ère|ères|trice|trices|rice|rices|euse|euses|esse|esses"
_OTHER = "a|as|os|in|innen"
# `donne-le` is no pair, so short endings count only before a hyphen and an s; `col·lecció` is Catalan spelling.
WAYS: dict[str, re.Pattern[str]] = {
    PairedForms.DOT: re.compile(rf"\w{{2,}}(?!(?<=[lL])[·•‧](?=[lL]))[·•‧](?:{_END}|{_OTHER}|s)(?:[·•‧]s)?\b"),
    PairedForms.HYPHEN: re.compile(
        r"\w{3,}-(?:e|ère|trice|rice|euse|esse)(?:s|-s)?\b|\w{3,}-(?:ne|le|te|se|ve|fe)-s\b|\w{2,}[oe]s?-as?\b"
    ),
    PairedForms.BRACKETS: re.compile(rf"\w{{2,}}\((?:{_END}|{_OTHER})\)s?"),
    PairedForms.SLASH: re.compile(rf"\w{{3,}}/(?:{_END}|{_OTHER}|o)\b"),
}


def first_other_form(text: str, agreed: str) -> re.Match[str] | None:
    """The first word in the text that is paired in another way than the agreed one; none where nothing is agreed."""
    if agreed in ("", PairedForms.ANY):
        return None
    matches = (pattern.search(text) for way, pattern in WAYS.items() if way != agreed)
    return min((match for match in matches if match), key=lambda match: match.start(), default=None)
