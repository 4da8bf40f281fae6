"""The whole of a database in one line, and what does not hold of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from django.db import connection

from accounts.actions import records
from charter.queries.versions import data_faults


def state() -> str:
    """A digest over every row of every table; what sequences would give next is no part of it."""
    digest = hashlib.sha256()
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows = sorted(repr(row) for row in cursor.fetchall())
            digest.update(repr((table, rows)).encode())
    return digest.hexdigest()


def wrong() -> Iterator[str]:
    """The faults that `check_consultation` and `verify_record` report."""
    yield from data_faults.all_faults()
    yield from records.faults_of_record()
