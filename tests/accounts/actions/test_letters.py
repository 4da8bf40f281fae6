"""When a letter leaves, and in whose words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from accounts.actions import letters
from accounts.models import Letter, Mailbox
from tests import factories

NOON = datetime(2027, 3, 3, 12, tzinfo=UTC)  # a Wednesday
MORNING = datetime(2027, 3, 4, 6, tzinfo=UTC)  # seven in Madrid


def write(*people, key="k", kind="confirmed", subject="It waits", **more):
    letters.write_letters(to=people, kind=kind, subject=subject, body="One waits.", key=key, at=NOON, **more)
    return list(Letter.objects.order_by("pk"))


def test_the_same_key_is_written_once_to_a_person(db):
    person = factories.person()
    write(person)
    assert [letter.subject for letter in write(person, subject="again")] == ["It waits"]


def test_words_and_link_are_each_reader_s_own(db):
    people = factories.person(language="fr"), factories.person(language="en")
    written = write(*people, subject=_("Monday"), link=reverse_lazy("city"))
    assert [(letter.subject, letter.link) for letter in written] == [
        ("lundi", "/fr/city/"),
        ("Monday", "/en/city/"),
    ]


@pytest.mark.parametrize(
    ("kind", "rhythm", "ends", "due"),
    [
        ("confirmed", "daily", None, MORNING),
        ("confirmed", "weekly", None, MORNING + timedelta(days=4)),
        ("confirmed", "at_once", None, NOON),
        ("security", "weekly", None, NOON),
        ("to_confirm", "daily", timedelta(hours=47), NOON),
        ("to_confirm", "daily", timedelta(hours=50), NOON + timedelta(hours=2)),
        ("to_confirm", "daily", timedelta(days=9), MORNING),
        ("to_confirm", "weekly", timedelta(days=4), NOON + timedelta(days=2)),
        ("to_confirm", "daily", -timedelta(hours=1), MORNING),
    ],
)
def test_a_letter_waits_for_the_morning_unless_something_ends(db, kind, rhythm, ends, due):
    person = factories.person()
    Mailbox.objects.create(person=person, rhythm=rhythm)
    [letter] = write(person, kind=kind, ends_at=NOON + ends if ends else None)
    assert letter.due_at == due


def test_the_morning_is_the_reader_s(db):
    [letter] = write(factories.person(zone="Asia/Tokyo"))
    assert letter.due_at == datetime(2027, 3, 3, 22, tzinfo=UTC)


def test_seven_is_seven_when_the_clocks_change(db):
    saturday = datetime(2027, 3, 27, 12, tzinfo=UTC)
    due = letters.next_mail(saturday, letters.zone_of(factories.person()), "daily")
    assert due.astimezone(UTC) == datetime(2027, 3, 28, 5, tzinfo=UTC)


def test_an_unknown_zone_is_the_site_s(db):
    assert letters.zone_of(factories.person(zone="Moon/Far")).key == "Europe/Madrid"


def test_a_subject_is_one_line_without_unseen_signs(db):
    [letter] = write(factories.person(), subject="A\r\nB\u202e\u0000 C")
    assert letter.subject == "A B C"


def test_what_has_been_done_is_not_asked_by_mail(db):
    person = factories.person()
    write(person, key="to_confirm:1:2")
    write(person, key="to_confirm:11:2")
    letters.cancel_letters("to_confirm:1")
    assert list(Letter.objects.order_by("pk").values_list("state", flat=True)) == ["kept", "waiting"]
