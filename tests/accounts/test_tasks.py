"""Mail through real servers: what arrives, once, and what happens where it does not."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from accounts import tasks
from accounts.actions import letters, mail_batches
from accounts.models import Letter, Mailbox
from tests import factories
from tests.accounts import post

LATER = timedelta(days=2)


def write(*people, key="k", kind="confirmed", subject="An amendment waits for you", **more):
    more = {"body": "One waits.", "link": "/en/city/", **more}
    letters.write_letters(to=people, kind=kind, subject=subject, key=key, **more)


def send(days=LATER):
    """Sends what is due two days from now: all that waits for a morning."""
    return tasks.send_waiting(now=timezone.now() + days)


def part(mail, kind):
    return mail.get_body((kind,)).get_content()


@pytest.fixture
def server(db, settings):
    with post.keeping(settings) as kept:
        yield kept


def test_a_letter_arrives_once_in_text_and_html(server):
    person = factories.person("Ana Ruiz")
    write(person)
    assert (send(), send()) == (1, 0)
    [mail] = server.received
    assert (mail["subject"], mail["to"]) == ("An amendment waits for you", person.email)
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert part(mail, "plain").startswith("One waits.\r\n\r\nhttp://localhost:8000/en/city/\r\n")
    assert '<a href="http://localhost:8000/en/city/">' in part(mail, "html")
    letter = Letter.objects.get()
    assert (letter.state, letter.tries, letter.error) == ("sent", 1, "")


def test_a_mail_says_that_a_machine_sent_it_and_how_to_stop_it(server):
    write(factories.person())
    send()
    [mail] = server.received
    letter = Letter.objects.get()
    assert mail["message-id"] == f"<{letter.bundle}@localhost>"
    assert mail["auto-submitted"] == "auto-generated"
    assert mail["list-unsubscribe-post"] == "List-Unsubscribe=One-Click"
    link = mail["list-unsubscribe"].strip(" <>")
    assert link.startswith("http://localhost:8000/en/accounts/mail/stop/")
    assert link in part(mail, "plain")


def test_a_mail_speaks_the_language_of_its_reader(server):
    write(factories.person(language="ar"), subject="تعديل ينتظرك")
    send()
    [mail] = server.received
    assert (mail["subject"], mail["content-language"]) == ("تعديل ينتظرك", "ar")
    assert '<html lang="ar" dir="rtl">' in part(mail, "html")
    assert "/ar/accounts/mail/stop/" in mail["list-unsubscribe"]


def test_letters_of_one_day_are_one_mail_grouped_by_article(server):
    person = factories.person()
    write(person, key="a", subject="First", heading="Article VI", place=6)
    write(person, key="b", subject="Second", heading="Article II", place=2)
    write(person, key="c", subject="Third", heading="Article VI", place=6)
    assert send() == 1
    [mail] = server.received
    text = part(mail, "plain")
    order = ["Article II", "* Second", "Article VI", "* First", "* Third"]
    assert sorted(order, key=text.index) == order
    assert (mail["subject"], text.count("Article VI")) == (f"{settings.SITE_NAME}: 3 notifications", 1)


def test_nothing_to_say_is_no_mail(server):
    factories.person()
    assert (send(), server.received) == (0, [])


def test_names_and_subjects_cannot_add_a_header(server):
    write(factories.person(), subject="Hello\r\nBcc: all@example.org", body="One\r\n.\r\nQUIT\r\n")
    send()
    [mail] = server.received
    assert (mail["subject"], mail["bcc"]) == ("Hello Bcc: all@example.org", None)
    assert [len(to) for to in server.recipients] == [1]
    assert "QUIT" in part(mail, "plain")


def test_an_address_that_would_add_a_header_is_never_mailed(server):
    person = factories.person()
    type(person).objects.filter(pk=person.pk).update(email="a@example.org\nBcc: b@example.org")
    write(person)
    assert (send(), server.received) == (0, [])
    assert Letter.objects.get().error.startswith("Invalid address")


def test_what_is_shown_as_html_is_text(server):
    write(factories.person(), subject="<b>Bold</b>", body="<script>alert(1)</script>")
    send()
    html = part(server.received[0], "html")
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_security_goes_alone_and_cannot_be_stopped(server):
    person = factories.person()
    write(person, key="a")
    write(person, key="b", kind="security", subject="A new device")
    assert send() == 2
    assert [mail["subject"] for mail in server.received] == ["A new device", "An amendment waits for you"]
    assert server.received[0]["list-unsubscribe"] is None


def test_somebody_without_an_account_gets_a_mail(server):
    Letter.objects.create(
        address="new@example.org",
        kind="invitation",
        subject="Invitation to represent",
        body="Come.",
        link="/fr/invitations/secret/",
        language="fr",
        key="i",
        written_at=timezone.now(),
    )
    assert send() == 1
    assert (server.recipients, server.received[0]["content-language"]) == ([["new@example.org"]], "fr")
    assert "/fr/invitations/secret/" in part(server.received[0], "plain")
    assert Letter.objects.get().link == ""


def test_an_address_that_refuses_twice_is_marked_and_the_letter_fails(db, settings):
    person, other = factories.person(), factories.person()
    write(person, other)
    with post.keeping(settings, refusing=(person.email,)) as kept:
        assert (send(), send(LATER * 2)) == (1, 0)
    assert [to for [to] in kept.recipients] == [other.email]
    letter = Letter.objects.get(to=person)
    assert (letter.state, letter.tries, letter.error) == ("failed", 2, "550 5.1.1 No such person")
    assert [box.person for box in Mailbox.objects.refusing()] == [person]


def test_nothing_more_is_sent_to_a_marked_address_until_it_changes(db, settings):
    person = factories.person()
    Mailbox.objects.create(person=person, refusals=2, refused_address=person.email, refused_at=timezone.now())
    write(person, key="a")
    with post.keeping(settings) as kept:
        assert (send(), Letter.objects.get().state) == (0, "kept")
        person.email = "anew@example.org"
        person.save()
        write(person, key="b")
        assert (send(), kept.recipients) == (1, [["anew@example.org"]])
    assert not Mailbox.objects.refusing().exists()


def test_an_address_refused_for_now_is_tried_again_and_not_marked(db, settings):
    person = factories.person()
    write(person)
    with post.keeping(settings, refusing=(person.email,), says="451 4.7.1 Try later") as kept:
        assert (send(), send(LATER * 2)) == (0, 0)
        kept.refusing.clear()
        assert send(LATER * 3) == 1
    assert (len(kept.received), Letter.objects.get().state) == (1, "sent")


@pytest.mark.parametrize("trouble", [post.silent, post.dropping])
def test_a_server_that_hangs_or_drops_leaves_the_letter_for_the_next_one(db, settings, trouble):
    write(factories.person())
    with trouble(settings):
        assert send() == 0
    letter = Letter.objects.get()
    assert (letter.state, letter.tries, letter.error != "") == ("waiting", 1, True)
    with post.keeping(settings) as kept:
        assert (send(), send(LATER * 2)) == (0, 1)
    [mail] = kept.received
    assert mail["message-id"] == f"<{letter.bundle}@localhost>"


def test_a_server_that_is_gone_is_asked_once_a_turn(db, settings):
    write(factories.person(), factories.person())
    post.point(settings, post.free_port())
    assert send() == 0
    assert sorted(Letter.objects.values_list("tries", flat=True)) == [0, 1]


def test_pauses_grow_and_the_last_try_is_said_to_have_failed(db, settings):
    write(factories.person())
    post.point(settings, post.free_port())
    now, waited = timezone.now() + LATER, []
    while (letter := Letter.objects.get()).state == "waiting":
        tasks.send_waiting(now=now)
        before, now = now, Letter.objects.get().due_at
        waited.append(now - before)
    assert waited == [*mail_batches.PAUSES, timedelta()]
    assert (letter.state, letter.tries) == ("failed", 6)


def test_a_failed_mail_keeps_its_letters_together(db, settings):
    person = factories.person()
    write(person, key="a")
    post.point(settings, post.free_port())
    send()
    write(person, key="b")
    with post.keeping(settings) as kept:
        assert send(LATER * 2) == 2
    assert [len(mail["subject"]) for mail in kept.received] == [26, 26]


def test_a_mail_whose_worker_died_is_sent_once_more_after_ten_minutes(server):
    person = factories.person()
    write(person)
    now = timezone.now() + LATER
    batch = mail_batches.take_batch(person.pk, "", now)
    sent = [tasks.send_waiting(now=now + timedelta(minutes=m)) for m in (9, 11, 30)]
    assert (sent, Letter.objects.get().state) == ([0, 1, 0], "sent")
    assert str(batch.bundle) in server.received[0]["Message-ID"]


def test_a_mail_whose_worker_died_twice_is_left_to_a_person(server):
    person = factories.person()
    write(person)
    now = timezone.now() + LATER
    assert mail_batches.take_batch(person.pk, "", now) is not None
    mail_batches.resume_lost_batches(now + timedelta(minutes=11))
    assert mail_batches.take_batch(person.pk, "", now + timedelta(minutes=12)) is not None
    assert tasks.send_waiting(now=now + timedelta(hours=2)) == 0
    assert (Letter.objects.get().state, server.received) == ("failed", [])


def test_an_attempt_that_ended_between_two_that_broke_off_starts_the_count_again(server):
    person = factories.person()
    write(person)
    now = timezone.now() + LATER
    assert mail_batches.take_batch(person.pk, "", now) is not None
    mail_batches.resume_lost_batches(now + timedelta(minutes=11))
    batch = mail_batches.take_batch(person.pk, "", now + timedelta(minutes=12))
    mail_batches.mark_as_failed(batch, "The server is busy.", now + timedelta(minutes=12))
    assert mail_batches.take_batch(person.pk, "", now + timedelta(hours=1)) is not None
    assert tasks.send_waiting(now=now + timedelta(hours=2)) == 1
    assert (Letter.objects.get().state, len(server.received)) == ("sent", 1)


def test_what_was_written_while_the_clock_was_ahead_leaves_when_it_is_right_again(server):
    person, now = factories.person(), timezone.now()
    letters.write_letters(to=[person], kind="server", subject="s", body="b", key="k", at=now + timedelta(days=400))
    assert [tasks.send_waiting(now=now + timedelta(seconds=s)) for s in (0, 9)] == [1, 0]


def test_what_failed_while_the_clock_was_ahead_is_tried_when_it_is_right_again(server):
    person, now = factories.person(), timezone.now()
    write(person, kind="security")
    Letter.objects.update(tries=1, due_at=now + timedelta(days=400))
    assert tasks.send_waiting(now=now) == 1


def test_a_mail_that_was_taken_while_the_clock_was_ahead_is_lost_too(server):
    person, now = factories.person(), timezone.now()
    write(person, kind="security")
    Letter.objects.update(state="sending", bundle=uuid.uuid4(), taken_at=now + timedelta(days=400))
    assert tasks.send_waiting(now=now) == 1


def test_two_workers_at_once_send_each_mail_once(transactional_db, settings):
    people = [factories.person() for _ in range(6)]
    write(*people, key="a")
    write(*people, key="b", kind="security")
    with post.keeping(settings) as kept, ThreadPoolExecutor(2) as pool:
        counts = list(pool.map(lambda _: in_a_thread(send), range(2)))
    assert sum(counts) == 12
    assert sorted(to for [to] in kept.recipients) == sorted([person.email for person in people] * 2)


def in_a_thread(job):
    try:
        return job()
    finally:
        connection.close()
