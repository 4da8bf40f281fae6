"""Files of settings, such as `.env`: a line a setting, and readable by nobody but the owner."""

from __future__ import annotations

import os
import secrets
import sys
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import environ

from consultation.founding.questions import LOCAL

HEAD = "# Written by `manage.py setup`. The table in README.md says what each name means, and which others there are."


def settings_from(path: Path) -> environ.Env:
    """What the settings are read from: the environment and the file, of which the environment goes first.

    Where ENV_FILE names another file, that file alone counts.
    """
    file = settings_file(path)
    if file == path:
        env = environ.Env()
        env.read_env(path)
        return env
    if not file.is_file():
        sys.exit(f"ENV_FILE names {file}, and there is no such file.")
    return _read_alone(file)


def settings_file(usual: Path) -> Path:
    """The file that ENV_FILE names, else the usual one."""
    named = os.environ.get("ENV_FILE")
    return Path(named) if named else usual


def read_settings(path: Path) -> dict[str, str]:
    """The settings in the file, and nothing of the environment; none where it is missing or is no text."""
    try:
        return dict(_read_alone(path).ENVIRON)
    except UnicodeDecodeError:
        return {}


def _read_alone(path: Path) -> environ.Env:
    env = type("FileSettings", (environ.Env,), {"ENVIRON": {}})()
    env.read_env(path)
    return env


def settings_lines(answers: dict[str, str], secret: str) -> list[str]:
    """The file's lines; what follows from the address is said with it."""
    address = urlsplit(answers["SITE_URL"])
    host = address.hostname or ""
    hosts = [host, *sorted(LOCAL - {host, "::1"})] if host in LOCAL else [host]
    values = {"SECRET_KEY": secret, "SETUP_KEY": new_setup_key(), "ALLOWED_HOSTS": ",".join(hosts), **answers}
    if address.scheme == "https":
        values["BEHIND_PROXY"] = "1"
    return [HEAD, *as_lines(values)]


def as_lines(values: dict[str, str]) -> list[str]:
    """A line for each setting that has a value."""
    return [f"{name}={_quoted(value)}" for name, value in values.items() if value]


def new_secret() -> str:
    return secrets.token_urlsafe(64)


def new_setup_key() -> str:
    """Short enough to be typed, and too long to be guessed."""
    return "-".join(secrets.token_hex(3) for _part in range(5))


def write_settings(path: Path, lines: list[str], *, over: bool) -> None:
    """Writes it for the owner's eyes alone; raises `FileExistsError` unless it may write `over` another."""
    flags = os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if over else os.O_EXCL)
    with open(os.open(path, flags, 0o600), "w", encoding="utf-8") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write("\n".join(lines) + "\n")


def set_aside(path: Path) -> Path:
    """Renames the file, so that its secret is not lost; gives its new name."""
    aside = path.with_name(f"{path.name}.{datetime.now():%Y%m%d%H%M%S}")
    return path.rename(aside)


def _quoted(value: str) -> str:
    """As django-environ reads it back."""
    if all(sign.isalnum() or sign in "-_.,:/@+%?=&" for sign in value):
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
