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

from charter.exports.papers import as_is, full_address, language_attributes, page_frame
from charter.models import Charter, Version
from charter.queries.languages.names import language_of
from charter.queries.reading import articles, charters
from charter.queries.reading.articles import Chapter, Reading, TextLine
from charter.queries.versions.language_gaps import authentic_languages, gaps_in
from charter.queries.versions.translators import names_of_translators
from charter.states import TERM_HEADINGS, ProvisionKind
from charter.wording.charter_text import in_html, in_words, interface_language
from charter.wording.corrigenda import show_correction
from charter.wording.language_gaps import gap_sentences
from charter.wording.round_times import format_day
from charter.wording.versions import status_sentence, translators_sentence

SHOWN = 16
CITED = gettext_lazy(
    "%(title)s, version %(number)s (%(language)s), published on %(day)s. %(address)s. Fingerprint %(digest)s."
)
CITED_ARTICLE = gettext_lazy(
    "%(title)s, %(article)s, version %(number)s (%(language)s), published on %(day)s. "
    "%(address)s. Fingerprint %(digest)s."
)
POINTS = (ProvisionKind.POINT, ProvisionKind.PLAN_POINT)


@dataclass(frozen=True)
class Text:
    """All articles of a version in one language, or the one with that address."""

    charter: Charter
    version: Version
    language: str
    article: str = ""

    extensions = ("pdf", "html", "docx", "odt", "epub", "md", "xml")

    @property
    def name(self) -> str:
        return f"charter/{self.version.number}" + (f"/{self.article}" if self.article else "")

    @property
    def at(self) -> datetime:
        return self.version.published_at

    @property
    def long_extensions(self) -> tuple[str, ...]:
        return () if self.article else self.extensions

    @cached_property
    def made_of(self) -> list[object]:
        acts = self.version.statuses.values_list("pk", flat=True)
        corrections = self.version.corrigenda.filter(language=self.language).values_list("pk", flat=True)
        names = names_of_translators([self.version])[self.version.pk][self.language]
        return [self.version.digest, sorted(acts), sorted(corrections), names]

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        if not self.article:
            return articles.read_all_articles(self.version, self.language)
        reading = articles.read_article(self.version, self.language, self.article)
        return (reading,) if reading else ()

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
        return full_address("article", number, self.article) if self.article else full_address("version", number)

    def title(self) -> str:
        return self.charter.title.in_language(self.language).text

    def cited(self) -> SafeString:
        values = {
            "title": self.title(),
            "article": as_is(self.article),
            "number": self.version.number,
            "day": format_day(timezone.localtime(self.at)),
            "language": language_of(self.language).in_words,
            "address": as_is(self.url),
            "digest": as_is(self.version.digest[:SHOWN]),
        }
        return in_html(str(CITED_ARTICLE if self.article else CITED), values)

    def page(self) -> str:
        context = {
            **page_frame(self),
            "facts": version_facts(self.version, self.charter, self.language, self.url),
            "articles": [self.article_of(reading) for reading in self.readings],
            "contents": len(self.readings) > 1,
        }
        return render_to_string("charter/papers/exports/text.html", context)

    def article_of(self, read: Reading) -> dict[str, Any]:
        """What the template of a paper takes of one article: its head and its lines."""
        deep = levels_of_points(read.lines)
        lines = [{**self._line(line), "level": deep[line.provision.pk]} for line in read.lines]
        return {**article_head(read.chapter, self.language), "lines": lines}

    def _line(self, line: TextLine) -> dict[str, Any]:
        return {
            "is_title": line.is_title,
            "is_heading": line.is_heading,
            "is_term": line.kind in TERM_HEADINGS,
            "id": line.anchor,
            "cite": line.citation,
            "url": full_address("provision", line.provision.short),
            "printed": line.label,
            "words": line.html,
            "notes": list(notes_at(line)),
            **language_attributes(line.language, self.language),
        }


def notes_at(line: TextLine) -> Iterator[dict[str, Any]]:
    """What is printed at a provision: that its words are missing, are excused, or were corrected."""
    if line.missing:
        values = {"language": language_of(line.language).in_words}
        yield {"text": _("The text is not available in this language. The text here is in %(language)s.") % values}
    if line.exception:
        values = {"until": format_day(line.exception.until), "reason": in_words(line.exception.reason)}
        yield {"text": _("Exception, signed by the secretariat, until %(until)s: %(reason)s") % values}
    for corrigendum in line.corrigenda:
        shown = show_correction(line, corrigendum)
        yield {"text": f"{shown['title']}. {shown['reason']}", "words": shown["words"]}


def article_head(chapter: Chapter, around: str) -> dict[str, Any]:
    """The head of an article: its number in words, and its title where it has another name."""
    over = charters.text_structure().name_of_part(chapter.kind, chapter.number) if chapter.number else ""
    return {
        "over": over,
        "title": chapter.title,
        "id": chapter.address,
        **language_attributes(chapter.language, around),
    }


def levels_of_points(lines: Iterable[TextLine]) -> dict[int, int]:
    """By provision id: how many points a point stands under, itself counted; 0 for what is none."""
    rows = list(lines)
    levels = levels_of_blocks((line.kind, line.depth) for line in rows)
    return {line.provision.pk: level for line, level in zip(rows, levels, strict=True)}


def levels_of_blocks(blocks: Iterable[tuple[str, int]]) -> list[int]:
    """The same in the order of blocks, of each of which the kind and the depth are given."""
    levels: list[int] = []
    above: list[int] = []
    for kind, depth in blocks:
        deeper = [*(other for other in above if other < depth), depth]
        above = deeper if kind in POINTS else []
        levels.append(len(above))
    return levels


def version_facts(version: Version, charter: Charter, language: str, url: str) -> list[dict[str, str]]:
    """What stands at the head of every paper of a version; a `value` is never translated or turned."""
    values = {
        "number": version.number,
        "standing": status_sentence(version),
        "language": language_of(language).in_words,
    }
    facts = [{"text": _("Version %(number)s, %(standing)s") % values}]
    gaps = gaps_in(version, interface_language())
    if language in authentic_languages(charter, gaps):
        facts.append({"text": _("Language version: %(language)s. The text is authentic.") % values})
    else:
        facts.append({"text": _("Language version: %(language)s.") % values})
        facts += [{"text": sentence} for sentence in (gap_sentences(gaps[language]) if language in gaps else ())]
    facts += [{"text": sentence} for sentence in [translators_sentence(version, language)] if sentence]
    facts.append({"text": _("Permanent address:"), "value": url})
    facts.append({"text": _("Fingerprint (SHA-256) of the version:"), "value": version.digest})
    if version.record_head:
        facts.append({"text": _("Latest hash of the audit log at publication:"), "value": version.record_head})
    return facts
