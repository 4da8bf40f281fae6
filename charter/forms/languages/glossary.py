"""Forms for a term, and for a table of terms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.imports.refusals import Unreadable
from charter.actions.languages.glossary import NewTerm
from charter.forms.acting import ActingForm
from charter.importing import glossary
from charter.models import Term
from charter.queries.languages.names import language_of

SMALL = forms.Textarea(attrs={"rows": 2})


class TermForm(ActingForm):
    """One term; `language` is chosen for a new concept and given for one that there is."""

    language = forms.ChoiceField(label=_("Language"))
    word = forms.CharField(
        label=_("Approved term"), max_length=120, error_messages={"required": _("Enter the approved term.")}
    )
    definition = forms.CharField(
        label=_("Meaning of the term"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    other_forms = forms.CharField(
        label=_("Other forms"),
        help_text=_("Enter one form per line: the plural, the feminine, a short form."),
        required=False,
        max_length=2000,
        widget=SMALL,
    )
    forbidden = forms.CharField(
        label=_("Terms not to use"),
        help_text=_("Enter one term per line."),
        required=False,
        max_length=2000,
        widget=SMALL,
    )
    note = forms.CharField(label=_("Note for editors"), required=False, max_length=2000, widget=SMALL)

    def __init__(self, *args: Any, languages: Sequence[str], term: Term | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=_initial(term), **kwargs)
        self.fields["language"].choices = [(code, language_of(code).name) for code in languages]  # type: ignore[attr-defined]
        if len(languages) == 1:
            self.fields["language"].initial = languages[0]
            self.fields["language"].widget = forms.HiddenInput()
            language = language_of(languages[0])
            for name in ("word", "definition", "other_forms", "forbidden"):
                self.fields[name].widget.attrs.update({"lang": language.tag, "dir": language.dir})

    def term(self, concept: str = "") -> NewTerm:
        """What was typed."""
        data = self.cleaned_data
        return NewTerm(
            language=data["language"],
            word=data["word"],
            concept=concept,
            definition=data["definition"],
            forms=tuple(data["other_forms"].splitlines()),
            forbidden=tuple(data["forbidden"].splitlines()),
            note=data["note"],
        )


class TableForm(ActingForm):
    """A file of terms, with errors for lines that cannot be read."""

    file = forms.FileField(
        label=_("File"), help_text=_("A CSV or XLSX file with the same columns as the downloaded file.")
    )

    def clean_file(self) -> list[NewTerm]:
        file = self.cleaned_data["file"]
        try:
            return glossary.from_table(file, file.name)
        except Unreadable as unreadable:
            raise forms.ValidationError(str(unreadable)) from None


def _initial(term: Term | None) -> dict[str, str]:
    if term is None:
        return {}
    lists = {"other_forms": "\n".join(term.forms), "forbidden": "\n".join(term.forbidden)}
    return {"language": term.language, "word": term.word, "definition": term.definition, "note": term.note, **lists}
