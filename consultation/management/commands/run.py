"""Your own site on this machine: web server and worker, until Ctrl-C. A server starts the two by units of its own."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from consultation import serving
from consultation.archives import schema
from consultation.founding import demonstration


class Command(BaseCommand):
    help = "Serves the site of .env on this machine, with its worker, until Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        demonstration.add_address(parser)

    def handle(self, *args: Any, address: str, port: int, **options: Any) -> None:
        if settings.DEMONSTRATION:
            raise CommandError("These are the settings of a demonstration, which `make demo` starts.")
        if not schema.is_up_to_date():
            raise CommandError("The tables are missing or old. Run: .venv/bin/python manage.py upgrade")
        try:
            listener = serving.take_port(address, port, "make run")
            call_command("collectstatic", interactive=False, verbosity=0)
            self._say(f"{settings.SITE_NAME} listens on {address}, port {port}. Ctrl-C stops everything.")
            serving.serve_site(listener, self._say)
        except serving.Refused as refused:
            raise CommandError(str(refused)) from None

    def _say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()
