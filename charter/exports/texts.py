"""A version, or one of its articles, on paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from charter.exports.papers import address, as_is, frame, in_html, marks
from charter.models import Charter, Version
from charter.queries import reading
from charter.queries.reading import Chapter, Line, Reading
from charter.queries.tongues import tongue
from charter.states import TERM_HEADINGS, ProvisionKind
from charter.templatetags.charter_text import in_words
from charter.templatetags.corrections import correction
from charter.templatetags.moments import day
from charter.templatetags.versions import standing

SHOWN = 16
CITED = gettext_lazy(
    "%(title)s, version %(number)s (%(language)s), published %(day)s. %(address)s. Fingerprint %(digest)s."
)
CITED_ARTICLE = gettext_lazy(
    "%(title)s, %(article)s, version %(number)s (%(language)s), published %(day)s. %(address)s. "
    "Fingerprint %(digest)s."
)
POINTS = (ProvisionKind.POINT, ProvisionKind.PLAN_POINT)


@dataclass(frozen=True)
class Text:
    """All articles of a version in one language, or the one with that address."""

    charter: Charter
    version: Version
    language: str
    article: str = ""

    endings = ("pdf", "html", "docx", "odt", "epub", "md", "xml")

    @property
    def name(self) -> str:
        return f"charter/{self.version.number}" + (f"/{self.article}" if self.article else "")

    @property
    def at(self) -> datetime:
        return self.version.published_at

    @property
    def is_long(self) -> bool:
        return not self.article

    @cached_property
    def made_of(self) -> list[object]:
        acts = self.version.statuses.values_list("pk", flat=True)
        corrections = self.version.corrigenda.filter(language=self.language).values_list("pk", flat=True)
        return [self.version.digest, sorted(acts), sorted(corrections)]

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        if not self.article:
            return reading.whole(self.version, self.language)
        found = reading.article(self.version, self.language, self.article)
        return (found,) if found else ()

    @property
    def stands(self) -> bool:
        """Whether the version has it, under this very address."""
        lines = self.version.manifest.filter(language=self.language)
        if self.article:
            numbered = Q(article_number=self.article) | Q(article_number="", article__slug=self.article)
            lines = lines.filter(numbered)
        return lines.exists()

    @property
    def url(self) -> str:
        number = self.version.number
        return address("article", number, self.article) if self.article else address("version", number)

    def title(self) -> str:
        return self.charter.title.in_language(self.language).text

    def cited(self) -> SafeString:
        said = {
            "title": self.title(),
            "article": as_is(self.article),
            "number": self.version.number,
            "day": day(timezone.localtime(self.at)),
            "language": tongue(self.language).name,
            "address": as_is(self.url),
            "digest": as_is(self.version.digest[:SHOWN]),
        }
        return in_html(str(CITED_ARTICLE if self.article else CITED), said)

    def page(self) -> str:
        context = {
            **frame(self),
            "facts": facts(self.version, self.charter, self.language, self.url),
            "articles": [self._article(one) for one in self.readings],
            "contents": len(self.readings) > 1,
        }
        return render_to_string("charter/exports/text.html", context)

    def _article(self, read: Reading) -> dict[str, Any]:
        deep = levels(read.lines)
        lines = [{**self._line(line), "level": deep[line.provision.pk]} for line in read.lines]
        return {**headed(read.chapter, self.language), "lines": lines}

    def _line(self, line: Line) -> dict[str, Any]:
        return {
            "is_title": line.is_title,
            "is_heading": line.is_heading,
            "is_term": line.kind in TERM_HEADINGS,
            "id": line.anchor,
            "cite": line.citation,
            "url": address("provision", line.provision.short),
            "printed": line.printed,
            "words": line.html,
            "notes": list(notes(line)),
            **marks(line.language, self.language),
        }


def notes(line: Line) -> Iterator[dict[str, Any]]:
    """What is printed at a provision: that its words are missing, are excused, or were corrected."""
    if line.missing:
        said = {"language": tongue(line.language).name}
        yield {"text": _("Missing in this language. The words here are in %(language)s.") % said}
    if line.exception:
        said = {"until": day(line.exception.until), "reason": in_words(line.exception.reason)}
        yield {"text": _("Exception, signed by the secretariat, until %(until)s: %(reason)s") % said}
    for corrigendum in line.corrigenda:
        shown = correction(line, corrigendum)
        yield {"text": f"{shown['title']}. {shown['reason']}", "words": shown["words"]}


def headed(chapter: Chapter, around: str) -> dict[str, Any]:
    """The head of an article: its number in words, and its title where it has another name."""
    over = _("Article %(number)s") % {"number": chapter.number} if chapter.number else ""
    return {"over": over, "title": chapter.title, "id": chapter.address, **marks(chapter.language, around)}


def levels(lines: Iterable[Line]) -> dict[int, int]:
    """By provision id: how many points a point stands under, itself counted; 0 for what is none."""
    found: dict[int, int] = {}
    above: list[int] = []
    for line in lines:
        deeper = [*(depth for depth in above if depth < line.depth), line.depth]
        above = deeper if line.kind in POINTS else []
        found[line.provision.pk] = len(above)
    return found


def facts(version: Version, charter: Charter, language: str, url: str) -> list[dict[str, str]]:
    """What stands at the head of every paper of a version; a `value` is never translated or turned."""
    said = {"number": version.number, "standing": standing(version), "language": tongue(language).name}
    found = [{"text": _("Version %(number)s, %(standing)s") % said}]
    edition = charter.languages.filter(code=language).first()
    if edition and edition.authentic:
        found.append({"text": _("Edition: %(language)s. It is authentic.") % said})
    else:
        found.append({"text": _("Edition: %(language)s.") % said})
    found.append({"text": _("Permanent address:"), "value": url})
    found.append({"text": _("Fingerprint of the version:"), "value": version.digest})
    if version.record_head:
        found.append({"text": _("Head of the record when it was published:"), "value": version.record_head})
    return found
