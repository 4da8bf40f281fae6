"""A whole consultation, read after each act."""

from __future__ import annotations

import pytest

from tests.charter.consultations.playing import ACTS, Player
from tests.charter.consultations.stating import Reader


def play(seed: str) -> Player:
    """Plays a consultation; fails at the first act after which something is stated that is untrue.

    The seed is printed before anything else, and each act as it was played, so that no failure loses them.
    """
    print(f"Consultation {seed}", flush=True)
    player = Player(seed)
    reader = Reader(player)
    for number, act in enumerate(player.play(), 1):
        print(f"{number}. {act}", flush=True)
        is_last = number == ACTS  # every page is read after it
        refuse_untrue_lines(player, reader.all_untrue(act) if is_last else reader.untrue(act))
    return player


def refuse_untrue_lines(player: Player, lines: list[str]) -> None:
    if lines:
        untrue = "\n".join(dict.fromkeys(lines))
        pytest.fail(f"Consultation {player.seed}, after act {len(player.acts)}, untrue:\n{untrue}", pytrace=False)
