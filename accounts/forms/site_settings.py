"""The form of the site's settings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.colours import ACCESSIBLE, ENOUGH, HEX, least_contrast
from accounts.imports.logos import read_upload
from accounts.imports.refusals import Unreadable
from accounts.locales import comma, interface_languages
from accounts.models import SiteSettings

from .acting import ActingForm
from .time_zones import time_zone_choices

PLAIN_FIELDS = (
    *("name", "time_zone", "contact", "postal_address", "footer", "accent"),
    *("has_pledge", "has_map", "has_congress", "congress_name", "congress_on"),
)


class SettingsForm(ActingForm):
    """Name, languages, time zone, addresses, footer, colour with its contrast checked, logo, and what the site has."""

    name = forms.CharField(
        label=_("Name of the site"),
        max_length=80,
        help_text=_("The name is at the top of every page and in every email."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages of the site"),
        help_text=_("The site has its pages in these languages until the charter is imported."),
        widget=forms.CheckboxSelectMultiple,
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone of the site"),
        help_text=_("Dates, times and deadlines are shown in this time zone. Each round keeps its own time zone."),
    )
    contact = forms.EmailField(
        label=_("Email address of the secretariat"),
        required=False,
        help_text=_("The address is shown in the footer of every page."),
    )
    postal_address = forms.CharField(
        label=_("Postal address of the secretariat"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Printed forms and letters have this return address. If the field is empty, they have the email address."
        ),
    )
    footer = forms.CharField(
        label=_("Footer"),
        required=False,
        max_length=300,
        help_text=_(
            "Write one line that names the organization responsible for the site. The line is at the "
            "end of every page."
        ),
    )
    accent = forms.CharField(label=_("Colour of links and buttons"), required=False, max_length=7)
    logo_file = forms.FileField(
        label=_("Logo"),
        required=False,
        help_text=_("An SVG or PNG file of at most 200 kB. The logo is also the icon of the site in browsers."),
    )
    no_logo = forms.BooleanField(label=_("Remove the logo"), required=False)
    has_pledge = forms.BooleanField(
        label=_("Membership applications"),
        required=False,
        help_text=_(
            "Local governments apply for membership by form or on paper. The page “From pledge to text” lists what "
            "members did. If you switch this off, stored applications are kept."
        ),
    )
    has_map = forms.BooleanField(
        label=_("Maps"),
        required=False,
        help_text=_(
            "The directory and the figures of a round show members on a map. If you switch this off, stored locations "
            "are kept."
        ),
    )
    has_congress = forms.BooleanField(
        label=_("Congress"),
        required=False,
        help_text=_("The participation page shows the days until the Congress."),
    )
    congress_name = forms.CharField(label=_("Name of the Congress"), required=False, max_length=120)
    congress_on = forms.DateField(
        label=_("Date of the Congress"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, current: SiteSettings, is_empty: bool, **kwargs: Any) -> None:
        """`is_empty`: whether the site has no charter, which would bring its own languages."""
        self.current = current
        initial = {name: getattr(current, name) for name in PLAIN_FIELDS}
        initial["name"] = current.name or settings.SITE_NAME
        initial["languages"] = current.languages or settings.INTERFACE_LANGUAGES
        initial["time_zone"] = current.time_zone or settings.TIME_ZONE
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["time_zone"].choices = time_zone_choices()  # type: ignore[attr-defined]
        self.fields["languages"].choices = interface_languages()  # type: ignore[attr-defined]
        if not is_empty:
            del self.fields["languages"]
        words = _(
            "For example: %(colours)s. If the field is empty, the standard colour is used. The contrast is checked."
        )
        self.fields["accent"].help_text = words % {
            "colours": comma().join(f"\u2066{colour}\u2069" for colour in ACCESSIBLE)
        }

    def clean_accent(self) -> str:
        colour = str(self.cleaned_data["accent"]).strip().lower()
        if not colour:
            return ""
        if not HEX.fullmatch(colour):
            raise forms.ValidationError(
                _(
                    "Write the colour as # and six characters: digits from 0 to 9 or letters from a to f. "
                    "Example: #0b4795."
                )
            )
        ratio = least_contrast(colour)
        if ratio < ENOUGH:
            words = _(
                "The contrast of this colour is %(ratio)s to 1. At least 4.5 to 1 is needed. Use a darker colour."
            )
            raise forms.ValidationError(words % {"ratio": f"{ratio:.1f}"})
        return colour

    def clean_logo_file(self) -> tuple[str, str] | None:
        """The content in base64 and its media type."""
        upload = self.cleaned_data["logo_file"]
        if not upload:
            return None
        try:
            content, kind = read_upload(upload)
        except Unreadable as refused:
            raise forms.ValidationError(str(refused)) from None
        return content, kind

    def values(self) -> dict[str, Any]:
        """The settings by name, as the action stores them."""
        typed = self.cleaned_data
        values = {name: typed[name] for name in (*PLAIN_FIELDS, "languages") if name in typed}
        if typed["logo_file"]:
            values["logo"], values["logo_type"] = typed["logo_file"]
        elif typed["no_logo"]:
            values["logo"] = values["logo_type"] = ""
        return values
