"""Opening, prolonging and closing a round."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.states import Membership
from charter.models import Round
from charter.queries.tongues import tongue

from .acting import ActingForm

ENDS = ("proposals_until", "confirm_until", "support_until")
MOMENT = "%Y-%m-%dT%H:%M"


def _moment(label: Any, required: bool = True) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        required=required,
        input_formats=[MOMENT, "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
        error_messages={"required": _("Give a day and an hour."), "invalid": _("Give a day and an hour.")},
    )


class OpenForm(ActingForm):
    """A new round: what it is called, its windows, who proposes, what the public sees."""

    zone = forms.CharField(label=_("Time zone"), initial="Europe/Madrid", help_text=_("Such as Europe/Madrid."))
    zone_name = forms.CharField(label=_("Called"), initial="Barcelona", max_length=60)
    opens_at = _moment(_("Opens"))
    proposals_until = _moment(_("Proposals until"))
    confirm_until = _moment(_("Delegates confirm until"))
    support_until = _moment(_("Support until"))
    who_proposes = forms.ChoiceField(label=_("Who proposes"), choices=Membership.choices)
    who_is_counted = forms.ChoiceField(label=_("Whose support is counted"), choices=Membership.choices)
    partners_propose = forms.BooleanField(label=_("Partners propose too"), required=False)
    comments_open = forms.BooleanField(label=_("Members and partners comment"), required=False, initial=True)
    pending_is_public = forms.BooleanField(
        label=_("The public sees amendments before they are decided"), required=False, initial=True
    )

    def __init__(self, *args: Any, languages: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages = languages
        for name, label in (("body", _("Body it refers to")), ("title", _("Name of the round"))):
            for place, code in reversed(list(enumerate(languages))):
                field = forms.CharField(label=f"{label}, {tongue(code).name}", required=place == 0, max_length=200)
                self.fields = {f"{name}_{code}": field, **self.fields}

    def clean_zone(self) -> str:
        if self.cleaned_data["zone"] not in available_timezones():
            raise forms.ValidationError(_("There is no such time zone."))
        return str(self.cleaned_data["zone"])

    def said(self, name: str) -> dict[str, str]:
        given = {code: self.cleaned_data.get(f"{name}_{code}", "") for code in self.languages}
        return {code: text for code, text in given.items() if text}

    def windows(self) -> dict[str, Any]:
        """The windows in the zone that was given: a form's hours are those of the round."""
        zone = ZoneInfo(self.cleaned_data["zone"])
        return {name: _there(self.cleaned_data[name], zone) for name in ("opens_at", *ENDS)}

    def rest(self) -> dict[str, Any]:
        names = ("zone", "zone_name", "who_proposes", "who_is_counted", "partners_propose", "comments_open")
        return {name: self.cleaned_data[name] for name in (*names, "pending_is_public")}


class RoundForm(ActingForm):
    """Moving the ends of windows that have not passed, or closing the round."""

    act = forms.ChoiceField(choices=[("extend", _("Move the ends")), ("close", _("Close the round"))])
    proposals_until = _moment(_("Proposals until"), required=False)
    confirm_until = _moment(_("Delegates confirm until"), required=False)
    support_until = _moment(_("Support until"), required=False)

    def __init__(self, *args: Any, round_: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.round_ = round_
        for name in ENDS:
            self.fields[name].initial = getattr(round_, name).astimezone(round_.tz).replace(tzinfo=None)

    def moved(self) -> dict[str, Any]:
        """Ends that were given and are other than before, to the minute."""
        given = {name: _there(self.cleaned_data[name], self.round_.tz) for name in ENDS if self.cleaned_data.get(name)}
        before = {name: getattr(self.round_, name).replace(second=0, microsecond=0) for name in given}
        return {name: end for name, end in given.items() if end != before[name]}


def _there(at: datetime, zone: ZoneInfo) -> datetime:
    """The hour as it was typed, in the round's zone."""
    return at.replace(tzinfo=zone)
