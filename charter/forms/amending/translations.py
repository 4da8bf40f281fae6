"""A working translation of an amendment or a comment, a box a piece."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.locales import isolate_quotations
from charter.forms.acting import LONGEST, ActingForm
from charter.quality.working_translations import facts_that_differ
from charter.queries.amending.translations import COMPROMISE, DECIDED, REASON, TITLE, TranslatablePiece
from charter.queries.languages.names import language_of

LABELS = {
    TITLE: _("The title"),
    REASON: _("Reason"),
    DECIDED: _("Text of the decision"),
    COMPROMISE: _("Compromise text"),
}
ROWS = {TITLE: 1, REASON: 4}
DIFFERS = _("The translation states something else than the original. Correct it, or confirm each difference.")


class WorkingTranslationForm(ActingForm):
    """One field for each piece, named by its place; `of` has the digests of the pieces that the page showed.

    Where what was typed has another number, date or name than the original, `confirmed` has a box for each. A text
    `in_charter` from which a box begins is no translation as long as it stays as it is.
    """

    of = forms.CharField(widget=forms.HiddenInput)
    text_changed = _("The text of this amendment changed. Open the page again.")

    def __init__(
        self,
        *args: Any,
        pieces: Sequence[TranslatablePiece],
        original: str,
        language: str,
        present: Mapping[str, str],
        in_charter: Mapping[str, str] = MappingProxyType({}),
        seen: int,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.pieces, self.seen, spoken = pieces, seen, language_of(language)
        self.fields["of"].initial = " ".join(translatable_piece.of for translatable_piece in pieces)
        self.fields["revision"].initial = seen
        for place, piece in enumerate(pieces):
            box = forms.Textarea(attrs={"rows": ROWS.get(piece.kind, 5), "lang": spoken.tag, "dir": spoken.dir})
            self.fields[f"piece-{place}"] = forms.CharField(
                label=LABELS.get(piece.kind, _("Text")),
                required=False,
                max_length=LONGEST,
                widget=box,
                initial=present.get(piece.of, ""),
            )
        differences = self._differences(original, language, in_charter)
        if differences:
            self.fields["confirmed"] = forms.MultipleChoiceField(
                label=_("The difference from the original is on purpose"),
                choices=[(identity, isolate_quotations(sentence)) for identity, sentence in differences.items()],
                widget=forms.CheckboxSelectMultiple(attrs={"aria-describedby": "id_confirmed_error"}),
                error_messages={"required": DIFFERS, "invalid_choice": DIFFERS},
            )

    def _differences(self, original: str, language: str, in_charter: Mapping[str, str]) -> dict[str, str]:
        typed = {piece: self.data.get(f"piece-{place}", "")[:LONGEST] for place, piece in enumerate(self.pieces)}
        return {
            identity: sentence
            for piece, text in typed.items()
            if text.split() != in_charter.get(piece.of, "").split()
            for identity, sentence in facts_that_differ(original, piece.text, language, text.strip()).items()
        }

    def clean(self) -> dict[str, Any]:
        """Adds an error if the amendment or its translation changed meanwhile; the typed text stays in the form."""
        data = super().clean() or {}
        if data.get("of", "").split() != [piece.of for piece in self.pieces]:
            self.add_error(None, self.text_changed)
        elif (data.get("revision") or 0) != self.seen:
            self.add_error(
                None,
                _(
                    "Another person saved a translation after you opened this page. Your text is kept below. "
                    "Compare the two translations."
                ),
            )
            self.data = {**{name: self.data[name] for name in self.data}, "revision": str(self.seen)}
        return data

    def clean_confirmed(self) -> list[str]:
        """Each difference is confirmed on its own."""
        confirmed: list[str] = self.cleaned_data["confirmed"]
        if len(set(confirmed)) < len(self.fields["confirmed"].choices):  # type: ignore[attr-defined]
            raise forms.ValidationError(DIFFERS)
        return confirmed

    def words(self) -> dict[str, str]:
        """What was typed, by the digest of its piece."""
        return {piece.of: self.cleaned_data.get(f"piece-{place}", "") for place, piece in enumerate(self.pieces)}
