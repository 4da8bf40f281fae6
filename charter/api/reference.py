"""The description of the interface as a page shows it: addresses with their questions, and the shapes of answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from charter.api import examples, site
from charter.queries.reading import charters

Json = dict[str, Any]


@dataclass(frozen=True)
class Part:
    """A part of a question, or of a shape: `shape` is the name of the shape it holds, empty for plain values."""

    name: str
    type: str
    shape: str
    about: str

    @property
    def shape_title(self) -> str:
        return title_of_shape(self.shape)


@dataclass(frozen=True)
class Address:
    """One address: what it answers, what may be asked of it, and one that works on this site."""

    path: str
    about: str
    parts: tuple[Part, ...]
    answer: Part
    example: str


@dataclass(frozen=True)
class Shape:
    """One shape of an answer, with its parts."""

    name: str
    about: str
    parts: tuple[Part, ...]

    @property
    def title(self) -> str:
        return title_of_shape(self.name)


@dataclass(frozen=True)
class Reference:
    """Everything that the page shows: addresses by their room, then shapes by name."""

    about: tuple[str, ...]
    rooms: dict[str, list[Address]]
    shapes: tuple[Shape, ...]


def title_of_shape(shape: str) -> str:
    """The name of a shape as one reads it: `Page_CityShape_` is a page of City."""
    inner = shape.removeprefix("Page_").removesuffix("_").removesuffix("Shape").removesuffix("_")
    return f"Page of {inner}" if shape.startswith("Page_") else inner


def reference() -> Reference:
    """The reference of this site, made from the same description that machines read."""
    document = site.description(charters.charter_languages())
    known_examples = examples.examples()
    rooms: dict[str, list[Address]] = {}
    for path, operations in document["paths"].items():
        operation = operations["get"]
        rooms.setdefault(operation["tags"][0], []).append(_address(path, operation, known_examples.get(path, "")))
    shapes = document["components"]["schemas"]
    return Reference(site.ABOUT, rooms, tuple(_shape(name, shapes[name]) for name in sorted(shapes)))


def _address(path: str, operation: Json, example: str) -> Address:
    parts = tuple(_part(p["name"], p["schema"], p.get("description", "")) for p in operation.get("parameters", ()))
    answer = operation["responses"][200]["content"]["application/json"]["schema"]
    return Address(path, operation["description"], parts, _part("", answer, ""), example)


def _shape(name: str, schema: Json) -> Shape:
    if "enum" in schema:
        return Shape(name, " · ".join(schema["enum"]), ())
    parts = (_part(key, value, "") for key, value in schema.get("properties", {}).items())
    return Shape(name, schema.get("description", ""), tuple(parts))


def _part(name: str, schema: Json, about: str) -> Part:
    kind, shape = _kind(schema)
    return Part(name, kind, shape, about or schema.get("description", ""))


def _kind(schema: Json) -> tuple[str, str]:
    """In words, with the name of the shape where there is one."""
    ways = [_kind(choice) for choice in schema.get("anyOf") or ()]
    if ways:
        return " or ".join(word for word, _shape in ways if word), next((shape for _word, shape in ways if shape), "")
    if "enum" in schema:
        return " · ".join(schema["enum"]), ""
    if "$ref" in schema:
        return "", schema["$ref"].rpartition("/")[2]
    if schema.get("type") == "array":
        word, shape = _kind(schema["items"])
        return f"list of {word}".strip(), shape
    return " ".join(_plain(schema)), ""


def _plain(schema: Json) -> Iterator[str]:
    yield schema.get("format") or schema.get("type", "")
    if "maximum" in schema:
        yield f"{schema.get('minimum', '')}–{schema['maximum']}"
