"""Deleting what is older than the settings say it may be."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q, QuerySet
from django.dispatch import Signal

from accounts.actions import erasures, following, pledges
from accounts.models import Count, Follow, Invitation, Letter, Mandate, Person, Pledge, RequestToken, Role
from accounts.states import LetterState, PledgeState

# Sent with `before`: the moment by name of a time in `KEEP_DAYS`. Receivers answer with what is older, by these names.
outdated_wanted = Signal()


def outdated_rows(at: datetime) -> dict[str, QuerySet]:
    """What is too old at that moment, by the name under which its time is set."""
    before = {name: at - timedelta(days=days) for name, days in settings.KEEP_DAYS.items()}
    settled = (LetterState.SENT, LetterState.FAILED, LetterState.KEPT)
    answers: Any = outdated_wanted.send(sender=None, before=before)
    return {
        "joining forms": Pledge.objects.filter(organisation=None, changed_at__lt=before["joining forms"]),
        "accepted joining forms": Pledge.objects.with_people().filter(
            state=PledgeState.ACCEPTED, decided_at__lt=before["accepted joining forms"]
        ),
        "invitations": Invitation.objects.filter(accepted_at=None, expires_at__lt=before["invitations"]),
        "letters": Letter.objects.filter(state__in=settled, written_at__lt=before["letters"]),
        "unconfirmed follows": Follow.objects.filter(confirmed_at=None, asked_at__lt=before["unconfirmed follows"]),
        "form tokens": RequestToken.objects.filter(at__lt=before["form tokens"]),
        "sessions": UserSession.objects.filter(last_seen_at__lt=before["sessions"]),
        **{name: rows for _receiver, answer in answers for name, rows in answer.items()},
        "addresses": without_a_part_since(before["addresses"]),
    }


def without_a_part_since(day: datetime) -> QuerySet[Person]:
    """Accounts that have had neither mandate nor role since that day, nor signed in."""
    since = Q(ended=None) | Q(ended__gte=day)
    mandates = Mandate.objects.filter(since, Q(until=None) | Q(until__gte=day))
    idle = Q(last_login=None) | Q(last_login__lt=day)
    people = Person.objects.filter(idle, erased_at=None, joined_at__lt=day)
    return people.exclude(pk__in=mandates.values("person")).exclude(pk__in=Role.objects.filter(since).values("person"))


@transaction.atomic
def delete_outdated_rows(*, at: datetime) -> dict[str, int]:
    """Deletes it, and says how much of each."""
    counted = {}
    for name, rows in outdated_rows(at).items():
        counted[name] = rows.count()
        _delete(rows, at)
    following.delete_followers_of_nothing()
    Session.objects.filter(expire_date__lt=at).delete()
    delete_old_counts(at=at)
    return counted


def delete_old_counts(*, at: datetime) -> None:
    """Deletes counts of attempts and emails whose time is over."""
    over = Count.objects.filter(expires__lt=at)
    if over.exists():  # asked at every turn of the worker, which writes nothing where there is nothing to do
        over.delete()


def _delete(rows: QuerySet, at: datetime) -> None:
    """As a person would have it deleted, where more hangs on it than its row."""
    if rows.model is Pledge:
        for pledge in rows:
            way = pledges.delete_personal_data if pledge.organisation_id else pledges.delete_pledge
            way(pledge=pledge, at=at)
    elif rows.model is Follow:
        for follow in rows:
            following.end_follow(follow=follow)
    elif rows.model is UserSession:
        for session in rows:
            session.end()
    elif rows.model is Person:
        for person in rows:
            erasures.erase_person(person=person, at=at)
    else:
        rows.delete()
