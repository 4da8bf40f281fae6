"""The form for notes of colleagues about a draft."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from charter.forms.acting import ActingForm

LONGEST = 5000


class NoteForm(ActingForm):
    text = forms.CharField(
        label=_("A note for your colleagues"),
        help_text=_("Only the team of your city or partner organization can read the note. Moderators cannot."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Write your note."),
            "max_length": _("A note can have at most 5,000 characters. Your note has %(show_value)s characters."),
        },
    )
