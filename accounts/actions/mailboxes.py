"""A person's choices about email, and a moderator's second attempt to send."""

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
def choose_mail(*, person: Person, rhythm: str, off: Iterable[str]) -> Mailbox:
    """How often, and which kinds not; kinds that keep an account safe cannot be switched off."""
    box = _box(person)
    box.rhythm, box.off = MailRhythm(rhythm).value, _kinds(off)
    box.save(update_fields=["rhythm", "off"])
    return box


@transaction.atomic
def stop_mail(*, person: Person, kinds: Iterable[str]) -> Mailbox:
    """Switches these kinds off besides those that are off; a second time changes nothing."""
    box = _box(person)
    box.off = _kinds([*box.off, *kinds])
    box.save(update_fields=["off"])
    return box


def stop_all_mail(*, person: Person) -> Mailbox:
    """Switches off all that may be."""
    return stop_mail(person=person, kinds=MAY_CHOOSE)


@transaction.atomic
def resume_mail(*, person: Person, kinds: Iterable[str]) -> Mailbox:
    """Switches these kinds on again."""
    box, again = _box(person), set(kinds)
    box.off = [kind for kind in box.off if kind not in again]
    box.save(update_fields=["off"])
    return box


@transaction.atomic
def send_again(*, letter: Letter, by: Person, at: datetime | None = None) -> None:
    """A letter that failed, or was kept from an address that refused, goes out at the worker's next turn."""
    require(is_moderator(by) or Refusal(_("Only moderators can see the outbox."), hidden=True))
    now = at or timezone.now()
    locked_letter = Letter.objects.select_for_update(of=("self",), no_key=True).get(pk=letter.pk)
    if locked_letter.state not in (LetterState.FAILED, LetterState.KEPT):
        raise Refused(Refusal(_("An email can be sent again only if it failed or was not sent.")))
    locked_letter.state, locked_letter.tries, locked_letter.due_at, locked_letter.error, locked_letter.bundle = (
        LetterState.WAITING,
        0,
        now,
        "",
        None,
    )
    locked_letter.save(update_fields=["state", "tries", "due_at", "error", "bundle"])
    Mailbox.objects.filter(person=locked_letter.to_id).update(refusals=0, refused_at=None)
    records.append_acts(records.Act("letter sent again", locked_letter, by), at=at)


def _box(person: Person) -> Mailbox:
    Mailbox.objects.get_or_create(person=person)
    return Mailbox.objects.select_for_update(no_key=True).get(person=person)


def _kinds(codes: Iterable[str]) -> list[str]:
    """Those that there are and that may be switched off, in the order of the list."""
    off = set(codes)
    return [kind.value for kind in MAY_CHOOSE if kind.value in off]
