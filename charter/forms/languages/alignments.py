"""What a language editor types, and what the second editor answers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import astuple
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Person
from charter.actions.languages.worksheets import SentTranslation
from charter.files.refusals import Unreadable
from charter.forms.acting import ActingForm, PreviewedRowsField
from charter.importing import worksheets
from charter.queries.languages.ledger import LedgerLine
from charter.queries.languages.names import language_of
from charter.states import PairedForms, TaskNoteKind

# Lines with a change that are previewed and sent at once.
MOST_ROWS = 300


class AlignmentForm(ActingForm):
    """The words in plain text; `source` is the wording of the other language that the person saw."""

    words = forms.CharField(
        label=_("Proposed text"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    source = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, line: LedgerLine, present: str, divides: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = language_of(line.language)
        if divides:
            self.fields["words"].help_text = _(
                "Insert an empty line before the second part. Do not change the wording."
            )
        self.line = line
        self.fields["words"].widget.attrs.update({"lang": language.tag, "dir": language.dir})
        self.fields["words"].initial = present
        source = line.source or line.counterpart
        self.fields["source"].initial = source.pk if source else None
        self.fields["revision"].initial = line.alignment.revision if line.alignment else 0

    def clean(self) -> dict[str, Any]:
        """Adds an error if somebody saved another text since the page was opened; the typed text stays."""
        seen, now = self.cleaned_data.get("revision") or 0, self.line.alignment
        if now is not None and now.revision != seen:
            self.add_error(
                "words", _("Another editor saved a text here since you opened this page. Your text is kept below.")
            )
            self.data = {**{name: self.data[name] for name in self.data}, "revision": str(now.revision)}
        return self.cleaned_data


class AcceptForm(ActingForm):
    """The reason for accepting a finding."""

    identity = forms.CharField(widget=forms.HiddenInput, max_length=64)
    word = forms.CharField(
        label=_("Why the finding is accepted"),
        max_length=300,
        error_messages={"required": _("Give the reason why the finding is accepted. Others can read the reason.")},
    )


class HandForm(ActingForm):
    """Who does the work, and until when."""

    editor = forms.ModelChoiceField(
        label=_("Editor"), queryset=Person.objects.none(), required=False, empty_label=_("Not assigned")
    )
    due = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, editors: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["editor"]
        field.queryset = Person.objects.filter(pk__in=[person.pk for person in editors])  # type: ignore[attr-defined]
        field.label_from_instance = lambda editor: editor.name or editor.email  # type: ignore[attr-defined]


class NoteForm(ActingForm):
    """A note about a task. “Not translatable” goes to the secretariat, a question to the proposing member."""

    kind = forms.ChoiceField(label=_("Type of note"), widget=forms.RadioSelect, initial=TaskNoteKind.COMMENT)
    text = forms.CharField(
        label=_("Your note"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write a note.")},
    )
    member = forms.TypedChoiceField(label=_("Member, for a question"), required=False, coerce=int)

    def __init__(self, *args: Any, answers: bool, members: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [TaskNoteKind.COMMENT, TaskNoteKind.UNSAYABLE]
        kinds += [TaskNoteKind.QUESTION] if members else []
        kinds += [TaskNoteKind.ANSWER] if answers else []
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]  # type: ignore[attr-defined]
        self.members = {organisation.pk: organisation for organisation in members}
        field = self.fields["member"]
        field.choices = [(pk, str(member)) for pk, member in self.members.items()]  # type: ignore[attr-defined]
        field.initial = next(iter(self.members), "")
        if len(members) < 2:
            field.widget = forms.HiddenInput()

    @property
    def chosen_member(self) -> Organisation | None:
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
        error_messages={"required": _("Write a note.")},
    )


class StyleForm(ActingForm):
    """How the charter is written in a language."""

    paired = forms.ChoiceField(
        label=_("Abbreviated forms for women and men"), choices=PairedForms.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("Other rules of the editors"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "Capitals, numbers, names, forms of address. "
            "These rules are shown next to each provision while editors work on it."
        ),
    )


class WorkFileForm(ActingForm):
    """A returned file of open work, with errors for lines that cannot be read."""

    file = forms.FileField(
        label=_("File"), help_text=_("Choose the DOCX or XLIFF file that you downloaded from this page.")
    )

    def clean_file(self) -> list[SentTranslation]:
        file = self.cleaned_data["file"]
        try:
            return worksheets.read_upload(file, file.name)
        except Unreadable as unreadable:
            raise forms.ValidationError(str(unreadable)) from None


class WorkRowsForm(ActingForm):
    """The previewed lines, so that what is sent is what was seen, and which of them are sent."""

    table = forms.CharField(widget=forms.HiddenInput, strip=False)
    rows = PreviewedRowsField(label=_("Translations to send"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="rows_%s", **kwargs)

    @staticmethod
    def pack(rows: Sequence[SentTranslation]) -> str:
        return json.dumps([list(astuple(row)) for row in rows], ensure_ascii=False)

    def sent_rows(self) -> list[SentTranslation] | None:
        """The lines of the preview as they came back; None if they are damaged."""
        try:
            packed = json.loads(self.data.get("table", ""))
            rows = [
                SentTranslation(str(short), int(source), str(words), int(number), str(name))
                for short, source, words, number, name in packed
            ]
        except (ValueError, TypeError):
            return None
        return rows[:MOST_ROWS]

    def offer(self, provisions: Sequence[str]) -> None:
        """Offers the lines that can be sent, by the provision of each; all are ticked at first."""
        field = self.fields["rows"]
        field.choices = [(short, short) for short in provisions]  # type: ignore[attr-defined]
        self.initial.setdefault("rows", list(provisions))


class ReturnForm(ActingForm):
    """Why the second editor sends the words back."""

    word = forms.CharField(
        label=_("A comment for the author"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write comments that tell the editor what to change.")},
    )
