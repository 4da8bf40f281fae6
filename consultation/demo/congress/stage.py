"""Who and what a consultation made for measuring consists of."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import Mandate, Organisation, Person
from charter.models import Amendment, Charter, Provision, Round

from .size import Size


@dataclass(frozen=True)
class City:
    """A government with its people: the delegate, then the focal point and officers as far as there are."""

    organisation: Organisation
    mandates: tuple[Mandate, ...]

    @property
    def delegate(self) -> Mandate:
        return self.mandates[0]

    @property
    def officer(self) -> Mandate:
        return self.mandates[-1]


@dataclass(frozen=True)
class Stage:
    """`articles` holds the provisions of each article in their order, its title left out."""

    size: Size
    cities: tuple[City, ...]
    moderators: tuple[Person, Person]
    charter: Charter
    articles: tuple[tuple[Provision, ...], ...]


@dataclass(frozen=True)
class RoundAmendments:
    """A round with its amendments, in the order of their numbers."""

    round: Round
    amendments: tuple[Amendment, ...]
