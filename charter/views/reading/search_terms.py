"""What somebody searches for."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest

from accounts.models import Organisation, Theme
from charter.models import Charter, Version
from charter.queries.reading import charters
from charter.views.text_frame import words_language

LONGEST = 200


@dataclass(frozen=True)
class SearchRequest:
    """The words of a search, and the type, version and language to search in; no type means all types.

    `chosen` is the language that the reader chose. Without one, the search covers text and pages in the language of
    the page, and texts of members and the secretariat in every language. `latest`: whether the version is the newest.
    `members` and `themes` are those with such a name.
    """

    words: str
    kind: str
    charter: Charter | None
    version: Version | None
    language: str
    chosen: str = ""
    latest: bool = True
    members: tuple[Organisation, ...] = ()
    themes: tuple[Theme, ...] = ()

    @property
    def query(self) -> str:
        """The same question, as an address holds it."""
        version = self.version.number if self.version else ""
        return urlencode({"q": self.words, "kind": self.kind, "version": version, "language": self.chosen})


def read_search(
    request: HttpRequest, charter: Charter | None, published: list[Version], kinds: frozenset[str]
) -> SearchRequest:
    """The request in an address; an unknown type, version or language in it is ignored."""
    words, kind, number, code = (request.GET.get(name, "").strip() for name in ("q", "kind", "version", "language"))
    newest = next(iter(published), None)
    version = next(
        (published_version for published_version in published if str(published_version.number) == number), newest
    )
    language = code if code in charters.charter_languages() else ""
    text_language = language or charters.edition_in(words_language(request))
    known_kind = kind if kind in kinds else ""
    is_latest = version == newest
    return SearchRequest(words[:LONGEST], known_kind, charter, version, text_language, language, latest=is_latest)
