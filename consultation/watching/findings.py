"""What a look found: how it stands, a sentence, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise

Words = str | Promise


class Level(StrEnum):
    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True)
class Finding:
    """`words` with the `values` filled in are the sentence; `remedy` is empty where nothing needs doing."""

    level: Level
    words: Words
    remedy: Words = ""
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """What was found, in the language that is spoken now."""
        return str(self.words) % self.values if self.values else str(self.words)

    @property
    def figures(self) -> dict[str, int | float]:
        """The numbers in it, for machines."""
        return {name: value for name, value in self.values.items() if isinstance(value, int | float)}


def ok(words: Words, **values: Any) -> Finding:
    return Finding(Level.OK, words, values=values)


def warn(words: Words, remedy: Words, **values: Any) -> Finding:
    return Finding(Level.WARN, words, remedy, values)


def fail(words: Words, remedy: Words, **values: Any) -> Finding:
    return Finding(Level.FAIL, words, remedy, values)
