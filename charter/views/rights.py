"""What the reader of a text may do with it now, and who may where the reader may not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.locales import listed
from accounts.models import Organisation, Person
from accounts.rules import Refusal, mandates_of
from accounts.states import Membership
from charter import rules
from charter.models import Round
from charter.states import Phase
from charter.templatetags.charter_text import naming
from charter.templatetags.moments import days_left, moment


@dataclass(frozen=True)
class Rights:
    """`may` leads a notice of what one may do, `who` a sentence about who may, `refused` why not now."""

    may_propose: bool = False
    may_comment: bool = False
    may: str = ""
    until: str = ""
    who: str = ""
    refused: str | Promise = ""


def rights(person: Person | None, round_: Round | None, now: datetime | None = None) -> Rights:
    """The reader's rights in the round that runs, or in none."""
    now = now or timezone.now()
    cities = list({m.organisation_id: m.organisation for m in mandates_of(person)}.values())
    comment = rules.may_comment(person, round_) is True
    if round_ is None:
        refused = _("No round is open. The next one is announced on the page of rounds.") if cities else ""
        return Rights(may_comment=comment, refused=refused)
    if not cities:
        return Rights(may_comment=comment, who=_who(round_, person, now))
    allowed = [city for city in cities if rules.may_propose(city, round_, now) is True]
    if allowed:
        return Rights(True, comment, _may(allowed), _until(round_, person, now))
    return Rights(may_comment=comment, refused=_why_not(cities[0], round_, now))


def _may(cities: list[Organisation]) -> str:
    return _("You may propose changes for %(cities)s") % {"cities": listed(map(naming, cities))}


def _until(round_: Round, person: Person | None, now: datetime) -> str:
    window = {
        "when": moment(round_.proposals_until, round_, person),
        "left": days_left(round_.proposals_until, now),
    }
    return _("until %(when)s: %(left)s.") % window


def _who(round_: Round, person: Person | None, now: datetime) -> str:
    """Said once at the head, to who has no right at all."""
    phase = round_.phase(now)
    if phase != Phase.OPEN:
        return ""
    who = {"round": round_.number, "who": Membership(round_.who_proposes).label, "until": _until(round_, person, now)}
    if round_.partners_propose:
        return _("Round %(round)s is open %(until)s Who may propose: %(who)s, and partners.") % who
    return _("Round %(round)s is open %(until)s Who may propose: %(who)s.") % who


def _why_not(city: Organisation, round_: Round, now: datetime) -> str | Promise:
    answer = rules.may_propose(city, round_, now)
    return answer.why if isinstance(answer, Refusal) else ""
