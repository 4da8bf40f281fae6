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
from charter import tasks as due
from consultation.models import Beat
from consultation.watching import telling
from consultation.watching.work import TURN

log = logging.getLogger(__name__)
PAUSE = 5.0
QUEUE = "django_tasks_db.DatabaseBackend"


def jobs() -> list[tuple[str, Callable[[], Any]]]:
    """What one turn of the worker does, in order. Each job may fail without stopping the others."""
    return [
        ("background tasks", run_tasks),
        ("what falls due", lambda: due.run(timezone.now())),
        ("files of the latest version", lambda: due.make_ahead(timezone.now())),
        ("scheduled publishing", lambda: call_command("publish_scheduled", verbosity=0)),
        ("what the server needs", lambda: telling.tell(timezone.now())),
        ("mail", mail.send_waiting),
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
        turn()
        while not stop.wait(PAUSE):
            turn()


def turn() -> None:
    """One turn; what fails is logged and tried again at the next."""
    for name, job in jobs():
        close_old_connections()
        with causes.begun():
            try:
                job()
            except Exception:
                log.exception("The worker could not do: %s", name)


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
