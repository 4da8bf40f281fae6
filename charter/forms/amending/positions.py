"""Saying support, a reservation or an objection; sending back with a word."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from charter.forms.acting import ActingForm
from charter.states import Stance


class PositionForm(ActingForm):
    """One stance; the three are buttons of equal weight."""

    organisation = forms.SlugField(required=False)
    text = forms.IntegerField()
    stance = forms.ChoiceField(choices=Stance.choices)
    line = forms.CharField(label=_("Reason in one line"), required=False)
    word = forms.CharField(label=_("A note to the delegate"), required=False)


class WordForm(ActingForm):
    """A word to who prepared an amendment."""

    word = forms.CharField(
        label=_("What do you want to change?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Give the amendment a title.")},
    )
