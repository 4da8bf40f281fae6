"""The base of forms with a name in each language of the site, of which one at least is given."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.locales import language_in_words, text_attributes

from .acting import ActingForm


class NamesForm(ActingForm):
    """The names come before the other fields; an empty one is shown in the language of another."""

    longest_name = 120

    def __init__(self, *args: Any, required_name: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {
            f"name_{code}": forms.CharField(
                label=_("Name in %(language)s") % {"language": language_in_words(code)},
                max_length=self.longest_name,
                required=code == required_name,
                widget=forms.TextInput(attrs=text_attributes(code)),
            )
            for code in settings.INTERFACE_LANGUAGES
        }
        self.fields |= names
        self.order_fields(names)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not any(self.names().values()):
            self.add_error(f"name_{settings.INTERFACE_LANGUAGES[0]}", _("Give the name in at least one language."))
        return data

    def names(self) -> dict[str, str]:
        """The names that were typed, by language."""
        return {code: self.cleaned_data.get(f"name_{code}", "") for code in settings.INTERFACE_LANGUAGES}
