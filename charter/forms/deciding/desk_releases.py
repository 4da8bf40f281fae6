"""Forms for publishing decisions: now or at a scheduled time, and with the body that endorses them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from charter.actions.deciding.decisions import Endorsed
from charter.forms.acting import ActingForm, BodyForm
from charter.models import Round

NOW, AT_AN_HOUR, DROP = "now", "plan", "drop"


class EndorsingForm(BodyForm):
    """The body that endorses decisions, the day of its endorsement, and its minutes: all three, or none."""

    body = forms.CharField(
        label=_("Endorsed by"),
        help_text=_("The body that endorses these decisions, if there is one."),
        required=False,
        max_length=300,
    )
    endorsed_on = forms.DateField(
        label=_("Endorsed on"),
        help_text=_("Required if a body endorses the decisions."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    minutes = forms.CharField(
        label=_("Minutes"),
        help_text=_("Required if a body endorses the decisions. Enter the name or the address of the document."),
        required=False,
        max_length=300,
    )

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if self.first_body_name() and "endorsed_on" not in self.errors and not data.get("endorsed_on"):
            self.add_error("endorsed_on", _("Enter the date on which the body endorsed these decisions."))
        if self.first_body_name() and not data.get("minutes"):
            self.add_error("minutes", _("Enter the name or the address of the minutes of the body."))
        return data

    def endorsed(self) -> Endorsed:
        data = self.cleaned_data
        return Endorsed(self.first_body_name(), data["endorsed_on"], data["minutes"], self.body_names())


class ReleaseForm(EndorsingForm):
    """Making decisions public together, at once or at an hour in the round's own time."""

    act = forms.ChoiceField(
        choices=[(name, name) for name in (NOW, AT_AN_HOUR, DROP)],
        error_messages={"required": _("Choose whether to publish now or at a scheduled time.")},
    )
    day = forms.DateField(label=_("Date"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    hour = forms.TimeField(label=_("Time"), required=False, widget=forms.TimeInput(attrs={"type": "time"}))

    def __init__(self, *args: Any, round_: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.round_ = round_
        self.fields["hour"].help_text = _("In the time zone %(zone)s.") % {"zone": round_.zone_place}

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for name, why in (("day", _("Enter the date.")), ("hour", _("Enter the time."))):
            if data.get("act") == AT_AN_HOUR and name not in self.errors and not data.get(name):
                self.add_error(name, why)
        if data.get("act") == NOW and (data.get("day") or data.get("hour")):  # the Enter key presses the first button
            self.add_error(
                "hour", _("Press “Schedule the publication”, or clear the date and the time to publish now.")
            )
        return data

    def due(self) -> datetime:
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["hour"], self.round_.tz)


class SendBackForm(ActingForm):
    """What a member of the body wants looked at again."""

    word = forms.CharField(
        label=_("What should be checked again"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Explain what should be checked again.")},
    )


class ReplyForm(ActingForm):
    """A member's public reply to a decision on its amendment."""

    text = forms.CharField(
        label=_("The reply"),
        help_text=_("The reply is public and shown with the decision in the table. You can change it within an hour."),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=2000,
        error_messages={"required": _("Write the reply.")},
    )


class RemoveReplyForm(ActingForm):
    """The reason for removing a reply from public pages."""

    because = forms.CharField(
        label=_("Reason for the removal"),
        max_length=300,
        error_messages={"required": _("Give the reason for the removal. The reason is public.")},
    )
