"""A file to take in, and where a person puts what could not be aligned with the first language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.folding import fold_text
from accounts.forms.acting import BoundedForm
from accounts.imports.values import languages_by_word
from charter import clean
from charter.files.refusals import TOO_LARGE, Unreadable
from charter.forms.acting import ActingForm
from charter.importing import reading, repairs
from charter.importing.drafts import Edition, ProvisionDraft
from charter.importing.formats import LARGEST_FILE, MEGABYTE
from charter.importing.placements import MISSING, NEW, Placement
from charter.importing.plan import MISSING as WITHOUT_WORDS
from charter.importing.plan import Plan
from charter.importing.repairs import EditionLine, Repair
from charter.states import ArticleKind, ProvisionKind
from charter.wording import parts

EXCERPT = 60
TRACKED = [
    ("", gettext_lazy("Reject files with pending changes")),
    ("accept", gettext_lazy("Treat pending changes as accepted")),
    ("reject", gettext_lazy("Treat pending changes as rejected")),
]


class TextFileForm(BoundedForm):
    """A file with a text, the language of the text, and how its tracked changes are read."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("Word (DOCX), OpenDocument (ODT), HTML or Markdown, 20 MB at most."),
        allow_empty_file=True,
    )
    language = forms.CharField(
        label=gettext_lazy("Language of the text"),
        max_length=40,
        help_text=gettext_lazy("Enter the name of the language or its code: English, fr, es, ar, zh …"),
    )
    tracked = forms.ChoiceField(
        label=gettext_lazy("Tracked changes that are neither accepted nor rejected"),
        choices=TRACKED,
        required=False,
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(TOO_LARGE, params={"n": LARGEST_FILE // MEGABYTE})
        return file

    def clean_language(self) -> str:
        typed = self.cleaned_data["language"]
        try:
            return reading.language_code(languages_by_word().get(fold_text(typed), typed))
        except Unreadable as refused:
            raise forms.ValidationError(str(refused)) from None


class UploadForm(TextFileForm):
    """A file of the charter, and where its text comes from."""

    title = forms.CharField(
        label=gettext_lazy("Title of the charter"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Enter the title only if the file does not contain it."),
    )
    body = forms.CharField(
        label=gettext_lazy("The body that adopted the text"),
        max_length=300,
        required=False,
        help_text=gettext_lazy(
            "The page “Who proposed this?” shows this body as the proposer of the text in the file."
        ),
    )
    dated = forms.DateField(
        label=gettext_lazy("Date of the text"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    field_order = ["file", "language", "title", "body", "dated", "tracked"]

    def clean_title(self) -> str:
        return clean.clean_typed_text(self.cleaned_data["title"]).text

    def clean_body(self) -> str:
        return clean.clean_typed_text(self.cleaned_data["body"]).text


def _kinds_of_lines() -> list[tuple[str, str | list[tuple[str, str]]]]:
    titles = [(kind, parts.name_of_part(kind)) for kind in ArticleKind.values]
    kinds: list[tuple[str, str | list[tuple[str, str]]]] = [
        (code, str(word)) for code, word in ProvisionKind.choices if code != ProvisionKind.TITLE
    ]
    return [*kinds, (_("Title of a part"), titles)]


class LineForm(BoundedForm):
    """The type and the level of one line of a file, and its words, to be parted by an empty line."""

    kind = forms.ChoiceField(label=gettext_lazy("Type"), choices=_kinds_of_lines)
    depth = forms.TypedChoiceField(
        label=gettext_lazy("Level"), choices=[(n, str(n)) for n in range(1, repairs.DEEPEST + 1)], coerce=int
    )
    words = forms.CharField(
        label=gettext_lazy("Text"),
        help_text=gettext_lazy("Insert an empty line before the second part. Do not change the wording."),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    @classmethod
    def of(cls, row: EditionLine, place: int) -> LineForm:
        """The form of a line that nobody has touched."""
        draft = row.draft
        opens = row.opens if draft.kind == ProvisionKind.TITLE else None
        kind = opens.kind if opens else draft.kind
        return cls(initial={"kind": kind, "depth": max(1, draft.depth), "words": draft.text}, prefix=f"line-{place}")

    def repair(self, act: str, place: int) -> Repair:
        """The correction of a button of the form."""
        data = self.cleaned_data
        value = {"type": data["kind"], "split": data["words"]}.get(act, "")
        return Repair(act, place, value, data["depth"])


class ApplyForm(ActingForm):
    """Takes the file in: a token, so that it counts once."""


class PlacingForm(BoundedForm):
    """A row for each provision of the file that found no place, and for each of the charter that found no words."""

    def __init__(self, data: Any, *, plan: Plan, incoming: Edition, kept: Sequence[Placement]) -> None:
        super().__init__(data)
        self.kept = {placement.citation: placement for placement in kept or plan.to_place}
        self.base = plan.beside.by_citation() if plan.beside else {}
        self.incoming = incoming.by_citation()
        waiting = plan.to_place
        self.coming = [placement.incoming for placement in waiting if placement.incoming]
        likely = {placement.place for placement in waiting if placement.incoming and placement.place != NEW}
        expected = likely | {placement.base for placement in waiting if placement.base}
        self.gone = [citation for citation in self.base if citation in expected]
        open_ = {planned.draft.citation for planned in plan.provisions() if planned.action == WITHOUT_WORDS}
        self._add_fields(
            [provision_draft for provision_draft in self.base.values() if provision_draft.citation in open_]
        )

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
                label=_("%(citation)s has no text in this language") % {"citation": citation},
                required=False,
                initial=citation in self.kept and not self.kept[citation].incoming,
            )

    def _choices(self, open_: Sequence[ProvisionDraft]) -> list[Any]:
        # Each option names its group, which a closed list does not show.
        same = [
            (f"is:{provision_draft.citation}", _("Same as %(provision)s") % {"provision": _excerpt(provision_draft)})
            for provision_draft in open_
        ]
        after = [
            (
                f"{NEW}:{base_provision.citation}",
                _("New, after %(provision)s") % {"provision": _excerpt(base_provision)},
            )
            for base_provision in self.base.values()
        ]
        alone = (f"{NEW}:", _("New: a separate article"))
        return [("", _("Choose …")), (_("Same as"), same), alone, (_("New, after"), after)]

    def _initial(self, citation: str) -> str:
        kept = self.kept.get(citation)
        if kept is None:
            return ""
        return f"{NEW}:{kept.after}" if kept.place == NEW else f"is:{kept.place}"

    def clean(self) -> dict[str, Any]:
        """Each provision of the charter is named once: as the place of one, or as without words."""
        named = [placement.place for placement in self._of_the_file() if placement.place != NEW]
        for place, citation in enumerate(self.gone):
            ticked = bool(self.cleaned_data.get(f"gone-{place}"))
            if ticked and citation in named:
                self.add_error(
                    f"gone-{place}", _("%(citation)s is assigned twice. Assign it only once.") % {"citation": citation}
                )
            elif not ticked and citation not in named:
                self.add_error(
                    f"gone-{place}",
                    _(
                        "Choose the matching provision. If there is none, tick the box for a provision without a "
                        "text in this language."
                    ),
                )
        return self.cleaned_data

    def placements(self) -> tuple[Placement, ...]:
        """The choices of the person, as placements for the import."""
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
        """The two columns: lines of the charter and lines of the file, with the field that connects them."""
        for place, citation in enumerate(self.gone):
            yield {"cite": citation, "base": self.base[citation], "field": self[f"gone-{place}"]}
        for place, citation in enumerate(self.coming):
            yield {"cite": citation, "incoming": self.incoming[citation], "field": self[f"coming-{place}"]}


def _excerpt(provision_draft: ProvisionDraft) -> str:
    words = provision_draft.text if len(provision_draft.text) <= EXCERPT else provision_draft.text[: EXCERPT - 1] + "…"
    return f"{provision_draft.citation}  {words}"
