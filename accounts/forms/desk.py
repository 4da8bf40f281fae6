"""Forms of the secretariat about members, mandates and roles."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.imports.sheets import MOST_ROWS, SheetRow
from accounts.locales import interface_languages
from accounts.models import Person
from accounts.queries.people import person_by_address
from accounts.queries.sections import section_choices
from accounts.queries.waves import wave_choices
from accounts.states import COMMITTING, WAVES, MandateKind, OrganisationKind, RoleKind

from .acting import ActingForm, BoundedForm
from .section_fields import remove_unused_sections

ALL = [("", _("All"))]
STATES = [
    ("", _("Current members")),
    ("no_delegate", _("Without a delegate")),
    ("away", _("Delegate away")),
    ("invited", _("Invitations pending")),
    ("withheld", _("Name withheld")),
    ("left", _("Left")),
]
ON_EVIDENCE = _("State the evidence: a letter, a council decision, a date. Or add a file.")
NOBODY = _("No account has this address. Send the person an invitation instead.")


class MemberFilter(BoundedForm):
    """What the list is narrowed to."""

    words = forms.CharField(label=_("Name"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("Type"), required=False, choices=ALL + OrganisationKind.choices)
    section = forms.ChoiceField(label=_("Section"), required=False, choices=lambda: [*ALL, *section_choices()])
    wave = forms.ChoiceField(label=_("Step"), required=False, choices=[*ALL, *((str(w), str(w)) for w in WAVES)])
    state = forms.ChoiceField(label=_("Status"), required=False, choices=STATES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not wave_choices():
            del self.fields["wave"]
        remove_unused_sections(self, "section")


class KnownPerson(forms.EmailField):
    """The address of somebody who has an account; its value is the person."""

    def clean(self, value: Any) -> Person:
        email = super().clean(value)
        person = person_by_address(email)
        if person is None or not person.is_active:
            raise forms.ValidationError(NOBODY)
        return person


class SupportForm(BoundedForm):
    """Whose account is looked for."""

    address = forms.EmailField(label=_("Email address of the person"))


class MandateForm(ActingForm):
    """A mandate for somebody who has an account, entered on evidence."""

    person = KnownPerson(label=_("Email address of the person"))
    kind = forms.ChoiceField(label=_("Mandate"), choices=MandateKind.choices)
    office = forms.CharField(label=_("Job title or elected office"), max_length=200, required=False)
    since = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(
        label=_("Until"),
        help_text=_("Enter a date if the end is known, such as the day of an election or the end of a term."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    evidence = forms.CharField(
        label=_("Evidence"),
        help_text=_(
            "Evidence is required for a delegate and an alternate, as text or as a file. Only the "
            "secretariat can read it."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )
    evidence_file = forms.FileField(
        label=_("A file as evidence"),
        help_text=_("PDF or image, at most 5 MB. Only the secretariat can open it."),
        required=False,
    )

    def clean_evidence_file(self) -> Any:
        return small_document(self.cleaned_data.get("evidence_file"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        proven = data.get("evidence", "").strip() or data.get("evidence_file")
        if data.get("kind") in COMMITTING and not proven and "evidence_file" not in self.errors:
            self.add_error("evidence", ON_EVIDENCE)
        if data.get("until") and data.get("since") and data["until"] <= data["since"]:
            self.add_error("until", _("The end must be after the beginning."))
        return data


class RoleForm(ActingForm):
    """A role for an address. A new address gets an account and an email whose link sets the password."""

    person = forms.EmailField(
        label=_("Email address of the person"), widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        required=False,
        help_text=_(
            "Enter a name only for a person without an account. The person does not need to be in the"
            " team of a member."
        ),
    )
    mail_language = forms.ChoiceField(
        label=_("Language of the invitation"),
        required=False,
        choices=lambda: [("", "—"), *interface_languages()],
        help_text=_("Choose a language only for a person without an account."),
    )
    kind = forms.ChoiceField(label=_("Role"), choices=RoleKind.choices)
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        help_text=_("Choose a language only for a language editor or a named reader."),
    )
    sections = forms.MultipleChoiceField(
        label=_("Sections"),
        required=False,
        help_text=_("Choose sections only for staff of a section. The staff follow the members of these sections."),
        widget=forms.CheckboxSelectMultiple,
        choices=section_choices,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [*ALL, *settings.LANGUAGES]  # type: ignore[attr-defined]
        remove_unused_sections(self, "sections")
        if "sections" not in self.fields:
            kinds = [(kind, label) for kind, label in RoleKind.choices if kind != RoleKind.SECTION_STAFF]
            self.fields["kind"].choices = kinds  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") == RoleKind.SECTION_STAFF and not data.get("sections"):
            self.add_error("sections", _("Choose at least one section."))
        return data

    def scope(self) -> list[str]:
        """What narrows the role: sections, for their staff."""
        return self.cleaned_data["sections"] if self.cleaned_data["kind"] == RoleKind.SECTION_STAFF else []


SIGNS = {b"%PDF": "pdf", b"\x89PNG": "png", b"\xff\xd8\xff": "jpg"}
LARGEST = 5 * 1024 * 1024
UNKNOWN_TYPE = _("The type of the file is not accepted. Choose a PDF, PNG or JPEG file.")


def small_document(upload: Any, endings: Collection[str] = SIGNS.values(), refusal: Any = UNKNOWN_TYPE) -> Any:
    """An upload of at most 5 MB that begins like a file with one of the `endings`, under a name of our own.

    Raises `ValidationError`, with the sentence `refusal` for another type.
    """
    if not upload:
        return upload
    if upload.size > LARGEST:
        raise forms.ValidationError(_("The file is larger than 5 MB. Choose a smaller file."))
    begins = upload.read(4)
    upload.seek(0)
    ending = next((ending for sign, ending in SIGNS.items() if begins.startswith(sign)), "")
    if ending not in endings:
        raise forms.ValidationError(refusal)
    upload.name = f"document.{ending}"
    return upload


class DocumentField(forms.FileField):
    """A PDF, PNG or JPEG file of at most 5 MB; nothing where none was chosen."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        chosen = super().clean(data, initial)
        return small_document(chosen) if data else None


class AnswerForm(ActingForm):
    """A question back, or a reason; it is mailed as it is written."""

    words = forms.CharField(
        label=_("Message to the contact"),
        help_text=_("Write in the language of the application. The message is sent exactly as you write it."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class AcceptForm(ActingForm):
    """With which step of the counter, and with which wave of the campaign, a government joins."""

    wave = forms.ChoiceField(
        label=_("Step"), choices=[(str(wave), str(wave)) for wave in WAVES], initial=str(WAVES[-1])
    )
    joined_wave = forms.ChoiceField(label=_("Wave"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = wave_choices()
        self.fields["joined_wave"].choices = [("", "—"), *choices]  # type: ignore[attr-defined]
        if choices:
            self.fields["joined_wave"].initial = choices[-1][0]
        else:
            del self.fields["wave"], self.fields["joined_wave"]


class FileForm(BoundedForm):
    """A table of members."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "An XLSX or CSV file, as a spreadsheet program saves it. The first line contains the names of the columns."
        ),
    )


class TakeForm(ActingForm):
    """The rows of a previewed file, so that what is taken in is what was seen."""

    rows = forms.CharField(widget=forms.HiddenInput)

    @staticmethod
    def packed(rows: list[SheetRow]) -> str:
        return json.dumps([[row.number, row.cells] for row in rows], ensure_ascii=False)

    def clean_rows(self) -> list[SheetRow]:
        try:
            packed = json.loads(self.cleaned_data["rows"])
            rows = [SheetRow(int(number), {str(k): str(v) for k, v in cells.items()}) for number, cells in packed]
        except (ValueError, TypeError, AttributeError):
            raise forms.ValidationError(
                _("The preview was damaged during transmission. Send the file again.")
            ) from None
        return rows[:MOST_ROWS]
