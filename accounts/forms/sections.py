"""The names of the sections of members, and which of them are in use."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.locales import language_in_words, text_attributes
from accounts.models import SiteSettings
from accounts.states import SECTION_NAMES

from .acting import ActingForm


class SectionsForm(ActingForm):
    """For each section whether it is in use, and its name in each language where it is not the standard name."""

    def __init__(self, *args: Any, current: SiteSettings, **kwargs: Any) -> None:
        initial: dict[str, Any] = {f"used_{code}": code not in current.unused_sections for code in SECTION_NAMES}
        for code, names in current.section_names.items():
            initial |= {f"name_{code}_{language}": name for language, name in names.items()}
        super().__init__(*args, initial=initial, **kwargs)
        for code, standard in SECTION_NAMES.items():
            self.fields[f"used_{code}"] = forms.BooleanField(
                label=_("%(section)s: in use") % {"section": standard}, required=False
            )
            for language in settings.INTERFACE_LANGUAGES:
                named = {"section": standard, "language": language_in_words(language)}
                self.fields[f"name_{code}_{language}"] = forms.CharField(
                    label=_("%(section)s: own name in %(language)s") % named,
                    max_length=80,
                    required=False,
                    widget=forms.TextInput(attrs=text_attributes(language)),
                )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not any(data.get(f"used_{code}") for code in SECTION_NAMES):
            self.add_error(f"used_{next(iter(SECTION_NAMES))}", _("At least one section must be in use."))
        return data

    def values(self) -> dict[str, Any]:
        """The settings by name, as the action stores them."""
        names = {code: self._names(code) for code in SECTION_NAMES}
        return {
            "section_names": {code: own for code, own in names.items() if own},
            "unused_sections": [code for code in SECTION_NAMES if not self.cleaned_data[f"used_{code}"]],
        }

    def _names(self, code: str) -> dict[str, str]:
        typed = {language: self.cleaned_data[f"name_{code}_{language}"] for language in settings.INTERFACE_LANGUAGES}
        return {language: name for language, name in typed.items() if name}
