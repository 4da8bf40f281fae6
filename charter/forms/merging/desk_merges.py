"""Forms for choosing the amendments of a merge, and for settling conflicts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.locales import join_in_words
from charter.actions.amending.changes import typed_over
from charter.forms.acting import ActingForm
from charter.models import Amendment
from charter.queries.languages.names import language_of
from charter.queries.merging.merge_building import MergeConflict, Option
from charter.queries.merging.merge_views import MergeView

WRITE = "write"
FOLLOWS, STANDARD = "follows", "later"


class BeginForm(ActingForm):
    """Beginning the merge of an article in a language."""

    article = forms.UUIDField()
    language = forms.CharField(max_length=12)


class MergeForm(ActingForm):
    """One of the buttons of a merge."""

    early = forms.CharField(
        label=_("Why the merge is applied before its date"),
        help_text=_("The reason is printed with the text."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ChosenForm(ActingForm):
    """The amendments that are brought together."""

    amendments = forms.MultipleChoiceField(
        label=_("Selected amendments"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, candidates: Iterable[Amendment], language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [(str(a.pk), _named(a, language)) for a in candidates]
        self.fields["amendments"].choices = rows  # type: ignore[attr-defined]

    def chosen(self) -> list[int]:
        return [int(pk) for pk in self.cleaned_data["amendments"]]


def _named(amendment: Amendment, language: str) -> str:
    """Its number and members; its language too where that is another than the merge's."""
    name = f"{amendment.number} {join_in_words(amendment.members)}"
    text_language = amendment.text.language if amendment.text else language
    return name if text_language == language else _(", ").join([name, language_of(text_language).in_words])


class SettlingForm(ActingForm):
    """The base of forms for one conflict of a merge; `view` is the merge as the page has computed it."""

    conflict = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, view: MergeView, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.view = view


class ResolveForm(SettlingForm):
    """One wording of a conflict, or a new text. Nothing is selected by default."""

    choice = forms.CharField(
        label=_("Wording"), error_messages={"required": _("Choose one of the wordings, or write a new wording.")}
    )
    words = forms.CharField(label=_("Your text"), required=False, widget=forms.Textarea(attrs={"rows": 4}))
    answer_by = forms.DateField(label=_("Reply by"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    to_members = forms.CharField(
        label=_("Reason for this text"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    then = forms.ChoiceField(
        label=_("Amendments whose wording is not chosen"),
        choices=[(FOLLOWS, FOLLOWS), (STANDARD, STANDARD)],
        required=False,
    )
    why = forms.CharField(label=_("Reason"), required=False, widget=forms.Textarea(attrs={"rows": 3}))

    @property
    def merge_conflict(self) -> MergeConflict | None:
        conflict_id = self.data.get("conflict", "")
        return next((conflict for conflict in self.view.conflicts if conflict.id == conflict_id), None)

    def clean(self) -> dict[str, Any]:
        data, conflict = self.cleaned_data, self.merge_conflict
        if conflict is None:
            raise forms.ValidationError(self._moved())
        if data.get("choice") == WRITE:
            self._clean_written(data)
        elif data.get("choice") not in (None, WRITE) and self.option() is None:
            self.add_error("choice", _("Choose one of the wordings, or write a new wording."))
        self._clean_then(data)
        return data

    def _moved(self) -> Any:
        """Who settled or changed it, where another did since the page was opened."""
        merge = self.view.merge
        if merge.revision == self.cleaned_data.get("revision"):
            return _("The conflict has changed. Check the merge again.")
        sentence = _(
            "Meanwhile, %(person)s changed this merge, and the conflict is different now. Check the conflict again."
        )
        return sentence % {"person": merge.saved_by}

    def _clean_written(self, data: dict[str, Any]) -> None:
        """Words of one's own are put to the members as a compromise: until when they answer, and why these words."""
        if not data.get("words", "").strip():
            self.add_error("words", _("Write the text of the whole provision."))
        if not data.get("answer_by"):
            self.add_error("answer_by", _("Choose the last day for replies from members."))
        if not data.get("to_members", "").strip():
            self.add_error("to_members", _("Explain why the members could agree on this text."))

    def _clean_then(self, data: dict[str, Any]) -> None:
        option = self.option() if data.get("choice") and data.get("choice") != WRITE else None
        if option is None or option.is_both:
            return
        if not data.get("then"):
            self.add_error("then", _("Choose what happens to the amendments whose wording is not chosen."))
        elif data["then"] == FOLLOWS and not data.get("why", "").strip():
            self.add_error("why", _("Give the reason. It is printed with the decisions."))

    def until(self) -> datetime:
        """The end of the day to answer by, in the round's own time."""
        return datetime.combine(self.cleaned_data["answer_by"], time(23, 59, 59), self.view.merge.round.tz)

    def reason_of_losers(self) -> str:
        return self.cleaned_data["why"] if self.cleaned_data.get("then") == FOLLOWS else ""

    def option(self) -> Option | None:
        assert self.merge_conflict is not None
        return next((o for o in self.merge_conflict.options if value_of(o) == self.cleaned_data.get("choice")), None)

    def html(self) -> str:
        """Inner HTML of the words that were written."""
        assert self.merge_conflict is not None
        base = self.view.merge_base.wordings.get(self.merge_conflict.key)
        return typed_over(base, self.cleaned_data["words"])


class ReferForm(SettlingForm):
    """Why a conflict stays open for the round's body."""

    reason = forms.CharField(
        label=_("Reason for leaving the conflict open"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Give the reason for leaving the conflict open. The decisions will have the same reason.")
        },
    )


class TakeBackForm(ActingForm):
    """Why an applied merge is taken back."""

    reason = forms.CharField(
        label=_("Reason for the reversal"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Give the reason for reversing the merge.")},
    )


def value_of(option: Option) -> str:
    """How an option is named in the form."""
    if option.is_base or option.is_both:
        return "base" if option.is_base else "both"
    return f"side:{option.choice['side']}"
