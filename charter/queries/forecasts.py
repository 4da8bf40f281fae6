"""What would follow if a merge were applied now: for amendments that wait, for languages, for positions."""

from __future__ import annotations

from dataclasses import dataclass

from charter import texts
from charter.models import Amendment, Change, Position, askers_of
from charter.queries.merge_views import MergeView
from charter.states import MERGING_OUTCOMES, PENDING_STATES, CarryState, ChangeKind
from charter.text import Document, rebase


@dataclass(frozen=True)
class Forecast:
    """Amendments that stay, that their member must check, that fall; languages and positions concerned."""

    stays: tuple[Amendment, ...]
    checks: tuple[Amendment, ...]
    falls: tuple[Amendment, ...]
    languages: tuple[str, ...]
    provisions: int
    positions: int

    @property
    def pending(self) -> int:
        return len(self.stays) + len(self.checks) + len(self.falls)


def forecast(view: MergeView) -> Forecast:
    """Computed by the same rebase that carries amendments over, so that it comes true."""
    changed = {row.provision.pk: row for row in view.rows if row.provision and row.changed and row.before}
    said: dict[Amendment, str] = {}
    for change in _pending(view, changed.keys()):
        row = changed[change.provision_id]
        state = _state(change, row.before, row.after, row.gone)
        amendment = change.text.amendment
        said[amendment] = max(said.get(amendment, ""), state, key=ORDER.index)
    stays, checks, falls = (tuple(a for a, s in said.items() if s == state) for state in ORDER[1:])
    worded = [row for row in view.changed if not row.gone and row.before != row.after]
    codes = view.merge.charter.languages.exclude(code=view.ground.language).values_list("code", flat=True)
    return Forecast(stays, checks, falls, tuple(codes) if worded else (), len(worded), _positions((*checks, *falls)))


ORDER = ["", "stays", "checks", "falls"]


def _pending(view: MergeView, provisions: object) -> list[Change]:
    """Changes of amendments that wait, or are accepted and not in this merge, on what would change."""
    inside = {one.change.pk for one in view.asked if one.change.pk in view.brought}
    rows = Change.objects.filter(
        provision__in=list(provisions),  # type: ignore[call-overload]
        language=view.ground.language,
        text__amendment__state__in=sorted(PENDING_STATES),
        text__amendment__number__isnull=False,
    ).exclude(carry__in=[CarryState.VOID, CarryState.MERGED])
    rows = rows.select_related("text__amendment__organisation__name", "text__amendment__round", "base")
    rows = rows.prefetch_related(*askers_of("text__amendment"))
    rows = rows.prefetch_related("text__amendment__decisions")
    held = [change for change in rows if _waits(change) and change.pk not in inside]
    return sorted(held, key=lambda change: (change.text.amendment.round.number, change.text.amendment.number or 0))


def _waits(change: Change) -> bool:
    """Whether something may still become of a change: not decided, or accepted."""
    amendment = change.text.amendment
    decision = amendment.decision
    return amendment.text_id == change.text_id and (decision is None or decision.outcome in MERGING_OUTCOMES)


def _state(change: Change, before: str, after: str, gone: bool) -> str:
    if change.base is None or change.base.html != before:
        return "stays"
    if gone:
        return "falls"
    proposal = Document() if change.kind == ChangeKind.DELETE else texts.single(change.html)
    now = texts.single(after)
    found = rebase(proposal, texts.single(before), now)
    if found.state == "check" and found.document == now:  # nothing of it is left
        return "falls"
    return {"check": "checks", "void": "falls", "adopted": "falls"}.get(found.state, "stays")


def _positions(amendments: tuple[Amendment, ...]) -> int:
    """How many members are asked again, since words they took a position on would change."""
    rows = Position.objects.filter(text__in=[a.text_id for a in amendments], superseded_at=None)
    return rows.values("organisation").distinct().count()
