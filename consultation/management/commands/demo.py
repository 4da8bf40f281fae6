"""The whole consultation on one machine: data, worker and server, until Ctrl-C."""

from __future__ import annotations

import fcntl
import os
import shlex
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection
from django.utils import timezone

from consultation import demonstrations, serving
from consultation.archives import schema, setting_aside
from consultation.demo import factors
from consultation.founding import demonstration, environment

Values = dict[str, str]


class Command(BaseCommand):
    help = "Builds the demonstration where it is missing or old, then serves it with its worker."

    def add_arguments(self, parser: ArgumentParser) -> None:
        demonstration.add_arguments(parser)

    def handle(self, *args: Any, address: str, port: int, **options: Any) -> None:
        file = Path(os.environ.get("ENV_FILE", ""))
        if not settings.DEMONSTRATION or not file.is_file():
            raise CommandError("Start the demonstration with: .venv/bin/python manage.py demo")
        try:
            self._run(environment.read_settings(file), address, port)
        except (serving.Refused, schema.NoDatabase) as refused:
            raise CommandError(str(refused)) from None
        except PermissionError as error:
            raise CommandError(f"{error.filename} is not yours. Choose a folder: make demo DATA=FOLDER") from None
        except KeyboardInterrupt:
            raise CommandError("Stopped before it was ready. Start it again to go on.", returncode=130) from None

    def _run(self, values: Values, address: str, port: int) -> None:
        listener = serving.take_port(address, port, "make demo")
        refuse_other_data()
        settings.VAR_DIR.parent.mkdir(parents=True, exist_ok=True)
        with open(settings.VAR_DIR.with_name(f"{settings.VAR_DIR.name}.lock"), "w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                self._say("The demonstration runs already. This is a second web server and worker for the same data.")
                fcntl.flock(lock, fcntl.LOCK_SH)  # waits where the other process is still building
                write_settings(values)
            else:
                self._renew(values)
                write_settings(values)
                self._build()
                fcntl.flock(lock, fcntl.LOCK_SH)
            self._tell(values)
            serving.serve_site(listener, self._say)

    def _renew(self, values: Values) -> None:
        """Dates of the demonstration are relative to today, so data older than a day are built anew."""
        before = demonstrations.read_mark()
        if before is None or not before.is_old(timezone.now()):
            return
        if not demonstrations.is_worked_in(before):
            self._say("The demonstration is older than a day, and nobody has worked in it: building it anew …")
            demonstrations.delete_data()
            return
        folder, database = set_aside(values)
        again = f"make demo DATA={shlex.quote(demonstration.relative_path(folder))}"
        self._say(
            f"Somebody has worked in this demonstration, which is older than a day. It is set aside, not deleted:\n"
            f"  {demonstration.relative_path(folder)}{database}\n"
            f"To use it again, as it is:\n  {again}\n"
            "A new demonstration is built in its place …"
        )

    def _build(self) -> None:
        self._say("Preparing the database …")
        if demonstrations.read_mark() is None:
            demonstrations.mark_database()
        call_command("migrate", verbosity=0)
        self._say("Gathering static files …")
        call_command("collectstatic", interactive=False, verbosity=0)
        before = demonstrations.read_mark()
        if before and before.made_at is None:
            call_command("load_demo")
        factors.settle_second_factors()

    def _tell(self, values: Values) -> None:
        call_command("demo_people")
        folder = demonstration.relative_path(settings.VAR_DIR)
        is_default = settings.VAR_DIR == demonstration.FOLDER and not (settings.BASE_DIR / ".env").exists()
        named = "" if is_default else f"ENV_FILE={shlex.quote(f'{folder}/{demonstration.FILE}')} "
        self._say(
            f"\nData, emails and settings are in {folder}. Every command works on them, such as\n"
            f"  {named}.venv/bin/python manage.py verify_record\n"
            f"\nOpen {values['SITE_URL']}/ in a browser. Ctrl-C stops everything.\n"
        )

    def _say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()


def refuse_other_data() -> None:
    """A database with anything in it is used only with the mark of a demonstration."""
    try:
        is_other = bool(schema.table_names()) and not demonstrations.is_marked()
    except OperationalError as error:
        raise CommandError(f"The database does not answer. {error}") from None
    if is_other:
        name = connection.settings_dict["NAME"]
        raise CommandError(
            f"{name} has tables and is not marked as a demonstration. Nothing was changed. "
            "A demonstration needs a database without tables; without DATABASE_URL it makes a file of its own."
        )


def write_settings(values: Values) -> None:
    """Puts the settings beside the data, where this process, its children and other commands read them."""
    file = settings.VAR_DIR / demonstration.FILE
    settings.VAR_DIR.mkdir(exist_ok=True)
    demonstration.write_settings(file, values)
    os.environ["ENV_FILE"] = str(file)


def set_aside(values: Values) -> tuple[Path, str]:
    """Renames the folder, and a database that is elsewhere; gives the new folder and a word on that database."""
    now, words = timezone.now(), ""
    demonstrations.keep_data()
    if address := values.get("DATABASE_URL", ""):
        name = setting_aside.set_aside(f"demonstration_{now:%Y%m%d_%H%M%S}")
        address, words = address_of(address, name), f", with the data in {name}"
    connection.close()
    folder = settings.VAR_DIR.with_name(f"{settings.VAR_DIR.name}-{now:%Y%m%d-%H%M%S}")
    settings.VAR_DIR.rename(folder)
    demonstration.write_settings(
        folder / demonstration.FILE,
        {**values, "DATABASE_URL": address, "VAR_DIR": demonstration.relative_path(folder)},
    )
    return folder, words


def address_of(address: str, name: str) -> str:
    """The address of what was set aside under that name: a file beside the old one, a schema of the same database."""
    if connection.vendor == "sqlite":
        return f"sqlite:///{quote(str(Path(name).absolute()))}"
    parts = urlsplit(address)
    query = dict(parse_qsl(parts.query))
    query["options"] = f"{query.get('options', '')} -csearch_path={name}".strip()
    return parts._replace(query=urlencode(query, quote_via=quote)).geturl()
