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

from .acting import ActingForm


class WaveForm(ActingForm):
    """One name at least; an empty one is shown in the language of another."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    starts_on = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}), required=False)
    ends_on = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}), required=False)
    themes = forms.MultipleChoiceField(label=_("Priority themes"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, wave: Wave | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=_initial(wave), **kwargs)
        for code in settings.INTERFACE_LANGUAGES:
            self.fields[f"name_{code}"] = forms.CharField(
                label=_("Name in %(language)s") % {"language": language_in_words(code)},
                max_length=120,
                required=wave is not None and wave.name.language == code,
                widget=forms.TextInput(attrs=text_attributes(code)),
            )
            self.fields[f"focus_{code}"] = forms.CharField(
                label=_("Focus in %(language)s") % {"language": language_in_words(code)},
                max_length=600,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3, **text_attributes(code)}),
            )
        self.fields["themes"].choices = theme_choices(self.initial.get("themes", ()))  # type: ignore[attr-defined]
        names, focus = ([name for name in self.fields if name.startswith(what)] for what in ("name_", "focus_"))
        self.order_fields([*names, "year", "starts_on", "ends_on", *focus, "themes"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not any(self._texts("name").values()):
            self.add_error(f"name_{settings.INTERFACE_LANGUAGES[0]}", _("Give the name in at least one language."))
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", DATES)
        return data

    def entry(self) -> WaveEntry:
        """The wave as the form describes it."""
        typed = self.cleaned_data
        days = typed["starts_on"], typed["ends_on"]
        return WaveEntry(self._texts("name"), typed["year"], *days, self._texts("focus"), typed["themes"])

    def _texts(self, what: str) -> dict[str, str]:
        return {code: self.cleaned_data.get(f"{what}_{code}", "") for code in settings.INTERFACE_LANGUAGES}


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
