"""The entry of a member as the secretariat keeps it at the desk; its official name has a form of its own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts import countries
from accounts.actions.organisations import MemberEntry
from accounts.locales import interface_languages, language_in_words, text_attributes
from accounts.models import OfficialKind, Organisation
from accounts.queries.sections import section_choices
from accounts.queries.site_settings import site_settings
from accounts.queries.themes import theme_choices
from accounts.queries.waves import wave_choices
from accounts.states import WAVES, OrganisationKind, PopulationBand

from .acting import ActingForm
from .section_fields import remove_unused_sections

EMPTY: list[tuple[str, Any]] = [("", "—")]
OWN = {"token", "revision"}
"""Fields of every acting form; all others are columns of the member."""
OF_A_CAMPAIGN = ("wave", "joined_wave_id", "is_pioneer", "is_campaign_member")
"""Fields that a site without a campaign does not show. The columns then keep their values."""
OF_A_MAP = ("latitude", "longitude")
"""Fields that a site without maps does not show. The columns then keep their values."""


class NewMemberForm(ActingForm):
    """A member that is not on the list yet: its official name, its place and what rounds ask of it."""

    name = forms.CharField(
        label=_("Official name"),
        help_text=_("Write the name as the member writes it, in the language of the member."),
        max_length=200,
    )
    name_language = forms.ChoiceField(label=_("Language of the name"), choices=list(settings.LANGUAGES))
    kind = forms.ChoiceField(label=_("Type"), choices=OrganisationKind.choices)
    country = forms.ChoiceField(label=_("Country"), required=False)
    language = forms.ChoiceField(
        label=_("Language of our emails to the member"),
        choices=lambda: [*EMPTY, *interface_languages()],
        required=False,
    )
    is_campaign_member = forms.BooleanField(label=_("Member of the campaign"), required=False)
    is_committee_member = forms.BooleanField(label=_("Member of the committee"), required=False)
    is_voting_member = forms.BooleanField(label=_("Member with a vote"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [*EMPTY, *countries.country_choices()]  # type: ignore[attr-defined]
        if not wave_choices():
            del self.fields["is_campaign_member"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        listed = Organisation.objects.filter(name__text__iexact=data.get("name", ""), country=data.get("country", ""))
        if listed.exists():
            self.add_error(
                "name",
                _("A member with this name and country is already on the list. Change the name, or edit that member."),
            )
        return data

    def entry(self) -> MemberEntry:
        """The new member as the form describes it."""
        typed = self.cleaned_data
        fields = {name: typed[name] for name in self.fields if name not in {*OWN, "name", "name_language"}}
        return MemberEntry("", typed["name"].strip(), typed["name_language"], {}, fields)


class EntryForm(ActingForm):
    """Names in the site's languages, kind, place, size, sections and the three flags of membership."""

    official_kind_id = forms.ChoiceField(label=_("Type"), required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)
    population_band = forms.ChoiceField(label=_("Population"), choices=EMPTY + PopulationBand.choices, required=False)
    sections = forms.MultipleChoiceField(label=_("Sections"), required=False, widget=forms.CheckboxSelectMultiple)
    themes = forms.MultipleChoiceField(label=_("Priority themes"), required=False, widget=forms.CheckboxSelectMultiple)
    wave = forms.TypedChoiceField(label=_("Step"), choices=[(wave, str(wave)) for wave in WAVES], coerce=int)
    joined_wave_id = forms.ChoiceField(label=_("Wave"), required=False)
    is_pioneer = forms.BooleanField(label=_("Pioneer of the campaign"), required=False)
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    latitude = forms.FloatField(
        label=_("Latitude (degrees)"),
        help_text=_("Negative values are south."),
        min_value=-90,
        max_value=90,
        required=False,
    )
    longitude = forms.FloatField(
        label=_("Longitude (degrees)"),
        help_text=_("Negative values are west of Greenwich."),
        min_value=-180,
        max_value=180,
        required=False,
    )
    joined_on = forms.DateField(
        label=_("Date of joining"), widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    is_campaign_member = forms.BooleanField(label=_("Member of the campaign"), required=False)
    is_committee_member = forms.BooleanField(label=_("Member of the committee"), required=False)
    is_voting_member = forms.BooleanField(label=_("Member with a vote"), required=False)
    language = forms.ChoiceField(label=_("Language of our emails to the member"), required=False)

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        self.organisation = organisation
        super().__init__(*args, initial=self._now(), **kwargs)
        kinds = OfficialKind.objects.with_names().filter(kind=organisation.kind)
        official_kinds = [kind for kind in kinds if kind.is_offered or kind.code == organisation.official_kind_id]
        self.fields["official_kind_id"].choices = EMPTY + [(kind.code, str(kind)) for kind in official_kinds]  # type: ignore[attr-defined]
        self.fields["country"].choices = [*EMPTY, *countries.country_choices()]  # type: ignore[attr-defined]
        self.fields["sections"].choices = section_choices(organisation.sections)  # type: ignore[attr-defined]
        if not organisation.sections:
            remove_unused_sections(self, "sections")
        self.fields["themes"].choices = theme_choices(organisation.themes)  # type: ignore[attr-defined]
        languages = interface_languages(organisation.language)
        self.fields["language"].choices = [*EMPTY, *languages]  # type: ignore[attr-defined]
        waves = wave_choices()
        self.fields["joined_wave_id"].choices = [*EMPTY, *waves]  # type: ignore[attr-defined]
        if not waves:
            for name in OF_A_CAMPAIGN:
                del self.fields[name]
        if not site_settings().has_map:
            for name in OF_A_MAP:
                del self.fields[name]
        for code in self._codes():
            label = _("Name in %(language)s") % {"language": language_in_words(code)}
            self.fields[f"name_{code}"] = forms.CharField(
                label=label, max_length=200, required=False, widget=forms.TextInput(attrs=text_attributes(code))
            )
        self.order_fields([f"name_{code}" for code in self._codes()])

    def _codes(self) -> list[str]:
        return [code for code in settings.INTERFACE_LANGUAGES if code != self.organisation.name.language]

    def _now(self) -> dict[str, Any]:
        names = {
            f"name_{translation.language}": translation.text
            for translation in self.organisation.name.translations.all()
        }
        return {name: getattr(self.organisation, name) for name in EntryForm.base_fields if name not in OWN} | names

    def entry(self) -> MemberEntry:
        """The member as the form describes it, under the official name that it has."""
        cleaned_data = self.cleaned_data
        columns = [name for name in EntryForm.base_fields if name in self.fields and name not in OWN]
        fields = {name: cleaned_data[name] for name in columns}
        fields |= {name: fields[name] or None for name in ("official_kind_id", "joined_wave_id") if name in columns}
        names = {code: cleaned_data[f"name_{code}"].strip() for code in self._codes()}
        name = self.organisation.name
        return MemberEntry(self.organisation.slug, name.text, name.language, names, fields)
