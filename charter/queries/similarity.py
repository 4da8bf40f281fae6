"""Other amendments to the same provisions: those that ask for the very same words come first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from charter.citations import Label
from charter.models import Amendment, AmendmentText, Change, Provision, Round, askers_of
from charter.states import AmendmentState

from .amendments import changes_of, shown
from .shown_changes import Shown


@dataclass(frozen=True)
class Similar:
    """Another amendment to the same provisions; `identical` where it asks for the very same words."""

    amendment: Amendment
    shown: tuple[Shown, ...]
    identical: bool


def on_provisions(provisions: Iterable[Provision], round_: Round, but: int | None = None) -> list[Amendment]:
    """Public amendments of a round that wait for a decision and want to change one of these provisions."""
    found = Amendment.objects.filter(
        round=round_,
        state__in=(AmendmentState.UNDER_REVIEW, AmendmentState.DECIDED),
        text__changes__provision__in=list(provisions),
    )
    if but is not None:
        found = found.exclude(pk=but)
    return list(
        found.select_related("round", "organisation__name", "text__title")
        .prefetch_related(*askers_of(), "text__title__translations", changes_of("text__changes"), "decisions")
        .distinct()
        .order_by("number")
    )


def similar(
    provisions: Iterable[Provision],
    round_: Round,
    labels: Mapping[str, Label],
    language: str,
    text: AmendmentText | None = None,
) -> list[Similar]:
    """Other amendments to these provisions, each once, identical ones first."""
    asked = {_identity(change) for change in text.changes.all()} if text else set()
    but = text.amendment_id if text else None
    found = []
    for amendment in on_provisions(provisions, round_, but):
        assert amendment.text is not None
        rows = tuple(shown(amendment.text, labels, language))
        same = bool(asked) and {_identity(row.change) for row in rows} == asked
        found.append(Similar(amendment, rows, same))
    return sorted(found, key=lambda one: (not one.identical, one.amendment.number))


def _identity(change: Change) -> tuple:
    return (change.kind, change.provision_id, change.language, change.html, change.after_id, change.cut)
