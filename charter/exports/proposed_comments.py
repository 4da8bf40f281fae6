"""The comments beside proposed changes: number, title, support and reasons, and text that is not marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.locales import join_in_words, localize_commas
from charter import texts
from charter.exports.papers import full_address
from charter.models import Round
from charter.queries.papers.proposed_changes import ProposedArticle, ProposedChange
from charter.states import ChangeKind
from charter.wording.charter_text import co_proposers, in_words, proposer_of


@dataclass(frozen=True)
class FileComment:
    """The comment on one change, and the spans between which pandoc marks its text."""

    change: ProposedChange
    number: int
    lines: tuple[str, ...]

    @property
    def start(self) -> SafeString:
        at = self.change.amendment.confirmed_at or self.change.change.text.at
        return start_of_comment(self.number, proposer_of(self.change.amendment), at, self.lines)

    @property
    def end(self) -> SafeString:
        return end_of_comment(self.number)


def start_of_comment(number: int, author: str, at: datetime, lines: Iterable[str]) -> SafeString:
    """The span of which pandoc makes a comment in the margin; its date is the day, in the form of Word files."""
    body = format_html_join("", "{}<br>", ((line,) for line in lines))
    pattern = '<span class="comment-start" id="{}" data-author="{}" data-date="{}">{}</span>'
    return format_html(pattern, number, author, f"{timezone.localtime(at):%Y-%m-%d}T00:00:00Z", body)


def end_of_comment(number: int) -> SafeString:
    """The span at which the text of a comment ends."""
    return format_html('<span class="comment-end" id="{}"></span>', number)


def comments_of(
    article: ProposedArticle, round_: Round, first: int, explained: set[int], citations: Mapping[str, str]
) -> list[FileComment]:
    """A comment for each change, numbered from `first`; the reasons of an amendment are in its first one.

    `explained` are the ids of amendments whose reasons the file has already; it gets those of these comments.
    `citations` are those of the provisions in the file, by key.
    """
    comments = []
    for number, change in enumerate(article.changes, first):
        lines = [*_head(change, round_), *_unmarked(change, citations)]
        if change.amendment.pk not in explained:
            lines += _reasons(change)
        explained.add(change.amendment.pk)
        comments.append(FileComment(change, number, tuple(lines)))
    return comments


def _head(change: ProposedChange, round_: Round) -> Iterator[str]:
    amendment, title = change.amendment, in_words(change.change.text.title)
    name = _("Amendment %(number)s") % {"number": amendment.number}
    yield f"{name}. {title}" if title else f"{name}."
    yield full_address("amendment", round_.number, amendment.number)
    if others := co_proposers(amendment):
        yield _("Co-sponsors: %(names)s.") % {"names": join_in_words(others)}
    n = change.supports
    yield ngettext("Supported by %(n)s member.", "Supported by %(n)s members.", n) % {"n": n}


def _unmarked(change: ProposedChange, citations: Mapping[str, str]) -> Iterator[str]:
    """Why a change is not marked in the text, and what it proposes."""
    if change.is_shown:
        return
    if change.conflicts:
        yield ngettext(
            "The change is not marked in the text, because it conflicts with amendment %(numbers)s.",
            "The change is not marked in the text, because it conflicts with amendments %(numbers)s.",
            len(change.conflicts),
        ) % {"numbers": join_in_words(map(str, change.conflicts))}
    elif change.alike:
        yield _("The change is not marked in the text, because amendment %(number)s changes the same place.") % {
            "number": change.alike
        }
    elif change.kind == ChangeKind.MOVE:
        yield _(
            "The change is not marked in the text. The new place of the provision is in another "
            "article, or has no text in this language."
        )
    else:
        yield _(
            "The change is not marked in the text. It refers to the text of another language or of another version."
        )
    yield _proposal(change, citations)


def _proposal(change: ProposedChange, citations: Mapping[str, str]) -> str:
    kind, own = change.kind, change.change
    if kind == ChangeKind.DELETE:
        return _("Delete the provision.")
    if kind == ChangeKind.MOVE:
        return _("Move the provision after %(citation)s.") % {
            "citation": localize_commas(citations.get(change.after_key, "–"))
        }
    if kind == ChangeKind.JOIN:
        return _("Combine the provision with the next provision.")
    if kind == ChangeKind.SPLIT:
        second = texts.plain_text(own.base.html)[own.cut or 0 :].strip() if own.base else ""
        return _("Split the provision. Its second part: %(text)s") % {"text": second}
    text = texts.plain_text(own.html)
    if kind == ChangeKind.INSERT:
        return _("New provision: %(text)s") % {"text": text}
    return _("Proposed text: %(text)s") % {"text": text}


def _reasons(change: ProposedChange) -> Iterator[str]:
    reason = in_words(change.change.text.reason)
    if reason:
        yield _("Statement of reasons: %(text)s") % {"text": " ".join(reason.split())}
