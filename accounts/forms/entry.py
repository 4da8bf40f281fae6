"""The entry of a member as the secretariat keeps it at the desk; its official name has a form of its own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts import countries
from accounts.actions.organisations import Entry
from accounts.models import OfficialKind, Organisation
from accounts.states import WAVES, PopulationBand, Section

from .acting import ActingForm

EMPTY: list[tuple[str, Any]] = [("", "—")]
OWN = {"token", "revision"}
"""Fields of every acting form; all others are columns of the member."""


class EntryForm(ActingForm):
    """Names in the site's languages, kind, place, size, sections and the three flags of membership."""

    official_kind_id = forms.ChoiceField(label=_("Kind"), required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)
    population_band = forms.ChoiceField(label=_("Population"), choices=EMPTY + PopulationBand.choices, required=False)
    sections = forms.MultipleChoiceField(
        label=_("Sections"), choices=Section.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    wave = forms.TypedChoiceField(label=_("Wave"), choices=[(wave, str(wave)) for wave in WAVES], coerce=int)
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    latitude = forms.FloatField(
        label=_("Degrees north"), help_text=_("South is negative."), min_value=-90, max_value=90, required=False
    )
    longitude = forms.FloatField(
        label=_("Degrees east"), help_text=_("West is negative."), min_value=-180, max_value=180, required=False
    )
    joined_on = forms.DateField(label=_("Joined"), widget=forms.DateInput(attrs={"type": "date"}), required=False)
    is_campaign_member = forms.BooleanField(label=_("Member of the campaign"), required=False)
    is_committee_member = forms.BooleanField(label=_("Member of the committee"), required=False)
    is_voting_member = forms.BooleanField(label=_("Member with a vote"), required=False)
    language = forms.ChoiceField(
        label=_("Language of our letters to it"), choices=EMPTY + list(settings.LANGUAGES), required=False
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        self.organisation = organisation
        super().__init__(*args, initial=self._now(), **kwargs)
        kinds = OfficialKind.objects.with_names().filter(kind=organisation.kind)
        held = [kind for kind in kinds if kind.is_offered or kind.code == organisation.official_kind_id]
        self.fields["official_kind_id"].choices = EMPTY + [(kind.code, str(kind)) for kind in held]  # type: ignore[attr-defined]
        self.fields["country"].choices = [*EMPTY, *countries.choices()]  # type: ignore[attr-defined]
        for code in self._codes():
            label = _("Name, %(language)s") % {"language": dict(settings.LANGUAGES)[code]}
            self.fields[f"name_{code}"] = forms.CharField(label=label, max_length=200, required=False)
        self.order_fields([f"name_{code}" for code in self._codes()])

    def _codes(self) -> list[str]:
        return [code for code in settings.INTERFACE_LANGUAGES if code != self.organisation.name.language]

    def _now(self) -> dict[str, Any]:
        names = {f"name_{one.language}": one.text for one in self.organisation.name.translations.all()}
        return {name: getattr(self.organisation, name) for name in EntryForm.base_fields if name not in OWN} | names

    def entry(self) -> Entry:
        """The member as the form describes it, under the official name that it has."""
        said = self.cleaned_data
        fields = {name: said[name] for name in EntryForm.base_fields if name not in OWN}
        fields["official_kind_id"] = fields["official_kind_id"] or None
        names = {code: said[f"name_{code}"].strip() for code in self._codes()}
        name = self.organisation.name
        return Entry(self.organisation.slug, name.text, name.language, names, fields)
