"""What the database knows of its own tables."""

from __future__ import annotations

from django.db import connection


def renew_statistics() -> None:
    """Lets PostgreSQL count its tables: after many rows at once its planner guesses until autovacuum comes by."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
