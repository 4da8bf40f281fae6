"""One turn of the worker: mail, what falls due, and going on where something fails."""

from __future__ import annotations

import signal
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connections
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from accounts.actions import letters
from accounts.models import Letter
from consultation import lost_tasks
from consultation.management.commands import worker
from consultation.models import Beat
from consultation.watching.work import QUEUE_TURN, TURN
from tests import factories


@task()
def greet():
    return "hello"


@pytest.fixture
def one_connection(db, monkeypatch):
    """The transaction of the test stays open while the worker turns."""
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)


def write(person, kind="security"):
    letters.write_letters(to=[person], kind=kind, subject="A new device", body="It was you.", key="k")


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
    amendment = factories.sent(round_, city, officer)
    for name, days in (("opens_at", 9), ("proposals_until", 3), ("confirm_until", 1)):
        setattr(round_, name, timezone.now() - timedelta(days=days))
    round_.save()
    call_command("worker", once=True)
    amendment.refresh_from_db()
    assert amendment.state == "not_confirmed"


def test_what_fails_is_logged_and_the_rest_is_done(one_connection, monkeypatch, caplog):
    def broken():
        raise RuntimeError("no")

    write(factories.person())
    jobs = worker.clock_jobs()
    monkeypatch.setattr(worker, "list_jobs", lambda parts: [("a broken job", broken), *jobs])
    call_command("worker", once=True)
    assert len(mail.outbox) == 1
    wrong = [record for record in caplog.records if record.levelname == "ERROR"]
    assert [record.getMessage() for record in wrong] == ["The worker could not do: a broken job"]


def test_a_turn_runs_the_tasks_that_wait(transactional_db, settings):
    settings.TASKS = {"default": {"BACKEND": worker.BACKEND, "QUEUES": []}}
    waiting = greet.enqueue()
    call_command("worker", once=True)
    waiting.refresh()
    assert waiting.return_value == "hello"


def test_a_signal_ends_the_worker_after_its_turn(one_connection, monkeypatch):
    turns = []

    def job():
        turns.append(signal.raise_signal(signal.SIGTERM))
        turns.append("whole")

    monkeypatch.setattr(worker, "list_jobs", lambda parts: [("background tasks", worker.run_tasks), ("a job", job)])
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
    monkeypatch.setattr(worker, "list_jobs", lambda parts: [(worker.MAIL, lambda: worker.tasks.send_waiting(2))])
    assert [worker._pause(worker.run_turn()) for _ in range(2)] == [0, worker.PAUSE]
    assert len(mail.outbox) == 3


def test_where_no_mail_leaves_the_server_is_not_asked_without_a_pause(one_connection):
    write(factories.person())
    assert worker._pause({worker.MAIL: 0}) == worker.PAUSE


@pytest.fixture
def queue(transactional_db, settings):
    settings.TASKS = {"default": {"BACKEND": worker.BACKEND, "QUEUES": []}}


def test_the_clock_sends_mail_while_a_file_waits_for_the_queue(queue):
    waiting = greet.enqueue()
    write(factories.person())
    call_command("worker", "clock", once=True)
    waiting.refresh()
    assert (waiting.status, len(mail.outbox)) == (TaskResultStatus.READY, 1)


def test_the_queue_makes_what_waits_and_leaves_mail_to_the_clock(queue):
    waiting = greet.enqueue()
    write(factories.person())
    call_command("worker", "queue", once=True)
    waiting.refresh()
    assert (waiting.return_value, mail.outbox) == ("hello", [])


def test_the_first_turn_does_not_write_that_the_worker_never_ran(one_connection, settings):
    settings.DEMONSTRATION = False
    factories.holder("administrator")
    call_command("worker", once=True)
    written = "\n".join(Letter.objects.filter(kind="server").values_list("body", flat=True))
    assert "never run" not in written


def test_each_part_leaves_its_own_moment(one_connection):
    call_command("worker", "clock", once=True)
    assert Beat.objects.age(QUEUE_TURN, timezone.now()) is None
    call_command("worker", "queue", once=True)
    assert None not in [Beat.objects.age(turn, timezone.now()) for turn in (TURN, QUEUE_TURN)]


@pytest.mark.parametrize(("unit", "part"), [("charter-worker", "clock"), ("charter-queue", "queue")])
def test_each_part_is_a_unit_of_its_own(settings, unit, part):
    text = (settings.BASE_DIR / "deploy" / "systemd" / f"{unit}.service").read_text(encoding="utf-8")
    assert f"manage.py worker {part}\n" in text


def test_two_queues_do_each_task_once(queue):
    waiting = [greet.enqueue() for _ in range(12)]

    def work(_number):
        try:
            worker.run_tasks()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, range(2)))
    rows = [DBTaskResult.objects.get(pk=result.id) for result in waiting]
    assert {(row.status, len(row.worker_ids)) for row in rows} == {(TaskResultStatus.SUCCESSFUL, 1)}


def test_of_two_clocks_one_publishes_what_was_scheduled(one_connection, monkeypatch):
    published = []
    monkeypatch.setattr(worker, "call_command", lambda name, **arguments: published.append(name))
    for _ in range(2):
        worker.publish_scheduled()
    assert published == ["publish_scheduled"]


def begun_by_a_worker_that_died(result):
    row = DBTaskResult.objects.get(pk=result.id)
    row.claim("a worker that died")
    return row.started_at


def test_a_task_whose_worker_died_is_done_after_half_an_hour_once(queue):
    result = greet.enqueue()
    at = begun_by_a_worker_that_died(result)
    states = []
    for minutes in (29, 31):
        lost_tasks.requeue_lost_tasks(at + timedelta(minutes=minutes))
        result.refresh()
        states.append(result.status)
    worker.run_tasks()
    result.refresh()
    assert states == [TaskResultStatus.RUNNING, TaskResultStatus.READY]
    assert (result.status, result.return_value) == (TaskResultStatus.SUCCESSFUL, "hello")


def test_a_task_that_took_two_workers_with_it_has_failed(queue):
    result = greet.enqueue()
    for _ in range(2):
        lost_tasks.requeue_lost_tasks(begun_by_a_worker_that_died(result) + timedelta(hours=1))
    row = DBTaskResult.objects.get(pk=result.id)
    assert (row.status, row.exception_class_path) == (TaskResultStatus.FAILED, "consultation.lost_tasks.WorkersDied")
