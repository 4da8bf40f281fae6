"""A milestone of the campaign: its day, its link, and its title and text in each language of the site."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.actions.milestones import UNTITLED, MilestoneEntry
from accounts.locales import language_in_words, text_attributes
from accounts.models import Milestone

from .acting import ActingForm


class MilestoneForm(ActingForm):
    """One title at least; an empty one is shown in the language of another."""

    on = forms.DateField(label=_("Date"), widget=forms.DateInput(attrs={"type": "date"}))
    link = forms.URLField(
        label=_("Web address of more information"), required=False, assume_scheme="https", max_length=500
    )

    def __init__(self, *args: Any, milestone: Milestone | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=_initial(milestone), **kwargs)
        for code in settings.INTERFACE_LANGUAGES:
            self.fields[f"title_{code}"] = forms.CharField(
                label=_("Title in %(language)s") % {"language": language_in_words(code)},
                max_length=120,
                required=milestone is not None and milestone.title.language == code,
                widget=forms.TextInput(attrs=text_attributes(code)),
            )
            self.fields[f"text_{code}"] = forms.CharField(
                label=_("Text in %(language)s") % {"language": language_in_words(code)},
                max_length=600,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3, **text_attributes(code)}),
            )
        titles = [name for name in self.fields if name.startswith("title_")]
        self.order_fields(["on", *titles, "link"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not any(self._texts("title").values()):
            self.add_error(f"title_{settings.INTERFACE_LANGUAGES[0]}", UNTITLED)
        return data

    def entry(self) -> MilestoneEntry:
        """The milestone as the form describes it."""
        typed = self.cleaned_data
        return MilestoneEntry(typed["on"], self._texts("title"), self._texts("text"), typed["link"])

    def _texts(self, what: str) -> dict[str, str]:
        return {code: self.cleaned_data.get(f"{what}_{code}", "") for code in settings.INTERFACE_LANGUAGES}


def _initial(milestone: Milestone | None) -> dict[str, Any]:
    if milestone is None:
        return {}
    initial: dict[str, Any] = {"on": milestone.on, "link": milestone.link}
    for what, localized_text in (("title", milestone.title), ("text", milestone.text)):
        if localized_text is not None:
            texts = (localized_text, *localized_text.translations.all())
            initial |= {f"{what}_{text.language}": text.text for text in texts}
    return initial
