"""The acts that the reader of a text may do now, and who may do those that the reader may not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.locales import join_in_words
from accounts.models import Organisation, Person
from accounts.rules import Refusal, mandates_of
from accounts.states import Membership
from charter import rules
from charter.models import Charter, Provision, Round
from charter.queries.amending import rounds
from charter.queries.reading import charters, divisions
from charter.queries.reading.articles import Reading
from charter.states import HEADINGS, Phase
from charter.wording.charter_text import public_name_of
from charter.wording.round_times import days_left, format_moment


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
        refused = _("No round is open. The next round is announced on the page of rounds.") if cities else ""
        return Rights(may_comment=comment, refused=refused)
    if not cities:
        return Rights(may_comment=comment, who=_who(round_, person, now))
    allowed = [city for city in cities if rules.may_propose(city, round_, now) is True]
    if allowed:
        return Rights(True, comment, _may(allowed), _until(round_, person, now))
    early = [city for city in cities if rules.is_a_proposer(city, round_, now) is True]
    if early and round_.phase(now) == Phase.ANNOUNCED:
        opens = {"when": format_moment(round_.opens_at, round_, person)}
        return Rights(True, comment, _may_draft(early), _("The drafts can be sent from %(when)s.") % opens)
    return Rights(may_comment=comment, refused=_why_not(cities[0], round_, now))


def closed_provisions(read: Reading, charter: Charter, round_: Round | None) -> frozenset[int]:
    """The ids of the provisions of an article that members cannot amend in the round."""
    structure, kind = charter.text_structure, read.chapter.kind
    closed = {line.provision.pk for line in read.lines if structure.closed_part(kind, line.kind)}
    if round_ is not None and round_.changed_only:
        closed |= set(read.provision_ids) - rules.changed_provisions(round_)
    return frozenset(closed)


def rights_on(provision: Provision, of_round: Rights, round_: Round | None) -> Rights:
    """The reader's rights in the round, as they are on one provision: it may be closed to amendments."""
    if round_ is None or not of_round.may_propose:
        return of_round
    answer = rules.is_open_to_change(round_, [provision])
    return replace(of_round, may_propose=False, refused=answer.why) if isinstance(answer, Refusal) else of_round


def _may(cities: list[Organisation]) -> str:
    return _("You may propose amendments for %(cities)s") % {"cities": join_in_words(map(public_name_of, cities))}


def _may_draft(cities: list[Organisation]) -> str:
    return _("You may write drafts for %(cities)s.") % {"cities": join_in_words(map(public_name_of, cities))}


def _until(round_: Round, person: Person | None, now: datetime) -> str:
    window = {
        "when": format_moment(round_.proposals_until, round_, person),
        "left": days_left(round_.proposals_until, now),
    }
    return _("until %(when)s: %(left)s.") % window


def _who(round_: Round, person: Person | None, now: datetime) -> str:
    """The sentence at the head of the page for a reader without any right."""
    phase = round_.phase(now)
    if phase != Phase.OPEN:
        return ""
    names = {
        "round": round_.number,
        "who": Membership(round_.who_proposes).label,
        "until": _until(round_, person, now),
    }
    if round_.partners_propose:
        return (
            _("Round %(round)s is open %(until)s Who can propose amendments: %(who)s, and partner organizations.")
            % names
        )
    return _("Round %(round)s is open %(until)s Who can propose amendments: %(who)s.") % names


def _why_not(city: Organisation, round_: Round, now: datetime) -> str | Promise:
    answer = rules.may_propose(city, round_, now)
    return answer.why if isinstance(answer, Refusal) else ""


def ways(person: Person | None, place: Provision) -> list[dict[str, str]]:
    """Links for splitting a provision or combining it with the next; empty if the person may not."""
    arrangement = charters.arrangement_of(place.charter)
    section = arrangement.section_of(place.key) if arrangement else None
    if person is None or section is None or not rules.may_divide(person, place.charter, section.key, None):
        return []
    if not rules.may_divide(person, place.charter, section.key, rounds.round_holding_text(place.charter)):
        return []
    block = next(b for b in section.blocks if b.key == str(place.key))
    links = []
    if block.kind not in HEADINGS:
        links.append({"word": _("Split"), "url": reverse("desk_divide", args=[place.short])})
    if divisions.next_combinable_block(section, block.key):
        links.append({"word": _("Combine with the next provision"), "url": reverse("desk_join", args=[place.short])})
    return links
