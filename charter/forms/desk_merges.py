"""Choosing what is merged, and settling conflicts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.locales import listed
from charter.actions.changes import typed_over
from charter.models import Amendment
from charter.queries.merge_views import MergeView
from charter.queries.merging import Clash, Option
from charter.queries.tongues import tongue

from .acting import ActingForm

WRITE = "write"
ACTS = ("choose", "resolve", "refer", "undo", "redo", "apply", "release", "drop")
FOLLOWS, LATER = "follows", "later"


class BeginForm(ActingForm):
    """Beginning the merge of an article in a language."""

    article = forms.UUIDField()
    language = forms.CharField(max_length=12)


class MergeForm(ActingForm):
    """One of the buttons of a merge."""

    act = forms.ChoiceField(choices=[(name, name) for name in ACTS])
    early = forms.CharField(
        label=_("Why it is applied before its date"),
        help_text=_("Printed beside the words."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ChosenForm(ActingForm):
    """The amendments that are brought together."""

    amendments = forms.MultipleChoiceField(label=_("Chosen"), widget=forms.CheckboxSelectMultiple, required=False)

    def __init__(self, *args: Any, candidates: Iterable[Amendment], language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [(str(a.pk), _named(a, language)) for a in candidates]
        self.fields["amendments"].choices = rows  # type: ignore[attr-defined]

    def chosen(self) -> list[int]:
        return [int(pk) for pk in self.cleaned_data["amendments"]]


def _named(amendment: Amendment, language: str) -> str:
    """Its number and members; its language too where that is another than the merge's."""
    name = f"{amendment.number} {listed(amendment.members)}"
    there = amendment.text.language if amendment.text else language
    return name if there == language else _(", ").join([name, tongue(there).name])


class ResolveForm(ActingForm):
    """One wording of a conflict, or words written anew. Nothing is chosen beforehand."""

    conflict = forms.CharField(widget=forms.HiddenInput)
    choice = forms.CharField(
        label=_("Wording"), error_messages={"required": _("Choose one of the wordings, or write one.")}
    )
    words = forms.CharField(label=_("Your words"), required=False, widget=forms.Textarea(attrs={"rows": 4}))
    answer_by = forms.DateField(label=_("Answer by"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    to_members = forms.CharField(label=_("Why these words"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    then = forms.ChoiceField(
        label=_("Those whose wording is not chosen"), choices=[(FOLLOWS, FOLLOWS), (LATER, LATER)], required=False
    )
    why = forms.CharField(label=_("Reason"), required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, view: MergeView, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.view = view

    @property
    def clash(self) -> Clash | None:
        wanted = self.data.get("conflict", "")
        return next((clash for clash in self.view.clashes if clash.id == wanted), None)

    def clean(self) -> dict[str, Any]:
        data, clash = self.cleaned_data, self.clash
        if clash is None:
            raise forms.ValidationError(self._moved())
        if data.get("choice") == WRITE:
            self._clean_written(data)
        elif data.get("choice") not in (None, WRITE) and self.option() is None:
            self.add_error("choice", _("Choose one of the wordings, or write one."))
        self._clean_then(data)
        return data

    def _moved(self) -> Any:
        """Who settled or changed it, where another did since the page was opened."""
        merge = self.view.merge
        if merge.revision == self.cleaned_data.get("revision"):
            return _("This conflict is no longer the same. Look at the merge again.")
        said = _("%(person)s changed this merge meanwhile: the conflict is no longer the same.")
        return said % {"person": merge.saved_by}

    def _clean_written(self, data: dict[str, Any]) -> None:
        """Words of one's own are put to the members as a compromise: until when they answer, and why these words."""
        if not data.get("words", "").strip():
            self.add_error("words", _("Write the words of the whole provision."))
        if not data.get("answer_by"):
            self.add_error("answer_by", _("Say until when the members may answer."))
        if not data.get("to_members", "").strip():
            self.add_error("to_members", _("Say why these words could bring the members together."))

    def _clean_then(self, data: dict[str, Any]) -> None:
        option = self.option() if data.get("choice") and data.get("choice") != WRITE else None
        if option is None or option.is_both:
            return
        if not data.get("then"):
            self.add_error("then", _("Say what becomes of those whose wording is not chosen."))
        elif data["then"] == FOLLOWS and not data.get("why", "").strip():
            self.add_error("why", _("Give the reason. It is printed beside their decisions."))

    def until(self) -> datetime:
        """The end of the day to answer by, in the round's own time."""
        return datetime.combine(self.cleaned_data["answer_by"], time(23, 59, 59), self.view.merge.round.tz)

    def reason_of_losers(self) -> str:
        return self.cleaned_data["why"] if self.cleaned_data.get("then") == FOLLOWS else ""

    def option(self) -> Option | None:
        assert self.clash is not None
        return next((o for o in self.clash.options if value_of(o) == self.cleaned_data.get("choice")), None)

    def html(self) -> str:
        """Inner HTML of the words that were written."""
        assert self.clash is not None
        base = self.view.ground.standing.get(self.clash.key)
        return typed_over(base, self.cleaned_data["words"])


class ReferForm(ActingForm):
    """Why a conflict stays open for the round's body."""

    conflict = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why it stays open"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why it stays open. It is the reason of the decisions.")},
    )


class TakeBackForm(ActingForm):
    """Why an applied merge is taken back."""

    reason = forms.CharField(
        label=_("Why it is taken back"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why the merge is taken back.")},
    )


def value_of(option: Option) -> str:
    """How an option is named in the form."""
    if option.is_base or option.is_both:
        return "base" if option.is_base else "both"
    return f"side:{option.choice['side']}"
