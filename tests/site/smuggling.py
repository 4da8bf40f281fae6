"""What is sent beside a form: fields of rows that the form does not offer, and what becomes of the rows with them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.test import Client
from django.urls import resolve, reverse
from lxml import html as parsing

from accounts.models import Organisation, Person
from tests.site import asking, attacking, deeds
from tests.site.stage import Stage

HARMLESS = attacking.Words(attacking.HARMLESS)
WAITING = ("django_session", "session_data")
APPS = ("accounts", "charter", "cms", "auth", "account", "mfa")
WORD, DAY, NUMBER, KEY = "zzz nobody's word", "2001-02-03", 987654, "0b0b0b0b-0b0b-4b0b-8b0b-0b0b0b0b0b0b"
# What decides over rights, whichever rows a form writes.
OF_RIGHTS = {
    **dict.fromkeys(("is_staff", "is_superuser", "is_demonstration", "is_admin"), "on"),
    **{"groups": "1", "user_permissions": "1", "roles": "moderator", "role": "moderator", "mandates": "1"},
}
# Of every form, whether its page was asked for or not: a form without a token counts each time it is sent.
ALWAYS_OFFERED = {"token", "revision", "csrfmiddlewaretoken"}
# What the table of deeds leaves empty and the form has: words beside a position.
NOT_FILLED_IN = {"take_position": "line", "advise": "line word", "prepare": "citation source wish wish_language"}
OF_THE_VISIT = ("django_", "usersessions_")
# By table and column, what its rows have that they did not have before, or have no more.
Cells = dict[tuple[str, str], Counter[str]]
Rows = dict[str, tuple[list[str], Counter[tuple[Any, ...]]]]


@dataclass(frozen=True)
class Sheet:
    """A form as it is filled in, and the names that its page offers at its address."""

    url: str
    data: dict[str, Any]
    offered: frozenset[str]

    def __str__(self) -> str:
        return f"{self.url} {' '.join(sorted(self.data))}"

    @property
    def name(self) -> str:
        """Of the address: what one page offers there in full, another offers as a single button."""
        return resolve(self.url.partition("?")[0]).view_name


def sheets(stage: Stage, client: Client, place: deeds.Place) -> Iterator[Sheet]:
    """Each form of each page that the client may open, once a button; then what the verbs' own forms send."""
    all_sheets = [Sheet(*parts) for url in asking.addresses(stage).values() for parts in _of_a_page(client, url)]
    all_sheets += [of_a_deed(place, verb) for verb, deed in deeds.DEEDS.items() if deed.data is not None]
    offers: dict[str, frozenset[str]] = {}
    for sheet in all_sheets:
        offers[sheet.name] = offers.get(sheet.name, frozenset()) | sheet.offered
    for sheet in {str(sheet): sheet for sheet in all_sheets}.values():
        yield replace(sheet, offered=offers[sheet.name])


def of_a_deed(place: deeds.Place, verb: str) -> Sheet:
    """The verb's own form as its table of deeds fills it in."""
    deed = deeds.DEEDS[verb]
    assert deed.data is not None
    data = deed.data(place)
    url = reverse(deed.address, args=deed.args(place))
    return Sheet(url, data, _names(data) | frozenset(NOT_FILLED_IN.get(verb, "").split()))


def _names(data: dict[str, Any]) -> frozenset[str]:
    return frozenset(ALWAYS_OFFERED | set(map(_shape, data)))


def _shape(name: str) -> str:
    return re.sub(r"\d+", "0", name)


def _of_a_page(client: Client, url: str) -> Iterator[tuple[str, dict[str, Any], frozenset[str]]]:
    with asking.undone(client):
        answer = client.get(url)
    if answer.status_code != 200 or "html" not in answer.get("Content-Type", ""):
        return
    for form in (form for form in parsing.fromstring(asking.text_of(answer)).forms if form.method == "POST"):
        data = attacking.filled(form, HARMLESS)
        for button in form.xpath(".//button[@name or @formaction]") or [None]:
            named = button is not None and button.get("name")
            pressed = {named: button.get("value", "")} if named else {}
            to = (button is not None and button.get("formaction")) or form.action or url
            yield to.partition("#")[0], data | pressed, _names(data | pressed)


def rows() -> Rows:
    """Every table with its columns and its rows."""
    rows_by_table: Rows = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows_by_table[table] = (
                [column[0] for column in cursor.description],
                Counter(map(_hashable, cursor.fetchall())),
            )
    return rows_by_table


def _hashable(row: Any) -> tuple[Any, ...]:
    return tuple(value if isinstance(value, str | int | None) else str(value) for value in row)


def changed(before: Rows, after: Rows) -> Cells:
    cells: Cells = {}
    for table, (columns, now) in after.items():
        rows_before = before[table][1]
        for mark, some in (("+", now - rows_before), ("-", rows_before - now)):
            for row in some.elements():
                for column, value in zip(columns, row, strict=True):
                    cells.setdefault((table, column), Counter())[f"{mark}{value}"] += 1
    return cells


class Sending:
    """Sends what a client may send and takes it back again, so that the rows before are always the same."""

    def __init__(self, client: Client) -> None:
        self.client, self.before = client, rows()

    def __call__(self, url: str, data: dict[str, Any]) -> Cells:
        with asking.undone(self.client):
            answer = self.client.post(url, data)
            cells = changed(self.before, rows())
        if (
            asking.answer_of(answer) == "again"
        ):  # it waits as it came until the password is given, and is then sent anew
            cells.pop(WAITING, None)
        return cells

    def smuggled(self, sheet: Sheet) -> tuple[bool, set[str]]:
        """Whether the form alone changes rows, and what is otherwise in them where fields were sent beside it."""
        plain, again = self(sheet.url, sheet.data), self(sheet.url, sheet.data)
        restless = {cell for cell in plain.keys() | again.keys() if plain.get(cell) != again.get(cell)}
        odd = set()
        for extra in extras(_written(plain), sheet):
            odd |= self._otherwise(sheet, extra, plain, restless)
        return bool(_written(plain)), odd

    def _otherwise(self, sheet: Sheet, extra: dict[str, Any], plain: Cells, restless: set[Any]) -> set[str]:
        """A form that is refused for one field says nothing of the others, so these are sent without it."""
        cells = self(sheet.url, sheet.data | extra)
        if _written(plain) and not _written(cells):
            names, half = list(extra), len(extra) // 2
            parts = [{name: extra[name] for name in some} for some in (names[:half], names[half:])] if half else []
            return set().union(*(self._otherwise(sheet, part, plain, restless) for part in parts))
        changing = {cell for cell in cells.keys() | plain.keys() if cells.get(cell) != plain.get(cell)}
        odd = {".".join(cell) for cell in changing - restless}
        return odd | {
            f"{'.'.join(cell)} {value}" for cell, values in cells.items() for value in values if _ours(value)
        }


def _written(cells: Cells) -> set[str]:
    """The tables in which rows changed, but for who is visiting."""
    return {table for table, _ in cells if not table.startswith(OF_THE_VISIT)}


def _ours(value: str) -> bool:
    return any(mark in value for mark in (WORD, DAY, KEY)) or value[1:] == str(NUMBER)


def extras(tables: set[str], sheet: Sheet) -> list[dict[str, Any]]:
    """Fields of the rows that the form writes and of the person, which it does not offer; several where they differ.

    A row of several forms bears the field under the name of each.
    """
    values: dict[str, list[Any]] = {name: [value] for name, value in OF_RIGHTS.items()}
    written = [
        candidate
        for candidate in apps.get_models()
        if candidate._meta.db_table in tables and candidate._meta.app_label in APPS
    ]
    for model in {Person, *written}:
        for field in model._meta.get_fields():
            if isinstance(field, models.Field) and not isinstance(field, models.FileField):
                for name, value in _told(field):
                    values.setdefault(name, []).append(value)
    prefixes = ["", *{f"{name.rpartition('-')[0]}-" for name in sheet.data if "-" in name}]
    turns = max(len(set(map(str, some))) for some in values.values())
    return [
        {
            f"{prefix}{name}": list(dict.fromkeys(some))[turn % len(set(some))]
            for name, some in values.items()
            for prefix in prefixes
            if _shape(f"{prefix}{name}") not in sheet.offered
        }
        for turn in range(turns)
    ]


def _told(field: models.Field[Any, Any]) -> Iterator[tuple[str, Any]]:
    """The names by which a form could read the field, each with something that no form of the stage says."""
    if field.is_relation and field.related_model:
        last = field.related_model._default_manager.order_by("pk").last()
        if last is not None:
            yield field.name, last.slug if isinstance(last, Organisation) else str(last.pk)
            yield getattr(field, "attname", field.name), str(last.pk)
        return
    if field.choices:
        yield field.name, str(list(field.flatchoices)[-1][0])
    elif isinstance(field, models.BooleanField):
        yield field.name, "false" if field.get_default() else "on"
    elif isinstance(field, models.DateTimeField):
        yield field.name, f"{DAY}T04:05:06"
    elif isinstance(field, models.DateField):
        yield field.name, DAY
    elif isinstance(field, models.UUIDField):
        yield field.name, KEY
    elif isinstance(field, models.IntegerField):
        yield field.name, str(NUMBER)
    elif isinstance(field, models.CharField | models.TextField):
        yield field.name, WORD
