"""The form of the structure of the text."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.locales import language_in_words
from charter.citations import labels_of_blocks
from charter.forms.acting import ActingForm
from charter.states import ArticleKind, ClosedPart, Numerals, PointStyle, ProvisionKind
from charter.structure import LEVELS, PartNames, TextStructure

NAME_LENGTH = 40
NAMED = {
    ArticleKind.ARTICLE: _("Name of the numbered parts in %(language)s"),
    ArticleKind.PREAMBLE: _("Name of the preamble in %(language)s"),
    ArticleKind.GENERAL: _("Name of the general provisions in %(language)s"),
    ArticleKind.FINAL: _("Name of the final provisions in %(language)s"),
}
LEVEL_LABELS = (_("Points"), _("Points of the second level"), _("Points of the third level"))
# The name of a part begins its citations, in which a dot or a comma parts it from what follows.
CITABLE = re.compile(r"(?![IVXLCDM]+$)[^\d.,;:()\[\]]+")


class TextStructureForm(ActingForm):
    """The numbering, then the names in each language; what the citations of a published version have is closed."""

    closed = forms.MultipleChoiceField(
        label=_("Parts that members cannot amend"),
        help_text=_("Members can comment on these parts. Amendments that were sent earlier stay as they are."),
        choices=ClosedPart.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    numerals = forms.ChoiceField(label=_("Numbers of articles"), choices=Numerals.choices)

    def __init__(
        self, *args: Any, structure: TextStructure, languages: Sequence[str], published: Collection[str], **kwargs: Any
    ) -> None:
        self.languages, self.structure = languages, structure
        names = dict(structure.names)
        initial: dict[str, Any] = {"numerals": structure.numerals, "closed": list(structure.closed)}
        initial |= {f"points_{level}": style for level, style in enumerate(structure.points, 1)}
        initial |= {
            f"{kind}_{code}": getattr(names.get(code, PartNames()), kind) for code in languages for kind in NAMED
        }
        super().__init__(*args, initial=initial, **kwargs)
        for level, label in enumerate(LEVEL_LABELS, 1):
            self.fields[f"points_{level}"] = forms.ChoiceField(label=label, choices=PointStyle.choices)
        for code in languages:
            for kind, label in NAMED.items():
                self.fields[f"{kind}_{code}"] = forms.CharField(
                    label=label % {"language": language_in_words(code)}, max_length=NAME_LENGTH, required=False
                )
        for name in self._fixed_fields(published):
            self.fields[name].disabled = True

    def _fixed_fields(self, published: Collection[str]) -> list[str]:
        if not published:
            return []
        numbering = ["numerals", *(f"points_{level}" for level in range(1, LEVELS + 1))]
        cited = [kind for kind in NAMED if kind != ArticleKind.ARTICLE]
        return numbering + [f"{kind}_{code}" for code in self.languages if code in published for kind in cited]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for code in self.languages:
            self._check_names(code, data)
        return data

    def _check_names(self, code: str, data: dict[str, Any]) -> None:
        names = PartNames(**{kind.value: data.get(f"{kind}_{code}") or "" for kind in NAMED})
        structure = TextStructure(names=((code, names),))
        used: set[str] = set()
        for kind in NAMED:
            if kind == ArticleKind.ARTICLE:
                continue
            name = getattr(names, kind)
            if name and not CITABLE.fullmatch(name):
                self.add_error(f"{kind}_{code}", _("Write the name in letters, without digits, dots or commas."))
            label = labels_of_blocks(kind, "", [ProvisionKind.CLAUSE], code, structure=structure)[0]
            if label.citation.casefold() in used:
                self.add_error(f"{kind}_{code}", _("Another part has this name. Choose another name."))
            used.add(label.citation.casefold())

    def chosen(self) -> TextStructure:
        """The structure that was typed; names in languages that the charter does not have are kept."""
        typed = self.cleaned_data
        names = dict(self.structure.names)
        names |= {
            code: PartNames(**{kind.value: typed[f"{kind}_{code}"] for kind in NAMED}) for code in self.languages
        }
        return TextStructure(
            numerals=typed["numerals"],
            points=tuple(typed[f"points_{level}"] for level in range(1, LEVELS + 1)),
            names=tuple(sorted((code, own) for code, own in names.items() if own != PartNames())),
            closed=tuple(typed["closed"]),
        )
