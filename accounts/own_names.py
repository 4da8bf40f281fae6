"""Names that the secretariat gives to fixed values. A layer above keeps them, and sets here how they are read."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.functional import Promise, lazy

OwnName = Callable[[str], str]
_answers: list[OwnName] = []


def answer_by(own_name: OwnName) -> None:
    """Sets what gives the own name of a code in the active language, or an empty text."""
    _answers[:] = [own_name]


def own_or_standard(code: str, standard: Promise | str) -> str:
    """The name in words at the time at which it is shown."""
    return lazy(_name, str)(code, standard)


def _name(code: str, standard: Promise | str) -> str:
    own = next((answer(code) for answer in _answers), "")
    return own or str(standard)
