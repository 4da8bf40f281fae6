"""An earlier text: its file, its details, and the provisions of the charter to which its provisions correspond."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from charter import clean
from charter.actions.versions.earlier_texts import EarlierDetails
from charter.forms.acting import ActingForm
from charter.forms.languages.importing import TextFileForm
from charter.importing.drafts import ProvisionDraft
from charter.models import EarlierLine, EarlierText

DATED = re.compile(r"(?P<year>[12]\d{3})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?")
NOT_DATED = gettext_lazy("Enter a year, a month or a day, for example 2011, 2011-05 or 2011-05-17.")
EXCERPT = 40


class EarlierTextForm(ActingForm):
    """The details of an earlier text."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=300)
    dated = forms.CharField(
        label=gettext_lazy("Date"),
        max_length=10,
        help_text=NOT_DATED,
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "numeric"}),
    )
    authors = forms.CharField(
        label=gettext_lazy("Authors"),
        max_length=500,
        help_text=gettext_lazy("Organizations or people, as the source names them."),
    )
    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=500,
        help_text=gettext_lazy("The place where the text was published or is kept."),
    )
    link = forms.URLField(
        label=gettext_lazy("Web address of the source"),
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"dir": "ltr"}),
    )
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    @classmethod
    def of(cls, text: EarlierText, data: Any = None) -> EarlierTextForm:
        """The form of a text that is stored."""
        names = ("title", "dated", "authors", "source", "link", "note", "revision")
        return cls(data, initial={name: getattr(text, name) for name in names})

    def clean_dated(self) -> str:
        dated = str(self.cleaned_data["dated"]).strip()
        match = DATED.fullmatch(dated)
        try:
            day = date(*(int(part or 1) for part in match.groups())) if match else None
        except ValueError:
            day = None
        if day is None:
            raise forms.ValidationError(NOT_DATED)
        if day > timezone.localdate():
            raise forms.ValidationError(_("The date is in the future. Enter the date of today or an earlier date."))
        return dated

    def details(self) -> EarlierDetails:
        """What was typed, without hidden characters."""
        names = ("dated", "title", "authors", "source", "note")
        typed = {name: clean.clean_typed_text(self.cleaned_data.get(name, "")).text for name in names}
        return EarlierDetails(**typed, link=self.cleaned_data["link"])


class EarlierUploadForm(TextFileForm, EarlierTextForm):
    """The same with the file and its language; an empty title is taken from the file."""

    field_order = ["file", "language", "title", "dated", "authors", "source", "link", "note", "tracked"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].required = False
        self.fields["title"].help_text = _("If you leave the field empty, the site uses the title in the file.")


class MatchForm(ActingForm):
    """For each provision of one article of an earlier text the provision of the charter that it corresponds to."""

    def __init__(
        self,
        data: Any,
        *,
        text: EarlierText,
        lines: Sequence[EarlierLine],
        choices: Sequence[tuple[str, Any]],
    ) -> None:
        super().__init__(data, initial={"revision": text.revision})
        self.lines = lines
        offered = {key for _group, options in choices for key, _label in options}
        for line in lines:
            key = str(line.provision.key) if line.provision else ""
            # A provision that came into the charter later is in no list of the first version.
            own = [(key, line.provision.short)] if line.provision and key not in offered else []
            self.fields[f"line-{line.pk}"] = forms.ChoiceField(
                label=_("Provision that corresponds to %(citation)s") % {"citation": line.citation},
                choices=[("", _("No provision")), *own, *choices],
                initial=key,
                required=False,
            )

    def matches(self) -> Mapping[int, str]:
        """By the id of a line the key that was chosen; empty for none."""
        return {line.pk: self.cleaned_data[f"line-{line.pk}"] for line in self.lines}


def provision_choice(provision: ProvisionDraft) -> tuple[str, str]:
    """A provision as a list offers it: its citation and how it begins."""
    words = provision.text if len(provision.text) <= EXCERPT else provision.text[: EXCERPT - 1] + "…"
    return provision.key, f"{provision.citation}  {words}"
