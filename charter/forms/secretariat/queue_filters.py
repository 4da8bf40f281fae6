"""The filters of the queue; all of them are in the address."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.acting import BoundedForm
from accounts.forms.section_fields import remove_unused_sections
from accounts.models import Person
from accounts.queries.sections import section_choices
from charter.forms.amending.filters import LongSelect
from charter.queries.languages.names import language_of
from charter.queries.secretariat import queue_filters
from charter.queries.secretariat.queue_filters import QueueFilter
from charter.states import ChangeKind
from charter.wording import parts

ALL = ("", _("All"))
ME = "me"
OVERDUE, THIS_WEEK = "overdue", "week"
STATES = (
    (queue_filters.TO_DECIDE, _("Awaiting decision")),
    (queue_filters.DECIDED, _("Decided")),
    (queue_filters.CHECK, _("To check")),
    (queue_filters.ALL, _("All amendments")),
)
ALWAYS = ("article", "state", "language", "assigned", "words")
MODERATORS_ALONE = ("assigned", "due")


class QueueForm(BoundedForm):
    """A value that nobody knows narrows nothing, so that an old address still answers."""

    article = forms.ChoiceField(label=parts.ARTICLE, required=False)
    state = forms.ChoiceField(label=_("Status"), required=False, choices=STATES)
    language = forms.ChoiceField(label=_("Language"), required=False)
    assigned = forms.ChoiceField(label=_("Assigned to"), required=False)
    words = forms.CharField(label=_("Text contains"), required=False, max_length=200)
    due = forms.ChoiceField(
        label=_("Due"),
        required=False,
        choices=[ALL, (OVERDUE, _("Overdue")), (THIS_WEEK, _("In the next seven days"))],
    )
    kind = forms.ChoiceField(label=_("Type of change"), required=False, choices=[ALL, *ChangeKind.choices])
    city = forms.ChoiceField(label=_("Member"), required=False, widget=LongSelect)
    section = forms.ChoiceField(label=_("Section"), required=False, choices=lambda: [ALL, *section_choices()])
    round = forms.ChoiceField(label=_("Round"), required=False)

    def __init__(
        self,
        *args: Any,
        articles: Iterable[tuple[str, str]],
        languages: Iterable[str],
        cities: Iterable[tuple[str, str]],
        rounds: Iterable[int],
        moderators: Sequence[Person],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(person.pk), str(person)) for person in moderators]
        choices: dict[str, list[tuple[Any, Any]]] = {
            "article": [ALL, *articles],
            "language": [ALL, *((code, language_of(code).name) for code in languages)],
            "assigned": [("", _("Anyone")), (ME, _("Me")), (queue_filters.NOBODY, _("Nobody")), *people],
            "city": [ALL, *cities],
            "round": [("", _("Current round")), *((str(number), str(number)) for number in rounds)],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]
        if not moderators:
            for name in MODERATORS_ALONE:
                del self.fields[name]
        remove_unused_sections(self, "section")

    @property
    def first(self) -> list[Any]:
        """The fields that always show."""
        return [self[name] for name in ALWAYS if name in self.fields]

    @property
    def more(self) -> list[Any]:
        """The fields that are shown on request."""
        return [self[name] for name in self.fields if name not in ALWAYS]

    @property
    def uses_more(self) -> bool:
        return any(field.value() for field in self.more)

    def wanted(self, person: Person, today: date) -> QueueFilter:
        """The filter of the queue that the form describes, for this person on this day."""
        self.is_valid()
        values = {name: self.cleaned_data.get(name) or "" for name in self.fields}
        assigned = str(person.pk) if values.get("assigned") == ME else values.get("assigned", "")
        first, last = days_of(values.get("due", ""), today)
        return QueueFilter(
            state=values["state"] or queue_filters.TO_DECIDE,
            article=values["article"],
            language=values["language"],
            kind=values["kind"],
            city=values["city"],
            section=values.get("section", ""),
            assigned=assigned,
            due_from=first,
            due_until=last,
            words=values["words"],
        )


def days_of(due: str, today: date) -> tuple[date | None, date | None]:
    """The first and the last day of a period."""
    if due == OVERDUE:
        return None, today - timedelta(days=1)
    return (today, today + timedelta(days=6)) if due == THIS_WEEK else (None, None)
