"""What a person wants to get by mail, and a moderator's second try."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions import records
from accounts.models import Letter, Mailbox, Person
from accounts.rules import Refusal, Refused, is_moderator, require
from accounts.states import ALWAYS_MAILED, OF_FOLLOWERS, LetterState, MailKind, MailRhythm

MAY_CHOOSE = [kind for kind in MailKind if kind not in ALWAYS_MAILED | OF_FOLLOWERS]


@transaction.atomic
def choose(*, person: Person, rhythm: str, off: Iterable[str]) -> Mailbox:
    """How often, and which kinds not; nothing that keeps an account safe can be switched off."""
    box = _box(person)
    box.rhythm, box.off = MailRhythm(rhythm).value, _kinds(off)
    box.save(update_fields=["rhythm", "off"])
    return box


@transaction.atomic
def stop(*, person: Person, kinds: Iterable[str]) -> Mailbox:
    """Switches these kinds off beside those that are; asked twice it does no more."""
    box = _box(person)
    box.off = _kinds([*box.off, *kinds])
    box.save(update_fields=["off"])
    return box


def stop_all(*, person: Person) -> Mailbox:
    """Switches off all that may be."""
    return stop(person=person, kinds=MAY_CHOOSE)


@transaction.atomic
def resume(*, person: Person, kinds: Iterable[str]) -> Mailbox:
    """Switches these kinds on again."""
    box, again = _box(person), set(kinds)
    box.off = [kind for kind in box.off if kind not in again]
    box.save(update_fields=["off"])
    return box


@transaction.atomic
def send_again(*, letter: Letter, by: Person, at: datetime | None = None) -> None:
    """A letter that failed, or was kept from an address that refused, goes out at the worker's next turn."""
    require(is_moderator(by) or Refusal(_("Only moderators see the outbox."), hidden=True))
    now = at or timezone.now()
    held = Letter.objects.select_for_update(of=("self",), no_key=True).get(pk=letter.pk)
    if held.state not in (LetterState.FAILED, LetterState.KEPT):
        raise Refused(Refusal(_("Only a letter that failed or was kept is sent again.")))
    held.state, held.tries, held.due_at, held.error, held.bundle = LetterState.WAITING, 0, now, "", None
    held.save(update_fields=["state", "tries", "due_at", "error", "bundle"])
    Mailbox.objects.filter(person=held.to_id).update(refusals=0, refused_at=None)
    records.append(records.Act("letter sent again", held, by), at=at)


def _box(person: Person) -> Mailbox:
    Mailbox.objects.get_or_create(person=person)
    return Mailbox.objects.select_for_update(no_key=True).get(person=person)


def _kinds(asked: Iterable[str]) -> list[str]:
    """Those that there are and that may be switched off, in the order of the list."""
    off = set(asked)
    return [kind.value for kind in MAY_CHOOSE if kind.value in off]
