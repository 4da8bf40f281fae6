"""Correcting an interface text, answering a correction or a report, and reporting a text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.interface_texts import Forms, InterfaceText, plural_examples
from accounts.locales import language_in_words, text_attributes
from accounts.text_checks import LONGEST

from .acting import ActingForm


class CorrectionForm(ActingForm):
    """The text in its language, in each of its plural forms, and the reason."""

    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=500,
        help_text=_("The second editor reads the reason."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, text: InterfaceText, language: str, present: Sequence[str], **kwargs: Any) -> None:
        self.names = [f"form_{number}" for number in range(len(present))]
        initial = dict(zip(self.names, present, strict=True))
        super().__init__(*args, initial=initial, **kwargs)
        examples = plural_examples(text, language)
        for number, name in enumerate(self.names):
            self.fields[name] = forms.CharField(
                label=_label(language, examples[number] if examples else []),
                max_length=LONGEST,
                widget=forms.Textarea(attrs={"rows": 3, **text_attributes(language)}),
            )
        self.order_fields([*self.names, "reason"])

    def typed_forms(self) -> Forms:
        """The text as it was typed, in each of its forms."""
        return tuple(self.cleaned_data[name] for name in self.names)


def _label(language: str, numbers: Sequence[int]) -> str:
    named = {"language": language_in_words(language), "numbers": ", ".join(map(str, numbers))}
    if not numbers:
        return _("Text in %(language)s") % named
    return _("Text in %(language)s for numbers such as %(numbers)s") % named


class ReportForm(ActingForm):
    """What is wrong with a text."""

    note = forms.CharField(
        label=_("What is wrong with this text?"),
        max_length=500,
        help_text=_("The editors of the language read your report. They correct the text or answer you."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AnswerForm(ActingForm):
    """An answer to a report, or the reason for which a correction is refused."""

    answer = forms.CharField(max_length=500, required=False)
