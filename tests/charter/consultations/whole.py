"""A whole consultation, read after each act."""

from __future__ import annotations

import pytest

from tests.charter.consultations.playing import Player
from tests.charter.consultations.stating import Reader


def play(seed: str) -> Player:
    """Plays a consultation; fails at the first act after which something is stated that is untrue."""
    player = Player(seed)
    reader = Reader(player)
    for act in player.play():
        refuse_untrue_lines(player, reader.untrue(act))
    refuse_untrue_lines(player, reader.all_untrue())
    return player


def refuse_untrue_lines(player: Player, lines: list[str]) -> None:
    if lines:
        acts = "\n".join(f"{number}. {act}" for number, act in enumerate(player.acts, 1))
        untrue = "\n".join(dict.fromkeys(lines))
        pytest.fail(f"Consultation {player.seed}:\n{acts}\n\nUntrue after that:\n{untrue}", pytrace=False)
