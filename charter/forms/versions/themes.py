"""A theme: its name in each language of the charter, and its provisions by their citations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Theme
from accounts.queries.themes import theme_choices
from charter.forms.acting import ActingForm
from charter.queries.languages.names import language_of


class ThemeForm(ActingForm):
    """One name is enough; in a language without one the first name is shown."""

    provisions = forms.CharField(
        label=_("Provisions"),
        help_text=_(
            "Enter one citation per line, for example VI.2.3. The number of an article includes all its provisions."
        ),
        widget=forms.Textarea(attrs={"rows": 8, "dir": "ltr"}),
        required=False,
        max_length=20_000,
    )

    def __init__(self, *args: Any, languages: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages = languages
        provisions = self.fields.pop("provisions")
        for code in languages:
            spoken = language_of(code)
            line = forms.TextInput(attrs={"lang": spoken.tag, "dir": spoken.dir})
            label = _("Name in %(language)s") % {"language": spoken.in_words}
            self.fields[f"name_{code}"] = forms.CharField(label=label, widget=line, required=False, max_length=80)
        self.fields["provisions"] = provisions

    def names(self) -> dict[str, str]:
        return {code: self.cleaned_data.get(f"name_{code}", "") for code in self.languages}


class MergeThemeForm(ActingForm):
    """The theme that replaces another one."""

    into = forms.ChoiceField(
        label=_("Theme that remains"),
        help_text=_(
            "All members, provisions, initiatives, offers, processes and events with this theme get "
            "the theme that remains. Links to this theme then open the theme that remains. You cannot"
            " undo a merge of themes."
        ),
        error_messages={"required": _("Choose the theme that remains.")},
    )

    def __init__(self, *args: Any, theme: Theme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [choice for choice in theme_choices() if choice[0] != theme.code]
        self.fields["into"].choices = [("", _("Choose a theme")), *others]  # type: ignore[attr-defined]
