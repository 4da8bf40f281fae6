"""Phrases for reasons, in each language of the charter, and reasons in a language that lacks them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from charter.forms.acting import ActingForm
from charter.queries.languages.names import language_of


class StandardReasonForm(ActingForm):
    """A phrase by language; one is enough, the others can follow."""

    def __init__(self, *args: Any, languages: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages = languages
        for code in languages:
            spoken = language_of(code)
            box = forms.Textarea(attrs={"rows": 2, "lang": spoken.tag, "dir": spoken.dir})
            self.fields[f"words_{code}"] = forms.CharField(
                label=spoken.name, widget=box, required=False, max_length=2000
            )

    def words(self) -> dict[str, str]:
        return {code: self.cleaned_data.get(f"words_{code}", "") for code in self.languages}


class TranslationForm(ActingForm):
    """The text of one reason in a language; `reason` is the id of the reason."""

    reason = forms.IntegerField(widget=forms.HiddenInput, max_value=10**9)
    text = forms.CharField(
        label=_("In your language"),
        max_length=4000,
        error_messages={"required": _("Write the text in your language.")},
    )

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        spoken = language_of(language)
        self.fields["text"].label = _("In %(language)s") % {"language": spoken.name}
        self.fields["text"].widget = forms.Textarea(attrs={"rows": 3, "lang": spoken.tag, "dir": spoken.dir})
