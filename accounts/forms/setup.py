"""The form by which a new site gets its first administrator."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from accounts.locales import interface_languages
from accounts.models import Person

from .acting import BoundedForm
from .time_zones import time_zone_choices


class SetupForm(BoundedForm):
    """The key, the site, the organisation, and the account of the administrator."""

    key = forms.CharField(
        label=_("Key"),
        help_text=_("The command manage.py setup printed the key. It works until there is an administrator."),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    site_name = forms.CharField(
        label=_("Name of the site"),
        help_text=_("The name is at the top of every page and in every email. You can change it under “Settings”."),
        max_length=80,
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages of the site"),
        help_text=_("The site has its pages in these languages until the charter is imported."),
        widget=forms.CheckboxSelectMultiple,
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone of the site"),
        help_text=_("Dates, times and deadlines are shown in this time zone. You can change it under “Settings”."),
    )
    organisation = forms.CharField(
        label=_("Organization that is responsible for the site"),
        help_text=_("The name is shown in the footer of every page. You can change it later under “Settings”."),
        max_length=300,
    )
    contact = forms.EmailField(label=_("Email address of the secretariat"), required=False)
    name = forms.CharField(
        label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("Your email address"), help_text=_("The site sends a test email to this address.")
    )
    language = forms.ChoiceField(label=_("Language of your emails"))
    password = forms.CharField(
        label=_("A password"),
        help_text=_("At least 10 characters. A sentence that only you know works well."),
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        site = {"languages": settings.INTERFACE_LANGUAGES, "time_zone": settings.TIME_ZONE}
        self.initial = {"site_name": settings.SITE_NAME, **site, **self.initial}
        self.fields["time_zone"].choices = time_zone_choices()  # type: ignore[attr-defined]
        for name in ("language", "languages"):
            self.fields[name].choices = interface_languages()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("password"):
            person = Person(email=data.get("email", ""), name=data.get("name", ""))
            try:
                validate_password(data["password"], person)
            except forms.ValidationError as refused:
                self.add_error("password", refused)
        return data
