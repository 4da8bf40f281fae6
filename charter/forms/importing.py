"""A file to take in, and where a person puts what could not be aligned with the first language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from charter import clean
from charter.imports import reading
from charter.imports.drafts import Edition, ProvisionDraft
from charter.imports.formats import LARGEST_FILE
from charter.imports.placements import MISSING, NEW, Placement
from charter.imports.plan import MISSING as WITHOUT_WORDS
from charter.imports.plan import Plan
from charter.imports.refusals import TOO_LARGE, Unreadable

from .acting import ActingForm

EXCERPT = 60
TRACKED = [
    ("", gettext_lazy("Refuse a file that has any")),
    ("accept", gettext_lazy("Read them as accepted")),
    ("reject", gettext_lazy("Read them as rejected")),
]


class UploadForm(forms.Form):
    """A file, its language, and where the text comes from."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("Word (DOCX), OpenDocument (ODT), HTML or Markdown, 20 MB at most."),
        allow_empty_file=True,
    )
    language = forms.CharField(
        label=gettext_lazy("Language of the text"),
        max_length=12,
        help_text=gettext_lazy("Its code: en, fr, es, ar, zh …"),
    )
    title = forms.CharField(
        label=gettext_lazy("Title of the charter"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Only where the file names none."),
    )
    body = forms.CharField(
        label=gettext_lazy("The body whose text this is"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("“Who asked for this?” names it for the words of this file."),
    )
    dated = forms.DateField(
        label=gettext_lazy("Day of the text"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    tracked = forms.ChoiceField(
        label=gettext_lazy("Changes in a Word file that are neither accepted nor rejected"),
        choices=TRACKED,
        required=False,
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(TOO_LARGE)
        return file

    def clean_language(self) -> str:
        try:
            return reading.language(self.cleaned_data["language"])
        except Unreadable as refused:
            raise forms.ValidationError(str(refused)) from None

    def clean_title(self) -> str:
        return clean.typed(self.cleaned_data["title"]).text

    def clean_body(self) -> str:
        return clean.typed(self.cleaned_data["body"]).text


class ApplyForm(ActingForm):
    """Takes the file in: a token, so that it counts once."""


class PlacingForm(forms.Form):
    """A row for each provision of the file that found no place, and for each of the charter that found no words."""

    def __init__(self, data: Any, *, plan: Plan, incoming: Edition, kept: Sequence[Placement]) -> None:
        super().__init__(data)
        self.kept = {one.citation: one for one in kept or plan.to_place}
        self.base = plan.beside.by_citation() if plan.beside else {}
        self.incoming = incoming.by_citation()
        waiting = plan.to_place
        self.coming = [one.incoming for one in waiting if one.incoming]
        likely = {one.place for one in waiting if one.incoming and one.place != NEW}
        asked = likely | {one.base for one in waiting if one.base}
        self.gone = [citation for citation in self.base if citation in asked]
        open_ = {one.draft.citation for one in plan.provisions() if one.action == WITHOUT_WORDS}
        self._add_fields([one for one in self.base.values() if one.citation in open_])

    def _add_fields(self, open_: Sequence[ProvisionDraft]) -> None:
        for place, citation in enumerate(self.coming):
            field = forms.ChoiceField(
                label=_("Place of %(citation)s") % {"citation": citation},
                choices=self._choices(open_),
                initial=self._initial(citation),
            )
            self.fields[f"coming-{place}"] = field
        for place, citation in enumerate(self.gone):
            self.fields[f"gone-{place}"] = forms.BooleanField(
                label=_("%(citation)s has no words in this language") % {"citation": citation},
                required=False,
                initial=citation in self.kept and not self.kept[citation].incoming,
            )

    def _choices(self, open_: Sequence[ProvisionDraft]) -> list[Any]:
        same = [(f"is:{one.citation}", _excerpt(one)) for one in open_]
        after = [(f"{NEW}:{one.citation}", _excerpt(one)) for one in self.base.values()]
        alone = (f"{NEW}:", _("New: an article of its own"))
        return [("", _("Choose …")), (_("It is the same as"), same), alone, (_("It is new, and stands after"), after)]

    def _initial(self, citation: str) -> str:
        kept = self.kept.get(citation)
        if kept is None:
            return ""
        return f"{NEW}:{kept.after}" if kept.place == NEW else f"is:{kept.place}"

    def clean(self) -> dict[str, Any]:
        """Each provision of the charter is named once: as the place of one, or as without words."""
        named = [one.place for one in self._of_the_file() if one.place != NEW]
        for place, citation in enumerate(self.gone):
            ticked = bool(self.cleaned_data.get(f"gone-{place}"))
            if ticked and citation in named:
                self.add_error(f"gone-{place}", _("%(citation)s is placed twice.") % {"citation": citation})
            elif not ticked and citation not in named:
                self.add_error(f"gone-{place}", _("Say which provision this is, or that it has no words here."))
        return self.cleaned_data

    def placements(self) -> tuple[Placement, ...]:
        """What the person said, as the import takes it."""
        ticked = [citation for n, citation in enumerate(self.gone) if self.cleaned_data.get(f"gone-{n}")]
        gone = [Placement("", citation, MISSING, words=self.base[citation].text[:EXCERPT]) for citation in ticked]
        return (*self._of_the_file(), *gone)

    def _of_the_file(self) -> Iterator[Placement]:
        for place, citation in enumerate(self.coming):
            way, _colon, at = self.cleaned_data.get(f"coming-{place}", "").partition(":")
            words = self.incoming[citation].text[:EXCERPT]
            if way == NEW:
                yield Placement(citation, "", NEW, at, words)
            elif way:
                yield Placement(citation, "", at, words=words)

    def rows(self) -> Iterator[Mapping[str, Any]]:
        """The two columns: what the charter has and what the file has, with the field that says how they meet."""
        for place, citation in enumerate(self.gone):
            yield {"cite": citation, "base": self.base[citation], "field": self[f"gone-{place}"]}
        for place, citation in enumerate(self.coming):
            yield {"cite": citation, "incoming": self.incoming[citation], "field": self[f"coming-{place}"]}


def _excerpt(one: ProvisionDraft) -> str:
    words = one.text if len(one.text) <= EXCERPT else one.text[: EXCERPT - 1] + "…"
    return f"{one.citation}  {words}"
