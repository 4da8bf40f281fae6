"""Writing words into the working text: the one place where a wording is made."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.dispatch import Signal

from accounts.models import Person
from charter import texts, tracing
from charter.models import Adoption, Provision, Source, Standing, Wording
from charter.states import AdoptionScope, CameFrom

# Sent inside the transaction when words of the working text moved: `moves`, a list of (old wording or None, new),
# and `but`, ids of the amendments that moved them.
words_moved = Signal()
# Sent inside the transaction when the working arrangement of a charter changed: `charter`, `old`, `new`, `but`.
arrangement_moved = Signal()


@transaction.atomic
def write(
    *,
    provision: Provision,
    language: str,
    html: str,
    came_from: CameFrom,
    by: Person | None,
    at: datetime,
    parent: Wording | None = None,
    aligned_to: Wording | None = None,
    source: Source | None = None,
    adoptions: Sequence[Adoption] = (),
    runs: list[dict[str, Any]] | None = None,
    approved_by: Person | None = None,
) -> Wording:
    """Makes a wording with what it carries: its parent's adoptions, those of what it was aligned to, and new ones.

    `html` is clean inner HTML. `runs` are given where a merge knows them; elsewhere the new words are traced to the
    source, or to the adoptions that the parent lacks. The wording does not stand in the working text until `stand`.
    """
    before = _carried(parent, None, ())
    carried = _carried(parent, aligned_to, adoptions)
    text = texts.plain(html)
    if runs is None:
        marks = [f"source:{source.pk}"] if source else [f"adoption:{pk}" for pk in sorted(carried - before)]
        marks = marks or [f"adoption:{adoption.pk}" for adoption in adoptions]
        runs = tracing.runs(parent, html, marks)
    wording = Wording.objects.create(
        provision=provision,
        language=language,
        html=html,
        text=text,
        digest=texts.digest_of_words(language, html),
        came_from=came_from,
        parent=parent,
        aligned_to=aligned_to,
        source=source,
        carries_digest=texts.digest_of_carried(carried),
        runs=runs,
        by=by,
        approved_by=approved_by,
        at=at,
    )
    wording.carries.set(carried)
    return wording


def stand(wordings: Iterable[Wording], but: Collection[int] = ()) -> list[tuple[Wording | None, Wording]]:
    """Makes wordings the working text and tells everything written for the words before them (`words_moved`)."""
    moves: list[tuple[Wording | None, Wording]] = []
    for wording in wordings:
        where: dict[str, Any] = {"provision": wording.provision, "language": wording.language}
        standing = Standing.objects.select_for_update(of=("self",)).filter(**where).select_related("wording").first()
        if standing and standing.wording_id == wording.pk:
            continue
        moves.append((standing.wording if standing else None, wording))
        Standing.objects.update_or_create(**where, defaults={"wording": wording})
    if moves:
        words_moved.send(sender=Wording, moves=moves, but=but)
    return moves


def _carried(parent: Wording | None, aligned_to: Wording | None, adoptions: Iterable[Adoption]) -> set[int]:
    carried = {adoption.pk for adoption in adoptions if adoption.scope == AdoptionScope.ALL_LANGUAGES}
    for wording in (parent, aligned_to):
        if wording is not None:
            carried |= set(wording.carries.values_list("pk", flat=True))
    return carried
