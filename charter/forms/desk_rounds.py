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
from charter.states import Silence

from .acting import ActingForm

ENDS = ("proposals_until", "confirm_until", "support_until")
WEEK = ("editing_from", "editing_until")
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
    editing_from = _moment(_("Closed editing week from"), required=False)
    editing_until = _moment(_("Closed editing week until"), required=False)
    most_per_member = forms.IntegerField(
        label=_("Amendments a member, at most"),
        help_text=_("Left empty, there is no limit. A withdrawn one does not count."),
        required=False,
        min_value=1,
        max_value=1000,
    )
    changed_only = forms.BooleanField(
        label=_("Second reading: only provisions that this version changed can be amended"), required=False
    )
    who_proposes = forms.ChoiceField(label=_("Who proposes"), choices=Membership.choices)
    who_is_counted = forms.ChoiceField(label=_("Whose support is counted"), choices=Membership.choices)
    silence = forms.ChoiceField(
        label=_("A member that does not answer a compromise in time"),
        help_text=_("It holds for the whole round, and is always shown as silence."),
        choices=Silence.choices,
        initial=Silence.NEITHER,
        required=False,
    )
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
                field = forms.CharField(
                    label=_(", ").join([str(label), tongue(code).name]), required=place == 0, max_length=200
                )
                self.fields = {f"{name}_{code}": field, **self.fields}

    def clean_zone(self) -> str:
        if self.cleaned_data["zone"] not in available_timezones():
            raise forms.ValidationError(_("There is no such time zone."))
        return str(self.cleaned_data["zone"])

    def clean_silence(self) -> str:
        return self.cleaned_data["silence"] or Silence.NEITHER

    def said(self, name: str) -> dict[str, str]:
        given = {code: self.cleaned_data.get(f"{name}_{code}", "") for code in self.languages}
        return {code: text for code, text in given.items() if text}

    def windows(self) -> dict[str, Any]:
        """The windows in the zone that was given: a form's hours are those of the round."""
        zone = ZoneInfo(self.cleaned_data["zone"])
        names = [name for name in ("opens_at", *ENDS, *WEEK) if self.cleaned_data[name]]
        return {name: _there(self.cleaned_data[name], zone) for name in names}

    def rest(self) -> dict[str, Any]:
        names = ("zone", "zone_name", "who_proposes", "who_is_counted", "partners_propose", "comments_open")
        rest = ("silence", "pending_is_public", "most_per_member", "changed_only")
        return {name: self.cleaned_data[name] for name in (*names, *rest)}


def add_words(form: ActingForm, name: str, label: Any, languages: Sequence[str]) -> None:
    """A box for each language; one of them must be filled, which the act asks for."""
    for code in languages:
        spoken = tongue(code)
        widget = forms.Textarea(attrs={"rows": 3, "lang": spoken.tag, "dir": spoken.dir})
        form.fields[f"{name}_{code}"] = forms.CharField(
            label=_(", ").join([str(label), spoken.name]), required=False, max_length=2000, widget=widget
        )


def words_of(form: Any, name: str) -> dict[str, str]:
    """What was typed, by language; languages left empty are left out."""
    given = {code: form.cleaned_data.get(f"{name}_{code}", "").strip() for code in form.languages}
    return {code: text for code, text in given.items() if text}


class LateForm(ActingForm):
    """One ruling on all amendments that came late."""

    admitted = forms.ChoiceField(
        label=_("Are they admitted?"),
        choices=[("yes", _("All are admitted")), ("no", _("None is admitted"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether they are admitted.")},
    )

    def __init__(self, *args: Any, languages: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages = languages
        add_words(self, "reason", _("Reason"), languages)

    def reason(self) -> dict[str, str]:
        return words_of(self, "reason")


class RoundForm(ActingForm):
    """Moving the ends of windows, or closing the round."""

    act = forms.ChoiceField(choices=[("extend", _("Move the ends")), ("close", _("Close the round"))])
    proposals_until = _moment(_("Proposals until"), required=False)
    confirm_until = _moment(_("Delegates confirm until"), required=False)
    support_until = _moment(_("Support until"), required=False)

    def __init__(self, *args: Any, round_: Round, languages: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.round_, self.languages = round_, languages
        self.ends: tuple[str, ...] = ENDS
        if round_.editing_from is not None:
            self.ends = (*ENDS, *WEEK)
            self.fields["editing_from"] = _moment(_("Closed editing week from"), required=False)
            self.fields["editing_until"] = _moment(_("Closed editing week until"), required=False)
        add_words(self, "note", _("Why the days move"), languages)
        for name in self.ends:
            self.fields[name].initial = getattr(round_, name).astimezone(round_.tz).replace(tzinfo=None)

    def note(self) -> dict[str, str]:
        return words_of(self, "note")

    def moved(self) -> dict[str, Any]:
        """Ends that were given and are other than before, to the minute."""
        typed = {name: self.cleaned_data.get(name) for name in self.ends}
        given = {name: _there(end, self.round_.tz) for name, end in typed.items() if end}
        before = {name: getattr(self.round_, name).replace(second=0, microsecond=0) for name in given}
        return {name: end for name, end in given.items() if end != before[name]}


def _there(at: datetime, zone: ZoneInfo) -> datetime:
    """The hour as it was typed, in the round's zone."""
    return at.replace(tzinfo=zone)
