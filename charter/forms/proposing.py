"""Writing an amendment: one form for what holds of all of it, and one for each provision it changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from charter import clean
from charter.actions.changes import ChangeInput, Fault
from charter.models import Provision
from charter.queries.tongues import tongue
from charter.states import ChangeKind, ProvisionKind

from .acting import LONGEST, ActingForm, BoundedForm, new_token

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
PART = ("short", "kind", "text", "new_kind", "after", "base")
KINDS = (
    (ChangeKind.REPLACE, _("Change the words")),
    (ChangeKind.DELETE, _("Delete the provision")),
    (ChangeKind.INSERT, _("Add a new provision after it")),
    (ChangeKind.MOVE, _("Move it elsewhere")),
    (ChangeKind.SPLIT, _("Divide it: put an empty line where the second part begins")),
    (ChangeKind.JOIN, _("Join it with the next provision")),
)


@dataclass
class Typed:
    """What a person typed, as it came: nothing of it is lost on the way back to the page."""

    whole: dict[str, Any]
    parts: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Typed:
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
        label=_("Which member do you write for?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose the member that you write for."),
            "invalid_choice": _("You do not write for this member. See for whom you write, then send it again."),
        },
    )
    title = forms.CharField(
        label=_("What do you ask for, in one line?"),
        help_text=_("It heads the amendment in every list, such as “homes without lease or title”."),
        max_length=160,
        required=False,
    )
    reason = forms.CharField(
        label=_("Why do you ask for this?"),
        help_text=_("Two or three sentences that others can weigh. Required."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    source = forms.CharField(
        label=_("Source, if there is one"), help_text=_("A council decision, a report, a workshop."), required=False
    )
    language = forms.ChoiceField(label=_("Language of these words"), help_text=_("Kept with the amendment for ever."))
    wish_language = forms.ChoiceField(label=_("Your language"), required=False)
    wish = forms.CharField(
        label=_("Your words in that language"),
        help_text=_("They ask for a translation. The amendment itself stands in the edition chosen above."),
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
        self.fields["language"].choices = [(code, tongue(code).name) for code in editions]  # type: ignore[attr-defined]
        wishes = [("", _("None"))] + [(code, tongue(code).name) for code in others]
        self.fields["wish_language"].choices = wishes  # type: ignore[attr-defined]
        self.only = choices[0][0] if len(choices) == 1 else ""

    def full_clean(self) -> None:
        """Shown again, the form of somebody with one member names that one, whichever it named before."""
        super().full_clean()
        if self.is_bound and self.only:
            self.data = {**self.data, "organisation": self.only}


class ChangeForm(BoundedForm):
    """What is asked of one provision. A move names its place by citation, since a list of all would be too long."""

    longest = 5 * LONGEST  # a draft is kept though it is too long; sending it says so

    short = forms.CharField(widget=forms.HiddenInput)
    base = forms.CharField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(
        label=_("What do you want to do?"),
        help_text=_(
            "To divide or to join changes no word. To ask for other words too, add the same provision once more below."
        ),
        widget=forms.RadioSelect,
        choices=KINDS,
    )
    text = forms.CharField(
        label=_("The words you propose"),
        help_text=_(
            "These are the present words. Change them as you would in a letter. The next page shows what changed."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        strip=False,
    )
    after = forms.CharField(
        label=_("After which provision?"), help_text=_("Its citation, such as VI.2.3."), required=False
    )
    new_kind = forms.ChoiceField(label=_("What is the new provision?"), choices=ProvisionKind.choices, required=False)

    def __init__(
        self,
        *args: Any,
        provision: Provision,
        present: str,
        language: str,
        cited: Mapping[str, Provision],
        citation: str,
        present_text: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.provision, self.present, self.citation, self.cited = provision, present, citation, cited
        self.present_text = present_text
        words = tongue(language)
        self.fields["text"].widget.attrs.update({"lang": words.tag, "dir": words.dir})

    @property
    def needs_more(self) -> bool:
        """Whether the fields of adding and moving stand open."""
        return self["kind"].value() in (ChangeKind.INSERT, ChangeKind.MOVE)

    def clean_after(self) -> Provision | None:
        said = self.cleaned_data["after"].strip()
        if not said:
            return None
        found = self.cited.get(said.casefold())
        if found is None:
            raise forms.ValidationError(_("There is no provision with this citation in the present text."))
        return found

    def clean(self) -> dict[str, Any]:
        """Words left as they stand are not the words of a new provision."""
        values = super().clean() or self.cleaned_data
        if values.get("kind") == ChangeKind.INSERT and values.get("text", "").strip() == self.present.strip():
            values["text"] = ""
        return values

    def as_input(self) -> ChangeInput:
        values = self.cleaned_data
        return ChangeInput(
            kind=values["kind"],
            provision=self.provision,
            text=values.get("text", ""),
            new_kind=values.get("new_kind", ""),
            after=values.get("after"),
        )


class Proposal:
    """Both kinds of form as one thing for the page: its fields, its errors, what they mean."""

    def __init__(self, whole: WholeForm, parts: list[ChangeForm]) -> None:
        self.whole, self.parts = whole, parts

    def __iter__(self) -> Iterator[forms.BoundField]:
        return chain(self.whole, *self.parts)

    @property
    def errors(self) -> bool:
        return bool(self.whole.errors) or any(part.errors for part in self.parts)

    def non_field_errors(self) -> list[str]:
        return [str(error) for one in (self.whole, *self.parts) for error in one.non_field_errors()]

    def is_valid(self) -> bool:
        return all([self.whole.is_valid(), *(part.is_valid() for part in self.parts)])

    def add(self, faults: Iterable[Fault]) -> None:
        """Puts each fault beside the field it belongs to."""
        for fault in faults:
            one: forms.Form = self.whole if fault.place is None else self.parts[fault.place]
            one.add_error(fault.field if fault.field in one.fields else None, str(fault.why))

    def removed(self) -> list[str]:
        """Names of hidden characters that are taken out of what was typed, once each."""
        typed = [part.cleaned_data.get("text", "") for part in self.parts]
        typed += [self.whole.cleaned_data.get(name, "") for name in ("title", "reason", "source", "wish")]
        return sorted({name for words in typed for name in clean.typed(words).removed})

    def inputs(self) -> list[ChangeInput]:
        return [part.as_input() for part in self.parts]


def blank_token(whole: dict[str, Any]) -> dict[str, Any]:
    """A page that is shown again without acting carries a fresh token."""
    return {**whole, "token": new_token()}
