"""How much of everything there is in a consultation that is made for measuring."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil


@dataclass(frozen=True)
class Size:
    """Counts. The first article is the one that is measured: `on_first` amendments and `said_on_first` comments.

    Of the amendments, `pending` stand in the round that is open; the others are shared out over the rounds before.
    """

    governments: int = 1_000
    people: int = 3_000
    versions: int = 30
    articles: int = 40
    amendments: int = 2_000
    pending: int = 600
    on_first: int = 50
    comments: int = 10_000
    said_on_first: int = 600

    @property
    def rounds(self) -> range:
        """The numbers of the rounds that are over: each gave the next version."""
        return range(1, self.versions)

    @property
    def frameworks(self) -> int:
        """Two for each government."""
        return 2 * self.governments

    @property
    def initiatives(self) -> int:
        """Three for each government."""
        return 3 * self.governments

    @property
    def help_entries(self) -> int:
        """Offers and requests: one for each government."""
        return self.governments

    @property
    def milestones(self) -> int:
        """One for ten governments."""
        return ceil(self.governments / 10)

    @property
    def events(self) -> int:
        """One for five governments."""
        return ceil(self.governments / 5)

    @property
    def processes(self) -> int:
        """One for ten governments."""
        return ceil(self.governments / 10)

    def asked_in(self, round_number: int) -> int:
        """How many amendments a round that is over had."""
        total, over = self.amendments - self.pending, len(self.rounds)
        return total // over + (round_number <= total % over)


CONGRESS = Size()
# What a reading of speed needs: the measured article, and 600 amendments to list.
READING = Size(governments=60, people=180, versions=3, articles=6, amendments=640, comments=700)
SIZES = {"congress": CONGRESS, "reading": READING}
