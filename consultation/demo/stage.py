"""Who and what the rounds of the demonstration are played with, by the names the data files use."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from accounts.models import Organisation, Person
from charter.models import Amendment, Charter, Provision, Round


@dataclass
class Stage:
    """Everything by its name in the files: organisations, people, provisions, amendments."""

    organisations: dict[str, Organisation]
    people: dict[str, Person]
    charter: Charter
    provisions: dict[str, Provision]
    amendments: dict[str, Amendment] = field(default_factory=dict)

    def numbered(self, round_: Round) -> list[Amendment]:
        return list(round_.amendments.numbered())


Entry = dict[str, Any]
