"""Queue and clock in one: mail, background tasks, and what falls due."""

from __future__ import annotations

import logging
import secrets
import signal
import threading
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker

from accounts import causes
from accounts import tasks as mail
from accounts.actions import parcels
from charter import tasks as due
from consultation.models import Beat
from consultation.watching import telling
from consultation.watching.work import TURN

log = logging.getLogger(__name__)
PAUSE = 5.0
MAIL = "mail"
QUEUE = "django_tasks_db.DatabaseBackend"


def jobs() -> list[tuple[str, Callable[[], Any]]]:
    """What one turn of the worker does, in order. Each job may fail without stopping the others."""
    return [
        ("background tasks", run_tasks),
        ("what falls due", lambda: due.run(timezone.now())),
        ("files of the latest version", lambda: due.make_ahead(timezone.now())),
        ("scheduled publishing", lambda: call_command("publish_scheduled", verbosity=0)),
        ("what the server needs", lambda: telling.tell(timezone.now())),
        (MAIL, mail.send_waiting),
        ("the beat", lambda: Beat.objects.note(TURN, timezone.now())),
    ]


class Command(BaseCommand):
    help = "Sends mail, runs background tasks and does what falls due, until it is stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="one turn, then end")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            turn()
            return
        stop = threading.Event()
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda *_: stop.set())
        while not stop.wait(_pause(turn())):
            pass


def turn() -> dict[str, Any]:
    """One turn: what each job answered. What fails is logged and tried again at the next."""
    answers = {}
    for name, job in jobs():
        close_old_connections()
        with causes.begun():
            try:
                answers[name] = job()
            except Exception:
                log.exception("The worker could not do: %s", name)
    return answers


def _pause(answers: dict[str, Any]) -> float:
    """Seconds until the next turn: none while mail leaves and more of it is due, as after a release."""
    return 0 if answers.get(MAIL) and parcels.any_due(timezone.now()) else PAUSE


def run_tasks() -> None:
    """All tasks that wait in the database.

    The package's own command would take the signals to itself, and end this one in the middle of a mail.
    """
    if settings.TASKS["default"]["BACKEND"] != QUEUE:
        return
    queue = Worker(
        queue_names=["*"],
        interval=1,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=secrets.token_hex(8),
        excluded_queue_names=[],
    )
    queue.run()
