"""What can be taken away: a paper is one published thing in one language, written in several formats."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Protocol

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import override

from accounts.queries.site_settings import site_name
from charter.queries.languages.names import language_of
from charter.queries.reading import charters
from charter.wording.charter_text import interface_language


class Paper(Protocol):
    """`name` is its address below the language, without an ending: `charter/2/VI`, `charter/1..2`, `decisions/1`."""

    @property
    def name(self) -> str: ...

    @property
    def language(self) -> str: ...

    @property
    def at(self) -> datetime:
        """When what it shows was published."""

    @property
    def extensions(self) -> tuple[str, ...]: ...

    @property
    def made_of(self) -> list[object]:
        """What it shows, in ids and digests: where this is the same, the file is the same."""

    @property
    def long_extensions(self) -> tuple[str, ...]:
        """The formats that take longer than a reader waits: the queue makes them, and a page shows the progress."""

    @property
    def url(self) -> str:
        """Its permanent address, with the name of the site."""

    def title(self) -> str: ...

    def cited(self) -> SafeString:
        """How to name it in another text: what it is, its moment, its address, its fingerprint."""


class Printed(Paper, Protocol):
    """A paper that is a page of words."""

    def page(self) -> str:
        """The paper as HTML, in the language that is active."""


@contextmanager
def speak_language(language: str) -> Iterator[None]:
    """Everything within speaks that language, or around words in it the one that the site would."""
    around = charters.interface_for(language)
    with override(around if around == language else f"{around}-x-{language}"):
        yield


def full_address(name: str, *args: object) -> str:
    """An address with the name of the site, as it stands on paper."""
    return settings.SITE_URL + reverse(name, args=args)


def language_attributes(code: str, around: str) -> dict[str, str]:
    """`lang` and `dir` of words that stand within words of another language; empty where it is the same."""
    if code == around:
        return {}
    language = language_of(code)
    return {"lang": language.tag, "dir": language.dir}


def as_is(value: str) -> SafeString:
    """An address or a digest: it runs from left to right in every script."""
    return format_html('<bdi dir="ltr">{}</bdi>', value)


def page_frame(paper: Paper) -> dict[str, Any]:
    """What the head of every page needs; `site_language` marks what the site says where it speaks another language."""
    return {
        "site": site_name(),
        "paper": paper,
        "title": paper.title(),
        "language": language_of(paper.language),
        "site_language": language_attributes(interface_language(), paper.language),
    }
