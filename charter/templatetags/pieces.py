"""Pieces of a page that hang on nothing but what they are given: the same once more is not drawn again."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from accounts.interface_texts import cache_with_texts

register = template.Library()

KEPT = 4_000
PLAIN = frozenset({str, int, type(None)})


class NotPlainError(TypeError):
    """A value whose equality does not mean that it is shown in the same way, such as a row of the database."""


@dataclass(frozen=True)
class PieceKey:
    """The values from which a piece is drawn. Two are equal only if all values are, so no piece can be outdated."""

    key: Hashable
    values: dict[str, Any] = field(compare=False)


@register.simple_tag
def piece(drawing: str, **values: Any) -> SafeString:
    """The template of that name with these values alone, and the language of the page."""
    try:
        key = _plain(values) if settings.KEEPS_PAGES else None
    except NotPlainError:
        key = None
    if key is None:
        return mark_safe(render_to_string(drawing, values))
    return _drawn(drawing, get_language(), PieceKey(key, values))


@cache_with_texts(maxsize=KEPT)
def _drawn(name: str, language: str | None, key: PieceKey) -> SafeString:
    return mark_safe(render_to_string(name, key.values))


def _plain(value: Any) -> Hashable:
    """A key that tells safe text from other text and a number from yes or no, all the way down."""
    kind = type(value)
    if kind in PLAIN:
        return value
    if kind is SafeString or kind is bool:
        return kind, value
    if kind is dict:
        return dict, tuple((name, _plain(item)) for name, item in value.items())
    if kind is list or kind is tuple:
        return kind, tuple(_plain(item) for item in value)
    if isinstance(value, Promise):
        return str(value)
    raise NotPlainError(f"{kind.__name__} cannot be told apart by its value")
