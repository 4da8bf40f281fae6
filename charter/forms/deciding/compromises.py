"""Answering a compromise, and closing it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from charter.forms.acting import ActingForm, SpeakerField
from charter.models import Round
from charter.states import Answer


class AnswerForm(ActingForm):
    """One of three answers, as buttons of equal weight, with a word where it belongs to a yes."""

    organisation = SpeakerField(label=_("You reply for"))
    act = forms.ChoiceField(choices=Answer.choices, error_messages={"required": _("Choose one of the replies.")})
    word = forms.CharField(
        label=_("Your note"),
        help_text=_("Required for “Yes, with a statement”. The secretariat and the members concerned can read it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=5000,
    )

    def __init__(self, *args: Any, organisations: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].offer(organisations)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("act") == Answer.YES_WITH_A_WORD and not data.get("word", "").strip():
            self.add_error("word", _("Enter the statement for your reply “yes, with a statement”."))
        return data


class PutForm(ActingForm):
    """The day until which the proposers of an amendment answer whether changed text is their own."""

    answer_by = forms.DateField(
        label=_("Reply by"),
        help_text=_("Members can reply until the end of that day, in the time zone of the round."),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("Choose the last day for replies from members.")},
    )

    def until(self, round_: Round) -> datetime:
        return datetime.combine(self.cleaned_data["answer_by"], time(23, 59, 59), round_.tz)


class CloseForm(ActingForm):
    """Ending the asking: agreed, or not."""

    act = forms.ChoiceField(choices=[("agreed", _("Agreed")), ("not_agreed", _("Not agreed"))])
