"""What a person says of oneself."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.locales import interface_languages

from .acting import ActingForm
from .time_zones import time_zone_choices


class AccountForm(ActingForm):
    """Name, language, time zone and consents; with `translates`, also the consent to be named in credits."""

    name = forms.CharField(
        label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    language = forms.ChoiceField(label=_("Language of our emails to you"))
    zone = forms.ChoiceField(label=_("Time zone"), required=False)
    name_is_public = forms.BooleanField(
        label=_("Show my name on public pages next to what I prepare, confirm or comment"),
        help_text=_("If your name is hidden, the public sees your job title and your city."),
        required=False,
    )
    name_in_credits = forms.BooleanField(
        label=_("Name me as a translator in published versions"),
        help_text=_(
            "Your name will be on the page and in the files of each new version that contains your "
            "translations. If you clear this box later, the site removes your name from all of them."
        ),
        required=False,
    )

    def __init__(self, *args: Any, translates: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stored = self.initial.get("language", "")
        self.fields["language"].choices = interface_languages(stored)  # type: ignore[attr-defined]
        if not translates:
            del self.fields["name_in_credits"]
        self.fields["zone"].choices = [("", _("Same time zone as the site")), *time_zone_choices()]  # type: ignore[attr-defined]
