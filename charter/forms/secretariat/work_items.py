"""The filters of the pending items, and the form for a reported comment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.acting import BoundedForm
from accounts.forms.section_fields import remove_unused_sections
from accounts.models import Person
from accounts.queries.sections import section_choices
from charter.forms.acting import ActingForm
from charter.forms.amending.filters import LongSelect
from charter.forms.secretariat.handling import AssignTogetherForm
from charter.forms.secretariat.queue_filters import ALL, ME, OVERDUE, THIS_WEEK, days_of
from charter.models import Charter
from charter.queries.languages.names import language_of
from charter.queries.secretariat.queue_filters import NOBODY, keys_of
from charter.queries.secretariat.work_items import Narrowed
from charter.states import WorkItemKind
from charter.wording import parts


class WorkItemFilters(BoundedForm):
    """A value that nobody knows narrows nothing, so that an old address still answers."""

    kind = forms.ChoiceField(label=_("Pending item"), required=False, choices=[ALL, *WorkItemKind.choices])
    language = forms.ChoiceField(label=_("Language"), required=False)
    assigned = forms.ChoiceField(label=_("Assigned to"), required=False)
    due = forms.ChoiceField(
        label=_("Due"),
        required=False,
        choices=[ALL, (OVERDUE, _("Overdue")), (THIS_WEEK, _("In the next seven days"))],
    )
    words = forms.CharField(label=_("Text contains"), required=False, max_length=200)
    article = forms.ChoiceField(label=parts.ARTICLE, required=False)
    city = forms.ChoiceField(label=_("Member"), required=False, widget=LongSelect)
    section = forms.ChoiceField(label=_("Section"), required=False, choices=lambda: [ALL, *section_choices()])
    round = forms.ChoiceField(label=_("Round"), required=False)

    def __init__(
        self,
        *args: Any,
        languages: Iterable[str],
        moderators: Sequence[Person],
        articles: Iterable[tuple[str, str]],
        cities: Iterable[tuple[str, str]],
        rounds: Iterable[int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offered = {
            "article": articles,
            "city": cities,
            "round": ((str(number), str(number)) for number in rounds),
        }
        for name, choices in offered.items():
            self.fields[name].choices = [ALL, *choices]  # type: ignore[attr-defined]
        people = [(str(person.pk), str(person)) for person in moderators]
        language, assigned = self.fields["language"], self.fields["assigned"]
        remove_unused_sections(self, "section")
        language.choices = [ALL, *((code, language_of(code).name) for code in languages)]  # type: ignore[attr-defined]
        assigned.choices = [("", _("Anyone")), (ME, _("Me")), (NOBODY, _("Nobody")), *people]  # type: ignore[attr-defined]

    @property
    def more(self) -> list[Any]:
        """The fields, which all fold away: the kinds of items are links above them."""
        return list(self)

    @property
    def uses_more(self) -> bool:
        return any(field.value() for field in self if field.name != "kind")

    def wanted(self, person: Person, today: date, charter: Charter) -> Narrowed:
        """The filter that the form describes, for this person on this day."""
        self.is_valid()
        values = {name: self.cleaned_data.get(name) or "" for name in self.fields}
        assigned = str(person.pk) if values["assigned"] == ME else values["assigned"]
        first, last = days_of(values["due"], today)
        return Narrowed(
            kind=values["kind"],
            language=values["language"],
            assigned=assigned,
            due_from=first,
            due_until=last,
            words=values["words"],
            round=values["round"],
            keys=frozenset(keys_of(charter, values["article"])) if values["article"] else None,
            city=values["city"],
            section=values.get("section", ""),
        )


class ShareForm(AssignTogetherForm):
    """The moderator and due date for several items, and one note for all; an empty field changes nothing."""

    text = forms.CharField(
        label=_("Note"),
        help_text=_("The note is attached to each selected item. Only moderators can read it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=4000,
    )


class CommentForm(ActingForm):
    """The decision on a reported comment: it stays, or its text is removed and a reason is shown in its place."""

    because = forms.CharField(
        label=_("Reason, shown in place of the comment if you remove it"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),  # in a box of one line the Enter key presses the first button
    )
