"""How agreed text enters the working text: at once, or when the support period has ended."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from accounts.actions import records
from accounts.rules import Refusal, Refused
from charter.actions.languages import wordings
from charter.models import Alignment, Charter, CurrentWording, Entry, Provision, Wording
from charter.queries.amending import rounds
from charter.states import AlignmentState, CameFrom

WAITING = _("A text has already been approved. The site inserts it into the charter when the support period ends.")
MOVED = _(
    "The text in this language changed before your text was inserted. Compare both texts and send your text again."
)


def refuse_over_waiting(provisions: Iterable[Provision | None], languages: Collection[str]) -> None:
    """Refuses a change of text over which another approved text is pending, because that one would lose its base."""
    if Entry.objects.filter(provision__in=[p for p in provisions if p], language__in=languages).exists():
        raise Refused(Refusal(WAITING))


@transaction.atomic
def admit_wordings(*, charter: Charter, words: Sequence[Wording], at: datetime) -> bool:
    """Returns whether the wordings are valid now; while the text is frozen they are pending (`enter_due_text`)."""
    if not rounds.is_text_frozen(charter, at):
        wordings.make_current(words)
        return True
    Entry.objects.bulk_create(Entry(provision=w.provision, language=w.language, wording=w) for w in words)
    return False


@transaction.atomic
def enter_due_text(*, now: datetime) -> int:
    """Lets in what waited, charter by charter, once support has ended. Called by the clock and before publishing."""
    waiting = Entry.objects.select_for_update(of=("self",), no_key=True).select_related("wording__provision__charter")
    charters = {entry.wording.provision.charter for entry in waiting}
    due = {charter.pk for charter in charters if not rounds.is_text_frozen(charter, now)}
    entries = [entry for entry in waiting if entry.wording.provision.charter_id in due]
    fitting = [entry for entry in entries if _fits(entry)]
    Entry.objects.filter(pk__in=[entry.pk for entry in entries]).delete()
    for entry in entries:
        if entry not in fitting:
            _give_back(entry.wording)
    wordings.make_current([entry.wording for entry in fitting])
    if entries:
        records.append_acts(*(_act(entry, entry in fitting) for entry in entries), at=now)
    return len(fitting)


def _fits(entry: Entry) -> bool:
    current = CurrentWording.objects.filter(provision=entry.provision, language=entry.language).first()
    if current is None and entry.wording.came_from == CameFrom.SPLIT:
        return CurrentWording.objects.filter(wording=entry.wording.parent_id).exists()
    return (current.wording_id if current else None) == entry.wording.parent_id


def _give_back(wording: Wording) -> None:
    """An alignment whose ground moved is open again, with its words."""
    with override(wording.language):  # read by its editors, whoever moved the words
        why = str(MOVED)
    Alignment.objects.filter(wording=wording).update(
        state=AlignmentState.WRITING, wording=None, approved_by=None, approved_at=None, returned_with=why
    )


def _act(entry: Entry, stands: bool) -> records.Act:
    act = "wording entered" if stands else "wording given back"
    return records.Act(act, entry.wording, content={"digest": entry.wording.digest})
