"""The file `.env`: a line a setting, read by `consultation/settings.py`, and by nobody but its owner."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from consultation.founding.questions import LOCAL

HEAD = "# Written by `manage.py setup`. The table in README.md says what each name means, and which others there are."


def lines(answers: dict[str, str], secret: str) -> list[str]:
    """The file's lines; what follows from the address is said with it."""
    address = urlsplit(answers["SITE_URL"])
    host = address.hostname or ""
    hosts = [host, *sorted(LOCAL - {host, "::1"})] if host in LOCAL else [host]
    values = {"SECRET_KEY": secret, "ALLOWED_HOSTS": ",".join(hosts), **answers}
    if address.scheme == "https":
        values["BEHIND_PROXY"] = "1"
    return [HEAD, *(f"{name}={_quoted(value)}" for name, value in values.items() if value)]


def new_secret() -> str:
    return secrets.token_urlsafe(64)


def write(path: Path, said: list[str], *, over: bool) -> None:
    """Writes it for the owner's eyes alone; raises `FileExistsError` unless it may write `over` another."""
    flags = os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if over else os.O_EXCL)
    with open(os.open(path, flags, 0o600), "w", encoding="utf-8") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write("\n".join(said) + "\n")


def _quoted(value: str) -> str:
    """As django-environ reads it back."""
    if all(sign.isalnum() or sign in "-_.,:/@+%?=&" for sign in value):
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
