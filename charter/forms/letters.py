"""Filters of the outbox; all of them stand in the address."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Letter
from accounts.states import LetterState, MailKind

ANY = ("", _("All"))


class LetterFilters(forms.Form):
    """A value that nobody knows narrows nothing, so that an old address still answers."""

    state = forms.ChoiceField(label=_("State"), required=False, choices=[ANY, *LetterState.choices])
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[ANY, *MailKind.choices])
    to = forms.CharField(label=_("To"), required=False, max_length=200)

    def narrow(self, found: QuerySet[Letter]) -> QuerySet[Letter]:
        self.is_valid()
        asked = self.cleaned_data
        if asked.get("state"):
            found = found.filter(state=asked["state"])
        if asked.get("kind"):
            found = found.filter(kind=asked["kind"])
        if asked.get("to"):
            found = found.filter(to__name__icontains=asked["to"])
        return found
