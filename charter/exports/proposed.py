"""Articles as a Word file in which all pending amendments are tracked changes by the members that propose them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from charter.exports import proposed_comments, proposed_marks
from charter.exports.papers import as_is, speak_language
from charter.exports.proposed_comments import FileComment
from charter.exports.texts import Text, levels_of_points
from charter.models import Round, Version
from charter.queries.languages.names import language_of
from charter.queries.papers.proposed_changes import (
    PendingChange,
    ProposedArticle,
    ProposedChange,
    keys_with_text,
    pending_changes,
    proposed_articles,
)
from charter.queries.reading.articles import TextLine
from charter.states import HEADINGS, TERM_HEADINGS, ChangeKind, ProvisionKind
from charter.wording.charter_text import co_proposers, in_html, in_words, proposer_of
from charter.wording.round_times import format_day

# Between the first and the last article of a part, in its name.
BETWEEN = ".."


@dataclass(frozen=True)
class Proposed:
    """An article or all of them, as `text` has it, with the pending amendments of a round.

    `ends` are the addresses of the first and the last article of a part of the charter, whose `text` is the whole.
    """

    text: Text
    round: Round
    ends: tuple[str, ...] = ()

    extensions = ("docx", "odt")

    @property
    def long_extensions(self) -> tuple[str, ...]:
        return () if self.text.article else self.extensions

    @property
    def name(self) -> str:
        return self.name_of((self.text.article,) if self.text.article else self.ends)

    def name_of(self, ends: tuple[str, ...]) -> str:
        """The name of the paper of an article, of a part from its first to its last article, or of all articles."""
        place = BETWEEN.join(ends)
        return f"proposed/{self.text.version.number}" + (f"/{place}" if place else "")

    @property
    def language(self) -> str:
        return self.text.language

    @property
    def article(self) -> str:
        return self.text.article or "–".join(self.ends)

    @property
    def version(self) -> Version:
        return self.text.version

    @cached_property
    def keys(self) -> frozenset[str]:
        """Keys of the provisions that it has, all with text in this language."""
        places = self.ends or (self.text.article,)
        return frozenset(keys_with_text(self.version, self.language, *places))

    @cached_property
    def pending(self) -> list[PendingChange]:
        """The changes that amendments propose; none if no amendment is pending."""
        return pending_changes(self.round, self.keys)

    @cached_property
    def articles(self) -> tuple[ProposedArticle, ...]:
        """Its articles with their changes; it takes long where there are many."""
        readings = self.text.readings
        return tuple(proposed_articles(self.version, self.language, readings, self.pending, self.keys))

    @property
    def changes(self) -> tuple[ProposedChange, ...]:
        return tuple(change for article in self.articles for change in article.changes)

    @property
    def at(self) -> datetime:
        return max((pending.change.text.at for pending in self.pending), default=self.text.at)

    @cached_property
    def made_of(self) -> list[object]:
        with speak_language(self.language):
            proposed = [
                [
                    change.change.pk,
                    change.change.html,
                    proposer_of(change.amendment),
                    co_proposers(change.amendment),
                    change.supports,
                    [in_words(text) for text in (change.change.text.title, change.change.text.reason)],
                ]
                for change in self.pending
            ]
        return [*self.text.made_of, self.round.pk, proposed]

    @property
    def url(self) -> str:
        return self.text.url

    def title(self) -> str:
        return self.text.title()

    def cited(self) -> SafeString:
        values = {"text": self.text.cited(), "day": format_day(timezone.localdate()), "address": as_is(self.url)}
        return in_html(_("%(text)s With the amendments pending on %(day)s."), values)

    def page(self, *, has_end: bool = False) -> str:
        """The paper as HTML; with an end it has a last line, so that each paragraph of the text is before another."""
        context = {
            "language": language_of(self.language),
            "notes": self._notes(),
            "rows": list(self._rows()),
            "end": _("End of the text.") if has_end else "",
        }
        return render_to_string("charter/papers/exports/proposed.html", context)

    def _notes(self) -> list[str]:
        names = {"number": self.text.version.number, "language": language_of(self.language).in_words}
        version = _("Version %(number)s, %(language)s") % names
        part = f" {self.article}." if self.ends else ""
        return [
            f"{self.title()}.{part} {version}. {self.url}",
            _("The pending amendments are tracked changes. The author of each change is the member that proposes it."),
            _("Changes that conflict with each other are not marked in the text. They are in comments."),
            _("The citations in square brackets are not part of the text. Do not change them."),
        ]

    def _rows(self) -> Iterator[dict[str, Any]]:
        """The paragraphs of the file: those of the articles, and after each the ones that amendments insert."""
        lines = [line for article in self.articles for line in article.lines]
        citations = {str(line.provision.key): line.citation for line in lines}
        explained: set[int] = set()
        number = 1
        for article in self.articles:
            comments = proposed_comments.comments_of(article, self.round, number, explained, citations)
            yield from self._rows_of(article, comments)
            number += len(comments)

    def _rows_of(self, article: ProposedArticle, comments: Sequence[FileComment]) -> Iterator[dict[str, Any]]:
        lines = {str(line.provision.key): line for line in article.lines}
        levels = levels_of_points(article.lines)
        for line in article.lines:
            for part in proposed_marks.paragraphs_of(line, article, comments):
                yield {**paragraph_shape(line.kind, levels[line.provision.pk]), "words": part}
            for change in _put_after(line, article):
                if change.kind == ChangeKind.MOVE:
                    moved = lines[change.key]
                    words = proposed_marks.inserted_paragraph(change, moved.html)
                    yield {**paragraph_shape(moved.kind, levels[moved.provision.pk]), "words": words}
                else:
                    words = proposed_marks.inserted_paragraph(
                        change, change.change.html, _comment_on(change, comments)
                    )
                    yield {**paragraph_shape(change.change.new_kind, levels[line.provision.pk] or 1), "words": words}


def _put_after(line: TextLine, article: ProposedArticle) -> Iterator[ProposedChange]:
    key = str(line.provision.key)
    for change in article.changes:
        place = {ChangeKind.INSERT: change.key, ChangeKind.MOVE: change.after_key}.get(ChangeKind(change.kind), "")
        if change.is_shown and place == key:
            yield change


def _comment_on(change: ProposedChange, comments: Iterable[FileComment]) -> FileComment | None:
    return next((comment for comment in comments if comment.change is change), None)


def paragraph_shape(kind: str, level: int) -> dict[str, Any]:
    """What the template of Word files takes of a paragraph of that kind; `level` is that of a point."""
    points = (ProvisionKind.POINT, ProvisionKind.PLAN_POINT)
    return {
        "is_title": kind == ProvisionKind.TITLE,
        "is_heading": kind in HEADINGS,
        "is_term": kind in TERM_HEADINGS,
        "level": level if kind in points else 0,
    }
