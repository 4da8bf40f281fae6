"""A type of decision: its name in each language of the site, its outcome, its place, and whether forms offer it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.names import NamesForm
from charter.models import DecisionType
from charter.wording.decisions import outcome_labels


class DecisionTypeForm(NamesForm):
    longest_name = 80

    outcome = forms.ChoiceField(
        label=_("Decision"),
        help_text=_("The type has the effect of this decision. The decision of a type never changes."),
        error_messages={"required": _("Choose one of the decisions.")},
    )
    place = forms.IntegerField(
        label=_("Position in the list"),
        help_text=_("Smaller numbers are first in the list."),
        min_value=0,
        max_value=9999,
    )
    is_offered = forms.BooleanField(
        label=_("Offered in the decision form"),
        help_text=_("A type that is no longer offered stays with the decisions that have it."),
        required=False,
    )

    def __init__(self, *args: Any, decision_type: DecisionType | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=_initial(decision_type), **kwargs)
        if decision_type:
            del self.fields["outcome"]
        else:
            self.fields["outcome"].choices = [("", _("Choose a decision")), *outcome_labels()]  # type: ignore[attr-defined]


def _initial(decision_type: DecisionType | None) -> dict[str, Any]:
    if decision_type is None:
        return {"place": 100, "is_offered": True}
    names = {f"name_{code}": name for code, name in decision_type.names.items()}
    return {"place": decision_type.place, "is_offered": decision_type.is_offered, **names}
