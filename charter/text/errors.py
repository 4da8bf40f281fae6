"""Every error that the core raises."""

from __future__ import annotations


class TextError(Exception):
    """What the core's own errors have in common."""


class UnreadableText(TextError, ValueError):
    """What stands in a text that the small vocabulary cannot hold, and where.

    >>> parse("<p>One.</p><video></video>")
    Traceback (most recent call last):
    charter.text.errors.UnreadableText: the element video, after “One.”
    """

    def __init__(self, what: str, where: str) -> None:
        super().__init__(f"{what}, {where}")
        self.what = what
        self.where = where


class NotADocument(TextError, TypeError):
    """A text was given where a document is needed."""

    def __init__(self, call: str, value: object) -> None:
        name = type(value).__name__
        super().__init__(f"{call} takes documents, not {name}: read the text first, parse(html)")


class OtherBase(TextError, ValueError):
    """A difference or a version was made from another text than the one it is used with."""


class BadRequest(TextError, ValueError):
    """A request in JSON that is none of the calls, or lacks what its call needs."""
