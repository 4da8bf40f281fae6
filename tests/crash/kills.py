"""Kills a deed at its statements, one after the other, and says as JSON what stood afterwards each time.

A process of its own (`python -m tests.crash.kills NAME`), since a child is forked for each point. What stood before a
deed stands after each kill, so that the next one begins from it.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import django

django.setup()

from tests.crash import forks, mailing  # noqa: E402
from tests.crash.deeds import DEEDS  # noqa: E402
from tests.crash.states import state, wrong  # noqa: E402

POINTS = 20


def killed_everywhere(name: str) -> dict[str, Any]:
    """`kills` are pairs of how the child ended and whether all stood as before; then the deed comes to its end."""
    deed = DEEDS[name]()
    before = state()
    first = forks.killed(deed, commit=1)
    kills = [(first.code, state() == before)]
    for statement in spread(first.statements):
        kills.append((forks.killed(deed, statement=statement).code, state() == before))
    sound, last = list(wrong()), forks.killed(deed)
    return {
        "kills": kills,
        "wrong before": sound,
        "commits": last.commits,
        "end": last.code,
        "changed": state() != before,
        "wrong after": list(wrong()),
    }


def spread(statements: int) -> list[int]:
    """Every statement of a short deed, else so many of them from the first to the last."""
    if statements <= POINTS:
        return list(range(1, statements + 1))
    return sorted({1 + n * (statements - 1) // (POINTS - 1) for n in range(POINTS)})


if __name__ == "__main__":
    _, name = sys.argv
    print(json.dumps(mailing.killed_everywhere() if name == "mailing" else killed_everywhere(name)))
