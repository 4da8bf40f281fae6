"""A table of comments: the file, and then the rows that are posted."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Mandate
from charter.actions.comments.comments import IN_FUTURE, MOST_IMPORTED_IN_A_WHILE
from charter.forms.acting import ActingForm, PreviewedRowsField
from charter.forms.comments.comments import mandate_choice
from charter.importing.comment_tables import TableRow

DAMAGED = _("The preview was damaged during transmission. Send the file again.")


class TableForm(ActingForm):
    """A table of comments, the language of rows that state none, and the mandate where the person has several."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "Word (DOCX), Excel (XLSX) or CSV. The first row of the table contains the titles of the columns."
        ),
        error_messages={"required": _("Choose a file.")},
    )
    language = forms.ChoiceField(
        label=_("Language of the comments"),
        help_text=_("Used for rows without a language."),
        choices=settings.LANGUAGES,
    )
    mandate = forms.ChoiceField(label=_("Mandate under which you write"))
    came_on = forms.DateField(
        label=_("Date"),
        help_text=_("The day on which the member sent the table. It is public with each comment."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, mandates: Sequence[Mandate], on_behalf: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not on_behalf:
            del self.fields["came_on"]
        self.mandates = {str(mandate.pk): mandate for mandate in mandates}
        if len(mandates) > 1:
            field = self.fields["mandate"]
            field.choices = [("", _("Choose a mandate")), *map(mandate_choice, mandates)]  # type: ignore[attr-defined]
            field.error_messages["required"] = _("Choose the mandate under which you write.")
        else:
            del self.fields["mandate"]

    def clean_came_on(self) -> date:
        day: date = self.cleaned_data["came_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(IN_FUTURE)
        return day

    def chosen_mandate(self) -> Mandate | None:
        """The mandate that was chosen; None where the person has only one."""
        return self.mandates.get(self.cleaned_data.get("mandate", ""))


class RowsForm(TableForm):
    """The previewed rows, so that what is posted is what was seen, and which of them are posted."""

    table = forms.CharField(widget=forms.HiddenInput)
    paper = forms.UUIDField(widget=forms.HiddenInput, required=False)
    rows = PreviewedRowsField(label=_("Comments to post"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="rows_%s", **kwargs)
        del self.fields["file"]
        for name in {"language", "mandate", "came_on"} & {*self.fields}:
            self.fields[name].widget = forms.HiddenInput()

    @staticmethod
    def pack(rows: Sequence[TableRow]) -> str:
        return json.dumps([[row.number, row.cells] for row in rows], ensure_ascii=False)

    def sent_rows(self) -> list[TableRow] | None:
        """The rows of the preview as they came back; None if they are damaged."""
        try:
            packed = json.loads(self.data.get("table", ""))
            rows = [TableRow(int(number), {str(k): str(v) for k, v in cells.items()}) for number, cells in packed]
        except (ValueError, TypeError, AttributeError):
            return None
        return rows[:MOST_IMPORTED_IN_A_WHILE]

    def offer(self, numbers: Sequence[int]) -> None:
        """Offers the rows that can be posted, by their numbers; all are ticked at first."""
        field = self.fields["rows"]
        field.choices = [(str(number), number) for number in numbers]  # type: ignore[attr-defined]
        self.initial.setdefault("rows", [str(number) for number in numbers])
