"""How often a person wants mail, and of which kinds."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.actions.mailboxes import MAY_CHOOSE
from accounts.forms.acting import BoundedForm
from accounts.models import Mailbox
from accounts.states import MailRhythm


class MailForm(BoundedForm):
    """What is ticked is mailed; the rest can still be read in the person's own room."""

    rhythm = forms.ChoiceField(
        label=_("Frequency"),
        choices=MailRhythm.choices,
        widget=forms.RadioSelect,
        help_text=_("Reminders of deadlines within 48 hours and security notices are sent at once."),
    )
    kinds = forms.MultipleChoiceField(
        label=_("Emails you receive"),
        choices=[(kind.value, kind.label) for kind in MAY_CHOOSE],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    @classmethod
    def of(cls, box: Mailbox, data: Any = None) -> MailForm:
        """The form as the person's choices stand."""
        kinds = [kind.value for kind in MAY_CHOOSE if kind.value not in box.off]
        return cls(data, initial={"rhythm": box.rhythm, "kinds": kinds})

    def off(self) -> list[str]:
        """The kinds that are not ticked."""
        return [kind.value for kind in MAY_CHOOSE if kind.value not in self.cleaned_data["kinds"]]
