"""Which languages a charter has, which of them a version waits for, and which are authentic."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from charter.actions.languages.charter_languages import LanguageStatus
from charter.forms.acting import ActingForm
from charter.models import CharterLanguage
from charter.queries.languages.names import language_of


class LanguagesForm(ActingForm):
    """Two boxes a language."""

    def __init__(self, *args: Any, languages: Sequence[CharterLanguage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = [language.code for language in languages]
        for charter_language in languages:
            for name, word, value in (
                ("required", _("Required to publish a version"), charter_language.required),
                ("authentic", _("Authentic language version"), charter_language.authentic),
            ):
                self.fields[f"{name}-{charter_language.code}"] = forms.BooleanField(
                    label=word, required=False, initial=value
                )

    def rows(self) -> list[dict[str, Any]]:
        """A language with its two boxes."""
        return [
            {"language": language_of(code), "boxes": [self[f"required-{code}"], self[f"authentic-{code}"]]}
            for code in self.codes
        ]

    def wanted(self) -> dict[str, LanguageStatus]:
        data = self.cleaned_data
        return {code: LanguageStatus(data[f"required-{code}"], data[f"authentic-{code}"]) for code in self.codes}


class NewLanguageForm(ActingForm):
    """One of the languages that the site knows and the charter has not."""

    code = forms.ChoiceField(
        label=_("Language"), error_messages={"required": _("Choose a language.")}, choices=[("", "")]
    )

    def __init__(self, *args: Any, present: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [(code, language_of(code).name) for code, _name in settings.LANGUAGES if code not in present]
        self.fields["code"].choices = [("", "–"), *others]  # type: ignore[attr-defined]
