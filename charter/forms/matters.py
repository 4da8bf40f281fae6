"""The filters of everything that waits, and what a moderator says of a comment that was reported."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from charter.queries.desk_filters import NOBODY
from charter.queries.matters import Narrowed
from charter.queries.tongues import tongue
from charter.states import MatterKind

from .acting import ActingForm
from .desk_queue import ALL, ME, OVERDUE, THIS_WEEK, days_of


class MatterFilters(forms.Form):
    """A value that nobody knows narrows nothing, so that an old address still answers."""

    kind = forms.ChoiceField(label=_("What waits"), required=False, choices=[ALL, *MatterKind.choices])
    language = forms.ChoiceField(label=_("Language"), required=False)
    assigned = forms.ChoiceField(label=_("Assigned to"), required=False)
    due = forms.ChoiceField(
        label=_("Due"),
        required=False,
        choices=[ALL, (OVERDUE, _("Overdue")), (THIS_WEEK, _("In the next seven days"))],
    )
    words = forms.CharField(label=_("Words"), required=False, max_length=200)

    def __init__(self, *args: Any, languages: Iterable[str], moderators: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(one.pk), str(one)) for one in moderators]
        language, assigned = self.fields["language"], self.fields["assigned"]
        language.choices = [ALL, *((code, tongue(code).name) for code in languages)]  # type: ignore[attr-defined]
        assigned.choices = [("", _("Anyone")), (ME, _("Me")), (NOBODY, _("Nobody")), *people]  # type: ignore[attr-defined]

    def wanted(self, person: Person, today: date) -> Narrowed:
        """What to ask for, for this person on this day."""
        self.is_valid()
        asked = {name: self.cleaned_data.get(name) or "" for name in self.fields}
        assigned = str(person.pk) if asked["assigned"] == ME else asked["assigned"]
        first, last = days_of(asked["due"], today)
        return Narrowed(asked["kind"], asked["language"], assigned, first, last, asked["words"])


class CommentForm(ActingForm):
    """What becomes of a comment that was reported: it stands, or its words go, with a reason in their place."""

    because = forms.CharField(
        label=_("Reason, shown in its place if you remove it"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),  # in a box of one line the Enter key presses the first button
    )
