"""The base of forms that act, from `accounts`, which has such forms too; and the field for the acting organisation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.acting import LONGEST, ActingForm, BoundedForm
from accounts.models import Organisation

__all__ = ["CHOOSE", "LONGEST", "ActingForm", "BoundedForm", "SpeakerField"]

CHOOSE = _("Choose the member for which you write.")


class SpeakerField(forms.ModelChoiceField):
    """The organisation that a person acts for: set where there is one, chosen where there are more, never guessed."""

    def __init__(self, **kwargs: Any) -> None:
        errors = {"required": CHOOSE, "invalid_choice": _("You do not belong to this member.")}
        arguments = {"empty_label": _("Choose a member"), "error_messages": errors, **kwargs}
        super().__init__(queryset=Organisation.objects.none(), to_field_name="slug", **arguments)
        self.only: Organisation | None = None

    def offer(self, organisations: Iterable[int]) -> None:
        """Offers these, by id; where there is nothing to choose, the field is not seen."""
        ids = set(organisations)
        self.queryset = Organisation.objects.filter(pk__in=ids).with_names()
        self.required = len(ids) > 1
        if len(ids) < 2:
            self.widget = forms.HiddenInput()
            self.only = self.queryset.first()
            self.initial = self.only.slug if self.only else None

    def clean(self, value: Any) -> Organisation | None:
        chosen: Organisation | None = super().clean(value)
        return chosen or self.only
