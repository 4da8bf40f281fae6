"""The form for the resolution of a council: its number, its date, and its file."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.forms.desk import small_document
from charter.actions.amending.resolutions import IN_FUTURE, NO_FILE, NO_NUMBER
from charter.forms.acting import ActingForm
from charter.models import Resolution


class ResolutionForm(ActingForm):
    """A resolution that is attached already keeps its file, unless another one is chosen."""

    number = forms.CharField(
        label=_("Number of the resolution"), max_length=80, error_messages={"required": NO_NUMBER}
    )
    adopted_on = forms.DateField(
        label=_("Date of the resolution"),
        error_messages={"required": _("Enter the date of the resolution.")},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    file = forms.FileField(
        label=_("File of the resolution"),
        help_text=_("PDF, at most 5 MB. Everybody who can read the amendment can open the file."),
        error_messages={"required": NO_FILE},
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
    )

    def __init__(self, *args: Any, attached: Resolution | None, **kwargs: Any) -> None:
        names = ("number", "adopted_on") if attached else ()
        super().__init__(*args, initial={name: getattr(attached, name) for name in names}, **kwargs)
        if attached:
            self.fields["file"].required = False
            self.fields["file"].help_text = _("PDF, at most 5 MB. If you choose no file, the present file stays.")

    def clean_adopted_on(self) -> date:
        day: date = self.cleaned_data["adopted_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(IN_FUTURE)
        return day

    def clean_file(self) -> Any:
        refusal = _("The file is not a PDF file. Save the resolution as PDF, then choose it.")
        return small_document(self.cleaned_data.get("file"), endings=["pdf"], refusal=refusal)
