"""A theme: its name in each language of the charter, and its provisions by their citations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.states import Theme
from charter.forms.acting import ActingForm
from charter.queries.languages.names import language_of


class ThemeForm(ActingForm):
    """One name is enough; in a language without one the first name is shown."""

    provisions = forms.CharField(
        label=_("Provisions"),
        help_text=_(
            "One per line, in the form of a citation: VI.2.3. The number of an article includes all its provisions."
        ),
        widget=forms.Textarea(attrs={"rows": 8, "dir": "ltr"}),
        required=False,
        max_length=20_000,
    )

    priorities = forms.MultipleChoiceField(
        label=_("Priority themes"),
        help_text=_("Members, initiatives and events with these priority themes are shown on the page of the theme."),
        choices=Theme.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, languages: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages = languages
        boxes = {name: self.fields.pop(name) for name in ("provisions", "priorities")}
        for code in languages:
            spoken = language_of(code)
            line = forms.TextInput(attrs={"lang": spoken.tag, "dir": spoken.dir})
            label = _("Name in %(language)s") % {"language": spoken.in_words}
            self.fields[f"name_{code}"] = forms.CharField(label=label, widget=line, required=False, max_length=80)
        self.fields |= boxes

    def names(self) -> dict[str, str]:
        return {code: self.cleaned_data.get(f"name_{code}", "") for code in self.languages}
