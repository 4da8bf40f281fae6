"""Queries written once: Django takes a millisecond to write one that the database answers in a tenth of it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from itertools import count
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

One = int | str | date  # a moment is a date too
Value = One | Sequence[int] | Sequence[str]
# Numbers that fit every column of ours, and that no row and no rule will ever hold.
FIRST_MARK, OTHER = 2_140_000_000, 1_000_000
FIRST_MOMENT, FIRST_DAY = datetime(1, 1, 2, tzinfo=UTC), date(1, 1, 2)


@dataclass(frozen=True)
class PreparedQuery:
    """A query with its SQL and values, and which of them are to be filled in with what is asked.

    `compiler` is what wrote the SQL, and knows how to read the rows.
    """

    queryset: QuerySet[Any, Any]
    compiler: SQLCompiler
    sql: str
    values: tuple[Any, ...]
    places: tuple[tuple[int, int], ...]

    @cached_property
    def converters(self) -> dict[int, Any]:
        """By the column: what makes the database's value the field's. Django looks for it anew at each asking."""
        chosen = self.compiler.select[: self.compiler.col_count]
        return self.compiler.get_converters([column for column, _sql, _alias in chosen])

    def fill(self, flat: Sequence[Any]) -> tuple[str, tuple[Any, ...]]:
        values = list(self.values)
        for place, which in self.places:
            values[place] = flat[which]
        return self.sql, tuple(values)


@dataclass
class Prepared:
    """A query by the function that builds it from its values: each a number, text, day, moment, or several of one.

    All else in it must be the same each time: a query that looks at the clock or the language itself is none, and what
    follows from a value, as a day from a moment, is a value of its own. Where one of several values is none at all,
    the query has no rows.
    """

    build: Callable[..., QuerySet[Any, Any]]
    _written: dict[tuple[Any, ...], PreparedQuery] = field(default_factory=dict)

    def rows(self, *values: Value) -> list[tuple[Any, ...]]:
        """Rows of columns that every database hands out as they are: numbers and texts."""
        if not all(map(_list, values)):
            return []
        with connection.cursor() as cursor:
            cursor.execute(*self._query(values).fill(_flat(values)))
            return list(cursor.fetchall())

    def objects(self, *values: Value) -> list[Any]:
        """What the query itself gives: objects of the model, with what is selected or fetched together with them."""
        if not all(map(_list, values)):
            return []
        query = self._query(values)
        queryset, again, statement = query.queryset.all(), copy(query.compiler), query.fill(_flat(values))
        again.connection = connection
        again.get_converters = lambda _columns: query.converters  # type: ignore[method-assign,assignment]
        again.as_sql = lambda *_args, **_more: statement  # type: ignore[method-assign]
        queryset.query.get_compiler = lambda *_args, **_more: again  # type: ignore[method-assign]
        return list(queryset)

    def _query(self, values: Sequence[Value]) -> PreparedQuery:
        shape = (connection.vendor, *(type(v) if isinstance(v, One) else len(v) for v in values))
        if shape not in self._written:
            self._written[shape] = self._write(values)
        return self._written[shape]

    def _write(self, values: Sequence[Value]) -> PreparedQuery:
        """Written for two sets of marks: what differs between them is where values stand, and nothing else may."""
        written, other = self._marked(values, FIRST_MARK), self._marked(values, FIRST_MARK + OTHER)
        same = other.fill([None] * len(_flat(values))) == written.fill([None] * len(_flat(values)))
        if not same or {which for _place, which in written.places} != set(range(len(_flat(values)))):
            raise ValueError("A value does not stand in the query as it was given, so it cannot be filled in later.")
        return written

    def _marked(self, values: Sequence[Value], first: int) -> PreparedQuery:
        numbers = count(first)
        marked = [[_mark(value, next(numbers)) for value in _list(v)] for v in values]
        queryset = self.build(*(m[0] if isinstance(v, One) else m for m, v in zip(marked, values, strict=True)))
        compiler = queryset.query.get_compiler(connection=connection)
        sql, inside = compiler.as_sql()
        which = {mark: place for place, mark in enumerate(_flat(marked))}
        places = tuple((place, which[value]) for place, value in enumerate(inside) if _is_mark(value, which))
        return PreparedQuery(queryset, compiler, sql, tuple(inside), places)


def _list(value: Value) -> Sequence[Any]:
    return [value] if isinstance(value, One) else value


def _mark(value: One, number: int) -> One:
    if isinstance(value, datetime):
        return FIRST_MOMENT + timedelta(days=number - FIRST_MARK, seconds=number)
    return FIRST_DAY + timedelta(days=number - FIRST_MARK) if isinstance(value, date) else type(value)(number)


def _flat(values: Iterable[Any]) -> list[Any]:
    """All values in a row, as the database takes them."""
    each = (item for value in values for item in _list(value))
    return [_adapted(item) for item in each]


def _adapted(value: One) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


def _is_mark(value: Any, which: Mapping[Any, int]) -> bool:
    return isinstance(value, Hashable) and value in which
