"""What a user of the package adds to it: kinds of block, and languages.

Add them once, before the first text is read. Two programs give the same results where both added the same kinds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from charter.text import phrases, reading
from charter.text.errors import TextError

_TAG = re.compile(r"[a-z]{2}[a-z0-9-]*")
# What has a meaning of its own in the text of a block, or around blocks.
_TAKEN = reading.BLOCKS | reading.LIST_TAGS | reading.ITEM_TAGS | reading.IN_TABLES | reading.SILENT
_TAKEN |= reading.UNREADABLE | set(reading.FORMATS) | {"blockquote", "hr", "rule", "table", "html", "body", "div"}
_TAKEN |= {"span", "br", "img", "ins", "ruby", "rb", "rt", "rtc"}


class UnusableKind(TextError, ValueError):
    """The name of a kind that cannot be added: it is none of an element, or it has another meaning."""


class MissingPhrases(TextError, ValueError):
    """A language that lacks some of the phrases that every language has."""


def add_kind(tag: str, names: Mapping[str, str]) -> None:
    """Makes an element a kind of block, with its name in each language; where there is none, the English one.

    The name has the form that "Turn paragraph 1 into …" takes in its language.

    >>> add_kind("recital", {"en": "a recital", "fr": "un considérant"})
    >>> parse("<recital>All people are equal.</recital><p>Water is free.</p>").html
    '<recital>All people are equal.</recital><p>Water is free.</p>'
    >>> diff(parse("<p>All are equal.</p>"), parse("<recital>All are equal.</recital>")).sentences("fr")
    ('Transformer le paragraphe 1 en un considérant.',)
    """
    if not _TAG.fullmatch(tag) or tag in _TAKEN:
        raise UnusableKind(f"{tag!r} cannot be a kind of block: choose another name, such as 'recital'")
    if "en" not in names:
        raise MissingPhrases(f"the kind {tag!r} needs a name in English")
    for lang, kinds in phrases.KINDS.items():
        kinds[tag] = phrases.REDLINE[lang][tag] = names.get(lang, names["en"])
    for tags in (reading.BLOCKS, reading.LOOSE, reading.BREAKING):
        tags.add(tag)


@dataclass(frozen=True)
class Phrases:
    """All phrases of one language; `phrases.py` explains each table.

    `redline` are the hidden words of tracked changes, `amend` the amending clauses, `kinds` the kinds of block,
    `spaces` the kinds of space. `marks` are quotation marks by level, `contractions` words that run together,
    `ordinals` name the first occurrences of a word, and `beyond` all others.
    """

    redline: Mapping[str, str]
    amend: Mapping[str, str]
    kinds: Mapping[str, str]
    spaces: Mapping[str, tuple[str, str]]
    marks: tuple[str, ...]
    ordinals: Sequence[str]
    beyond: str
    contractions: Mapping[str, str]


def phrases_of(lang: str) -> Phrases:
    """The phrases of a language that is there: what a new one starts from."""
    code = phrases.language_of_sentences(lang)
    return Phrases(
        redline=phrases.REDLINE[code],
        amend=phrases.AMEND[code],
        kinds=phrases.KINDS[code],
        spaces=phrases.SPACES[code],
        marks=phrases.MARKS[code],
        ordinals=phrases.ORDINALS[code],
        beyond=phrases.BEYOND[code],
        contractions=phrases.CONTRACTIONS[code],
    )


def add_language(lang: str, new: Phrases) -> None:
    """Adds a language of redlines and amending clauses, or new phrases for one that is there.

    >>> from dataclasses import replace
    >>> english = phrases_of("en")
    >>> add_language("sco", replace(english, amend={**english.amend, "delete block": "Tak oot {it}."}))
    >>> diff(parse("<p>Ten.</p><p>Nine.</p>"), parse("<p>Nine.</p>")).sentences("sco")
    ('Tak oot paragraph 1.',)
    >>> add_language("nds", replace(english, kinds={key: english.kinds[key] for key in english.kinds if key != "p"}))
    Traceback (most recent call last):
    charter.text.vocabulary.MissingPhrases: 'nds' lacks kinds: 'p'
    """
    english = phrases_of("en")
    for name in ("redline", "amend", "kinds", "spaces"):
        needed = (key for key in getattr(english, name) if not key.endswith(" many"))
        missing = [repr(key) for key in needed if key not in getattr(new, name)]
        if missing:
            raise MissingPhrases(f"{lang!r} lacks {name}: {', '.join(missing)}")
    if len(new.marks) < 2 or not new.ordinals:
        raise MissingPhrases(f"{lang!r} lacks quotation marks on two levels, or ordinals")
    phrases.REDLINE[lang], phrases.AMEND[lang], phrases.KINDS[lang] = (
        dict(new.redline),
        dict(new.amend),
        dict(new.kinds),
    )
    phrases.SPACES[lang], phrases.MARKS[lang], phrases.ORDINALS[lang] = dict(new.spaces), new.marks, list(new.ordinals)
    phrases.BEYOND[lang], phrases.CONTRACTIONS[lang] = new.beyond, dict(new.contractions)
