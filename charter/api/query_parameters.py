"""What can be asked of every address: the language, and the page of a list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Annotated, Any, Generic, TypeVar
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import override
from ninja import Field, Schema
from ninja.errors import HttpError

from charter.models import Charter
from charter.queries.reading import charters

T = TypeVar("T")
MOST = 1_000
HIGHEST = 1_000_000
# A word of a filter: the database of PostgreSQL takes no NUL.
Word = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00]*$")]
Number = Annotated[int, Field(ge=1, le=HIGHEST)]


class Asked(Schema):
    """The language of words, labels and page addresses; without it, the charter's first."""

    language: Word | None = Field(
        None, description="Code of a language version; without it, the first language of the charter."
    )

    @property
    def code(self) -> str:
        return self.language or charters.first_language()


class AskedForPage(Asked):
    """A page of a list."""

    page: int = Field(1, ge=1, le=HIGHEST, description="Number of the page of the list, from 1.")
    size: int = Field(50, ge=1, le=MOST, description="Number of items per page, at most 1,000.")


class Page(Schema, Generic[T]):
    """A page of a list, with the addresses of its neighbours."""

    count: int = Field(description="Number of items in the whole list.")
    page: int
    pages: int = Field(description="Number of pages at this size.")
    next: str | None = Field(description="Address of the next page, null on the last page.")
    previous: str | None = Field(description="Address of the previous page, null on the first page.")
    items: list[T]


def spoken(operation: Callable[..., Any]) -> Callable[..., Any]:
    """Answers in the language that was asked for; one without an edition is refused with those there are."""

    @wraps(operation)
    def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        code = kwargs["query"].code
        with override(interface_for(code)):
            _refuse_unknown(code)
        with override(code):
            return operation(request, *args, **kwargs)

    return answering


def interface_for(code: str) -> str:
    """The language in which a fault is said to who asks for words in that one."""
    return code if code in settings.INTERFACE_LANGUAGES else settings.LANGUAGE_CODE


def the_charter() -> Charter:
    """The charter of the site; before there is one there is nothing to read."""
    charter = charters.current_charter()
    if charter is None:
        raise Http404(_("No charter has been imported yet."))
    return charter


def paged(
    request: HttpRequest, query: AskedForPage, rows: QuerySet[Any] | Sequence[Any], shape: Callable[[Any], Any]
) -> dict[str, Any]:
    """The page that was asked for, each of its rows in its shape; behind the last one there is nothing."""
    return paged_together(request, query, rows, lambda page_rows: [shape(row) for row in page_rows])


def paged_together(
    request: HttpRequest,
    query: AskedForPage,
    rows: QuerySet[Any] | Sequence[Any],
    shapes: Callable[[list[Any]], Iterable[Any]],
) -> dict[str, Any]:
    """The same where the rows of a page take their shape together, by questions that are asked once for all."""
    paginator = Paginator(rows, query.size)
    pages = paginator.num_pages
    page_rows = list(paginator.page(query.page).object_list) if query.page <= pages else []
    return {
        "count": paginator.count,
        "page": query.page,
        "pages": pages,
        "next": _at(request, query.page + 1) if query.page < pages else None,
        "previous": _at(request, query.page - 1) if 1 < query.page <= pages + 1 else None,
        "items": list(shapes(page_rows)),
    }


def _at(request: HttpRequest, page: int) -> str:
    query = urlencode({**request.GET.dict(), "page": page})
    return f"{settings.SITE_URL}{request.path}?{query}"


def _refuse_unknown(code: str) -> None:
    languages = charters.charter_languages() or tuple(settings.INTERFACE_LANGUAGES)
    if code not in languages:
        sentence = _("The charter has no language version “%(code)s”. Available language versions: %(codes)s.")
        raise HttpError(422, sentence % {"code": code, "codes": ", ".join(languages)})
