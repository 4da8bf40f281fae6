"""What fails outside the code: a lock that somebody else holds, a full disk, a database that is gone."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import psycopg
from django.conf import settings

# A result of SQLite holds its kind in the lowest byte.
KIND = 0xFF
# SQLite says that it cannot read or write, and not why: with less than this on the disk, the disk is full.
ROOM = 1_000_000


class Outage(StrEnum):
    BUSY = "busy"
    FULL = "full"
    GONE = "gone"


def outage_of(error: BaseException | None) -> Outage | None:
    """Which outage an error tells of; None where it is a fault of the code."""
    kinds = [kind for cause in _causes(error) if (kind := _kind(cause))]
    return kinds[0] if kinds else None


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what it was raised from, the first cause last."""
    while error is not None:
        yield error
        error = error.__cause__


def _kind(error: BaseException) -> Outage | None:
    if isinstance(error, sqlite3.OperationalError):
        return _of_sqlite(getattr(error, "sqlite_errorcode", 0) & KIND)
    if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
        return _of_postgresql(error.sqlstate)
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Outage.FULL
    return None


def _of_sqlite(kind: int) -> Outage | None:
    if kind in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return Outage.BUSY
    if kind == sqlite3.SQLITE_FULL:
        return Outage.FULL
    if kind in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN):
        return Outage.FULL if _is_full() else Outage.GONE
    return None


def _is_full() -> bool:
    folder = Path(str(settings.DATABASES["default"]["NAME"])).resolve().parent
    return folder.exists() and shutil.disk_usage(folder).free < ROOM


def _of_postgresql(state: str | None) -> Outage | None:
    """By its five signs, as in appendix A of PostgreSQL's manual; none where the line broke."""
    if state in ("40P01", "40001", "55P03"):  # a deadlock, a failed serialisation, a lock that was not to be had
        return Outage.BUSY
    if state == "53100":
        return Outage.FULL
    # The line broke, or the server ends, starts, or has no more connections to give.
    if state is None or state.startswith(("08", "57P", "533", "25P03")):
        return Outage.GONE
    return None
