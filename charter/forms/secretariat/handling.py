"""Sharing the work of the secretariat: assignment, due dates, notes, one decision on several, saved views."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from charter.actions.secretariat.handling import Assignment
from charter.forms.acting import ActingForm
from charter.forms.deciding.desk_decisions import DecisionForm
from charter.models import Amendment, Handling, WorkItem
from charter.queries.secretariat.queue_filters import NOBODY
from charter.states import SINGLE_OUTCOMES, ListKind


def _day() -> forms.DateField:
    return forms.DateField(
        label=_("Due on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        required=False,
        error_messages={"invalid": _("Enter a date, such as 2026-12-18.")},
    )


class AssignForm(ActingForm):
    """Who handles an amendment, or another thing that waits, and until which day; `previous` is who had it before."""

    assigned = forms.ChoiceField(label=_("Assigned to"), required=False)
    due_on = _day()

    def __init__(
        self, *args: Any, previous: Handling | WorkItem | None, moderators: Sequence[Person], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in moderators}
        names = [(pk, str(moderator)) for pk, moderator in self.people.items()]
        self.fields["assigned"].choices = [("", _("Nobody")), *names]  # type: ignore[attr-defined]
        self.fields["assigned"].initial = str(previous.assigned_to_id or "") if previous else ""
        self.fields["due_on"].initial = previous.due_on if previous else None

    def to(self) -> Person | None:
        return self.people.get(self.cleaned_data["assigned"])


class DeskNoteForm(ActingForm):
    """A word that only moderators read."""

    text = forms.CharField(
        label=_("Note"),
        help_text=_("Only moderators can read the note. The note is never public."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        error_messages={"required": _("Write your note.")},
    )


def seen_revisions(amendments: Sequence[Amendment]) -> str:
    """The revision of each of these, so that a page knows that one changed meanwhile."""
    return " ".join(f"{amendment.pk}-{amendment.revision}" for amendment in amendments)


class AssignTogetherForm(ActingForm):
    """The moderator and due date for several amendments; an empty field changes nothing."""

    assigned = forms.ChoiceField(label=_("Assigned to"), required=False)
    due_on = _day()

    def __init__(self, *args: Any, moderators: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in moderators}
        names = [(pk, str(moderator)) for pk, moderator in self.people.items()]
        offered = [("", _("Leave as it is")), (NOBODY, _("Nobody")), *names]
        self.fields["assigned"].choices = offered  # type: ignore[attr-defined]

    def given(self) -> Assignment:
        """The values to change."""
        chosen = self.cleaned_data["assigned"]
        return Assignment(bool(chosen), self.people.get(chosen), self.cleaned_data["due_on"])


class TogetherForm(DecisionForm):
    """One decision with one reason on several amendments; words of an amendment are decided by itself."""

    left_out = SINGLE_OUTCOMES
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, amendments: Sequence[Amendment], languages: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, amendment=amendments[0], changes=(), languages=languages, **kwargs)
        self.amendments = amendments
        del self.fields["revision"]
        self.fields["seen"].initial = seen_revisions(amendments)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("seen") and data["seen"] != seen_revisions(self.amendments):
            self.add_error(
                None, _("Some of these amendments changed since you opened the page. Check them below, then decide.")
            )
            self.data = {**self.data.dict(), "seen": seen_revisions(self.amendments)}  # type: ignore[attr-defined]
        return data


class ViewForm(ActingForm):
    """A name for the filters in the address."""

    name = forms.CharField(
        label=_("Name of this saved view"),
        max_length=60,
        error_messages={"required": _("Enter a name for the saved view.")},
    )
    query = forms.CharField(widget=forms.HiddenInput, required=False, max_length=1000)
    list = forms.ChoiceField(widget=forms.HiddenInput, required=False, choices=ListKind.choices)
