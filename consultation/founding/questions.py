"""Six questions, each with a default and a word on what is wrong with an answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import environ
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

Fault = str
LOCAL = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True)
class Question:
    """`name` is the setting that keeps the answer; `fault` says in a sentence what is wrong with one, or nothing."""

    name: str
    words: str
    default: str
    fault: Callable[[str], Fault]

    @property
    def option(self) -> str:
        return "--" + self.name.lower().replace("_", "-")


def of_address(answer: str) -> Fault:
    parts = urlsplit(answer)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/"):
        return "An address starts with https:// and has nothing after the name, as https://charter.example.org."
    if parts.scheme == "http" and parts.hostname not in LOCAL:
        return "People sign in here: an address that others can reach starts with https://."
    return ""


def of_name(answer: str) -> Fault:
    return "" if answer and len(answer) <= 80 else "A name has between 1 and 80 signs."


def of_data(answer: str) -> Fault:
    if not answer:
        return ""
    parts = urlsplit(answer)
    known = parts.scheme in ("postgres", "postgresql", "sqlite") and len(parts.path) > 1
    return "" if known else "Data stand in a file (leave it empty) or at postgres://user:password@host:5432/name."


def of_mail(answer: str) -> Fault:
    if not answer:
        return ""
    try:
        environ.Env.email_url_config(answer)
        return "" if urlsplit(answer).hostname else "The address of a mail server names the server."
    except (KeyError, ValueError, ImproperlyConfigured):
        return "A mail server is written smtp+tls://user:password@host:587."


def of_sender(answer: str) -> Fault:
    try:
        validate_email(answer)
    except ValidationError:
        return "" if answer == "consultation@localhost" else "A sender is an e-mail address."
    return ""


def of_zone(answer: str) -> Fault:
    try:
        ZoneInfo(answer)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return "A time zone is written as Europe/Madrid or America/Bogota."
    return ""


QUESTIONS = (
    Question("SITE_URL", "At which address will people find the site?", "http://localhost:8000", of_address),
    Question("SITE_NAME", "What is its name?", "Charter-Agenda", of_name),
    Question("DATABASE_URL", "Where do the data stand? Empty: in a file of SQLite.", "", of_data),
    Question("MAIL_URL", "Which mail server takes its letters? Empty: they are written to files.", "", of_mail),
    Question("MAIL_FROM", "From which address do letters come?", "consultation@localhost", of_sender),
    Question("TIME_ZONE", "In which time zone does the secretariat work?", "Europe/Madrid", of_zone),
)
