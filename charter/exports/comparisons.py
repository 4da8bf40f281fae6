"""Two versions on paper: one text in which every change is marked, with who asked for it and when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.locales import comma
from charter.exports.change_authors import Signer
from charter.exports.papers import as_is, full_address, language_attributes, page_frame
from charter.exports.texts import SHOWN, Text, levels_of_points, version_facts
from charter.models import Charter, Version
from charter.queries.languages.names import language_of
from charter.queries.reading import comparing, named_people
from charter.queries.reading.comparing import ComparedProvision, Comparison
from charter.queries.versions.translators import names_of_translators
from charter.wording.changes import article_head, describe_change_counts
from charter.wording.charter_text import in_html, interface_language
from charter.wording.versions import status_sentence


@dataclass(frozen=True)
class Changes:
    """What became of the words of one version in another: all articles that changed, or the one with that address."""

    charter: Charter
    old: Version
    new: Version
    language: str
    article: str = ""

    extensions = ("pdf", "html", "docx", "odt", "epub", "md")

    @property
    def name(self) -> str:
        numbers = f"charter/{self.old.number}..{self.new.number}"
        return f"{numbers}/{self.article}" if self.article else numbers

    @property
    def at(self) -> datetime:
        return max(self.old.published_at, self.new.published_at)

    @property
    def long_extensions(self) -> tuple[str, ...]:
        return () if self.article else self.extensions

    @cached_property
    def made_of(self) -> list[object]:
        acts = [sorted(v.statuses.values_list("pk", flat=True)) for v in (self.old, self.new)]
        rounds = self.charter.rounds.filter(version__number__gte=self.old.number, version__number__lt=self.new.number)
        names = names_of_translators([self.new])[self.new.pk][self.language]
        return [self.old.digest, self.new.digest, acts, names, named_people.naming_state(rounds)]

    @property
    def stands(self) -> bool:
        """Whether one of the versions has it."""
        both = (Text(self.charter, version, self.language, self.article) for version in (self.old, self.new))
        return any(text.stands for text in both)

    @cached_property
    def comparisons(self) -> list[Comparison]:
        """Articles in the order of the newer version."""
        every = comparing.compare_versions(self.old, self.new, self.language, self.article)
        if not self.article:
            return every
        return [c for c in every if self.article in (*_addresses(c), c.side.slug)][:1]

    @property
    def url(self) -> str:
        numbers = (self.old.number, self.new.number)
        return (
            full_address("compare_article", *numbers, self.article)
            if self.article
            else full_address("compare", *numbers)
        )

    def title(self) -> str:
        numbers = {"old": self.old.number, "new": self.new.number}
        sentence = _("version %(old)s to version %(new)s") % numbers
        return comma().join([self.charter.title.in_language(self.language).text, sentence])

    def cited(self) -> SafeString:
        values = {
            "title": self.title(),
            "language": language_of(self.language).in_words,
            "address": as_is(self.url),
            "old_digest": as_is(self.old.digest[:SHOWN]),
            "digest": as_is(self.new.digest[:SHOWN]),
        }
        return in_html(_("%(title)s (%(language)s). %(address)s. Fingerprints %(old_digest)s and %(digest)s."), values)

    def page(self) -> str:
        changed = [c for c in self.comparisons if c.changed]
        signer = Signer(self.old, self.new, changed)
        context = {
            **page_frame(self),
            "facts": [self._before(), *version_facts(self.new, self.charter, self.language, self.url)],
            "total": describe_change_counts(self.comparisons),
            "articles": [self._article(c, signer) for c in changed],
        }
        return render_to_string("charter/papers/exports/comparison.html", context)

    def _before(self) -> dict[str, str]:
        values = {"number": self.old.number, "standing": status_sentence(self.old)}
        return {"text": _("Compared with version %(number)s, %(standing)s") % values}

    def _article(self, comparison: Comparison, signer: Signer) -> dict[str, Any]:
        old = {line.provision.pk: line.label for line in (comparison.old.lines if comparison.old else ())}
        head = article_head(comparison)
        return {
            "over": head["over"] if head["title"] else "",
            "title": head["title"] or head["over"],
            "id": comparison.side.address,
            "sentences": [sentence for _place, sentence in comparison.told(interface_language())],
            "rows": list(self._rows(comparison, old, signer)),
        }

    def _rows(self, comparison: Comparison, old: dict[int, str], signer: Signer) -> Iterator[dict[str, Any]]:
        both = [side for side in (comparison.old, comparison.new) if side]
        deep = {pk: level for side in both for pk, level in levels_of_points(side.lines).items()}
        for row in comparison.rows(interface_language()):
            line, signed = row.line, signer.sign(row)
            yield {
                "is_title": line.is_title,
                "is_heading": line.is_heading,
                "changed": row.changed,
                "cite": line.citation,
                "url": full_address("provision", line.provision.short),
                "level": deep[line.provision.pk],
                "printed": _printed(row, old.get(line.provision.pk, ""), signer),
                "words": signed,
                "by": signer.name_proposers(row) if row.changed else "",
                **language_attributes(line.language, self.language),
            }


def _addresses(comparison: Comparison) -> list[str]:
    return [side.address for side in (comparison.new, comparison.old) if side]


def _printed(row: ComparedProvision, before: str, signer: Signer) -> SafeString:
    """The label before the words, marked where it came, went, or is another one now."""
    now = row.line.label
    mark = signer.label(row)
    if row.state in ("ins", "moved"):
        return mark("ins", now)
    if row.state in ("del", "left"):
        return mark("del", now)
    return format_html("{}", now) if now == before else format_html("{} {}", mark("del", before), mark("ins", now))
