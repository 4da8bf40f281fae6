"""An article or a provision of a version on paper, with all comments in the margin."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from charter.exports.papers import as_is, full_address, language_attributes, page_frame
from charter.exports.texts import Text, version_facts
from charter.models import Provision
from charter.queries.comments import comments
from charter.queries.comments.comments import Node
from charter.queries.reading.articles import Reading, TextLine
from charter.states import CommentKind
from charter.wording.charter_text import in_html
from charter.wording.comments import signature_of
from charter.wording.round_times import format_day


@dataclass(frozen=True)
class Commented:
    """An article as `text` has it, or one of its provisions, each beside what was said about it.

    `place` is the address of the article, or the permanent address of the provision.
    """

    text: Text
    place: str
    short: str = ""

    extensions = ("pdf", "html")
    long_extensions = ()

    @property
    def name(self) -> str:
        return f"commented/{self.text.version.number}/{self.place}"

    @property
    def language(self) -> str:
        return self.text.language

    @property
    def at(self) -> datetime:
        return self.text.at

    @cached_property
    def made_of(self) -> list[object]:
        commented_lines = [
            [str(line.provision.key), list(self._comments(line))] for read in self._readings for line in read.lines
        ]
        return [*self.text.made_of, self.short, commented_lines]

    @property
    def url(self) -> str:
        return full_address("provision", self.short) if self.short else self.text.url

    def title(self) -> str:
        return self.text.title()

    def cited(self) -> SafeString:
        values = {"text": self.text.cited(), "day": format_day(timezone.localdate()), "address": as_is(self.url)}
        return in_html(_("%(text)s With comments as of %(day)s."), values)

    def page(self) -> str:
        version, charter = self.text.version, self.text.charter
        context = {
            **page_frame(self),
            "facts": version_facts(version, charter, self.language, self.url),
            "articles": [self._article(read) for read in self._readings],
        }
        return render_to_string("charter/papers/exports/commented.html", context)

    @cached_property
    def _readings(self) -> tuple[Reading, ...]:
        return self.text.readings

    @cached_property
    def _counts(self) -> dict[int, int]:
        return comments.count_comments(
            Provision, [line.provision.pk for read in self._readings for line in read.lines]
        )

    def _article(self, read: Reading) -> dict[str, Any]:
        article = self.text.article_of(read)
        kept = [
            {**shown, "comments": list(self._comments(line))}
            for shown, line in zip(article["lines"], read.lines, strict=True)
            if not self.short or line.provision.short == self.short
        ]
        return {**article, "lines": kept}

    def _comments(self, line: TextLine) -> Iterator[dict[str, Any]]:
        """Every comment on a provision, answers after what they answer; a removed one keeps its place."""
        if self._counts[line.provision.pk]:
            for node in comments.comment_trees(line.provision):
                yield from self._with_answers(node, 0)

    def _with_answers(self, node: Node, level: int) -> Iterator[dict[str, Any]]:
        comment = node.comment
        name, city = signature_of(comment.user, comment.office, comment.organisation, comment.submit_date)
        yield {
            "who": ", ".join(part for part in (name, city) if part),
            "kind": str(CommentKind(comment.kind).label),
            "date": format_day(timezone.localtime(comment.submit_date)),
            "quote": "" if comment.is_removed else comment.quote,
            "text": _("The comment was removed.") if comment.is_removed else comment.comment,
            "level": level,
            **language_attributes(comment.language, self.language),
        }
        for answer in node.replies:
            yield from self._with_answers(answer, level + 1)
