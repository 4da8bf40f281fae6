"""Queue and clock in one: mail, background tasks, and what falls due."""

from __future__ import annotations

import logging
import signal
import threading
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from accounts import tasks as mail
from charter import tasks as due

log = logging.getLogger(__name__)
PAUSE = 5.0


def jobs() -> list[tuple[str, Callable[[], Any]]]:
    """What one turn of the worker does, in order. Each job may fail without stopping the others."""
    return [
        ("background tasks", lambda: call_command("db_worker", batch=True, queue_name="*", verbosity=0)),
        ("what falls due", lambda: due.run(timezone.now())),
        ("scheduled publishing", lambda: call_command("publish_scheduled", verbosity=0)),
        ("mail", mail.send_waiting),
    ]


class Command(BaseCommand):
    help = "Sends mail, runs background tasks and does what falls due, until it is stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="one turn, then end")

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda *_: stop.set())
        while True:
            turn()
            if options["once"] or stop.wait(PAUSE):
                return


def turn() -> None:
    """One turn; what fails is logged and tried again at the next."""
    for name, job in jobs():
        close_old_connections()
        try:
            job()
        except Exception:
            log.exception("The worker could not do: %s", name)
