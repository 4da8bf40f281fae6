"""The settings of the demonstration: a file beside its data, which alone counts there. No `.env` is read."""

from __future__ import annotations

import atexit
import os
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from urllib.parse import urlsplit

from consultation.founding import environment

BASE = Path(__file__).resolve().parents[2]
FOLDER = BASE / "var" / "demonstration"
FILE = "demonstration.env"
HEAD = "# Written by `manage.py demo` at each start. ENV_FILE names it for other commands."
ADDRESS, PORT = "127.0.0.1", 8000
EVERY = ("0.0.0.0", "::")  # noqa: S104  only compared
LOCAL = ("localhost", "127.0.0.1", "[::1]")
# What the environment may say of a demonstration. All else there belongs to other sites: mail, caches, keys.
TAKEN = ("SITE_URL", "ALLOWED_HOSTS", "CONTACT", "DEMO_SECOND_FACTOR", "DATABASE_URL")
# Any of these in the environment are the settings of a site.
OF_A_SITE = ("ENV_FILE", "SECRET_KEY", "DATABASE_URL", "VAR_DIR", "DEBUG", "DEMONSTRATION")


def port(text: str) -> int:
    """The number of a port; raises `ValueError`."""
    number = int(text)
    if not 0 < number < 65536:
        raise ValueError
    return number


def add_arguments(parser: ArgumentParser) -> None:
    """Of `manage.py demo`."""
    add_address(parser)
    parser.add_argument("--data", type=Path, default=FOLDER, help="the folder of its data and settings [%(default)s]")


def add_address(parser: ArgumentParser) -> None:
    """Where the web server listens."""
    parser.add_argument("--port", type=port, default=PORT, help="the port it listens on [%(default)s]")
    parser.add_argument("--address", default=ADDRESS, help="the address of this machine it listens on [%(default)s]")


def prepare_settings(arguments: list[str]) -> None:
    """Before Django reads its settings: makes those that `manage.py demo` runs with, in a file of this process.

    The command puts the file beside the data, once it knows that they are a demonstration's.
    """
    parser = ArgumentParser(add_help=False)
    add_arguments(parser)
    options, _others = parser.parse_known_args(arguments)
    folder = options.data.absolute()
    if not is_free(folder):
        sys.exit(
            f"{folder} contains something other than a demonstration. Nothing was changed. "
            "Choose a new folder: make demo DATA=FOLDER"
        )
    values = make_settings(folder, environment.read_settings(folder / FILE), options.address, options.port)
    handle, name = tempfile.mkstemp(suffix=".env")
    os.close(handle)
    atexit.register(Path(name).unlink, missing_ok=True)
    write_settings(Path(name), values)
    os.environ["ENV_FILE"] = name


def choose_settings() -> None:
    """Where no site was set up here, commands work on the demonstration, if there is one; they say so."""
    file = FOLDER / FILE
    is_set_up = os.path.lexists(BASE / ".env") or any(name in os.environ for name in OF_A_SITE)
    if not is_set_up and file.is_file():
        os.environ["ENV_FILE"] = str(file)
        sys.stderr.write(f"There is no .env: this works on the demonstration in {relative_path(FOLDER)}.\n")


def is_free(folder: Path) -> bool:
    """Whether a demonstration may stand in the folder: it is new, empty, or has the settings of one."""
    if not folder.exists():
        return True
    return folder.is_dir() and ((folder / FILE).exists() or not any(folder.iterdir()))


def make_settings(folder: Path, before: dict[str, str], address: str, port: int) -> dict[str, str]:
    """The settings of a demonstration in the folder, by its settings of `before` and the environment."""
    variables = {name: os.environ[name] for name in TAKEN if os.environ.get(name)}
    database = variables.get("DATABASE_URL", before.get("DATABASE_URL", ""))
    if before and database != before.get("DATABASE_URL", ""):
        sys.exit(
            f"The data of the demonstration in {relative_path(folder)} are not in the database of DATABASE_URL. "
            "Nothing was changed. Unset DATABASE_URL, or choose another folder: make demo DATA=FOLDER"
        )
    site = variables.get("SITE_URL", f"http://localhost:{port}")
    # Who lets all addresses of the machine be listened on reaches it under names that nobody knows beforehand.
    hosts = ["*"] if address in EVERY else [*LOCAL, address, urlsplit(site).hostname or "localhost"]
    return {
        "DEMONSTRATION": "1",
        "SECRET_KEY": before.get("SECRET_KEY", "") or environment.new_secret(),
        "ALLOWED_HOSTS": ",".join(dict.fromkeys(hosts)),
        "SITE_NAME": "Charter-Agenda",
        "CONTACT": "secretariat@demo.example",
        **variables,
        "SITE_URL": site,
        "DATABASE_URL": database,
        "VAR_DIR": str(folder.relative_to(BASE) if folder.is_relative_to(BASE) else folder),
    }


def write_settings(file: Path, values: dict[str, str]) -> None:
    """Writes the settings, for the owner's eyes alone."""
    environment.write_settings(file, [HEAD, *environment.as_lines(values)], over=True)


def relative_path(path: Path) -> str:
    """A path as one types it in the folder of the site."""
    return str(path.relative_to(BASE) if path.is_relative_to(BASE) else path)
