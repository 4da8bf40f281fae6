"""The form of the letter of invitation in one language."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.letter_texts import PLACEHOLDERS, unknown_placeholders
from accounts.locales import text_attributes

from .acting import ActingForm


class InvitationLetterForm(ActingForm):
    """Title and text with placeholders, and who signs. An empty title or text is the standard one."""

    title = forms.CharField(label=_("Title"), max_length=200, required=False)
    text = forms.CharField(label=_("Text"), max_length=6000, required=False, widget=forms.Textarea(attrs={"rows": 16}))
    signatory = forms.CharField(label=_("Name of the signatory"), max_length=200, required=False)
    function = forms.CharField(label=_("Function of the signatory"), max_length=200, required=False)

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("title", "text", "signatory", "function"):
            self.fields[name].widget.attrs |= text_attributes(language)
        self.fields["text"].help_text = _(
            "Leave an empty line between paragraphs. Begin a heading with # and a space. Placeholders: %(names)s. "
            "If the text is empty, the standard text is used."
        ) % {"names": _in_braces(PLACEHOLDERS)}

    def clean_title(self) -> str:
        return self._checked("title")

    def clean_text(self) -> str:
        return self._checked("text")

    def _checked(self, name: str) -> str:
        text = str(self.cleaned_data[name]).replace("\r\n", "\n")
        unknown = unknown_placeholders(text)
        if unknown:
            words = _("The letter has no placeholder %(unknown)s. Use only: %(names)s.")
            raise forms.ValidationError(
                words % {"unknown": _in_braces(unknown[:1]), "names": _in_braces(PLACEHOLDERS)}
            )
        return text


def _in_braces(names: Any) -> str:
    return " ".join(f"{{{name}}}" for name in names)
