"""Ready-made structures of texts, from which the secretariat starts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from charter.states import Numerals, PointStyle
from charter.structure import DEFAULT_STRUCTURE, PartNames, TextStructure

LETTER, CAPITAL, ROMAN = PointStyle.LETTER, PointStyle.CAPITAL, PointStyle.ROMAN
NUMBER, NONE = PointStyle.NUMBER, PointStyle.NONE


@dataclass(frozen=True)
class ReadyStructure:
    """A kind of text with its numbering and the names of its parts; a part that is not named has the default name."""

    title: Promise
    numbering: TextStructure
    article: Promise | str = ""
    preamble: Promise | str = ""
    general: Promise | str = ""
    final: Promise | str = ""

    def names(self) -> PartNames:
        """The names of the parts in the active language."""
        return PartNames(str(self.article), str(self.preamble), str(self.general), str(self.final))

    def structure(self, languages: Iterable[str]) -> TextStructure:
        """The structure with names in those languages that the interface has."""
        names = []
        for language in languages:
            if language in settings.INTERFACE_LANGUAGES:
                with override(language):
                    names.append((language, self.names()))
        return replace(self.numbering, names=tuple(sorted((code, own) for code, own in names if own != PartNames())))


READY_STRUCTURES = {
    "charter": ReadyStructure(_("Charter with articles"), DEFAULT_STRUCTURE),
    "treaty": ReadyStructure(_("Treaty"), TextStructure(Numerals.ARABIC, (LETTER, ROMAN, CAPITAL))),
    "bylaws": ReadyStructure(
        _("Bylaws"),
        TextStructure(Numerals.ARABIC, (LETTER, NUMBER, ROMAN)),
        article=pgettext_lazy("part of a text", "Section"),
    ),
    "resolution": ReadyStructure(
        _("Resolution with recitals"),
        TextStructure(Numerals.ROMAN, (LETTER, ROMAN, NUMBER)),
        article=pgettext_lazy("part of a text", "Part"),
        preamble=_("Recitals"),
        general=_("Operative part"),
    ),
    "standard": ReadyStructure(
        _("Standard"),
        TextStructure(Numerals.ARABIC, (LETTER, NUMBER, NONE)),
        article=pgettext_lazy("part of a text", "Chapter"),
        preamble=_("Foreword"),
        general=pgettext_lazy("part of a text", "Scope"),
        final=pgettext_lazy("part of a text", "Annex"),
    ),
}
