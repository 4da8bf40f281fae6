"""The native readers who approved the interface texts of a language."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.locales import language_in_words

from .acting import ActingForm

PARTS = ("name", "function", "day")


class NativeReadersForm(ActingForm):
    """For each language but English the name, the function and the day; all three or none."""

    def __init__(self, *args: Any, current: dict[str, dict[str, str]], **kwargs: Any) -> None:
        self.codes = [code for code in settings.INTERFACE_LANGUAGES if code != settings.LANGUAGE_CODE]
        initial = {f"{part}_{code}": current.get(code, {}).get(part, "") for code in self.codes for part in PARTS}
        super().__init__(*args, initial=initial, **kwargs)
        for code in self.codes:
            named = {"language": language_in_words(code)}
            self.fields[f"name_{code}"] = forms.CharField(
                label=_("Native reader of %(language)s") % named, max_length=120, required=False
            )
            self.fields[f"function_{code}"] = forms.CharField(
                label=_("Function of the native reader of %(language)s") % named, max_length=200, required=False
            )
            self.fields[f"day_{code}"] = forms.DateField(
                label=_("Date of the approval of %(language)s") % named,
                required=False,
                widget=forms.DateInput(attrs={"type": "date"}),
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for code in self.codes:
            typed = [data.get(f"{part}_{code}") for part in PARTS]
            day = data.get(f"day_{code}")
            if any(typed) and not all(typed) and f"day_{code}" not in self.errors:
                first = PARTS[[bool(value) for value in typed].index(False)]
                sentence = _("Enter the name, the function and the date, or leave all three empty.")
                self.add_error(f"{first}_{code}", sentence)
            elif day and day > timezone.localdate():
                self.add_error(
                    f"day_{code}", _("The date cannot be in the future. Enter the date of today or an earlier date.")
                )
        return data

    def native_readers(self) -> dict[str, dict[str, str]]:
        """By language the three parts, as the settings have them."""
        typed = self.cleaned_data
        return {
            code: {
                "name": typed[f"name_{code}"],
                "function": typed[f"function_{code}"],
                "day": typed[f"day_{code}"].isoformat(),
            }
            for code in self.codes
            if typed[f"name_{code}"]
        }
