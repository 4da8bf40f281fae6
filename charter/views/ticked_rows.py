"""Several things that were ticked on a form: the act is done to all of them, or to none."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NoReturn

from django.utils.translation import gettext as _

from accounts.rules import Refusal, Refused


def require_all(requested: Iterable[object], available: Iterable[object]) -> None:
    """Refuses the whole where a requested row is not available, or not for this person."""
    if set(map(str, requested)) - set(map(str, available)):
        some_missing()


def some_missing() -> NoReturn:
    """Raises `Refused`, without a name of the missing item, since it may belong to another person."""
    why = _(
        "Some of the selected items no longer exist or cannot be combined with the others. Nothing was changed. "
        "Check the remaining items, then press the button again."
    )
    raise Refused(Refusal(why))
