"""Emails that are sent at a time: to all participants, and to those who still have something to do.

Each is written once, whatever the number of workers and turns: its key has its subject and its day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse_lazy

from accounts.actions import letters
from accounts.actions.letters import Words
from accounts.models import Letter, Mandate, Organisation, Person, Role
from accounts.states import MailKind, RoleKind
from charter import messages
from charter.messages import Message
from charter.models import Amendment, Compromise, Response, Round, SignedException, Version
from charter.queries.amending.member_tasks import people_who_may_bind
from charter.states import AmendmentState

REMINDERS = (timedelta(hours=48), timedelta(days=7))


@transaction.atomic
def email_everybody(
    *, round_: Round, kind: MailKind, key: str, message: Message, at: datetime, at_once: bool = False
) -> int:
    """One email to everybody with a mandate. Returns how many were written; 0 if they were written before.

    With `at_once` it does not wait for anybody's daily email.
    """
    whole = f"{kind}:{round_.pk}:{key}"
    if _begun(whole):
        return 0
    people = list(people_with_mandate(at))
    link = reverse_lazy("round", args=[round_.number])
    letters.write_letters(
        to=people, kind=kind, subject=message.subject, body=message.body, link=link, key=whole, at=at, at_once=at_once
    )
    return len(people)


@transaction.atomic
def announce_version(*, version: Version, fingerprint: str, at: datetime) -> None:
    """One email to everybody with a mandate: a version is published, with the fingerprint of its files."""
    key = f"{MailKind.VERSION_PUBLISHED}:{version.pk}"
    if _begun(key):
        return
    message = messages.version_published(version, fingerprint)
    letters.write_letters(
        to=list(people_with_mandate(at)),
        kind=MailKind.VERSION_PUBLISHED,
        subject=message.subject,
        body=message.body,
        link=reverse_lazy("version", args=[version.number]),
        key=key,
        at=at,
    )


@transaction.atomic
def remind_to_confirm(*, round_: Round, at: datetime) -> None:
    """One email for each member and person with the number to confirm, seven days and 48 hours before the deadline."""
    ahead = _stage(round_.confirm_until, at)
    if ahead is None:
        return
    reminder_time = round_.confirm_until - ahead
    waiting = Amendment.objects.filter(round=round_, state=AmendmentState.SENT, sent_at__lt=reminder_time)
    counts = Counter(waiting.values_list("organisation", flat=True))
    for city in _with_names(counts):
        key = f"confirm_soon:{round_.pk}:{city.pk}:{_name(round_.confirm_until, ahead)}"
        message = messages.confirm_soon(round_, city, counts[city.pk])
        _ask(city, MailKind.TO_CONFIRM, key, message, reverse_lazy("city"), round_.confirm_until, at)


@transaction.atomic
def remind_to_answer(*, compromise: Compromise, at: datetime) -> None:
    """The same before the time to answer a compromise ends, to members that have not answered."""
    ahead = _stage(compromise.answer_by, at)
    if ahead is None or compromise.at >= compromise.answer_by - ahead:
        return
    link = reverse_lazy("compromise_answer", args=[compromise.pk])
    for city in _with_names(_silent(compromise)):
        key = f"answer_soon:{compromise.pk}:{city.pk}:{_name(compromise.answer_by, ahead)}"
        message = messages.answer_soon(compromise, city)
        _ask(city, MailKind.COMPROMISE, key, message, link, compromise.answer_by, at)


@transaction.atomic
def remind_the_signer(*, exception: SignedException, at: datetime) -> None:
    """Seven days before an exception ends, to who signed it: once for each day that was signed."""
    key = f"{MailKind.EXCEPTION_ENDS}:{exception.pk}:{exception.until.isoformat()}"
    if _begun(key):
        return
    message = messages.exception_ends(exception)
    letters.write_letters(
        to=[exception.signed_by],
        kind=MailKind.EXCEPTION_ENDS,
        subject=message.subject,
        body=message.body,
        link=reverse_lazy("desk_exception", args=[exception.language, exception.provision.short]),
        key=key,
        at=at,
    )


@transaction.atomic
def announce_end_of_answers(*, compromise: Compromise, at: datetime) -> None:
    """To the moderators after the due date for answers: a person decides whether the compromise is agreed."""
    key = f"{MailKind.COMPROMISE_OVER}:{compromise.pk}:{compromise.answer_by.timestamp():.0f}"
    if _begun(key):
        return
    moderators = Role.objects.holding(at).filter(kind=RoleKind.MODERATOR).values("person")
    answers = Counter(_answers(compromise).values_list("answer", flat=True))
    message = messages.compromise_over(compromise, answers, len(_silent(compromise)))
    letters.write_letters(
        to=Person.objects.filter(pk__in=moderators, is_active=True),
        kind=MailKind.COMPROMISE_OVER,
        subject=message.subject,
        body=message.body,
        link=reverse_lazy("desk_compromise_answers", args=[compromise.pk]),
        key=key,
        at=at,
    )


def people_with_mandate(at: datetime) -> QuerySet[Person]:
    """Everybody with a mandate of a member or a partner organization."""
    holders = Mandate.objects.holding(at).values("person")
    return Person.objects.filter(pk__in=holders, is_active=True).order_by("pk")


def _ask(
    city: Organisation, kind: MailKind, key: str, message: Message, link: Words, ends_at: datetime, at: datetime
) -> None:
    if _begun(key):
        return
    letters.write_letters(
        to=people_who_may_bind(city, at),
        kind=kind,
        subject=message.subject,
        body=message.body,
        link=link,
        key=key,
        ends_at=ends_at,
        organisation=city,
        at=at,
    )


def _begun(key: str) -> bool:
    """Whether letters of this key were written; asked at every turn of the clock, so it is one look at an index."""
    return Letter.objects.filter(key__startswith=f"{key}:").exists()


def _stage(end: datetime, at: datetime) -> timedelta | None:
    """Which reminder is due: the later one alone, where both are."""
    return next((ahead for ahead in REMINDERS if end - ahead <= at < end), None)


def _name(end: datetime, ahead: timedelta) -> str:
    """Where the day moves, people are reminded of the new one."""
    return f"{end.timestamp():.0f}:{ahead.days}"


def _answers(compromise: Compromise) -> QuerySet[Response]:
    return Response.objects.filter(compromise=compromise, superseded_at=None)


def _silent(compromise: Compromise) -> set[int]:
    members = compromise.asked.values_list("pk", flat=True)
    return set(members) - set(_answers(compromise).values_list("organisation", flat=True))


def _with_names(keys: Iterable[int]) -> QuerySet[Organisation]:
    return Organisation.objects.filter(pk__in=list(keys)).with_names()
