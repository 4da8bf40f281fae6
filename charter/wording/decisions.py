"""Decisions in words: the outcome, and what somebody else decided while a page was open."""

from __future__ import annotations

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from charter.models import Decision
from charter.states import Outcome


def outcome_label(decision: Decision) -> str:
    """The label of the outcome, with the other amendment or the body that it names."""
    other, body = decision.because_of, ""
    if decision.outcome == Outcome.REFERRED:
        body = decision.amendment.round.body.in_language(get_language() or "").text
    return str(Outcome(decision.outcome).label) % {"number": other.number if other else "", "body": body}


outcome_label_lazy = lazy(outcome_label, str)


def what_changed_meanwhile(decision: Decision | None) -> str:
    """Who decided, and how, while somebody else had the amendment open; or that it changed without a decision."""
    if decision is None:
        return _("The amendment changed since you opened the page. Check it below, then decide.")
    sentence = _(
        "%(person)s decided on it at %(time)s: %(outcome)s. Your text is below and is not saved. Decide again "
        "to replace that decision."
    )
    at = date_format(timezone.localtime(decision.at), "TIME_FORMAT")
    return sentence % {"person": decision.by, "time": at, "outcome": outcome_label(decision)}
