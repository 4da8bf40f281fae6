"""Forms of moderators for decisions and compromise texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.locales import join_in_words
from charter import texts
from charter.actions.amending.changes import typed_over
from charter.forms.acting import ActingForm
from charter.models import Amendment, Change, Decision, DecisionType, Round, StandardReason
from charter.queries.deciding import decision_types, decisions
from charter.queries.languages.names import language_of
from charter.queries.secretariat import standard_reasons
from charter.states import MERGING_OUTCOMES, POINTING_OUTCOMES, SINGLE_OUTCOMES, ChangeKind, Outcome
from charter.wording.charter_text import OUTCOME_SHAPES, in_words
from charter.wording.decisions import outcome_labels, what_changed_meanwhile

WORDED = (ChangeKind.REPLACE, ChangeKind.INSERT)


def outcome_choices(round_: Round) -> list[tuple[str, str]]:
    """Every outcome with its shape before its word; the body is named by the round."""
    return [
        (value, format_html("{}{}", shape_drawing(OUTCOME_SHAPES[value]), label))
        for value, label in outcome_labels(in_words(round_.body))
    ]


def shape_drawing(name: str) -> str:
    """The drawing of a state, as the status component shows it."""
    return mark_safe(render_to_string(f"components/shapes/{name}.svg"))


class DecisionForm(ActingForm):
    """A decision on one amendment, or the same one on several that propose the same text."""

    left_out: frozenset[Outcome] = frozenset()

    outcome = forms.ChoiceField(
        label=_("Decision"), widget=forms.RadioSelect, error_messages={"required": _("Choose one of the decisions.")}
    )
    because_of = forms.IntegerField(
        label=_("Number of the other amendment"),
        required=False,
        min_value=1,
    )

    def __init__(
        self, *args: Any, amendment: Amendment, changes: Sequence[Change], languages: Sequence[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.amendment, self.changes, self.languages = amendment, changes, languages
        outcomes = [choice for choice in outcome_choices(amendment.round) if choice[0] not in self.left_out]
        self.fields["outcome"].choices = outcomes  # type: ignore[attr-defined]
        self.fields["revision"].initial = amendment.revision
        types = decision_types.offered_types(amendment.decision)
        self.types = {str(offered.pk): offered for offered in types if offered.outcome not in self.left_out}
        if self.types:
            self.fields["type"] = _type_field(self.types.values(), amendment.round)
        self.phrases = {
            str(standard_reason.pk): standard_reason for standard_reason in standard_reasons.offered_reasons()
        }
        if self.phrases:
            self.fields["phrase"] = _phrase_field(self.phrases)
        for place, code in enumerate(languages):
            self.fields[f"reason_{code}"] = _reason_field(
                code, "" if place else _("The reason is printed in the table of decisions.")
            )
        for change in changes:
            self._add(change)
        self._begin(amendment.decision)

    def _add(self, change: Change) -> None:
        if len(self.changes) > 1:
            self.fields[f"taken_{change.pk}"] = forms.BooleanField(label=_("Accept this change"), required=False)
            self.fields[f"taken_{change.pk}"].initial = True
        if change.kind in WORDED:
            field = forms.CharField(
                label=_("Text accepted instead"),
                help_text=_("The text is shown as text of the secretariat."),
                widget=forms.Textarea(attrs={"rows": 4, **_written_in(change.language)}),
                required=False,
            )
            field.initial = texts.plain_text(change.html)
            self.fields[f"words_{change.pk}"] = field

    def _begin(self, decision: Decision | None) -> None:
        """Fills the form with an earlier decision, so that it can be changed."""
        if decision is None:
            return
        self.fields["outcome"].initial = decision.outcome
        self.fields["because_of"].initial = decision.because_of.number if decision.because_of else None
        if "type" in self.fields:
            self.fields["type"].initial = str(decision.type_id or "")
        for localized_text in (decision.reason, *decision.reason.translations.all()):
            if f"reason_{localized_text.language}" in self.fields:
                self.fields[f"reason_{localized_text.language}"].initial = localized_text.text
        for row in decision.words.all():
            if row.html and f"words_{row.change_id}" in self.fields:
                self.fields[f"words_{row.change_id}"].initial = texts.plain_text(row.html)
            if f"taken_{row.change_id}" in self.fields:
                self.fields[f"taken_{row.change_id}"].initial = row.taken

    @property
    def outcome_groups(self) -> list[dict[str, Any]]:
        """The outcomes in three groups, each with the fields that open with some of its outcomes."""
        groups: list[dict[str, Any]] = [
            {"outcomes": MERGING_OUTCOMES, "opening": SINGLE_OUTCOMES, "parts": self.parts()},
            {"outcomes": POINTING_OUTCOMES, "opening": POINTING_OUTCOMES, "number": self["because_of"]},
            {"outcomes": frozenset(Outcome) - MERGING_OUTCOMES - POINTING_OUTCOMES, "opening": frozenset()},
        ]
        options = list(self["outcome"])
        return [
            {
                **group,
                "options": [
                    {"option": option, "opens": option.data["value"] in group["opening"]}
                    for option in options
                    if option.data["value"] in group["outcomes"]
                ],
            }
            for group in groups
        ]

    @property
    def reasons(self) -> list[Any]:
        return [self[f"reason_{code}"] for code in self.languages]

    @property
    def type(self) -> Any:
        """The choice of a type of decision, where the secretariat defined one."""
        return self["type"] if "type" in self.fields else None

    @property
    def phrase(self) -> Any:
        """The choice of a phrase, where the library has one."""
        return self["phrase"] if "phrase" in self.fields else None

    def with_phrase(self) -> dict[str, Any]:
        """The typed values, with the chosen standard reason added in each language: the data of a new form."""
        typed = {name: self[name].value() for name in self.fields}
        phrase = self.phrases.get(typed.pop("phrase", None) or "")
        for code in self.languages if phrase else ():
            parts = [typed[f"reason_{code}"] or "", standard_reasons.reason_in_language(phrase, code)]  # type: ignore[arg-type]
            typed[f"reason_{code}"] = " ".join(part.strip() for part in parts if part.strip())
        return typed

    def parts(self) -> list[dict[str, Any]]:
        """For each change its two fields, where it has them."""
        names = self.fields
        return [
            {
                "change": change,
                "taken": self[f"taken_{change.pk}"] if f"taken_{change.pk}" in names else None,
                "words": self[f"words_{change.pk}"] if f"words_{change.pk}" in names else None,
            }
            for change in self.changes
        ]

    def clean(self) -> dict[str, Any]:
        """What a decision needs besides its outcome is asked beside the field."""
        data = self.cleaned_data
        outcome = data.get("outcome")
        self._take_phrase()
        if not any(data.get(f"reason_{code}", "").strip() for code in self.languages):
            self.add_error(f"reason_{self.languages[0]}", _("Give the reason in at least one language."))
        self._clean_type(outcome)
        if outcome in POINTING_OUTCOMES:
            self._clean_pointing(data.get("because_of"))
        if outcome == Outcome.WITH_CHANGES and not self.words():
            first = next((f"words_{c.pk}" for c in self.changes if f"words_{c.pk}" in self.fields), "outcome")
            self.add_error(first, _("Change the text here, or choose “accepted”."))
        if data.get("revision") not in (None, self.amendment.revision):
            self.add_error(None, what_changed_meanwhile(decisions.current_decision(self.amendment)))
            self.look_again(self.amendment.revision)
        return data

    def look_again(self, revision: int) -> None:
        """Sets the revision of the form to the present one of the amendment; the typed values stay."""
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data["revision"] = str(revision)  # type: ignore[index]

    def _take_phrase(self) -> None:
        """Uses the chosen standard reason in each language for which no reason was typed."""
        phrase = self.phrases.get(self.cleaned_data.get("phrase", ""))
        for code in self.languages if phrase else ():
            typed = self.cleaned_data.get(f"reason_{code}", "").strip()
            self.cleaned_data[f"reason_{code}"] = typed or standard_reasons.reason_in_language(phrase, code)  # type: ignore[arg-type]

    def _clean_type(self, outcome: str | None) -> None:
        chosen = self.decision_type()
        if outcome and chosen and chosen.outcome != outcome:
            own = dict(outcome_labels(in_words(self.amendment.round.body)))[chosen.outcome]
            sentence = _("The type “%(type)s” belongs to “%(outcome)s”. Choose that decision, or another type.")
            self.add_error("type", sentence % {"type": chosen, "outcome": own})

    def _clean_pointing(self, number: int | None) -> None:
        other = Amendment.objects.filter(round=self.amendment.round, number=number).first() if number else None
        if other is None or other.pk == self.amendment.pk:
            self.add_error("because_of", _("Enter the number of another amendment of this round."))
        self.cleaned_data["other"] = other

    def decision_type(self) -> DecisionType | None:
        """The chosen type of decision."""
        return self.types.get(self.cleaned_data.get("type", ""))

    def reason(self) -> dict[str, str]:
        return {code: self.cleaned_data.get(f"reason_{code}", "") for code in self.languages}

    def words(self) -> dict[int, str]:
        """Inner HTML by change, if the typed text differs from the proposed one."""
        if self.cleaned_data.get("outcome") not in MERGING_OUTCOMES - {Outcome.ACCEPTED}:
            return {}
        out = {}
        for change in self.changes:
            typed = self.cleaned_data.get(f"words_{change.pk}", "").strip()
            if typed and typed != texts.plain_text(change.html):
                out[change.pk] = typed_over(change.base, typed)
        return out

    def taken(self) -> dict[int, bool]:
        if self.cleaned_data.get("outcome") != Outcome.IN_PART:
            return {}
        names = {change.pk: f"taken_{change.pk}" for change in self.changes}
        return {pk: bool(self.cleaned_data[name]) for pk, name in names.items() if name in self.fields}


class CorrectionForm(DecisionForm):
    """Another decision in the place of a public one."""

    note = forms.CharField(
        label=_("What was wrong?"),
        help_text=_("The note is public. It is shown with the decision."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Explain the error. The note is published with the decision.")},
    )


class CompromiseForm(ActingForm):
    """A counter-wording of the secretariat and the amendments that it would settle."""

    amendments = forms.MultipleChoiceField(
        label=_("Amendments that the text would settle"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose the amendments that the compromise text would settle.")},
    )
    words = forms.CharField(
        label=_("Text"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write the compromise text.")},
    )
    answer_by = forms.DateField(
        label=_("Reply by"),
        help_text=_("Members can reply until the end of that day, in the time zone of the round."),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("Choose the last day for replies from members.")},
    )

    def __init__(
        self, *args: Any, round_: Round, changes: Sequence[Change], languages: Sequence[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.round_, self.changes, self.languages = round_, changes, languages
        self.fields["words"].widget.attrs |= _written_in(changes[0].language)
        amendments = [change.text.amendment for change in changes]
        rows = [(str(a.pk), f"{a.number} {join_in_words(a.members)}") for a in amendments]
        self.fields["amendments"].choices = list(dict.fromkeys(rows))  # type: ignore[attr-defined]
        for place, code in enumerate(languages):
            self.fields[f"reason_{code}"] = _reason_field(
                code, "" if place else _("Members see this reason together with the compromise text.")
            )

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if not any(data.get(f"reason_{code}", "").strip() for code in self.languages):
            self.add_error(f"reason_{self.languages[0]}", _("Give the reason in at least one language."))
        return data

    def reason(self) -> dict[str, str]:
        return {code: self.cleaned_data.get(f"reason_{code}", "") for code in self.languages}

    @property
    def reasons(self) -> list[Any]:
        return [self[f"reason_{code}"] for code in self.languages]

    def until(self) -> datetime:
        return datetime.combine(self.cleaned_data["answer_by"], time(23, 59, 59), self.round_.tz)


def _written_in(code: str) -> dict[str, str]:
    language = language_of(code)
    return {"lang": language.tag, "dir": language.dir}


def _type_field(offered: Iterable[DecisionType], round_: Round) -> forms.ChoiceField:
    """The types below the fixed decision to which each belongs."""
    by_outcome: dict[str, list[tuple[str, str]]] = {}
    for decision_type in offered:
        by_outcome.setdefault(decision_type.outcome, []).append((str(decision_type.pk), str(decision_type)))
    groups = [
        (label, by_outcome[value]) for value, label in outcome_labels(in_words(round_.body)) if value in by_outcome
    ]
    return forms.ChoiceField(
        label=_("Type of decision"),
        help_text=_("A type belongs to the decision above it in this list. Choose that decision too."),
        choices=[("", _("No type")), *groups],
        required=False,
    )


def _phrase_field(kept: Mapping[str, StandardReason]) -> forms.ChoiceField:
    language = get_language() or ""
    offered = [(pk, Truncator(phrase.text.in_language(language).text).chars(80)) for pk, phrase in kept.items()]
    return forms.ChoiceField(
        label=_("Standard reason"),
        help_text=_(
            "If you enter no reason, the standard reason is used. To edit the standard reason, select “Insert”."
        ),
        choices=[("", _("None: I will write my own reason")), *offered],
        required=False,
    )


def _reason_field(code: str, hint: Any) -> forms.CharField:
    return forms.CharField(
        label=_("Reason, %(language)s") % {"language": language_of(code).in_words},
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": 4, **_written_in(code)}),
        required=False,
    )
