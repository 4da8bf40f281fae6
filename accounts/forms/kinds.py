"""A kind of the list: its name in each language of the site, its place, and whether forms offer it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.locales import language_in_words, text_attributes
from accounts.models import OfficialKind
from accounts.states import OrganisationKind

from .acting import ActingForm


class KindForm(ActingForm):
    """One name at least; an empty one is shown in the language of another."""

    kind = forms.ChoiceField(label=_("Local governments or partner organizations"), choices=OrganisationKind.choices)
    place = forms.IntegerField(
        label=_("Position in the list"),
        help_text=_("Smaller numbers are first in the list."),
        min_value=0,
        max_value=9999,
    )
    is_offered = forms.BooleanField(
        label=_("Offered in forms"),
        help_text=_("A type that is no longer offered stays with the members that have it."),
        required=False,
    )

    def __init__(self, *args: Any, official_kind: OfficialKind | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=_initial(official_kind), **kwargs)
        if official_kind:
            del self.fields["kind"]
        for code in settings.INTERFACE_LANGUAGES:
            label = _("Name in %(language)s") % {"language": language_in_words(code)}
            needed = official_kind is not None and official_kind.name.language == code
            self.fields[f"name_{code}"] = forms.CharField(
                label=label, max_length=120, required=needed, widget=forms.TextInput(attrs=text_attributes(code))
            )
        self.order_fields([*(name for name in self.fields if name.startswith("name_")), "kind", "place", "is_offered"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not any(self.names().values()):
            self.add_error(f"name_{settings.INTERFACE_LANGUAGES[0]}", _("Give the name in at least one language."))
        return data

    def names(self) -> dict[str, str]:
        """The names that were typed, by language."""
        return {code: self.cleaned_data.get(f"name_{code}", "") for code in settings.INTERFACE_LANGUAGES}


def _initial(official_kind: OfficialKind | None) -> dict[str, Any]:
    if official_kind is None:
        return {"place": 100, "is_offered": True}
    localized_names = [official_kind.name, *official_kind.name.translations.all()]
    names = {f"name_{name.language}": name.text for name in localized_names}
    return {"place": official_kind.place, "is_offered": official_kind.is_offered, **names}
