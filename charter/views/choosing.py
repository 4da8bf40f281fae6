"""Several things that were ticked on a form: the act is done to all of them, or to none."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NoReturn

from django.utils.translation import gettext as _

from accounts.rules import Refusal, Refused


def require_all(asked: Iterable[object], found: Iterable[object]) -> None:
    """Refuses the whole where something that was asked for is not among what was found, or not for this person."""
    if set(map(str, asked)) - set(map(str, found)):
        some_missing()


def some_missing() -> NoReturn:
    """Raises `Refused`; nothing is said of what it is that is missing, since it may be another's."""
    why = _(
        "Some of what you chose is no longer there, or cannot be chosen with the rest. Nothing was done. "
        "Look at what is left, then press the button again."
    )
    raise Refused(Refusal(why))
