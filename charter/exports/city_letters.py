"""The letter to one member on a round: what became of each of its proposals, and of those it spoke to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.locales import join_in_words
from accounts.models import Organisation, load_names
from accounts.queries.site_settings import return_address
from charter.exports.decisions import DecisionRow, DecisionTable, decision_or_state, is_open
from charter.exports.papers import full_address, page_frame
from charter.models import Amendment, Decision, Position, Resolution, unnamed_proposers_of
from charter.queries.amending.resolutions import visible_resolution
from charter.queries.amending.rounds import proposed_or_cosponsored_by
from charter.states import Stance
from charter.wording.charter_text import name_proposers, outcome_status, proposer_of, public_name_of
from charter.wording.round_times import format_day


@dataclass(frozen=True)
class CityLetter(DecisionTable):
    """The table of decisions of a round, narrowed to one organisation, with its positions on the words of others."""

    organisation: Organisation

    @property
    def name(self) -> str:
        return f"letter/{self.round.number}/{self.organisation.slug}"

    @cached_property
    def made_of(self) -> list[object]:
        outcomes = [[position.pk, outcome["word"]] for position, outcome in self._spoken()]
        return [*super().made_of, self.organisation.pk, outcomes, return_address()]

    @property
    def url(self) -> str:
        return full_address("city_letter", self.round.number, self.organisation.slug)

    def title(self) -> str:
        names = {"city": str(self.organisation), "number": self.round.number}
        return _("Outcome of the proposals of %(city)s in round %(number)s") % names

    def page(self) -> str:
        values = {**page_frame(self), **self.template_values(), "return_address": return_address()}
        return render_to_string("charter/papers/exports/city_letter.html", values)

    def template_values(self) -> dict[str, Any]:
        """What the letter says, on the screen and on paper."""
        return {
            "title": self.title(),
            "city": str(self.organisation),
            "day": format_day(timezone.localtime(self.at)),
            "facts": list(self._facts()),
            "proposals": [self._proposal(list(rows)) for _pk, rows in groupby(self.rows, lambda r: r.amendment.pk)],
            "positions": [_position(position, became) for position, became in self._spoken()],
        }

    def _decided(self) -> QuerySet[Decision]:
        return super()._decided().filter(amendment__in=self._amendments().values("pk"))

    def _amendments(self) -> Any:
        return super()._amendments().filter(proposed_or_cosponsored_by(self.organisation)).order_by("number")

    def _proposal(self, rows: list[DecisionRow]) -> dict[str, Any]:
        first = rows[0]
        return {
            "number": first.amendment.number,
            "url": full_address("amendment", self.round.number, first.amendment.number),
            **self._beside(first.amendment),
            "resolution": self._resolution(first.amendment),
            "resolution_url": full_address("amendment_resolution_file", first.amendment.key),
            "decision": decision_or_state(first),
            "open": is_open(first) and first.decision is None,
            "changes": [self._shown(row) for row in rows],
        }

    def _resolution(self, amendment: Amendment) -> Resolution | None:
        """The resolution of its council. Only the member's team and moderators read the letter with its own ones."""
        if amendment.organisation_id == self.organisation.pk:
            return getattr(amendment, "resolution", None)
        return visible_resolution(None, amendment)

    def _beside(self, amendment: Amendment) -> dict[str, str]:
        """Who else asked for it: `first` names whose it is and the others where it is not this member's own."""
        beside = [
            co_proposal for co_proposal in amendment.joined if co_proposal.organisation_id != self.organisation.pk
        ]
        others = [public_name_of(co_proposal.organisation, co_proposal.at) for co_proposal in beside]
        if amendment.organisation_id == self.organisation.pk:
            return {"with": join_in_words(others)}
        return {"first": join_in_words([proposer_of(amendment), *others])}

    def _spoken(self) -> Iterator[tuple[Position, dict[str, str]]]:
        """Positions that hold on the words of others, with what became of these."""
        shown = Amendment.objects.open_to_all().filter(round=self.round)
        positions = Position.objects.filter(
            organisation=self.organisation, superseded_at=None, text__amendment__in=shown
        )
        rows = positions.select_related("text__amendment__organisation__name", "text__amendment__round")
        spoken = list(
            rows.prefetch_related(*unnamed_proposers_of("text__amendment")).order_by("text__amendment__number")
        )
        released = Decision.objects.filter(
            amendment__in=[position.text.amendment_id for position in spoken],
            superseded_at=None,
            release__isnull=False,
        )
        decided = list(released.select_related("because_of", "amendment__round__body"))
        load_names(
            (member for position in spoken for member in position.text.amendment.members),
            (decision.amendment.round.body for decision in decided),
        )
        outcomes = {decision.amendment_id: outcome_status(decision) for decision in decided}
        for position in spoken:
            yield position, outcomes.get(position.text.amendment_id, {"word": _("Not decided yet")})


def _position(position: Position, became: dict[str, str]) -> dict[str, str]:
    amendment = position.text.amendment
    names = {"number": amendment.number, "city": name_proposers(amendment), "stance": Stance(position.stance).label}
    return {
        "text": _("Position on amendment %(number)s of %(city)s: %(stance)s") % names,
        "url": full_address("amendment", amendment.round.number, amendment.number),
        "became": became["word"],
    }
