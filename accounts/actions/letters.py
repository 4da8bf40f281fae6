"""Writing into the outbox. A notification is a row of the transaction that caused it; the worker emails it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils import timezone, translation
from django.utils.functional import Promise

from accounts.models import Letter, Mailbox, Organisation, Person
from accounts.queries.site_settings import site_time_zone
from accounts.states import ALWAYS_MAILED, LetterState, MailRhythm

Words = str | Promise
AHEAD = timedelta(hours=48)
HOUR = 7
MONDAY = 0
UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]")


def write_letters(
    *,
    to: Iterable[Person],
    kind: str,
    subject: Words,
    body: Words,
    link: Words = "",
    key: str,
    ends_at: datetime | None = None,
    organisation: Organisation | None = None,
    heading: Words = "",
    place: int = 0,
    at_once: bool = False,
    at: datetime | None = None,
) -> None:
    """One notification to each person, in the person's language; the same `key` is written once to each person.

    It leaves with the person's daily email, or `at_once`, also if it concerns something that `ends_at` within 48
    hours, and only while the person belongs to `organisation`. Texts and link are lazy, so that each person reads
    them in the own language.
    """
    now, people = at or timezone.now(), list(to)
    rhythms = dict(Mailbox.objects.filter(person__in=people).values_list("person", "rhythm"))
    letters = []
    for person in people:
        with translation.override(person.language):
            letter = Letter(to=person, subject=one_line(subject), body=plain_text(body), link=str(link)[:500])
            letter.heading = one_line(heading)[:200]
        letter.kind, letter.language, letter.organisation, letter.place = kind, person.language, organisation, place
        letter.key, letter.written_at = f"{key}:{person.pk}", now
        rhythm = MailRhythm.AT_ONCE if at_once else rhythms.get(person.pk, MailRhythm.DAILY)
        letter.due_at = due_moment(kind, person, rhythm, now, ends_at)
        letters.append(letter)
    Letter.objects.bulk_create(letters, ignore_conflicts=True, batch_size=500)


def cancel_letters(key: str) -> None:
    """What these letters ask has been done: those that still wait are not mailed."""
    Letter.objects.waiting().filter(key__startswith=f"{key}:", tries=0).update(state=LetterState.KEPT)


def due_moment(kind: str, person: Person, rhythm: str, now: datetime, ends_at: datetime | None = None) -> datetime:
    """When a letter should leave: at the person's hour, or 48 hours before what it asks has ended."""
    if kind in ALWAYS_MAILED or rhythm == MailRhythm.AT_ONCE:
        return now
    usual = next_mail(now, zone_of(person), rhythm)
    if ends_at is None or ends_at <= now:
        return usual
    return max(now, min(usual, ends_at - AHEAD))


def next_mail(now: datetime, zone: ZoneInfo, rhythm: str) -> datetime:
    """The next morning at seven, or the next Monday if the person wants one email a week."""
    local = now.astimezone(zone)
    morning = local.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    while morning <= local or (rhythm == MailRhythm.WEEKLY and morning.weekday() != MONDAY):
        morning += timedelta(days=1)
    return morning


def zone_of(person: Person) -> ZoneInfo:
    try:
        return ZoneInfo(person.zone) if person.zone else site_time_zone()
    except (ZoneInfoNotFoundError, ValueError):
        return site_time_zone()


def one_line(words: Words) -> str:
    """Text fit for a header: no line breaks, no invisible characters, and not too long."""
    return " ".join(UNSEEN.sub(" ", str(words)).split())[:300]


def plain_text(words: Words) -> str:
    """Text fit for a body: without invisible characters."""
    return UNSEEN.sub("", str(words).replace("\r\n", "\n"))
