"""The outbox: one row a letter, sent once, tried again where it was refused."""

from __future__ import annotations

import pytest
from django.core import mail

from accounts import tasks
from accounts.actions import letters
from accounts.models import Letter
from tests import factories


def write(*people, key="k", subject="An amendment waits for you"):
    letters.write(to=people, kind="to confirm", subject=subject, body="One waits.", link="/en/city/", key=key)


def test_the_same_key_is_written_once_to_a_person(db):
    who = factories.person()
    write(who)
    write(who, subject="again")
    assert list(Letter.objects.values_list("subject", flat=True)) == ["An amendment waits for you"]


def test_a_letter_is_sent_once(db):
    write(factories.person(), factories.person())
    assert tasks.send_waiting() == 2
    assert tasks.send_waiting() == 0
    assert [len(message.to) for message in mail.outbox] == [1, 1]
    assert "http://localhost:8000/en/city/" in mail.outbox[0].body


def test_a_refused_letter_is_kept_and_tried_again(db, settings):
    write(factories.person())
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 9  # nobody listens there
    assert tasks.send_waiting() == 0
    letter = Letter.objects.get()
    assert (letter.state, letter.tries, letter.sent_at) == ("waiting", 1, None)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert tasks.send_waiting() == 1


@pytest.mark.parametrize("tries", [tasks.TRIES])
def test_after_the_last_try_it_is_said_to_have_failed(db, settings, tries):
    write(factories.person())
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 9
    for _ in range(tries):
        tasks.send_waiting()
    assert Letter.objects.get().state == "failed"
