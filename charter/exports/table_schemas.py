"""JSON Schemas of the tables of a data package that other systems read: amendments and decisions."""

from __future__ import annotations

from typing import Any

from charter.exports.tables import TABLES, Table
from charter.states import ChangeKind, Outcome, ProvisionKind

Type = dict[str, Any]
DRAFT = "https://json-schema.org/draft/2020-12/schema"
TEXT: Type = {"type": "string"}
NUMBER: Type = {"type": "integer", "minimum": 1}
KEY: Type = {"type": "string", "format": "uuid"}


def _or_null(type_: Type) -> Type:
    return {"anyOf": [type_, {"type": "null"}]}


AMENDMENT: dict[str, Type] = {"round": NUMBER, "number": NUMBER}
# By table and column.
TYPES: dict[str, dict[str, Type]] = {
    "amendments": {
        **AMENDMENT,
        "member": TEXT,
        "co_proposers": {"type": "array", "items": TEXT},
        "prepared_as": _or_null(TEXT),
        "prepared_by": _or_null(NUMBER),
        "confirmed_as": _or_null(TEXT),
        "confirmed_by": _or_null(NUMBER),
        "state": TEXT,
        "title": _or_null(TEXT),
        "reason": _or_null(TEXT),
        "kind": {"enum": ChangeKind.values},
        "provision": TEXT,
        "language": TEXT,
        "before": _or_null(TEXT),
        "asked": TEXT,
        "key": KEY,
        "after_key": _or_null(KEY),
        "new_kind": _or_null({"enum": ProvisionKind.values}),
        "new_key": _or_null(KEY),
        "joined_key": _or_null(KEY),
        "cut": _or_null(NUMBER),
        "resolution_number": _or_null(TEXT),
        "resolution_date": _or_null({"type": "string", "format": "date"}),
        "resolution_sha256": _or_null(TEXT),
        "resolution_url": _or_null(TEXT),
    },
    "decisions": {
        **AMENDMENT,
        "outcome": {"enum": Outcome.values},
        "because_of": _or_null(NUMBER),
        "reason": TEXT,
        "reason_language": TEXT,
        "released_at": {"type": "string", "format": "date-time"},
        "decided_by": _or_null(NUMBER),
        "in_the_text": {"type": "boolean"},
        "type": _or_null(TEXT),
    },
}


def table_schemas() -> dict[str, Type]:
    """The schema of the JSON file of each table in `TYPES`, by the name of the schema's file."""
    return {f"{table.name}.schema.json": _schema(table) for table in TABLES if table.name in TYPES}


def _schema(table: Table) -> Type:
    types = TYPES[table.name]
    properties = {name: {"description": meaning, **types[name]} for name, meaning in table.columns.items()}
    row = {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
    return {"$schema": DRAFT, "title": table.name, "description": table.about, "type": "array", "items": row}
