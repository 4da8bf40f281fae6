"""The table of public comments in the form of the ISO commenting template, with the answers of the secretariat."""

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

from accounts.locales import semicolon
from accounts.models import Theme
from charter import texts
from charter.exports.papers import as_is, full_address, language_attributes, page_frame, speak_language
from charter.models import Amendment, Charter, CharterComment, Provision, Version
from charter.queries.amending import amendments
from charter.queries.amending.public_texts import TextCitations, public_texts
from charter.queries.amending.shown_changes import Shown, changed_citations
from charter.queries.amending.translated_pieces import Translated
from charter.queries.comments import public_comments
from charter.queries.comments.comment_rows import key_of_target
from charter.queries.comments.comment_translations import comments_in_other_language
from charter.queries.comments.public_comments import CommentFilter, PublicComment
from charter.queries.languages.names import language_of
from charter.queries.reading.published_labels import published_labels
from charter.states import ChangeKind, CommentKind
from charter.wording.charter_text import in_html, in_words, interface_language, outcome_status
from charter.wording.comment_columns import TITLES, Column
from charter.wording.comments import lines_of_comment, marked_translation, signature_of_comment
from charter.wording.round_times import format_day

NAME = "comment-table"
# How many comments make a file of about one second.
AT_ONCE, AT_ONCE_IN_OTHERS = {"docx": 200}, 2000
LAST = (Column.PLACE, Column.TYPE, Column.COMMENT, Column.PROPOSED, Column.OBSERVATIONS, Column.KEY)
MORE = (Column.TRANSLATION, Column.TRANSLATED_BY, Column.CAME_ON, Column.THEMES)
COLUMNS = (Column.NUMBER, Column.MEMBER, Column.AUTHOR, Column.DATE, Column.LANGUAGE, *LAST, *MORE)
SHOWN = (Column.NUMBER, Column.WHO, *LAST)  # on paper, where a translation is below its comment
WIDTHS = (6, 13, 9, 12, 25, 13, 12, 10)  # of the columns on paper, in hundredths of the line


@dataclass(frozen=True)
class CommentTable:
    """All public comments, in the order of the text, or those on an article of the latest version."""

    charter: Charter
    version: Version
    language: str
    article: str = ""

    extensions = ("csv", "xlsx", "docx")

    @property
    def name(self) -> str:
        return f"{NAME}/{self.article}" if self.article else NAME

    @cached_property
    def long_extensions(self) -> tuple[str, ...]:
        count = len(self.comments)
        return tuple(extension for extension in self.extensions if count > AT_ONCE.get(extension, AT_ONCE_IN_OTHERS))

    @cached_property
    def at(self) -> datetime:
        """When the last of the comments was written or changed."""
        moments = [row.comment.edited_at or row.comment.submit_date for row in self.comments]
        return max([self.version.published_at, *moments])

    @cached_property
    def made_of(self) -> list[object]:
        with speak_language(self.language):
            return [list(line) for line in self.cells()]

    @property
    def turned(self) -> bool:
        """Whether columns run from right to left."""
        return language_of(self.language).dir == "rtl"

    @property
    def url(self) -> str:
        return full_address("downloads", self.name)

    def title(self) -> str:
        if not self.article:
            return _("Comments on the charter")
        return _("Comments on article %(article)s") % {"article": self.article}

    def cited(self) -> SafeString:
        values = {
            "title": self.title(),
            "charter": self.charter.title.in_language(self.language).text,
            "day": format_day(timezone.localdate()),
            "address": as_is(self.url),
        }
        return in_html(_("%(charter)s. %(title)s, as of %(day)s. %(address)s."), values)

    def page(self) -> str:
        facts = [{"text": _("Permanent address:"), "value": self.url}]
        rows = [self._shown(row) for row in self._listed]
        context = {
            **page_frame(self),
            "facts": facts,
            "columns": [TITLES[column] for column in SHOWN],
            "widths": WIDTHS,
            "rows": rows,
        }
        return render_to_string("charter/papers/exports/comment_table.html", context)

    def cells(self) -> Iterator[list[str]]:
        """The head, then a line for each comment."""
        yield [str(TITLES[column]) for column in COLUMNS]
        for row in self._listed:
            cells = self._cells(row)
            yield [cells[column] for column in COLUMNS]

    def sheets(self) -> Iterator[tuple[str, Iterator[list[str]]]]:
        """The table alone."""
        yield self.name.replace("/", " "), self.cells()

    @cached_property
    def comments(self) -> list[PublicComment]:
        """The comments in the order of time."""
        keys = amendments.keys_in(self.charter, self.article) if self.article else None
        rows = public_comments.public_comments(self.charter, CommentFilter(keys=keys))
        return public_comments.read_public_comments(rows)

    @cached_property
    def _translations(self) -> dict[int, Translated]:
        """The working translations of comments and answers into the language of the table."""
        shown = [comment for row in self.comments for comment in (row.comment, *row.answers)]
        return comments_in_other_language(shown, self.language)

    @cached_property
    def _themes(self) -> dict[int, list[Theme]]:
        """By the id of a comment, the themes of the provisions that it is about."""
        return public_comments.themes_of_comments(self.comments)

    @property
    def _listed(self) -> list[PublicComment]:
        """Those that have a line: in the order of the text, by threads. Answers are beside what they answer."""
        answers = {answer.pk for row in self.comments for answer in row.answers}
        replied = {row.reply_to for row in self.comments}
        beside = answers - replied
        listed = [row for row in self.comments if row.comment.pk not in beside]
        return sorted(listed, key=lambda row: (self._place(row.target), row.comment.thread_id))

    def _place(self, target: Provision | Amendment) -> tuple[int, int, int]:
        """The place in the text of what a comment is on; amendments are after their provision."""
        if isinstance(target, Provision):
            return self._places.get(str(target.key), len(self._places)), 0, target.pk
        keys = [str(shown.change.provision.key) for shown in self._changes.get(target.pk, ())]
        first = min((self._places[key] for key in keys if key in self._places), default=len(self._places))
        return first, 1, target.pk

    @cached_property
    def _places(self) -> dict[str, int]:
        blocks = (block for section in self.version.arrangement.sections for block in section.blocks)
        return {block.key: place for place, block in enumerate(blocks)}

    @cached_property
    def _changes(self) -> dict[int, list[Shown]]:
        """By the id of an amendment, what it changes as public pages show it."""
        concerned = {amendment.pk: amendment for row in self.comments for amendment in row.decided}
        current = [amendment.text for amendment in concerned.values() if amendment.text]
        citations = TextCitations(self.charter, interface_language())
        return {
            shown.text.amendment_id: amendments.shown_changes(
                shown.text, citations.of(shown), interface_language(), shown.version
            )
            for shown in public_texts(current).values()
        }

    def _cells(self, row: PublicComment) -> dict[Column, str]:
        comment = row.comment
        author, member = _signature(comment)
        translation = self._translations.get(comment.pk)
        return {
            Column.NUMBER: str(comment.pk),
            Column.MEMBER: member,
            Column.AUTHOR: author,
            Column.DATE: timezone.localtime(comment.submit_date).date().isoformat(),
            Column.LANGUAGE: comment.language,
            Column.PLACE: self._citation(row.target),
            Column.TYPE: _type_of(row),
            Column.COMMENT: "\n".join(lines_of_comment(comment)),
            Column.TRANSLATION: translation.text if translation else "",
            Column.TRANSLATED_BY: translation.maker if translation else "",
            Column.CAME_ON: comment.came_on.isoformat() if comment.came_on else "",
            Column.PROPOSED: "\n".join(self._proposals(row)),
            Column.OBSERVATIONS: "\n".join(self._observations(row)),
            Column.KEY: key_of_target(row.target),
            Column.THEMES: semicolon().join(in_words(theme.name) for theme in self._themes[comment.pk]),
        }

    def _citation(self, target: Provision | Amendment) -> str:
        if isinstance(target, Provision):
            label = published_labels(self.charter, interface_language()).get(str(target.key))
            return label.citation if label else _("deleted from the text")
        citation = changed_citations(self._changes.get(target.pk, ()))
        values = {"citation": citation, "number": target}
        return _("%(citation)s, amendment %(number)s") % values

    def _proposals(self, row: PublicComment) -> Iterator[str]:
        """What the amendments that were made of the comment propose."""
        for amendment in row.proposals:
            for shown in self._changes.get(amendment.pk, ()):
                values = {"number": amendment, "text": _proposed(shown)}
                yield _("Amendment %(number)s: %(text)s") % values

    def _observations(self, row: PublicComment) -> Iterator[str]:
        """The answers of the secretariat, and the public outcome of each amendment that is concerned."""
        for answer in row.answers:
            yield answer.comment
            if translation := self._translations.get(answer.pk):
                yield marked_translation(translation)
        for amendment in row.decided:
            decision = amendments.visible_decision(None, amendment)
            if decision is not None:
                names = {"number": amendment, "outcome": outcome_status(decision)["word"]}
                outcome = _("Amendment %(number)s: %(outcome)s.") % names
                yield f"{outcome} {in_words(decision.reason)}"

    def _shown(self, row: PublicComment) -> dict[str, Any]:
        """The cells by their names, with member and author in one."""
        comment, cells = row.comment, self._cells(row)
        return {
            **{str(column): cell for column, cell in cells.items()},
            "who": [name for name in (cells[Column.MEMBER], cells[Column.AUTHOR]) if name],
            "date": format_day(timezone.localtime(comment.submit_date)),
            "translated": self._translations.get(comment.pk),
            "text_in": language_attributes(comment.language, self.language),
        }


def _signature(comment: CharterComment) -> tuple[str, str]:
    return signature_of_comment(comment)


def _type_of(row: PublicComment) -> str:
    kind = str(CommentKind(row.comment.kind).label)
    if row.reply_to is None:
        return kind
    return _("%(type)s, reply to comment %(number)s") % {"type": kind, "number": row.reply_to}


def _proposed(shown: Shown) -> str:
    """The proposed text, or what the change does where it has none."""
    change = shown.change
    text = "" if change.kind == ChangeKind.MOVE else texts.sides_of_change(change)[1].text
    return text or str(change.get_kind_display())
