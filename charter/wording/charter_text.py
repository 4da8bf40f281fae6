"""The text of the charter, and the states of amendments to it, as pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.locales import in_quotes, join_in_words, listed_html, text_attributes
from accounts.models import LocalizedText, Organisation
from charter.models import Adoption, Amendment, Decision, Position
from charter.queries.languages.names import language_of
from charter.queries.reading.articles import anchor_of
from charter.states import AmendmentState, LedgerState, Outcome
from charter.wording.decisions import with_type

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
    Outcome.AS_PART: "merged",
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


def charter_words(html: str | None) -> SafeString:
    """Stored words of the charter: they passed `charter.clean` before they were stored."""
    return mark_safe(html or "")


def provision_anchor(citation: str) -> str:
    """The anchor of the provision that is cited so, where the citation is an English one."""
    return anchor_of(citation)


def in_words(localized_text: LocalizedText | None, language: str = "") -> str:
    """A text in the interface's language where it is translated, else in its own."""
    return localized_text.in_language(language or interface_language()).text if localized_text else ""


def in_words_apart(localized_text: LocalizedText | None) -> SafeString:
    """The same for a page: words of another language are kept apart, so that their signs stay at their end."""
    shown = localized_text.in_language(interface_language()) if localized_text else None
    return _apart("bdi", shown.text, shown.language) if shown else mark_safe("")


def quote_words(localized_text: LocalizedText | None, most: int = 0) -> SafeString:
    """A text in quotation marks, cut to `most` characters; kept apart where it is in another language."""
    shown = localized_text.in_language(interface_language()) if localized_text else None
    if shown is None:
        return mark_safe("")
    return quoted_in(Truncator(shown.text).chars(most) if most else shown.text, shown.language)


def quoted_in(text: str, language: str) -> SafeString:
    """A text of that language, in the quotation marks of the page's language."""
    return _apart("q", in_quotes(text), language)


def quoted_typed(text: str) -> SafeString:
    """What somebody typed in a language that is not stored, in quotation marks: its letters give its direction."""
    return format_html('<q dir="auto">{}</q>', in_quotes(text))


def apart(text: object, language: str = "") -> SafeString:
    """A name or a text inside a sentence of another script: numbers and signs beside it keep their places."""
    if not language:
        return format_html("<bdi>{}</bdi>", text)
    marks = text_attributes(language)
    return format_html('<bdi lang="{}" dir="{}">{}</bdi>', marks["lang"], marks["dir"], text)


def _apart(tag: str, text: str, language: str) -> SafeString:
    marks = language_attributes(language)
    if not marks:
        return escape(text)
    return format_html('<{0} lang="{1}" dir="{2}">{3}</{0}>', mark_safe(tag), marks["lang"], marks["dir"], text)


def public_name_of(organisation: Organisation | None, at: datetime | None = None) -> str:
    """The name an organisation goes by on public pages: that of the day of what it did, else today's."""
    if organisation is None:
        return ""
    if organisation.name_withheld:
        return _("A member whose name is withheld")
    return organisation.name_on(at) if at else str(organisation)


def proposer_of(amendment: Amendment) -> str:
    """The organisation that it belongs to, under the name it bore when its delegate confirmed."""
    return public_name_of(amendment.organisation, amendment.confirmed_at)


def name_proposers(amendment: Amendment) -> str:
    """The names of all proposers, the first one first, as they were on the day of each confirmation."""
    return join_in_words(_each_asker(amendment))


def proposers_html(amendment: Amendment) -> SafeString:
    """The same for a page: names of another script do not turn the words around them."""
    return listed_html(format_html("<bdi>{}</bdi>", name) for name in _each_asker(amendment))


def co_proposers(amendment: Amendment) -> list[str]:
    """The names of the co-sponsors of an amendment."""
    return [public_name_of(co_proposal.organisation, co_proposal.at) for co_proposal in amendment.joined]


def name_source(adoption: Adoption) -> str:
    """The names of the proposers of the text that an adoption brought, in any amendment; otherwise the secretariat."""
    if adoption.change is None:
        return public_name_of(adoption.asked_by, adoption.at) or adoption.asked_by_words or _("the secretariat")
    amendment = adoption.change.text.amendment
    alike = [name for proposal in (amendment, *amendment.granted) for name in _each_asker(proposal)]
    names = join_in_words(dict.fromkeys(alike))
    return _("the secretariat, instead of the proposal of %(city)s") % {"city": names} if adoption.in_place else names


def _each_asker(amendment: Amendment) -> list[str]:
    return [proposer_of(amendment), *co_proposers(amendment)]


def holders_of(positions: Iterable[Position]) -> SafeString:
    """Who took these positions, each under the name of the day."""
    names = (public_name_of(position.organisation, position.at) for position in positions)
    return listed_html(format_html("<bdi>{}</bdi>", name) for name in names)


def join_numbers(amendments: Iterable[Amendment]) -> str:
    """`4, 9 and 11`."""
    return join_in_words(amendment.number for amendment in amendments)


def outcome_status(decision: Decision) -> dict[str, str]:
    """`shape` and `word` of a decision, with the amendment or the body that it names."""
    because = decision.because_of
    body = in_words(decision.amendment.round.body) if decision.outcome == Outcome.REFERRED else ""
    return outcome_mark(decision.outcome, because.number if because else None, body, str(decision.type or ""))


def outcome_mark(code: str, because_of: int | None, body: str, name: str = "") -> dict[str, str]:
    """`shape` and `word` of an outcome: the number of the amendment or the body in it, the name of the type before."""
    word = str(Outcome(code).label) % {"number": because_of or "", "body": body}
    return {"shape": OUTCOME_SHAPES[code], "word": with_type(word, name)}


def amendment_status(amendment: Amendment) -> dict[str, str]:
    """`shape` and `word` of an amendment as the public may know it: a decision only once it is released."""
    decision = amendment.decision
    if isinstance(decision, Decision) and decision.is_released and amendment.state != AmendmentState.WITHDRAWN:
        return outcome_status(decision)
    return state_mark(amendment.state)


def state_mark(code: str) -> dict[str, str]:
    """`shape` and `word` of a state as the public may know it while no decision is released."""
    hidden = code in (AmendmentState.DECIDED, AmendmentState.MERGED)
    state = AmendmentState.UNDER_REVIEW if hidden else AmendmentState(code)
    return {"shape": STATE_SHAPES[state], "word": str(state.label)}


def ledger_status(state: str) -> dict[str, str]:
    """`shape` and `word` of a language's state at a provision."""
    return {"shape": LEDGER_SHAPES[state], "word": str(LedgerState(state).label)}


def language_attributes(code: str) -> dict[str, Any]:
    """`lang` and `dir` of words where they differ from the page's own; empty where they do not."""
    if code == interface_language():
        return {}
    language = language_of(code)
    return {"lang": language.tag, "dir": language.dir}


def interface_language() -> str:
    """The language that the page around the words is in."""
    return (get_language() or "en").partition("-x-")[0]


def in_html(sentence: str, values: dict[str, Any]) -> SafeString:
    """A sentence with its values, each escaped unless it is HTML of ours."""
    return mark_safe(
        conditional_escape(sentence) % {name: conditional_escape(value) for name, value in values.items()}
    )
