"""Filters of the directory; all of them are in the address."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import countries as names
from accounts.forms.acting import BoundedForm
from accounts.forms.section_fields import remove_unused_sections
from accounts.forms.themes import ThemeField
from accounts.queries import kinds
from accounts.queries.sections import section_choices
from accounts.queries.themes import theme_choices
from accounts.states import WAVES, OrganisationKind, PopulationBand

ANY = ("", _("All"))


class MemberFilters(BoundedForm):
    """A value that nobody knows narrows nothing, so that an old address still answers."""

    words = forms.CharField(label=_("Name"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("Type"), required=False)
    section = forms.ChoiceField(label=_("Section"), required=False, choices=lambda: [ANY, *section_choices()])
    country = forms.ChoiceField(label=_("Country"), required=False)
    population = forms.ChoiceField(label=_("Population"), required=False, choices=[ANY, *PopulationBand.choices])
    wave = forms.ChoiceField(label=_("Step"), required=False, choices=[ANY, *((str(w), str(w)) for w in WAVES)])

    theme = ThemeField(label=_("Priority theme"), required=False)

    def __init__(self, *args: Any, countries: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = sorted(((code, names.country_name(code)) for code in countries), key=lambda pair: pair[1].casefold())
        self.fields["kind"].choices = [ANY, *kinds.kind_choices(OrganisationKind.GOVERNMENT)]  # type: ignore[attr-defined]
        self.fields["country"].choices = [ANY, *named]  # type: ignore[attr-defined]
        self.fields["theme"].choices = [ANY, *theme_choices()]  # type: ignore[attr-defined]
        remove_unused_sections(self, "section")

    def filters(self) -> dict[str, str]:
        """The filters of the list, by name of the field."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}
