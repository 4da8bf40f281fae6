"""A wave of the campaign: its name and focus in each language of the site, its year, dates and priority themes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.actions.waves import DATES, WaveEntry
from accounts.locales import language_in_words, text_attributes
from accounts.models import Wave
from accounts.queries.themes import theme_choices

from .names import NamesForm


class WaveForm(NamesForm):
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    starts_on = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}), required=False)
    ends_on = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}), required=False)
    themes = forms.MultipleChoiceField(label=_("Priority themes"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, wave: Wave | None = None, **kwargs: Any) -> None:
        required_name = wave.name.language if wave else ""
        super().__init__(*args, initial=_initial(wave), required_name=required_name, **kwargs)
        for code in settings.INTERFACE_LANGUAGES:
            self.fields[f"focus_{code}"] = forms.CharField(
                label=_("Focus in %(language)s") % {"language": language_in_words(code)},
                max_length=600,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3, **text_attributes(code)}),
            )
        self.fields["themes"] = themes = self.fields.pop("themes")
        themes.choices = theme_choices(self.initial.get("themes", ()))  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", DATES)
        return data

    def entry(self) -> WaveEntry:
        """The wave as the form describes it."""
        typed = self.cleaned_data
        days = typed["starts_on"], typed["ends_on"]
        focus = {code: typed.get(f"focus_{code}", "") for code in settings.INTERFACE_LANGUAGES}
        return WaveEntry(self.names(), typed["year"], *days, focus, typed["themes"])


def _initial(wave: Wave | None) -> dict[str, Any]:
    if wave is None:
        return {}
    texts: dict[str, Any] = {name: getattr(wave, name) for name in ("year", "starts_on", "ends_on")}
    texts["themes"] = [theme.code for theme in wave.themes.all()]
    for what, localized_text in (("name", wave.name), ("focus", wave.focus)):
        if localized_text is not None:
            texts |= {
                f"{what}_{text.language}": text.text for text in (localized_text, *localized_text.translations.all())
            }
    return texts
