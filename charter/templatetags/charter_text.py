"""The charter's words, and the states of what is asked of them, as pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.locales import listed, listed_html
from accounts.models import Organisation, Said
from charter.models import Adoption, Amendment, Decision, Position
from charter.queries.reading import anchor_of
from charter.queries.tongues import Tongue, tongue
from charter.states import AmendmentState, LedgerState, Outcome

register = template.Library()

STATE_SHAPES: dict[str, str] = {
    AmendmentState.DRAFT: "draft",
    AmendmentState.SENT: "waiting",
    AmendmentState.UNDER_REVIEW: "review",
    AmendmentState.DECIDED: "review",
    AmendmentState.MERGED: "merged",
    AmendmentState.WITHDRAWN: "withdrawn",
    AmendmentState.NOT_CONFIRMED: "lapsed",
}
OUTCOME_SHAPES: dict[str, str] = {
    Outcome.ACCEPTED: "accepted",
    Outcome.WITH_CHANGES: "changes",
    Outcome.IN_PART: "part",
    Outcome.TAKEN_UP: "merged",
    Outcome.FALLS: "falls",
    Outcome.NOT_ACCEPTED: "refused",
    Outcome.ADVOCACY: "advocacy",
    Outcome.REFERRED: "referred",
}
LEDGER_SHAPES: dict[str, str] = {
    LedgerState.IN_STEP: "step",
    LedgerState.BEHIND: "behind",
    LedgerState.WRITING: "draft",
    LedgerState.TO_APPROVE: "waiting",
    LedgerState.APPROVED: "accepted",
    LedgerState.MISSING: "missing",
    LedgerState.TO_DIVIDE: "missing",
    LedgerState.EXCEPTED: "excepted",
    LedgerState.MEETS: "check",
}


@register.filter
def words(html: str | None) -> SafeString:
    """Stored words of the charter: they passed `charter.clean` before they were stored."""
    return mark_safe(html or "")


@register.filter
def anchor(citation: str) -> str:
    """The anchor of the provision that is cited so, where the citation is an English one."""
    return anchor_of(citation)


@register.filter
def in_words(said: Said | None, language: str = "") -> str:
    """What was said, in the interface's language where it was translated, else as it was said."""
    return said.in_language(language or interface()).text if said else ""


@register.filter
def tongue_of(code: str) -> Tongue:
    """A language by its code: `.tag`, `.name`, `.dir`."""
    return tongue(code)


@register.filter
def naming(organisation: Organisation | None, at: datetime | None = None) -> str:
    """The name an organisation goes by on public pages: that of the day of what it did, else today's."""
    if organisation is None:
        return ""
    if organisation.name_withheld:
        return _("A member that withholds its name")
    return organisation.name_on(at) if at else str(organisation)


@register.filter
def proposer(amendment: Amendment) -> str:
    """The organisation that it belongs to, under the name it bore when its delegate confirmed."""
    return naming(amendment.organisation, amendment.confirmed_at)


@register.filter
def asked_by(amendment: Amendment) -> str:
    """All who ask for it, the first one first, each under the name of the day on which its delegate confirmed."""
    return listed(_each_asker(amendment))


@register.filter
def asked_by_apart(amendment: Amendment) -> SafeString:
    """The same for a page: names of another script do not turn the words around them."""
    return listed_html(format_html("<bdi>{}</bdi>", name) for name in _each_asker(amendment))


def co_proposers(amendment: Amendment) -> list[str]:
    """Who asks for it together with its own organisation, each by name."""
    return [naming(one.organisation, one.at) for one in amendment.joined]


def brought_by(adoption: Adoption) -> str:
    """Whose words an adoption brought: of all who asked, else the secretariat's, in place of theirs or alone."""
    if adoption.change is None:
        return naming(adoption.asked_by, adoption.at) or adoption.asked_by_words or _("the secretariat")
    names = asked_by(adoption.change.text.amendment)
    return _("the secretariat, in place of what %(city)s asked") % {"city": names} if adoption.in_place else names


def _each_asker(amendment: Amendment) -> list[str]:
    return [proposer(amendment), *co_proposers(amendment)]


@register.filter
def holders(positions: Iterable[Position]) -> SafeString:
    """Who took these positions, each under the name of the day."""
    names = (naming(position.organisation, position.at) for position in positions)
    return listed_html(format_html("<bdi>{}</bdi>", name) for name in names)


@register.filter
def numbers(amendments: Iterable[Amendment]) -> str:
    """`4, 9 and 11`."""
    return listed(one.number for one in amendments)


@register.filter
def outcome(decision: Decision) -> dict[str, str]:
    """`shape` and `word` of a decision, with the amendment or the body that it names."""
    because = decision.because_of
    body = in_words(decision.amendment.round.body) if decision.outcome == Outcome.REFERRED else ""
    return outcome_said(decision.outcome, because.number if because else None, body)


def outcome_said(code: str, because_of: int | None, body: str) -> dict[str, str]:
    """`shape` and `word` of an outcome with the number of the amendment that it names, or the body."""
    return {
        "shape": OUTCOME_SHAPES[code],
        "word": str(Outcome(code).label) % {"number": because_of or "", "body": body},
    }


@register.filter
def status(amendment: Amendment) -> dict[str, str]:
    """`shape` and `word` of an amendment as the public may know it: a decision only once it is released."""
    held = amendment.decision
    if isinstance(held, Decision) and held.is_released and amendment.state != AmendmentState.WITHDRAWN:
        return outcome(held)
    return state_said(amendment.state)


def state_said(code: str) -> dict[str, str]:
    """`shape` and `word` of a state as the public may know it while no decision is released."""
    hidden = code in (AmendmentState.DECIDED, AmendmentState.MERGED)
    state = AmendmentState.UNDER_REVIEW if hidden else AmendmentState(code)
    return {"shape": STATE_SHAPES[state], "word": str(state.label)}


@register.filter
def ledger_status(state: str) -> dict[str, str]:
    """`shape` and `word` of a language's state at a provision."""
    return {"shape": LEDGER_SHAPES[state], "word": str(LedgerState(state).label)}


@register.filter
def attributes(code: str) -> dict[str, Any]:
    """`lang` and `dir` of words where they differ from the page's own; empty where they do not."""
    if code == interface():
        return {}
    language = tongue(code)
    return {"lang": language.tag, "dir": language.dir}


def interface() -> str:
    """The language that the page around the words is in."""
    return (get_language() or "en").partition("-x-")[0]
