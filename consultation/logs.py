"""Log lines: one of JSON each, that names no person, no address of a machine, and no address with a secret in it."""

from __future__ import annotations

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from typing import Any

from accounts import causes

PRIVATE = [
    (re.compile(r"[^\s<>\"'(),:;=]+@[^\s<>\"'(),:;]+"), "[address]"),
    (re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b"), "[machine]"),
    (re.compile(r"(?<![\w:])(?:(?:[0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}|[0-9a-fA-F:]*::[0-9a-fA-F:]*)"), "[machine]"),
    (re.compile(r"(https?://[^\s?\"']+)\?[^\s\"']*"), r"\1"),
]
# The web server quotes what was asked for, in which a private link may stand.
ADDRESS = re.compile(r"(?<![\w:/])/[^\s'\"]+")


class Lines(logging.Formatter):
    """`fields` of a record, where it has them, stand beside its words."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "cause": causes.current(),
            "words": without_persons(_words(record)),
            **getattr(record, "fields", {}),
        }
        if record.exc_info and record.exc_info[1]:
            line["error"] = _error(record.exc_info[1])
        return json.dumps({name: value for name, value in line.items() if value != ""}, ensure_ascii=False)


def without_persons(words: str) -> str:
    """The words without e-mail addresses, addresses of machines, and what follows a question mark in a link."""
    for pattern, instead in PRIVATE:
        words = pattern.sub(instead, words)
    return words


def _words(record: logging.LogRecord) -> str:
    """Django and gunicorn put the address that was asked for into their words: a private link may be in it."""
    if hasattr(record, "status_code") and isinstance(record.args, tuple) and record.args:
        return str(record.args[0])
    if record.name.startswith("gunicorn"):
        return ADDRESS.sub("[path]", record.getMessage())
    return record.getMessage()


def _error(error: BaseException) -> dict[str, Any]:
    """Where it happened; what it says may quote a row, so that is left out."""
    frames = traceback.extract_tb(error.__traceback__)
    return {
        "kind": type(error).__name__,
        "where": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }
