"""An offer or request as its team writes it, its outcome, its removal, the filters of the list, and a reply."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.forms.acting import BoundedForm
from accounts.forms.themes import ThemeField
from accounts.queries.themes import theme_choices
from charter.actions.city.help_entries import (
    ENDED,
    LONGEST_OUTCOME,
    LONGEST_REPLY,
    LONGEST_SUBJECT,
    LONGEST_TEXT,
    NO_LANGUAGE,
    NO_OUTCOME,
    NO_REASON,
    NO_REPLY,
    TOO_LATE,
    HelpEntryInput,
    latest_end,
)
from charter.forms.acting import ActingForm
from charter.models import HelpEntry
from charter.queries.languages.names import language_of
from charter.states import HelpKind

from .members import ANY


class TextField(forms.CharField):
    """A text of several lines; a line end counts as one character, as in the browser."""

    widget = forms.Textarea(attrs={"rows": 5})

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")


class HelpEntryForm(ActingForm):
    """What a member offers or requests, on which theme, in which languages it can talk, and until when."""

    kind = forms.ChoiceField(label=_("Type"), choices=HelpKind.choices, widget=forms.RadioSelect)
    theme = forms.ChoiceField(label=_("Theme"))
    subject = forms.CharField(
        label=_("Subject"),
        help_text=_(
            "Enter one line of at most 120 characters. Example: Water kiosks run by women of the neighbourhood."
        ),
        max_length=LONGEST_SUBJECT,
    )
    text = TextField(
        label=_("Description"),
        help_text=_("A few sentences, at most 600 characters. Leave out email addresses and telephone numbers."),
        max_length=LONGEST_TEXT,
    )
    language = forms.ChoiceField(label=_("Language of the text"))
    languages = forms.MultipleChoiceField(
        label=_("Languages in which your city can communicate"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": NO_LANGUAGE},
    )
    ends_on = forms.DateField(
        label=_("End date"),
        help_text=_("The last day on which other members can reply, at most two years from today."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, languages: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["theme"].choices = [("", _("Choose a theme")), *theme_choices()]  # type: ignore[attr-defined]
        self.fields["language"].choices = list(settings.LANGUAGES)  # type: ignore[attr-defined]
        self.fields["languages"].choices = [  # type: ignore[attr-defined]
            (code, language_of(code).name) for code in languages
        ]

    def clean_revision(self) -> int:
        return self.cleaned_data["revision"] or 0

    def clean_ends_on(self) -> date:
        ends_on: date = self.cleaned_data["ends_on"]
        today = timezone.localdate()
        if ends_on < today:
            raise forms.ValidationError(ENDED)
        if ends_on > latest_end(today):
            raise forms.ValidationError(TOO_LATE)
        return ends_on

    def entry(self) -> HelpEntryInput:
        """The entry as the form describes it."""
        typed = self.cleaned_data
        return HelpEntryInput(
            kind=HelpKind(typed["kind"]),
            theme=typed["theme"],
            subject=typed["subject"],
            text=typed["text"],
            language=typed["language"],
            languages=tuple(typed["languages"]),
            ends_on=typed["ends_on"],
        )


class OutcomeForm(ActingForm):
    """Closes an entry with its outcome."""

    outcome = forms.CharField(
        label=pgettext_lazy("help between members", "Outcome"),
        help_text=_("One sentence that everybody can read, such as: A delegation of three visited us in May."),
        max_length=LONGEST_OUTCOME,
        error_messages={"required": NO_OUTCOME},
    )

    def clean_revision(self) -> int:
        return self.cleaned_data["revision"] or 0


class RemovalForm(ActingForm):
    """Removes an entry from the public pages, with a reason."""

    because = TextField(
        label=_("Reason for the removal"),
        help_text=_("The team of the member reads the reason."),
        max_length=2000,
        error_messages={"required": NO_REASON},
    )

    def clean_revision(self) -> int:
        return self.cleaned_data["revision"] or 0


class HelpReplyForm(ActingForm):
    """A reply to an entry, or an answer to a reply."""

    text = TextField(
        label=_("Your reply"),
        help_text=format_lazy(
            _("Enter at most 2,000 characters. Replies are deleted {days} days after the entry is closed or ends."),
            days=settings.KEEP_DAYS["replies to offers"],
        ),
        max_length=LONGEST_REPLY,
        error_messages={"required": NO_REPLY},
    )


class HelpFilters(BoundedForm):
    """A value that nobody knows narrows nothing, so that an old address still answers."""

    kind = forms.ChoiceField(label=_("Type"), required=False, choices=[ANY, *HelpKind.choices])
    theme = ThemeField(label=_("Theme"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["theme"].choices = [ANY, *theme_choices()]  # type: ignore[attr-defined]

    def filters(self) -> dict[str, str]:
        """The filters of the list, by name of the field."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


def initial_of(entry: HelpEntry) -> dict[str, Any]:
    """An entry as its team typed it."""
    names = ("kind", "subject", "text", "language", "languages", "ends_on", "revision")
    retired = entry.theme.retired_at is not None
    return {"theme": "" if retired else entry.theme.code, **{name: getattr(entry, name) for name in names}}
