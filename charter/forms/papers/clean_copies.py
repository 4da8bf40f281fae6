"""A clean copy that comes back from a legal service, and its texts that a moderator uses."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from charter.files.refusals import TOO_LARGE
from charter.forms.acting import ActingForm
from charter.importing.formats import MEGABYTE
from charter.importing.returned_lines import LARGEST


class CleanCopyForm(ActingForm):
    """The file in which a legal service accepted and rejected the changes of a merge."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("Word (DOCX) or OpenDocument (ODT), 10 MB at most."),
        allow_empty_file=True,
        error_messages={"required": _("Choose a file.")},
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(TOO_LARGE, params={"n": LARGEST // MEGABYTE})
        return file


class UseTextForm(ActingForm):
    """The provision whose text in the file becomes the text of the merge."""

    provision = forms.UUIDField(widget=forms.HiddenInput)
