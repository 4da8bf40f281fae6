"""Pages beside the charter as data: only those of one page of a list are read, however many there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, overload

from django.conf import settings
from wagtail.models import Page
from wagtail.query import PageQuerySet

AnyPage = TypeVar("AnyPage", bound=Page)
Data = TypeVar("Data")


@dataclass(frozen=True)
class Links:
    """Of a page: its languages, the slugs of its members with a public name, the codes of its themes in use."""

    languages: tuple[str, ...]
    members: tuple[str, ...]
    themes: tuple[str, ...]


class PageData(Sequence[Data], Generic[AnyPage, Data]):
    """The data of public pages, each once: in that language if there is one. `make` makes the data of a page."""

    def __init__(self, rows: PageQuerySet, language: str, make: Callable[[AnyPage, Links], Data]) -> None:
        self.rows, self.make = rows, make
        chosen: dict[Any, int] = {}
        languages: dict[Any, list[str]] = {}
        for pk, place, code in rows.live().public().values_list("pk", "translation_key", "locale__language_code"):
            languages.setdefault(place, []).append(code)
            if place not in chosen or code == language:
                chosen[place] = pk
        self.languages = {chosen[place]: tuple(sorted(codes)) for place, codes in languages.items()}

    def __len__(self) -> int:
        return len(self.languages)

    @overload
    def __getitem__(self, part: int) -> Data: ...

    @overload
    def __getitem__(self, part: slice) -> list[Data]: ...

    def __getitem__(self, part: int | slice) -> Data | list[Data]:
        if isinstance(part, int):
            return self[:][part]
        keys = list(self.languages)[part]
        pages = self.rows.select_related("locale").in_bulk(keys)
        members = self._codes_by_page("members", keys, "organisation__slug", {"organisation__name_withheld": False})
        themes = self._codes_by_page("themes", keys, "theme__code", {"theme__retired_at": None})
        return [
            self.make(pages[key], Links(self.languages[key], tuple(members[key]), tuple(themes[key])))
            for key in keys
            if key in pages
        ]

    def _codes_by_page(
        self, name: str, keys: Sequence[int], code: str, narrowed: dict[str, Any]
    ) -> dict[int, list[str]]:
        """What a relation of these pages leads to, by the id of the page."""
        model = self.rows.model
        page = model._meta.model_name
        rows = getattr(model, name).through._default_manager.filter(**narrowed, **{f"{page}__in": list(keys)})
        codes: dict[int, list[str]] = defaultdict(list)
        for key, value in rows.order_by(code).values_list(page, code):
            codes[key].append(value)
        return codes

    def __iter__(self) -> Iterator[Data]:
        return iter(self[:])


def public_address(page: Page) -> str:
    """The whole address of a page."""
    url = page.get_url()
    return f"{settings.SITE_URL}{url}" if url.startswith("/") else url
