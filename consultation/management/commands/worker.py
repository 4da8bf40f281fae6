"""Queue and clock: the one makes long files, the other sends mail and does what falls due."""

from __future__ import annotations

import logging
import secrets
import signal
import threading
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from accounts import causes, tasks
from accounts.actions import mail_batches
from accounts.queries.site_settings import site_time_zone
from charter import tasks as due
from consultation import lost_tasks
from consultation.models import Beat
from consultation.watching import telling
from consultation.watching.work import QUEUE_TURN, TURN

log = logging.getLogger(__name__)
PAUSE = 5.0
MAIL, PUBLISHING = "mail", "scheduled publishing"
BACKEND = "django_tasks_db.DatabaseBackend"
QUEUE, CLOCK = "queue", "clock"
# Set by a signal: what was begun is done, and nothing else is begun.
ending = threading.Event()
Job = tuple[str, Callable[[], Any]]


def list_jobs(parts: tuple[str, ...] = (QUEUE, CLOCK)) -> list[Job]:
    """What one turn of the worker does, in order. Each job may fail without stopping the others."""
    named = {QUEUE: queue_jobs, CLOCK: clock_jobs}
    return [job for part in parts for job in named[part]()]


def queue_jobs() -> list[Job]:
    """What may take minutes."""
    return [
        ("tasks that broke off", lambda: lost_tasks.requeue_lost_tasks(timezone.now())),
        ("background tasks", run_tasks),
        ("what takes long", lambda: due.run_long(timezone.now())),
        ("the beat of the queue", lambda: Beat.objects.note(QUEUE_TURN, timezone.now())),
    ]


def clock_jobs() -> list[Job]:
    """What somebody waits for."""
    return [
        ("what falls due", lambda: due.run_due(timezone.now())),
        (PUBLISHING, publish_scheduled),
        ("what the server needs", lambda: telling.email_findings(timezone.now())),
        (MAIL, tasks.send_waiting),
        ("the beat", lambda: Beat.objects.note(TURN, timezone.now())),
    ]


class Command(BaseCommand):
    help = "Works until it is stopped. Each of its two parts may run in several processes; without a name, both run."

    def add_arguments(self, parser: ArgumentParser) -> None:
        says = "queue: makes files; clock: sends mail and does what falls due"
        parser.add_argument("part", nargs="?", choices=[QUEUE, CLOCK], help=says)
        parser.add_argument("--once", action="store_true", help="one turn, then end")

    def handle(self, *args: Any, **options: Any) -> None:
        parts = (options["part"],) if options["part"] else (QUEUE, CLOCK)
        try:
            note_start(parts)
        except DatabaseError:
            log.exception("The worker could not do: %s", "the first beat")
        if options["once"]:
            run_turn(parts)
            return
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda *_: ending.set())
        while not ending.wait(_pause(run_turn(parts))):
            pass
        ending.clear()


def note_start(parts: tuple[str, ...]) -> None:
    """Leaves a beat of each part that never ran, so that its first turn does not write that the worker never ran."""
    now = timezone.now()
    for name, beat in ((QUEUE, QUEUE_TURN), (CLOCK, TURN)):
        if name in parts and Beat.objects.age(beat, now) is None:
            Beat.objects.note(beat, now)


def run_turn(parts: tuple[str, ...] = (QUEUE, CLOCK)) -> dict[str, Any]:
    """One turn: what each job answered. What fails is logged and tried again at the next."""
    answers = {}
    for name, job in list_jobs(parts):
        close_old_connections()
        with causes.begin_cause():
            try:
                with timezone.override(site_time_zone()):
                    answers[name] = job()
            except Exception:
                log.exception("The worker could not do: %s", name)
    return answers


def _pause(answers: dict[str, Any]) -> float:
    """Seconds until the next turn: none while mail leaves and more of it is due, as after a release."""
    return 0 if answers.get(MAIL) and mail_batches.is_mail_due(timezone.now()) else PAUSE


def publish_scheduled() -> None:
    """Of several clocks one does it: Wagtail's command takes no lock."""
    now = timezone.now()
    if Beat.objects.claim(PUBLISHING, now - timedelta(seconds=PAUSE - 1), now):
        call_command("publish_scheduled", verbosity=0)


def run_tasks() -> None:
    """The tasks that wait in the database, one after the other, each with a beat, since a file may take minutes.

    The package's own command would take the signals to itself, and end this one in the middle of a mail.
    """
    if settings.TASKS["default"]["BACKEND"] != BACKEND:
        return
    while not ending.is_set() and DBTaskResult.objects.ready().exists():
        Beat.objects.note(QUEUE_TURN, timezone.now())
        queue = Worker(
            queue_names=["*"],
            interval=1,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=1,
            worker_id=secrets.token_hex(8),
            excluded_queue_names=[],
        )
        queue.run()
