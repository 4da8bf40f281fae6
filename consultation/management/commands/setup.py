"""Six questions make the environment file of a new installation."""

from __future__ import annotations

import json
import shlex
import sys
from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from consultation.archives import archived_settings, reading
from consultation.founding import environment
from consultation.founding.beside import COMMON, Neighbour
from consultation.founding.questions import QUESTIONS, Question

NEXT = """
Next, as the same user:
{export}  .venv/bin/python manage.py upgrade
  .venv/bin/python manage.py new_admin YOU@EXAMPLE.ORG
  .venv/bin/python manage.py doctor
On a server, deploy/README.md has these lines and those of the services around them.
"""
NEXT_BESIDE = """{data} is for its data and uploads. {front} is for the front server: port {port}.

Next, as the same user, in this folder:
  export ENV_FILE=.env.{name}
  .venv/bin/python manage.py upgrade
  .venv/bin/python manage.py new_admin YOU@EXAMPLE.ORG
Then as root:
  cp deploy/systemd/* /etc/systemd/system/
  systemctl daemon-reload
  systemctl enable --now charter-web@{name} charter-worker@{name} charter-nightly@{name}.timer
  cat var-{name}/Caddyfile >> /etc/caddy/Caddyfile
  systemctl reload caddy
At the end, as the first user again:
  .venv/bin/python manage.py doctor
"""


class Command(BaseCommand):
    help = "Asks six questions and writes .env with a fresh secret. An option answers its question beforehand."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        for question in QUESTIONS:
            parser.add_argument(question.option, dest=question.name, help=f"{question.words} [{question.default}]")
        parser.add_argument(
            "--beside", metavar="NAME", help="a further site in this folder, with settings in .env.NAME"
        )
        parser.add_argument("--from-backup", type=Path, help="take settings from this backup; options override them")
        parser.add_argument("--no-input", action="store_true", help="ask no question: use options, otherwise defaults")
        parser.add_argument("--force", action="store_true", help="rename a file that exists, and write a new one")
        usual = Path(settings.BASE_DIR, ".env")
        parser.add_argument("--file", type=Path, default=usual, help="write the settings to this file and not to .env")

    def handle(
        self,
        *args: Any,
        file: Path,
        force: bool,
        no_input: bool,
        from_backup: Path | None,
        beside: str | None = None,
        **options: Any,
    ) -> None:
        site = Neighbour(Path(settings.BASE_DIR), beside) if beside is not None else None
        if site and (fault := site.fault()):
            raise CommandError(fault)
        file = site.settings_file if site else file
        if file.exists() and not force:
            raise CommandError(
                f"{file} exists already. Its secret signs sessions and links. --force renames it and writes a new one."
            )
        kept = self._kept(from_backup) if from_backup else {}
        if from_backup and settings.SECRET_KEY_FALLBACKS:
            kept["SECRET_KEY_FALLBACKS"] = ",".join(settings.SECRET_KEY_FALLBACKS)
        if site:
            kept.pop("REDIS_URL", None)  # the cache of another site
        options |= {name: kept[name] for name in kept if options.get(name) is None}
        asking = not no_input and not from_backup and sys.stdin.isatty()
        questions = self._questions_beside(site) if site else QUESTIONS
        answers = kept | {
            question.name: self._answer(question, options[question.name], asking) for question in questions
        }
        if site and (fault := site.shared(answers)):
            raise CommandError(fault)
        if file.exists():
            self.stdout.write(f"The old file is kept as {environment.set_aside(file)}.")
        port = site.port() if site else 0
        own = {"VAR_DIR": site.data.name, "PORT": str(port)} if site else {}
        lines = environment.settings_lines(answers | own, environment.new_secret())
        environment.write_settings(file, lines, over=False)
        export = "" if file == Path(settings.BASE_DIR, ".env") else f"  export ENV_FILE={shlex.quote(str(file))}\n"
        self.stdout.write(f"{file} is written. Only you can read it.{'' if site else NEXT.format(export=export)}")
        if site:
            site.make_folder(answers, port)
            words = {"data": site.data, "front": site.front_server_file, "port": port, "name": site.name}
            self.stdout.write(NEXT_BESIDE.format(**words))
        written = environment.read_settings(file)
        self.stdout.write(
            "Instead of new_admin, the first administrator can open this page after the upgrade and enter the key.\n"
            f"It works until there is an administrator:\n  {written['SITE_URL']}/en/setup/\n  {written['SETUP_KEY']}"
        )

    def _questions_beside(self, site: Neighbour) -> list[Question]:
        """The questions with the defaults of a further site: emails and time zone as the first one has them."""
        first = site.others()[0]
        defaults = {name: first[name] for name in COMMON if name in first}
        defaults["SITE_URL"] = f"http://localhost:{site.port()}"
        return [replace(question, default=defaults.get(question.name, question.default)) for question in QUESTIONS]

    def _kept(self, backup: Path) -> dict[str, str]:
        """Settings of the backup that fit another machine. Those with a password, which it leaves out, are named."""
        try:
            archive, _manifest = reading.open_backup(backup)
        except reading.Unsound as error:
            raise CommandError(str(error)) from None
        with archive:
            kept: dict[str, str] = json.loads(archive.read("settings.json"))
        lost = [name for name, value in kept.items() if archived_settings.LEFT_OUT in value]
        if lost:
            self.stdout.write(f"The backup keeps no password. Set these in .env again: {', '.join(lost)}.")
        return {name: value for name, value in kept.items() if name not in {*lost, "VAR_DIR"}}

    def _answer(self, question: Question, preset: str | None, asking: bool) -> str:
        answer = preset
        while answer is None and asking:
            typed = input(f"{question.words}\n  [{question.default}] ").strip() or question.default
            fault = question.fault(typed)
            answer = None if fault else typed
            self.stdout.write(f"  {fault}" if fault else "")
        answer = question.default if answer is None else answer.strip()
        fault = question.fault(answer)
        if fault:
            raise CommandError(f"{question.option}: {fault}")
        return answer
