"""Taking due notifications from the outbox, one email at a time, and storing the result.

A batch is taken before it is sent, under a lock, so that two workers never send it twice. If the worker dies, the
email may have left or not: it is sent once more after a while, with the same Message-ID. If this attempt stops halfway
too, the email is shown as failed, and a moderator decides.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Min, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.actions import following
from accounts.models import Letter, Mailbox, Mandate, Person
from accounts.states import ALWAYS_MAILED, LetterState, MailKind, MailRhythm

PAUSES = [timedelta(minutes=m) for m in (1, 5, 30, 120, 720)]
# Longer than any server may take over one mail, and short enough for a link that somebody waits for.
LOST = timedelta(minutes=10)
# Clocks of several machines may differ by a little; what is further ahead was written by a clock that was wrong.
AHEAD = timedelta(minutes=10)
REFUSALS = 2


@dataclass(frozen=True)
class MailBatch:
    """The notifications of one email, in their order; `tries` of each includes this attempt."""

    bundle: uuid.UUID
    letters: tuple[Letter, ...]

    @property
    def first(self) -> Letter:
        return self.letters[0]

    @property
    def keys(self) -> list[int]:
        return [letter.pk for letter in self.letters]


def waiting_addressees(now: datetime, limit: int) -> list[tuple[int | None, str]]:
    """To whom something is due, as pairs of person and address, who waits longest first."""
    rows = Letter.objects.due(now).order_by().values("to", "address").annotate(since=Min("due_at"), first=Min("pk"))
    return [(row["to"], row["address"]) for row in rows.order_by("since", "first")[:limit]]


def is_mail_due(now: datetime) -> bool:
    return Letter.objects.due(now).exists()


def take_batches(to: int | None, address: str, now: datetime) -> Iterator[MailBatch]:
    """Each due email, taken when the loop asks for it."""
    while batch := take_batch(to, address, now):
        yield batch


@transaction.atomic
def take_batch(to: int | None, address: str, now: datetime) -> MailBatch | None:
    """The next email to somebody, marked as being sent; None if nothing is due or another worker has it."""
    if to is not None and _lock_person(to) is None:
        return None
    rows = Letter.objects.due(now).filter(to=to, address=address)
    due = list(rows.select_for_update(skip_locked=True, of=("self",), no_key=True).select_related("to"))
    box = _mailbox(to)
    chosen = _one_mail(_wanted(due, box, now), box)
    if not chosen:
        return None
    bundle = chosen[0].bundle or uuid.uuid4()
    for letter in chosen:
        letter.state, letter.bundle, letter.taken_at, letter.tries = LetterState.SENDING, bundle, now, letter.tries + 1
    Letter.objects.bulk_update(chosen, ["state", "bundle", "taken_at", "tries"])
    return MailBatch(bundle, tuple(sorted(chosen, key=_order)))


@transaction.atomic
def mark_as_sent(batch: MailBatch, now: datetime) -> None:
    """The server took it. What went to an address without an account had a private link: it is forgotten.

    What was told to a follower is forgotten whole.
    """
    letters = _of(batch)
    if batch.first.kind == MailKind.FOLLOWED:
        letters.delete()
        return
    if batch.first.to_id is None:
        letters.update(link="")
    letters.update(state=LetterState.SENT, sent_at=now, error="")
    if batch.first.to_id:
        Mailbox.objects.filter(person=batch.first.to_id, refusals__gt=0).update(refusals=0)


@transaction.atomic
def mark_as_failed(batch: MailBatch, error: str, now: datetime, *, refused: bool = False) -> None:
    """It did not leave. It waits longer each time, and has failed at last; `refused`: the address was."""
    given_up = refused and _refuse(batch.first, now)
    tries = batch.first.tries
    if refused and given_up and batch.first.kind == MailKind.FOLLOWED:
        following.end_all_follows(address=batch.first.address)
        _of(batch).delete()
    elif given_up or tries > len(PAUSES):
        _of(batch).update(state=LetterState.FAILED, error=error[:500])
    else:
        due = now + PAUSES[tries - 1]
        _of(batch).update(state=LetterState.WAITING, error=error[:500], due_at=due, broke_off=False)


@transaction.atomic
def resume_lost_batches(now: datetime) -> None:
    """Batches whose worker died while sending: they are sent once more, and after a second time a person decides."""
    is_lost = Q(taken_at__lt=now - LOST) | Q(taken_at__gt=now + AHEAD)
    lost = Letter.objects.filter(is_lost, state=LetterState.SENDING)
    why = _("Sending was interrupted. The email may have arrived.")
    lost.filter(broke_off=True).update(state=LetterState.FAILED, error=why)
    lost.filter(broke_off=False).update(state=LetterState.WAITING, due_at=now, broke_off=True, error=why)


@transaction.atomic
def correct_future_dates(now: datetime) -> None:
    """What was written, or put off, while the clock was ahead leaves now, and not when that hour comes again."""
    written = Q(written_at__gt=now + AHEAD)
    put_off = Q(tries__gt=0, due_at__gt=now + PAUSES[-1] + AHEAD)
    Letter.objects.waiting().filter(written | put_off).update(written_at=now, due_at=now)


def _lock_person(to: int) -> Person | None:
    """The person, locked, so that what is due to one person is taken by one worker."""
    return Person.objects.select_for_update(skip_locked=True, no_key=True).filter(pk=to).first()


def _mailbox(to: int | None) -> Mailbox | None:
    """What the person wants of mails; None for an address without an account."""
    if to is None:
        return None
    return Mailbox.objects.filter(person=to).first() or Mailbox(person_id=to)


def _wanted(due: list[Letter], box: Mailbox | None, now: datetime) -> list[Letter]:
    """Without letters that the person switched off, may not get any more, or cannot get; they are kept."""
    if box is None or not due:
        return due
    belongs = set(Mandate.objects.holding(now).filter(person=box.person_id).values_list("organisation", flat=True))
    dropped = [letter for letter in due if not _is_wanted(letter, box, belongs)]
    if dropped:
        Letter.objects.filter(pk__in=[letter.pk for letter in dropped]).update(state=LetterState.KEPT)
    return [letter for letter in due if letter not in dropped]


def _is_wanted(letter: Letter, box: Mailbox, belongs: set[int]) -> bool:
    assert letter.to is not None
    if not letter.to.is_active or (box.refused_at and box.refused_address == letter.to.email):
        return False
    if letter.kind in ALWAYS_MAILED:
        return True
    if box.rhythm == MailRhythm.NONE:
        return False
    return letter.kind not in box.off and (letter.organisation_id is None or letter.organisation_id in belongs)


def _one_mail(due: list[Letter], box: Mailbox | None) -> list[Letter]:
    """What goes together: a mail that failed goes as it was; what is never grouped goes alone; else all of it."""
    if not due:
        return []
    first = next((letter for letter in due if letter.kind in ALWAYS_MAILED), due[0])
    if first.bundle:
        return [letter for letter in due if letter.bundle == first.bundle]
    if first.kind in ALWAYS_MAILED or _separately(first, box):
        return [first]
    return [letter for letter in due if letter.bundle is None]


def _separately(letter: Letter, box: Mailbox | None) -> bool:
    return letter.kind != MailKind.FOLLOWED if box is None else box.rhythm == MailRhythm.AT_ONCE


def _order(letter: Letter) -> tuple[int, str, datetime, int]:
    return letter.place, letter.heading, letter.written_at, letter.pk


def _of(batch: MailBatch) -> QuerySet[Letter]:
    """Its letters, while they are still being sent."""
    return Letter.objects.filter(pk__in=batch.keys, state=LetterState.SENDING)


def _refuse(letter: Letter, now: datetime) -> bool:
    """Counts a refusal of the address; the second one in a row marks it. Says whether it is given up."""
    if letter.to is None:
        return letter.tries >= REFUSALS
    Mailbox.objects.get_or_create(person=letter.to)
    box = Mailbox.objects.select_for_update(no_key=True).get(person=letter.to)
    same = box.refused_address == letter.to.email
    box.refusals, box.refused_address = (box.refusals + 1 if same else 1), letter.to.email
    box.refused_at = now if box.refusals >= REFUSALS else None
    box.save(update_fields=["refusals", "refused_address", "refused_at"])
    return box.refused_at is not None
