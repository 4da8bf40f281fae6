"""What leaves of what is due."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from accounts.actions import letters, mail_batches
from accounts.models import Letter, Mailbox
from tests import factories

LATER = timezone.now() + timedelta(days=2)


def take(person):
    return mail_batches.take_batch(person.pk, "", LATER)


def write(person, key="k", kind="confirmed", **more):
    letters.write_letters(to=[person], kind=kind, subject=key, body="One.", key=key, **more)


def test_a_parcel_is_taken_once(db):
    person = factories.person()
    write(person)
    assert (len(take(person).letters), take(person)) == (1, None)


def test_nothing_leaves_before_it_is_due(db):
    person = factories.person()
    write(person)
    assert mail_batches.take_batch(person.pk, "", timezone.now()) is None


def test_what_was_switched_off_is_kept(db):
    person = factories.person()
    Mailbox.objects.create(person=person, off=["confirmed"])
    write(person, "a")
    write(person, "b", kind="decisions")
    assert [letter.subject for letter in take(person).letters] == ["b"]
    assert Letter.objects.get(subject="a").state == "kept"


def test_who_left_a_city_gets_no_mail_of_it(city, officer):
    write(officer, organisation=city)
    officer.mandates.update(ended=timezone.now())
    assert (take(officer), Letter.objects.get().state) == (None, "kept")


def test_who_belongs_to_a_city_gets_its_mail(city, officer):
    write(officer, organisation=city)
    assert take(officer).first.organisation == city


def test_an_account_that_was_closed_gets_no_mail(db):
    person = factories.person(is_active=False)
    write(person, kind="security")
    assert (take(person), Letter.objects.get().state) == (None, "kept")


def test_who_wants_each_letter_at_once_gets_each_in_its_mail(db):
    person = factories.person()
    Mailbox.objects.create(person=person, rhythm="at_once")
    write(person, "a")
    write(person, "b")
    assert [len(batch.letters) for batch in mail_batches.take_batches(person.pk, "", LATER)] == [1, 1]


def test_a_letter_goes_to_a_person_or_to_an_address(db):
    with pytest.raises(IntegrityError):
        Letter.objects.create(kind="joining", key="x", written_at=LATER, language="en")


def test_who_wants_no_emails_gets_those_about_the_account_alone(db):
    person = factories.person()
    Mailbox.objects.create(person=person, rhythm="none")
    write(person)
    assert (take(person), Letter.objects.get().state) == (None, "kept")
    write(person, kind="security", key="safety")
    assert take(person).first.kind == "security"
