"""Six questions make the environment file of a new installation."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from consultation.founding import environment
from consultation.founding.questions import QUESTIONS, Question

NEXT = """
Next:
  manage.py migrate
  manage.py collectstatic --no-input
  manage.py new_admin YOUR@ADDRESS
  manage.py doctor
"""


class Command(BaseCommand):
    help = "Asks six questions and writes .env with a fresh secret. An option answers its question beforehand."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        for question in QUESTIONS:
            parser.add_argument(question.option, dest=question.name, help=f"{question.words} [{question.default}]")
        parser.add_argument("--no-input", action="store_true", help="ask nothing: options, else defaults")
        parser.add_argument("--force", action="store_true", help="write over a file that is there")
        parser.add_argument("--file", type=Path, default=Path(settings.BASE_DIR, ".env"))

    def handle(self, *args: Any, file: Path, force: bool, no_input: bool, **options: Any) -> None:
        if file.exists() and not force:
            raise CommandError(
                f"{file} is there already. Its secret signs sessions and links: --force writes a new one."
            )
        asking = not no_input and sys.stdin.isatty()
        answers = {question.name: self._answer(question, options[question.name], asking) for question in QUESTIONS}
        environment.write(file, environment.lines(answers, environment.new_secret()), over=force)
        self.stdout.write(f"{file} is written, for your eyes only.{NEXT}")

    def _answer(self, question: Question, given: str | None, asking: bool) -> str:
        answer = given
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
