"""What a language editor types, and what the second editor answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Person
from charter.actions.worksheets import Sent
from charter.imports import worksheets
from charter.imports.refusals import Unreadable
from charter.queries.ledger import Line
from charter.queries.tongues import tongue
from charter.states import PairedForms, TaskNoteKind

from .acting import ActingForm


class AlignmentForm(ActingForm):
    """The words in plain text; `source` is the wording of the other language that the person saw."""

    words = forms.CharField(label=_("Proposed"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 5}))
    source = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, line: Line, present: str, divides: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = tongue(line.language)
        if divides:
            self.fields["words"].help_text = _("Put an empty line where the second part begins. Change no word.")
        self.line = line
        self.fields["words"].widget.attrs.update({"lang": language.tag, "dir": language.dir})
        self.fields["words"].initial = present
        self.fields["source"].initial = line.source.pk if line.source else None
        self.fields["revision"].initial = line.alignment.revision if line.alignment else 0

    def clean(self) -> dict[str, Any]:
        """Where somebody saved other words since this page was opened, it is said and the typed words stay."""
        seen, now = self.cleaned_data.get("revision") or 0, self.line.alignment
        if now is not None and now.revision != seen:
            self.add_error(
                "words", _("Another editor saved words here since you opened this page. Yours are kept below.")
            )
            self.data = {**{name: self.data[name] for name in self.data}, "revision": str(now.revision)}
        return self.cleaned_data


class AcceptForm(ActingForm):
    """Why a finding may stand."""

    identity = forms.CharField(widget=forms.HiddenInput, max_length=64)
    word = forms.CharField(
        label=_("Why it may stand"),
        max_length=300,
        error_messages={"required": _("Write a word, so that others know why it may stand.")},
    )


class HandForm(ActingForm):
    """Who does the work, and until when."""

    editor = forms.ModelChoiceField(
        label=_("Editor"), queryset=Person.objects.none(), required=False, empty_label=_("Nobody in particular")
    )
    due = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, editors: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["editor"]
        field.queryset = Person.objects.filter(pk__in=[one.pk for one in editors])  # type: ignore[attr-defined]
        field.label_from_instance = lambda one: one.name or one.email  # type: ignore[attr-defined]


class NoteForm(ActingForm):
    """A word about the work; what cannot be said goes to the desk, a question to the member that asked for it."""

    kind = forms.ChoiceField(label=_("To whom"), widget=forms.RadioSelect, initial=TaskNoteKind.COMMENT)
    text = forms.CharField(
        label=_("Your word"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write a word.")},
    )
    member = forms.TypedChoiceField(label=_("Which member, for a question"), required=False, coerce=int)

    def __init__(self, *args: Any, answers: bool, members: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [TaskNoteKind.COMMENT, TaskNoteKind.UNSAYABLE]
        kinds += [TaskNoteKind.QUESTION] if members else []
        kinds += [TaskNoteKind.ANSWER] if answers else []
        self.fields["kind"].choices = [(one.value, one.label) for one in kinds]  # type: ignore[attr-defined]
        self.members = {one.pk: one for one in members}
        field = self.fields["member"]
        field.choices = [(pk, str(one)) for pk, one in self.members.items()]  # type: ignore[attr-defined]
        field.initial = next(iter(self.members), "")
        if len(members) < 2:
            field.widget = forms.HiddenInput()

    @property
    def asked(self) -> Organisation | None:
        """The member that a question is put to."""
        is_question = self.cleaned_data["kind"] == TaskNoteKind.QUESTION
        first = next(iter(self.members.values()), None)
        return self.members.get(self.cleaned_data.get("member") or 0, first) if is_question else None


class ReplyForm(ActingForm):
    """What a member answers to an editor of a language."""

    text = forms.CharField(
        label=_("Your answer"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write a word.")},
    )


class StyleForm(ActingForm):
    """How the charter is written in a language."""

    paired = forms.ChoiceField(
        label=_("Words for women and men in one"), choices=PairedForms.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("What else editors agreed"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "Capitals, numbers, names, how members are addressed. It stands beside the work on each provision."
        ),
    )


class WorkFileForm(ActingForm):
    """A file of open work that comes back; what cannot be read is said beside it."""

    file = forms.FileField(label=_("File"), help_text=_("The DOCX or XLIFF file that was downloaded here."))

    def clean_file(self) -> list[Sent]:
        file = self.cleaned_data["file"]
        try:
            return worksheets.read(file.read(), file.name)
        except Unreadable as unreadable:
            raise forms.ValidationError(str(unreadable)) from None


class ReturnForm(ActingForm):
    """Why the second editor sends the words back."""

    word = forms.CharField(
        label=_("A word to the writer"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write a word, so that the editor knows what to change.")},
    )
