"""One turn of the worker: mail, what falls due, and going on where something fails."""

from __future__ import annotations

import signal
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from django_tasks import task

from accounts.actions import letters
from accounts.models import Letter
from consultation.management.commands import worker
from consultation.models import Beat
from tests import factories


@task()
def greet():
    return "hello"


@pytest.fixture
def one_connection(db, monkeypatch):
    """The transaction of the test stays open while the worker turns."""
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)


def write(who, kind="security"):
    letters.write(to=[who], kind=kind, subject="A new device", body="It was you.", key="k")


def test_a_turn_sends_what_is_due(one_connection):
    write(factories.person())
    call_command("worker", once=True)
    call_command("worker", once=True)
    assert [message.subject for message in mail.outbox] == ["A new device"]


def test_a_turn_leaves_what_waits_for_the_morning(one_connection):
    write(factories.person(), kind="confirmed")
    call_command("worker", once=True)
    assert (mail.outbox, Letter.objects.get().state) == ([], "waiting")


def test_a_turn_does_what_fell_due(one_connection, version, city, officer, delegate):
    round_ = factories.round_(version)
    asked = factories.sent(round_, city, officer)
    for name, days in (("opens_at", 9), ("proposals_until", 3), ("confirm_until", 1)):
        setattr(round_, name, timezone.now() - timedelta(days=days))
    round_.save()
    call_command("worker", once=True)
    asked.refresh_from_db()
    assert asked.state == "not_confirmed"


def test_what_fails_is_logged_and_the_rest_is_done(one_connection, monkeypatch, caplog):
    def broken():
        raise RuntimeError("no")

    write(factories.person())
    jobs = worker.jobs()
    monkeypatch.setattr(worker, "jobs", lambda: [("a broken job", broken), *jobs])
    call_command("worker", once=True)
    assert len(mail.outbox) == 1
    wrong = [record for record in caplog.records if record.levelname == "ERROR"]
    assert [record.getMessage() for record in wrong] == ["The worker could not do: a broken job"]


def test_a_turn_runs_the_tasks_that_wait(guarded_tables, settings):
    settings.TASKS = {"default": {"BACKEND": worker.QUEUE, "QUEUES": []}}
    waiting = greet.enqueue()
    call_command("worker", once=True)
    waiting.refresh()
    assert waiting.return_value == "hello"


def test_a_signal_ends_the_worker_after_its_turn(one_connection, monkeypatch):
    turns = []

    def job():
        turns.append(signal.raise_signal(signal.SIGTERM))
        turns.append("whole")

    monkeypatch.setattr(worker, "jobs", lambda: [("background tasks", worker.run_tasks), ("a job", job)])
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    call_command("worker")
    for name, handler in zip((signal.SIGTERM, signal.SIGINT), before, strict=True):
        signal.signal(name, handler)
    assert turns == [None, "whole"]


def test_a_turn_leaves_its_moment(one_connection):
    call_command("worker", once=True)
    assert Beat.objects.age("turn", timezone.now()) < timedelta(minutes=1)


def test_mail_that_is_more_than_a_turn_takes_is_sent_without_a_pause(one_connection, monkeypatch):
    for _ in range(3):
        write(factories.person())
    monkeypatch.setattr(worker, "jobs", lambda: [(worker.MAIL, lambda: worker.mail.send_waiting(2))])
    assert [worker._pause(worker.turn()) for _ in range(2)] == [0, worker.PAUSE]
    assert len(mail.outbox) == 3


def test_where_no_mail_leaves_the_server_is_not_asked_without_a_pause(one_connection):
    write(factories.person())
    assert worker._pause({worker.MAIL: 0}) == worker.PAUSE
