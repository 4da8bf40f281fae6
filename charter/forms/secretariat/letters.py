"""Filters of the outbox; all of them are in the address."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.forms.acting import BoundedForm
from accounts.models import Letter
from accounts.states import LetterState, MailKind

ANY = ("", _("All"))


class LetterFilters(BoundedForm):
    """A value that nobody knows narrows nothing, so that an old address still answers."""

    state = forms.ChoiceField(label=_("Status"), required=False, choices=[ANY, *LetterState.choices])
    kind = forms.ChoiceField(label=_("Type"), required=False, choices=[ANY, *MailKind.choices])
    to = forms.CharField(label=_("Recipient"), required=False, max_length=200)

    def narrow(self, letters: QuerySet[Letter]) -> QuerySet[Letter]:
        self.is_valid()
        cleaned_data = self.cleaned_data
        if cleaned_data.get("state"):
            letters = letters.filter(state=cleaned_data["state"])
        if cleaned_data.get("kind"):
            letters = letters.filter(kind=cleaned_data["kind"])
        if cleaned_data.get("to"):
            letters = letters.filter(to__name__icontains=cleaned_data["to"])
        return letters
