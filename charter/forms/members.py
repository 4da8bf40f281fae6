"""Filters of the directory; all of them stand in the address."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import countries as names
from accounts.states import Section

ANY = ("", _("All"))


class MemberFilters(forms.Form):
    """A value that nobody knows narrows nothing, so that an old address still answers."""

    words = forms.CharField(label=_("Name"), required=False, max_length=100)
    section = forms.ChoiceField(label=_("Section"), required=False, choices=[ANY, *Section.choices])
    country = forms.ChoiceField(label=_("Country"), required=False)

    def __init__(self, *args: Any, countries: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = sorted(((code, names.name(code)) for code in countries), key=lambda pair: pair[1].casefold())
        self.fields["country"].choices = [ANY, *named]  # type: ignore[attr-defined]

    def asked(self) -> dict[str, str]:
        """What the list is narrowed to."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}
