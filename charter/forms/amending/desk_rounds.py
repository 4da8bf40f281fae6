"""Opening, prolonging and closing a round."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.queries.site_settings import site_time_zone
from accounts.states import Membership
from charter.forms.acting import ActingForm
from charter.models import Round
from charter.queries.languages.names import language_of
from charter.states import RoundDate, Silence

ENDS = ("proposals_until", "confirm_until", "support_until")
WEEK = ("editing_from", "editing_until")
MOMENT = "%Y-%m-%dT%H:%M"
BODY_HINT = _(
    "The secretariat refers some amendments to this body, such as a committee or an assembly."
    " The name of the body is shown with each referred amendment."
)


def _moment(label: Any, required: bool = True) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        required=required,
        input_formats=[MOMENT, "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
        error_messages={"required": _("Enter a date and a time."), "invalid": _("Enter a date and a time.")},
    )


def _city_of(zone: str) -> str:
    """The city that a time zone is named after: Bogota for America/Bogota."""
    return zone.rpartition("/")[2].replace("_", " ")


class OpenForm(ActingForm):
    """A new round: its title, its periods, who proposes, what the public sees."""

    zone = forms.CharField(
        label=_("Time zone"), initial=lambda: str(site_time_zone()), help_text=_("For example: Europe/Madrid.")
    )
    zone_name = forms.CharField(
        label=_("Name of the time zone"), initial=lambda: _city_of(str(site_time_zone())), max_length=60
    )
    opens_at = _moment(_("Opening of the round"))
    proposals_until = _moment(RoundDate.PROPOSALS.label)
    confirm_until = _moment(RoundDate.CONFIRM.label)
    support_until = _moment(RoundDate.SUPPORT.label)
    editing_from = _moment(RoundDate.EDITING_FROM.label, required=False)
    editing_until = _moment(RoundDate.EDITING.label, required=False)
    most_per_member = forms.IntegerField(
        label=_("Amendments per member (maximum)"),
        help_text=_("If the field is empty, there is no limit. Withdrawn amendments do not count."),
        required=False,
        min_value=1,
        max_value=1000,
    )
    changed_only = forms.BooleanField(
        label=_("Second reading: only provisions that this version changed can be amended"), required=False
    )
    who_proposes = forms.ChoiceField(label=_("Who may propose"), choices=Membership.choices)
    who_is_counted = forms.ChoiceField(label=_("Whose support is counted"), choices=Membership.choices)
    silence = forms.ChoiceField(
        label=_("If a member does not reply to a compromise text in time"),
        help_text=_(
            "The rule applies to the whole round. A member that does not reply is always shown with “no reply”."
        ),
        choices=Silence.choices,
        initial=Silence.NEITHER,
        required=False,
    )
    partners_propose = forms.BooleanField(label=_("Partner organizations may propose too"), required=False)
    comments_open = forms.BooleanField(
        label=_("Members and partner organizations may comment"), required=False, initial=True
    )
    pending_is_public = forms.BooleanField(
        label=_("The public can see amendments before the decision"), required=False, initial=True
    )

    def __init__(self, *args: Any, languages: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages = languages
        for name, label, hint in (
            ("body", _("Body for referred amendments"), BODY_HINT),
            ("title", _("Name of the round"), ""),
        ):
            for place, code in reversed(list(enumerate(languages))):
                field = forms.CharField(
                    label=_(", ").join([str(label), language_of(code).in_words]),
                    help_text="" if place else hint,
                    required=place == 0,
                    max_length=200,
                )
                self.fields = {f"{name}_{code}": field, **self.fields}

    def clean_zone(self) -> str:
        if self.cleaned_data["zone"] not in available_timezones():
            raise forms.ValidationError(_("The time zone does not exist. Choose a time zone from the list."))
        return str(self.cleaned_data["zone"])

    def clean_silence(self) -> str:
        return self.cleaned_data["silence"] or Silence.NEITHER

    def texts_of(self, name: str) -> dict[str, str]:
        texts = {code: self.cleaned_data.get(f"{name}_{code}", "") for code in self.languages}
        return {code: text for code, text in texts.items() if text}

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
    """Adds a field for each language. One of them must be filled; the action checks this."""
    for code in languages:
        spoken = language_of(code)
        widget = forms.Textarea(attrs={"rows": 3, "lang": spoken.tag, "dir": spoken.dir})
        form.fields[f"{name}_{code}"] = forms.CharField(
            label=_(", ").join([str(label), spoken.in_words]), required=False, max_length=2000, widget=widget
        )


def words_of(form: Any, name: str) -> dict[str, str]:
    """The typed texts by language, without the empty ones."""
    texts = {code: form.cleaned_data.get(f"{name}_{code}", "").strip() for code in form.languages}
    return {code: text for code, text in texts.items() if text}


class LateForm(ActingForm):
    """One ruling on all amendments that came late."""

    admitted = forms.ChoiceField(
        label=_("Are late amendments admitted?"),
        choices=[("yes", _("All late amendments are admitted")), ("no", _("No late amendment is admitted"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("State whether late amendments are admitted.")},
    )

    def __init__(self, *args: Any, languages: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages = languages
        add_words(self, "reason", _("Reason"), languages)

    def reason(self) -> dict[str, str]:
        return words_of(self, "reason")


class TimetableForm(ActingForm):
    """What a moderator does with earlier dates of a round that were proposed."""

    act = forms.ChoiceField(
        choices=[
            ("confirm", _("Confirm and announce")),
            ("refuse", _("Refuse the proposed dates")),
            ("withdraw", _("Withdraw the proposed dates")),
        ]
    )
    reason = forms.CharField(
        label=_("Reason for the refusal"),
        help_text=_("Only moderators can read the reason."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        """A reason that was typed is stored or given back, never dropped."""
        data = self.cleaned_data
        if data.get("act") == "confirm" and data.get("reason", "").strip():
            self.add_error("reason", _("The reason is only for a refusal. To confirm the dates, delete the text."))
        return data


class RoundForm(ActingForm):
    """Moving the ends of windows, or closing the round."""

    act = forms.ChoiceField(choices=[("extend", _("Change the dates")), ("close", _("Close the round"))])
    proposals_until = _moment(RoundDate.PROPOSALS.label, required=False)
    confirm_until = _moment(RoundDate.CONFIRM.label, required=False)
    support_until = _moment(RoundDate.SUPPORT.label, required=False)

    def __init__(self, *args: Any, round_: Round, languages: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.round_, self.languages = round_, languages
        self.ends: tuple[str, ...] = ENDS
        if round_.editing_from is not None:
            self.ends = (*ENDS, *WEEK)
            self.fields["editing_from"] = _moment(RoundDate.EDITING_FROM.label, required=False)
            self.fields["editing_until"] = _moment(RoundDate.EDITING.label, required=False)
        add_words(self, "note", _("Reason for the new dates"), languages)
        for name in self.ends:
            self.fields[name].initial = getattr(round_, name).astimezone(round_.tz).replace(tzinfo=None)

    def note(self) -> dict[str, str]:
        return words_of(self, "note")

    def moved(self) -> dict[str, Any]:
        """Ends that the form changes, to the minute."""
        typed = {name: self.cleaned_data.get(name) for name in self.ends}
        ends = {name: _there(end, self.round_.tz) for name, end in typed.items() if end}
        before = {name: getattr(self.round_, name).replace(second=0, microsecond=0) for name in ends}
        return {name: end for name, end in ends.items() if end != before[name]}


def _there(at: datetime, zone: ZoneInfo) -> datetime:
    """The hour as it was typed, in the round's zone."""
    return at.replace(tzinfo=zone)
