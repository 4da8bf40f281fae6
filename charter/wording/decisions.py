"""Decisions in words: the outcome, and what somebody else decided while a page was open."""

from __future__ import annotations

from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.dates import date_format
from charter.models import Decision
from charter.states import Outcome


def outcome_label(decision: Decision) -> str:
    """The label of the outcome, with the other amendment or the body that it names."""
    other, body = decision.because_of, ""
    if decision.outcome == Outcome.REFERRED:
        body = decision.amendment.round.body.in_language(get_language() or "").text
    label = str(Outcome(decision.outcome).label) % {"number": other.number if other else "", "body": body}
    return with_type(label, str(decision.type or ""))


def outcome_labels(body: str = "…") -> list[tuple[str, str]]:
    """The fixed outcomes with their labels, without the number of another amendment."""
    return [(value, str(label) % {"number": "…", "body": body}) for value, label in Outcome.choices]


def with_type(outcome: str, name: str) -> str:
    """The name of a type of decision before the label of its outcome; the label alone where there is no type."""
    return _("%(type)s (%(outcome)s)") % {"type": name, "outcome": outcome} if name else outcome


outcome_label_lazy = lazy(outcome_label, str)


def what_changed_meanwhile(decision: Decision | None) -> str:
    """Who decided, and how, while somebody else had the amendment open; or that it changed without a decision."""
    if decision is None:
        return _("The amendment changed since you opened the page. Check it below, then decide.")
    sentence = _(
        "%(person)s decided on the amendment at %(time)s: %(outcome)s. Your text is below and is "
        "not saved. Decide again to replace that decision."
    )
    at = date_format(timezone.localtime(decision.at), "TIME_FORMAT")
    return sentence % {"person": decision.by, "time": at, "outcome": outcome_label(decision)}
