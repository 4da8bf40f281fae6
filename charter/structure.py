"""The structure of a text: how its articles and points are numbered, what its parts are called, what is closed.

The default is a charter of articles. A blank name is the name that the interface has for the part.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from charter.states import KINDS_OF_CLOSED_PART, ArticleKind, Numerals, PointStyle

LEVELS = 3


@dataclass(frozen=True)
class PartNames:
    """The names of the parts of a text in one language; `article` is the one that is followed by a number."""

    article: str = ""
    preamble: str = ""
    general: str = ""
    final: str = ""


@dataclass(frozen=True)
class TextStructure:
    """`points` are the styles of the levels of points, the outermost first; deeper levels begin again.

    `names` are pairs of a language and its names, so that a structure can be a key. `closed` are the parts that
    members cannot amend (`ClosedPart`).
    """

    numerals: str = Numerals.ROMAN
    points: tuple[str, ...] = (PointStyle.LETTER, PointStyle.ROMAN, PointStyle.NUMBER)
    names: tuple[tuple[str, PartNames], ...] = ()
    closed: tuple[str, ...] = ()

    def closed_part(self, article_kind: str, provision_kind: str) -> str:
        """The closed part that contains such a provision of such an article; empty where members can amend it."""
        parts = {article_kind}
        parts |= {part for part, kinds in KINDS_OF_CLOSED_PART.items() if provision_kind in kinds}
        return next((part for part in self.closed if part in parts), "")

    def own_name(self, kind: str, language: str | None = None) -> str:
        """The name that the secretariat gave to the part in a language, by default the active one; else empty.

        `en-x-pt` is an English interface around a Portuguese text, which has its own names where there are any.
        """
        around, _mark, inside = (language or get_language() or "").partition("-x-")
        names = dict(self.names)
        own_names = (str(getattr(names[code], kind)) for code in (inside, around) if code in names)
        return next((name for name in own_names if name), "")

    def name_of_part(self, kind: str, number: str = "") -> str:
        """The name and number of a part in the active language: `Article VI`, `Section 3`, `Preamble`."""
        own_name = self.own_name(kind)
        if not number:
            return own_name or str(ArticleKind(kind).label)
        return f"{own_name} {number}" if own_name else _("Article %(number)s") % {"number": number}

    def as_json(self) -> dict[str, Any]:
        """What a charter stores beside its numerals: the points, the names that are not blank, the closed parts."""
        names = {
            language: {kind: name for kind, name in asdict(part_names).items() if name}
            for language, part_names in self.names
        }
        names = {language: own for language, own in names.items() if own}
        return {"points": list(self.points), "names": names, "closed": list(self.closed)}


DEFAULT_STRUCTURE = TextStructure()


def read_structure(numerals: str, stored: Mapping[str, Any]) -> TextStructure:
    """The structure from what a charter stores; nothing stored is the default."""
    names = {language: PartNames(**own) for language, own in stored.get("names", {}).items()}
    return TextStructure(
        numerals=str(numerals),
        points=tuple(stored.get("points", DEFAULT_STRUCTURE.points)),
        names=tuple(sorted(names.items())),
        closed=tuple(stored.get("closed", ())),
    )
