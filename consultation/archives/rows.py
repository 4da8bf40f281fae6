"""Rows of a table as lines of JSON and back, by the fields' own words for their values."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import IO, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from django.db.models import Field, sql
from django.utils.encoding import is_protected_type

BATCH = 500


class Exact(DjangoJSONEncoder):
    """Moments to the microsecond: the record's hashes are made of them."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if hasattr(o, "isoformat") else super().default(o)


def write_rows(model: type[models.Model], to: IO[bytes]) -> int:
    """The names of the columns, then a line a row; how many rows."""
    fields, count = _fields(model), 0
    to.write(_line([field.attname for field in fields]))
    for row in model._base_manager.order_by("pk").iterator(chunk_size=BATCH):
        to.write(_line([_stored_value(field, row) for field in fields]))
        count += 1
    return count


def read_rows(model: type[models.Model], lines: Iterable[bytes]) -> int:
    """Stores the rows as they stand, in the same order; how many."""
    source, count = iter(lines), 0
    by_name = {field.attname: field for field in _fields(model)}
    fields = [by_name[name] for name in json.loads(next(source))]
    for some in _some(source, _size(fields)):
        _insert(model, fields, [_row(model, fields, json.loads(line)) for line in some])
        count += len(some)
    return count


def _fields(model: type[models.Model]) -> list[Field[Any, Any]]:
    return list(model._meta.local_concrete_fields)


def _stored_value(field: Field[Any, Any], row: models.Model) -> Any:
    value = field.value_from_object(row)
    return value if is_protected_type(value) else field.value_to_string(row)


def _row(model: type[models.Model], fields: list[Field[Any, Any]], values: list[Any]) -> models.Model:
    pairs = zip(fields, values, strict=True)
    return model(**{field.attname: field.to_python(value) for field, value in pairs})


def _insert(model: type[models.Model], fields: list[Field[Any, Any]], rows: list[models.Model]) -> None:
    """Below `save`, so that no signal, no moment of now and no parent's row comes of it."""
    query = sql.InsertQuery(model)
    query.insert_values(fields, rows, raw=True)
    query.get_compiler(connection=connection).execute_sql()


def _some(lines: Iterator[bytes], size: int) -> Iterator[list[bytes]]:
    while some := list(islice(lines, size)):
        yield some


def _size(fields: list[Field[Any, Any]]) -> int:
    return max(1, min(BATCH, connection.ops.bulk_batch_size(fields, range(BATCH))))


def _line(values: list[Any]) -> bytes:
    return json.dumps(values, cls=Exact, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
