"""Writing an amendment: one form for what holds of all of it, and one for each provision it changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from charter import clean
from charter.actions.amending.changes import ChangeInput, Fault
from charter.forms.acting import LONGEST, ActingForm, BoundedForm
from charter.forms.amending.typed_changes import TypedChange, track_changes
from charter.models import Provision, Wording
from charter.queries.languages.names import language_of
from charter.states import ChangeKind, ProvisionKind

MOST = 20
WHOLE = (
    "organisation",
    "title",
    "reason",
    "source",
    "language",
    "wish",
    "wish_language",
    "token",
    "revision",
    "keeps",
)
PART = ("short", "kind", "text", "new_kind", "new_text", "after", "base")
WORDED = ("text", "new_text")
IN_A_LINE = 58
KINDS = (
    (ChangeKind.REPLACE, _("Change the text")),
    (ChangeKind.DELETE, _("Delete the provision")),
    (ChangeKind.INSERT, _("Add a new provision after this provision")),
    (ChangeKind.MOVE, _("Move the provision")),
    (ChangeKind.SPLIT, _("Split the provision: leave an empty line where the second part begins")),
    (ChangeKind.JOIN, _("Combine with the next provision")),
)


@dataclass
class TypedFields:
    """What a person typed, as it came: nothing of it is lost on the way back to the page."""

    whole: dict[str, Any]
    parts: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> TypedFields:
        whole = {name: data[name] for name in WHOLE if name in data}
        count = data.get("count", "")
        number = min(int(count), MOST) if count.isascii() and count.isdigit() else 0
        parts = [{name: data.get(f"changes-{n}-{name}", "") for name in PART} for n in range(number)]
        return cls(whole, parts)

    def as_data(self) -> dict[str, Any]:
        data = {**self.whole, "count": str(len(self.parts))}
        for n, part in enumerate(self.parts):
            data.update({f"changes-{n}-{name}": value for name, value in part.items()})
        return data


class WholeForm(ActingForm):
    """What holds of all of an amendment."""

    count = forms.IntegerField(widget=forms.HiddenInput)
    keeps = forms.CharField(widget=forms.HiddenInput, required=False)
    organisation = forms.ChoiceField(
        label=_("For which member do you write?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose the member for which you write."),
            "invalid_choice": _("You do not act for this member. Check for whom you write, then send the form again."),
        },
    )
    language = forms.ChoiceField(
        label=_("Language of the proposed text"), help_text=_("The language is stored permanently with the amendment.")
    )
    title = forms.CharField(
        label=_("Title of your amendment (one line)"),
        help_text=_("The title is shown in every list. Example: “Homes without a lease or title”."),
        max_length=160,
        required=False,
    )
    reason = forms.CharField(
        label=_("Reasons for the amendment"),
        help_text=_(
            "Write two or three sentences that explain the amendment to other members. The field is required."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    source = forms.CharField(
        label=_("Source (if any)"),
        help_text=_("For example: a council decision, a report, a workshop."),
        required=False,
    )
    wish_language = forms.ChoiceField(label=_("Your language"), required=False)
    wish = forms.CharField(
        label=_("Text in your language"),
        help_text=_(
            "The text is a request to the editors for a translation. The amendment applies to the "
            "language version chosen above."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        organisations: Iterable[Organisation],
        editions: Iterable[str],
        others: Iterable[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [(city.slug, str(city)) for city in organisations]
        self.fields["organisation"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["organisation"].widget = forms.HiddenInput()
        self.fields["language"].choices = [(code, language_of(code).name) for code in editions]  # type: ignore[attr-defined]
        wishes = [("", _("None"))] + [(code, language_of(code).name) for code in others]
        self.fields["wish_language"].choices = wishes  # type: ignore[attr-defined]
        self.only = choices[0][0] if len(choices) == 1 else ""

    def full_clean(self) -> None:
        """Shown again, the form of somebody with one member names that one, whichever it named before."""
        super().full_clean()
        if self.is_bound and self.only:
            self.data = {**self.data, "organisation": self.only}


class ChangeForm(BoundedForm):
    """The change of one provision. A move names its place by citation, since a list of all would be too long."""

    longest = 5 * LONGEST  # a draft is kept though it is too long; sending it says so

    short = forms.CharField(widget=forms.HiddenInput)
    base = forms.CharField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(
        label=_("What do you want to do?"),
        help_text=_(
            "Splitting or combining does not change the wording. To change the wording as well, add the same "
            "provision again below."
        ),
        widget=forms.RadioSelect,
        choices=KINDS,
    )
    text = forms.CharField(
        label=_("Proposed text"),
        help_text=_("The box contains the current text. Edit it directly. Your changes are shown below."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        strip=False,
    )
    new_kind = forms.ChoiceField(label=_("Type of the new provision"), choices=ProvisionKind.choices, required=False)
    new_text = forms.CharField(
        label=_("Text of the new provision"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        strip=False,
    )
    after = forms.CharField(
        label=_("After which provision?"),
        help_text=_("The citation of the provision, such as VI.2.3."),
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        provision: Provision,
        present: Wording | None,
        language: str,
        cited: Mapping[str, Provision],
        citation: str,
        present_text: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.provision, self.present, self.citation, self.cited = provision, present, citation, cited
        self.language, self.present_text = language, present_text
        words = language_of(language)
        for name in WORDED:
            self.fields[name].widget.attrs.update({"lang": words.tag, "dir": words.dir})
        self.fields["text"].widget.attrs["rows"] = lines_of(present.text if present else "")

    @cached_property
    def tracked(self) -> TypedChange | None:
        """The tracked changes of what the fields contain; None where that changes nothing yet."""
        value = {name: self[name].value() or "" for name in self.fields}
        if value["base"] not in ("", self.language) or value["kind"] not in ChangeKind:
            return None
        typed = ChangeInput(
            kind=value["kind"],
            provision=self.provision,
            text=value["new_text"] if value["kind"] == ChangeKind.INSERT else value["text"],
            new_kind=value["new_kind"],
            after=self.cited.get(value["after"].strip().casefold()),
        )
        return track_changes(typed, self.present, self.language, self.citation)

    def field_of(self, fault: str) -> str | None:
        """The field beside which a fault is shown; the text of a new provision has a field of its own."""
        inserts = self["kind"].value() == ChangeKind.INSERT
        name = "new_text" if fault == "text" and inserts else fault
        return name if name in self.fields else None

    def clean_after(self) -> Provision | None:
        """Judged only of a move, since nothing else shows the field."""
        citation = self.cleaned_data["after"].strip()
        if not citation or self.cleaned_data.get("kind") != ChangeKind.MOVE:
            return None
        provision = self.cited.get(citation.casefold())
        if provision is None:
            raise forms.ValidationError(_("The current text has no provision with this citation."))
        return provision

    def as_input(self) -> ChangeInput:
        values = self.cleaned_data
        inserts = values["kind"] == ChangeKind.INSERT
        return ChangeInput(
            kind=values["kind"],
            provision=self.provision,
            text=values.get("new_text" if inserts else "text", ""),
            new_kind=values.get("new_kind", ""),
            after=values.get("after"),
        )


def lines_of(text: str) -> int:
    """Lines that a text fills in the column of the charter, for browsers whose boxes do not grow."""
    return max(3, len(text) // IN_A_LINE + 2)


class Proposal:
    """Both kinds of form as one thing for the page: its fields, its errors, what they mean."""

    def __init__(self, whole: WholeForm, parts: list[ChangeForm]) -> None:
        self.whole, self.parts = whole, parts

    def __iter__(self) -> Iterator[forms.BoundField]:
        """In the order of the page: for whom, the changes, then what holds of all of them."""
        yield self.whole["organisation"]
        for part in self.parts:
            yield from part
        yield from (field for field in self.whole if field.name != "organisation")

    @property
    def errors(self) -> bool:
        return bool(self.whole.errors) or any(part.errors for part in self.parts)

    def non_field_errors(self) -> list[str]:
        return [str(error) for form in (self.whole, *self.parts) for error in form.non_field_errors()]

    def is_valid(self) -> bool:
        return all([self.whole.is_valid(), *(part.is_valid() for part in self.parts)])

    def add(self, faults: Iterable[Fault]) -> None:
        """Puts each fault beside the field it belongs to."""
        for fault in faults:
            if fault.place is None:
                self.whole.add_error(fault.field if fault.field in self.whole.fields else None, str(fault.why))
            else:
                part = self.parts[fault.place]
                part.add_error(part.field_of(fault.field), str(fault.why))

    def removed(self) -> list[str]:
        """Names of the types of hidden characters that were deleted from typed text, each once."""
        typed = [part.cleaned_data.get(name, "") for part in self.parts for name in WORDED]
        typed += [self.whole.cleaned_data.get(name, "") for name in ("title", "reason", "source", "wish")]
        return sorted({name for words in typed for name in clean.clean_typed_text(words).removed})

    def inputs(self) -> list[ChangeInput]:
        return [part.as_input() for part in self.parts]
