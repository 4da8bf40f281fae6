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

from accounts.locales import listed
from accounts.models import Organisation
from charter.exports.decisions import Row, Table, ended, is_open
from charter.exports.papers import address, frame
from charter.models import Amendment, Decision, Position, askers_of
from charter.queries.rounds import of_or_with
from charter.states import Stance
from charter.templatetags.charter_text import asked_by, naming, outcome, proposer
from charter.templatetags.moments import day


@dataclass(frozen=True)
class CityLetter(Table):
    """The table of decisions of a round, narrowed to one organisation, with its positions on the words of others."""

    organisation: Organisation

    @property
    def name(self) -> str:
        return f"letter/{self.round.number}/{self.organisation.slug}"

    @cached_property
    def made_of(self) -> list[object]:
        said = [[position.pk, outcome["word"]] for position, outcome in self._spoken()]
        return [*super().made_of, self.organisation.pk, said]

    @property
    def url(self) -> str:
        return address("city_letter", self.round.number, self.organisation.slug)

    def title(self) -> str:
        names = {"city": str(self.organisation), "number": self.round.number}
        return _("What became of the proposals of %(city)s in round %(number)s") % names

    def page(self) -> str:
        return render_to_string("charter/exports/city_letter.html", {**frame(self), **self.said()})

    def said(self) -> dict[str, Any]:
        """What the letter says, on the screen and on paper."""
        return {
            "title": self.title(),
            "city": str(self.organisation),
            "day": day(timezone.localtime(self.at)),
            "facts": list(self._facts()),
            "proposals": [self._proposal(list(rows)) for _pk, rows in groupby(self.rows, lambda r: r.amendment.pk)],
            "positions": [_position(position, became) for position, became in self._spoken()],
        }

    def _decided(self) -> QuerySet[Decision]:
        return super()._decided().filter(amendment__in=self._amendments().values("pk"))

    def _amendments(self) -> Any:
        return super()._amendments().filter(of_or_with(self.organisation)).order_by("number")

    def _proposal(self, rows: list[Row]) -> dict[str, Any]:
        first = rows[0]
        return {
            "number": first.amendment.number,
            "url": address("amendment", self.round.number, first.amendment.number),
            **self._beside(first.amendment),
            "decision": ended(first),
            "open": is_open(first) and first.decision is None,
            "changes": [self._shown(row) for row in rows],
        }

    def _beside(self, amendment: Amendment) -> dict[str, str]:
        """Who else asked for it: `first` names whose it is and the others where it is not this member's own."""
        beside = [one for one in amendment.joined if one.organisation_id != self.organisation.pk]
        others = [naming(one.organisation, one.at) for one in beside]
        if amendment.organisation_id == self.organisation.pk:
            return {"with": listed(others)}
        return {"first": listed([proposer(amendment), *others])}

    def _spoken(self) -> Iterator[tuple[Position, dict[str, str]]]:
        """Positions that hold on the words of others, with what became of these."""
        told = {decision.amendment_id: outcome(decision) for decision in Table._decided(self)}
        shown = Amendment.objects.open_to_all().filter(round=self.round)
        held = Position.objects.filter(organisation=self.organisation, superseded_at=None, text__amendment__in=shown)
        rows = held.select_related("text__amendment__organisation__name").order_by("text__amendment__number")
        for position in rows.prefetch_related(*askers_of("text__amendment")):
            yield position, told.get(position.text.amendment_id, {"word": _("Not decided yet")})


def _position(position: Position, became: dict[str, str]) -> dict[str, str]:
    amendment = position.text.amendment
    names = {"number": amendment.number, "city": asked_by(amendment), "stance": Stance(position.stance).label}
    return {
        "text": _("%(stance)s to amendment %(number)s of %(city)s") % names,
        "url": address("amendment", amendment.round.number, amendment.number),
        "became": became["word"],
    }
