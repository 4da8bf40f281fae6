"""A version, an article or a provision of it on paper, with all comments in the margin."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.locales import comma
from charter import texts
from charter.exports.papers import as_is, full_address, language_attributes, page_frame, speak_language
from charter.exports.proposed import paragraph_shape
from charter.exports.proposed_comments import end_of_comment, start_of_comment
from charter.exports.proposed_marks import label_of
from charter.exports.texts import Text, levels_of_points, version_facts
from charter.models import Amendment, Provision, Version
from charter.queries.amending.translated_pieces import Translated
from charter.queries.comments import public_comments
from charter.queries.comments.comment_translations import comments_in_other_language
from charter.queries.comments.public_comments import CommentFilter, PublicComment
from charter.queries.languages.names import language_of
from charter.queries.reading.articles import Reading, TextLine
from charter.states import CommentKind
from charter.wording.charter_text import charter_words, in_html
from charter.wording.comments import marked_translation, signature_of_comment
from charter.wording.round_times import format_day


@dataclass(frozen=True)
class Commented:
    """An article or all of them, as `text` has it, or one provision, each beside what was said about it.

    `place` is the address of the article, or the permanent address of the provision; empty for all articles.
    """

    text: Text
    place: str
    short: str = ""

    extensions = ("pdf", "docx", "html")

    @property
    def long_extensions(self) -> tuple[str, ...]:
        return () if self.place else self.extensions

    @property
    def name(self) -> str:
        return f"commented/{self.text.version.number}" + (f"/{self.place}" if self.place else "")

    @property
    def language(self) -> str:
        return self.text.language

    @property
    def at(self) -> datetime:
        return self.text.at

    @cached_property
    def made_of(self) -> list[object]:
        with speak_language(self.language):
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

    def margin_page(self) -> str:
        """The paper as HTML of which a Word file with comments in the margin is made."""
        context = {"language": language_of(self.language), "notes": self._notes(), "rows": list(self._paragraphs())}
        return render_to_string("charter/papers/exports/proposed.html", context)

    def _notes(self) -> list[str]:
        names = {"number": self.text.version.number, "language": language_of(self.language).in_words}
        version = _("Version %(number)s, %(language)s") % names
        day = format_day(timezone.localdate())
        return [
            f"{self.title()}. {version}. {self.url}",
            _("The comments in the margin are the public comments as of %(day)s.") % {"day": day},
            _("The citations in square brackets are not part of the text. Do not change them."),
        ]

    def _paragraphs(self) -> Iterator[dict[str, Any]]:
        """The paragraphs of the Word file, each with its comments; these are numbered throughout."""
        number = 1
        for read in self._readings:
            levels = levels_of_points(read.lines)
            for line in read.lines:
                if self.short and line.provision.short != self.short:
                    continue
                comments = list(self._comments(line))
                words = commented_paragraph(line, comments, number)
                yield {**paragraph_shape(line.kind, levels[line.provision.pk]), "words": words}
                number += len(comments)

    @cached_property
    def _readings(self) -> tuple[Reading, ...]:
        return self.text.readings

    @cached_property
    def _rows(self) -> dict[int, list[PublicComment]]:
        """By the id of a provision: comments on it, then those on amendments that change it first, by time.

        The amendments are those to the text of the version. Removed comments are there, as their answers need them.
        """
        lines = [line for read in self._readings for line in read.lines]
        keys = [str(line.provision.key) for line in lines] if self.place else None
        wanted = CommentFilter(keys=keys, is_removed=True)
        rows = public_comments.read_public_comments(public_comments.public_comments(self.text.charter, wanted))
        places = {line.provision.pk for line in lines}
        by_provision: dict[int, list[PublicComment]] = defaultdict(list)
        for row in sorted(rows, key=lambda row: isinstance(row.target, Amendment)):
            by_provision[_provision_of(row.target, self.text.version, places)].append(row)
        return by_provision

    @cached_property
    def _translations(self) -> dict[int, Translated]:
        """The working translations of the comments into the language of the paper."""
        shown = [row.comment for rows in self._rows.values() for row in rows]
        return comments_in_other_language(shown, self.language)

    def _article(self, read: Reading) -> dict[str, Any]:
        article = self.text.article_of(read)
        kept = [
            {**shown, "comments": list(self._comments(line))}
            for shown, line in zip(article["lines"], read.lines, strict=True)
            if not self.short or line.provision.short == self.short
        ]
        return {**article, "lines": kept}

    def _comments(self, line: TextLine) -> Iterator[dict[str, Any]]:
        """Every comment at a provision, answers after what they answer; a removed one keeps its place."""
        rows = self._rows[line.provision.pk]
        replies: dict[int | None, list[PublicComment]] = defaultdict(list)
        shown = {row.comment.pk for row in rows}
        for row in rows:
            replies[row.reply_to if row.reply_to in shown else None].append(row)
        for row in replies[None]:
            yield from self._with_answers(row, replies, 0)

    def _with_answers(
        self, row: PublicComment, replies: dict[int | None, list[PublicComment]], level: int
    ) -> Iterator[dict[str, Any]]:
        comment, target = row.comment, row.target
        name, city = signature_of_comment(comment)
        amendment = target if isinstance(target, Amendment) else None
        translation = self._translations.get(comment.pk)
        yield {
            "who": comma().join(part for part in (name, city) if part),
            "kind": str(CommentKind(comment.kind).label),
            "date": format_day(timezone.localtime(comment.submit_date)),
            "at": comment.submit_date.isoformat(),
            "amendment": _("Amendment %(number)s") % {"number": amendment.number} if amendment else "",
            "url": full_address("amendment", amendment.round.number, amendment.number) if amendment else "",
            "quote": "" if comment.is_removed else comment.quote,
            "text": _("The comment was removed.") if comment.is_removed else comment.comment,
            "translation": marked_translation(translation) if translation else "",
            "original": language_of(comment.language).in_words if translation else "",
            "level": level,
            **language_attributes(comment.language, self.language),
        }
        for answer in replies[comment.pk]:
            yield from self._with_answers(answer, replies, level + 1)


def commented_paragraph(line: TextLine, comments: Sequence[Mapping[str, Any]], first: int) -> SafeString:
    """A provision with its comments, numbered from `first`: each marks the text that it quotes, or the whole."""
    document = texts.single_block(line.html)
    ranges: list[tuple[int, int]] = []
    for comment in comments:  # a reply marks what the comment marks that it follows
        ranges.append(ranges[-1] if ranges and comment["level"] else _quoted_range(document.text, comment))
    pieces: list[SafeString] = []
    before = 0
    for place in sorted({0, len(document.text), *(end for marked in ranges for end in marked)}):
        pieces.append(charter_words(texts.stretch_html(document, before, place)))
        pieces += [end_of_comment(n) for n, (_start, end) in enumerate(ranges, first) if end == place]
        pieces += [
            start_of_comment(n, comment["who"], datetime.fromisoformat(comment["at"]), _margin_lines(comment))
            for n, (comment, (start, _end)) in enumerate(zip(comments, ranges, strict=True), first)
            if start == place
        ]
        before = place
    words = format_html_join("", "{}", ((piece,) for piece in pieces))
    return format_html('{}<span id="c-{}">{}</span>', label_of(line), line.provision.key.hex, words)


def _quoted_range(text: str, comment: Mapping[str, Any]) -> tuple[int, int]:
    start = text.find(comment["quote"]) if comment["quote"] and not comment["amendment"] else -1
    return (start, start + len(comment["quote"])) if start >= 0 else (0, len(text))


def _margin_lines(comment: Mapping[str, Any]) -> Iterator[str]:
    head = [comment["amendment"], _("Reply") if comment["level"] else comment["kind"]]
    yield comma().join(part for part in head if part)
    if comment["quote"]:
        yield _("About the text: “%(words)s”") % {"words": comment["quote"]}
    yield from comment["translation"].splitlines()
    if comment["original"]:
        yield _("Original text in %(language)s") % {"language": comment["original"]}
    yield from comment["text"].splitlines()


def _provision_of(target: Provision | Amendment, version: Version, places: Collection[int]) -> int:
    """The id of the provision at which a comment is; 0 for an amendment to the text of another version."""
    if isinstance(target, Provision):
        return target.pk
    changed = [change.provision_id for change in target.text.changes.all()] if target.text else []
    return next((pk for pk in changed if pk in places), 0) if target.round.version_id == version.pk else 0
