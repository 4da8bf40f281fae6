"""Filters and order of the table from pledge to text; all of them are in the address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.acting import BoundedForm
from accounts.forms.section_fields import remove_unused_sections
from accounts.queries.sections import section_choices
from accounts.queries.waves import wave_choices
from charter.queries.city.pledge_to_text import PledgeFilter
from charter.states import MemberOrder

from .members import ANY


class PledgeFilters(BoundedForm):
    """An unknown value narrows nothing, so that an old address still answers."""

    wave = forms.ChoiceField(label=_("Wave"), required=False)
    section = forms.ChoiceField(label=_("Section"), required=False, choices=lambda: [ANY, *section_choices()])
    order = forms.ChoiceField(label=_("Order by"), required=False, choices=[("", _("Country")), *MemberOrder.choices])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wave"].choices = [ANY, *wave_choices()]  # type: ignore[attr-defined]
        remove_unused_sections(self, "section")

    def pledge_filter(self) -> PledgeFilter:
        """The filters and the order of the table."""
        self.is_valid()
        return PledgeFilter(**{name: self.cleaned_data.get(name, "") for name in self.fields})
