"""A kind of the list: its name in each language of the site, its place, and whether forms offer it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import OfficialKind
from accounts.states import OrganisationKind

from .names import NamesForm


class KindForm(NamesForm):
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
        required_name = official_kind.name.language if official_kind else ""
        super().__init__(*args, initial=_initial(official_kind), required_name=required_name, **kwargs)
        if official_kind:
            del self.fields["kind"]


def _initial(official_kind: OfficialKind | None) -> dict[str, Any]:
    if official_kind is None:
        return {"place": 100, "is_offered": True}
    localized_names = [official_kind.name, *official_kind.name.translations.all()]
    names = {f"name_{name.language}": name.text for name in localized_names}
    return {"place": official_kind.place, "is_offered": official_kind.is_offered, **names}
