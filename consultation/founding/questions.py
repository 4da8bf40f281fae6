"""Six questions, each with a default and a sentence on what is wrong with an answer."""

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


def check_address(answer: str) -> Fault:
    parts = urlsplit(answer)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/"):
        return "The address starts with https:// and ends with the name, such as https://charter.example.org."
    if parts.scheme == "http" and parts.hostname not in LOCAL:
        return "People sign in on the site, so an address that others can reach starts with https://."
    return ""


def check_name(answer: str) -> Fault:
    return "" if answer and len(answer) <= 80 else "The name has between 1 and 80 characters."


def check_database(answer: str) -> Fault:
    if not answer:
        return ""
    parts = urlsplit(answer)
    valid = parts.scheme in ("postgres", "postgresql", "sqlite") and len(parts.path) > 1
    return "" if valid else "Leave the answer empty for a file, or write postgres://user:password@host:5432/name."


def check_mail_server(answer: str) -> Fault:
    if not answer:
        return ""
    try:
        environ.Env.email_url_config(answer)
        return "" if urlsplit(answer).hostname else "The address of the mail server has no name of a server."
    except (KeyError, ValueError, ImproperlyConfigured):
        return "Write the mail server as smtp+tls://user:password@host:587."


def check_sender(answer: str) -> Fault:
    try:
        validate_email(answer)
    except ValidationError:
        return "" if answer == "consultation@localhost" else "The sender must be an email address."
    return ""


def check_time_zone(answer: str) -> Fault:
    try:
        ZoneInfo(answer)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return "Write the time zone as Europe/Madrid or America/Bogota."
    return ""


QUESTIONS = (
    Question("SITE_URL", "At which address will people find the site?", "http://localhost:8000", check_address),
    Question("SITE_NAME", "What is the name of the site?", "Charter", check_name),
    Question("DATABASE_URL", "Where are the data stored? Empty: in an SQLite file.", "", check_database),
    Question(
        "MAIL_URL", "Which mail server sends the emails? Empty: emails are written to files.", "", check_mail_server
    ),
    Question("MAIL_FROM", "From which address are emails sent?", "consultation@localhost", check_sender),
    Question("TIME_ZONE", "In which time zone does the secretariat work?", "Europe/Madrid", check_time_zone),
)
