"""What somebody searches for."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest

from charter.models import Version
from charter.queries import charters
from charter.views.frame import words_language

LONGEST = 200


@dataclass(frozen=True)
class Asked:
    """Words, in which kind of thing, in which version, in which language; no kind means all.

    `chosen` is the language that the reader chose; without one, text and pages are searched in that of the page,
    and what members and the secretariat said in every language. `latest`: whether the version is the newest.
    """

    words: str
    kind: str
    version: Version | None
    language: str
    chosen: str = ""
    latest: bool = True

    @property
    def query(self) -> str:
        """The same question, as an address holds it."""
        version = self.version.number if self.version else ""
        return urlencode({"q": self.words, "kind": self.kind, "version": version, "language": self.chosen})


def read(request: HttpRequest, published: list[Version], kinds: frozenset[str]) -> Asked:
    """What an address asks; what it says of no kind, version or language that there is counts for nothing."""
    words, kind, number, code = (request.GET.get(name, "").strip() for name in ("q", "kind", "version", "language"))
    newest = next(iter(published), None)
    version = next((one for one in published if str(one.number) == number), newest)
    language = code if code in charters.languages() else ""
    here = language or charters.edition_in(words_language(request))
    known = kind if kind in kinds else ""
    return Asked(words[:LONGEST], known, version, here, language, latest=version == newest)
