"""What a language editor types, and what the second editor answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from charter.queries.ledger import Line
from charter.queries.tongues import tongue

from .acting import ActingForm


class AlignmentForm(ActingForm):
    """The words in plain text; `source` is the wording of the other language that the person saw."""

    words = forms.CharField(label=_("Proposed"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 5}))
    source = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, line: Line, present: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = tongue(line.language)
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


class ReturnForm(ActingForm):
    """Why the second editor sends the words back."""

    word = forms.CharField(
        label=_("A word to the writer"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write a word, so that the editor knows what to change.")},
    )
