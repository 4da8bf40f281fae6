"""What leaves of what is due."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from accounts.actions import letters, parcels
from accounts.models import Letter, Mailbox
from tests import factories

LATER = timezone.now() + timedelta(days=2)


def take(who):
    return parcels.take(who.pk, "", LATER)


def write(who, key="k", kind="confirmed", **more):
    letters.write(to=[who], kind=kind, subject=key, body="One.", key=key, **more)


def test_a_parcel_is_taken_once(db):
    who = factories.person()
    write(who)
    assert (len(take(who).letters), take(who)) == (1, None)


def test_nothing_leaves_before_it_is_due(db):
    who = factories.person()
    write(who)
    assert parcels.take(who.pk, "", timezone.now()) is None


def test_what_was_switched_off_is_kept(db):
    who = factories.person()
    Mailbox.objects.create(person=who, off=["confirmed"])
    write(who, "a")
    write(who, "b", kind="decisions")
    assert [letter.subject for letter in take(who).letters] == ["b"]
    assert Letter.objects.get(subject="a").state == "kept"


def test_who_left_a_city_gets_no_mail_of_it(city, officer):
    write(officer, organisation=city)
    officer.mandates.update(ended=timezone.now())
    assert (take(officer), Letter.objects.get().state) == (None, "kept")


def test_who_belongs_to_a_city_gets_its_mail(city, officer):
    write(officer, organisation=city)
    assert take(officer).first.organisation == city


def test_an_account_that_was_closed_gets_no_mail(db):
    who = factories.person(is_active=False)
    write(who, kind="security")
    assert (take(who), Letter.objects.get().state) == (None, "kept")


def test_who_wants_each_letter_at_once_gets_each_in_its_mail(db):
    who = factories.person()
    Mailbox.objects.create(person=who, rhythm="at_once")
    write(who, "a")
    write(who, "b")
    assert [len(parcel.letters) for parcel in parcels.take_all(who.pk, "", LATER)] == [1, 1]


def test_a_letter_goes_to_a_person_or_to_an_address(db):
    with pytest.raises(IntegrityError):
        Letter.objects.create(kind="joining", key="x", written_at=LATER, language="en")
