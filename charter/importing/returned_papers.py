"""A returned file beside the text as it is now: what can become a draft, and what cannot, with the reason."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from charter import texts
from charter.actions.amending.changes import ChangeInput, changes_words, typed_over
from charter.files.left_out import LeftOut, left_out
from charter.files.refusals import NO_ARTICLE_CHOSEN, NO_CLAUSE, NO_ROW, OTHER_TEXT, Unreadable
from charter.importing.issued_marks import Recognised, recognise_marks
from charter.importing.returned_changes import BaseLine, Doubt, FoundChange, FoundChanges, find_changes
from charter.importing.returned_clauses import MOSTLY, clause_share, find_clause_changes
from charter.importing.returned_lines import COMMENTS, Comment, Returned
from charter.importing.returned_tables import find_row_changes, is_table
from charter.models import Arrangement, Article, Charter, IssuedPaper, Provision, ReceivedPaper, Version, Wording
from charter.queries.papers.issued_marks import IssuedMark
from charter.queries.papers.issued_papers import find_by_signed_id
from charter.queries.papers.working_papers import Scope, lines_in, scope_of_keys
from charter.queries.reading import articles, charters, divisions
from charter.queries.reading.articles import TextLine
from charter.queries.reading.current_wordings import wordings_by_provision
from charter.states import HEADINGS, ChangeKind, ProvisionKind
from charter.text import rebase

ENOUGH = 0.5
TEXT_CHANGED = _("Since the file was downloaded, the text has changed at the same place.")
EDITS_AMENDMENT = _("The file edits the text of amendment %(number)s. Check whether this is your own proposal.")
NO_PLACE = _("The text is before the first provision of the article. Add it by hand after a provision.")
NOT_TRACKED = _("The change was not tracked, and the file has changes of several members.")
PLACE_LEFT = _("The provision is no longer in the text.")


@dataclass(frozen=True)
class Source:
    """Which text a file changes: one article, those from it to the last one, or all.

    `paper` is the one by which it is known, if its id is valid.
    """

    version: Version
    article: Article | None
    language: str
    paper: IssuedPaper | None = None
    last_article: Article | None = None


@dataclass(frozen=True)
class ReturnedChange:
    """One change that can become part of a draft, against the current text.

    `before` and `html` are its text before and after, `following` that of the provision with which it is combined.
    `reason` is the text of the comments by its authors that mark what they changed. `in_file` is the text of the file
    where a part of it was not carried over, because the current text has changed at the same place: somebody must read
    both. `doubts` say what else must be checked, `clauses` order it. `article` is the key of the article in
    the current text.
    """

    name: str
    kind: str
    provision: Provision
    citation: str
    before: str = ""
    html: str = ""
    typed: str = ""
    cut: int | None = None
    following: str = ""
    after: Provision | None = None
    after_citation: str = ""
    new_kind: str = ""
    untracked: bool = False
    authors: tuple[str, ...] = ()
    reason: str = ""
    in_file: str = ""
    article: str = ""
    doubts: tuple[Doubt, ...] = ()
    clauses: tuple[str, ...] = ()

    @property
    def is_sure(self) -> bool:
        """Whether nobody must compare it with the file first."""
        return not self.in_file and not self.doubts

    def as_input(self) -> ChangeInput:
        """The same for a draft."""
        html = self.html if self.kind in (ChangeKind.REPLACE, ChangeKind.INSERT) else None
        return ChangeInput(self.kind, self.provision, self.typed, html, self.new_kind, self.after, present=True)


@dataclass(frozen=True)
class Unplaced:
    """Text that cannot become a change, with the reason; `citation` is its place in the charter or in the file."""

    text: str
    why: str | Promise
    citation: str = ""


@dataclass(frozen=True)
class ReturnedComment:
    """A comment that is not used as a reason, and the provision to which it is attached, if there is one.

    `passage` is the text that it marks, `reply_to` the author of the comment to which it replies.
    """

    author: str
    text: str
    key: str = ""
    citation: str = ""
    passage: str = ""
    is_done: bool = False
    reply_to: str | None = None


@dataclass(frozen=True)
class ReturnedPaper:
    """All that a file holds beside its unchanged text."""

    changes: tuple[ReturnedChange, ...]
    unplaced: tuple[Unplaced, ...]
    left_out: tuple[LeftOut, ...]
    comments: tuple[ReturnedComment, ...] = ()


def identify(charter: Charter, returned: Returned, chosen: Scope | None, language: str) -> Source:
    """The text that a file changes: by its id, by its bookmarks, or as chosen. Raises `Unreadable`.

    Without an id, the version is the one whose text the file has most of.
    """
    for signed in returned.ids:
        paper = find_by_signed_id(signed)
        if paper is not None and paper.version.charter_id == charter.pk:
            return Source(paper.version, paper.article, paper.language, paper, paper.last_article)
    keys = [paragraph.key for paragraph in returned.paragraphs if paragraph.key]
    scope = (scope_of_keys(charter, keys) if keys else None) or chosen
    if scope is None or not language:
        raise Unreadable(NO_ARTICLE_CHOSEN)
    versions = articles.published_versions(charter)
    scored = [(*_share(returned, version, scope, language), version) for version in versions]
    share, is_foreign, version = max(scored, key=lambda one: (one[0], one[2].number))
    if is_foreign and not share:
        raise Unreadable(NO_ROW if is_table(returned) else NO_CLAUSE)
    if not is_foreign and share < ENOUGH:
        raise Unreadable(OTHER_TEXT)
    return Source(version, scope.article, language, None, scope.last_article)


def _share(returned: Returned, version: Version, scope: Scope, language: str) -> tuple[float, bool]:
    """The share of the provisions whose text, or nearly the same text, is in the file, and whether it is foreign.

    Of a table or a list of changes it is the share of its rows or clauses that fit the text.
    """
    base = base_lines(lines_in(version, scope.article, language, scope.last_article))
    if not base:
        return 0.0, False
    changed = read_changes(base, returned, returned.authors, language)
    if changed.is_foreign:
        return changed.share, True
    same = len(base) - sum(
        found_change.kind != ChangeKind.INSERT and found_change.untracked for found_change in changed.changes
    )
    return min(changed.share, same / len(base)), False


def read_changes(
    base: Sequence[BaseLine], returned: Returned, authors: Collection[str], language: str
) -> FoundChanges:
    """The changes of a file, as its form tells them: a text that was changed, a table, or a list of clauses."""
    if is_table(returned):
        return find_row_changes(base, returned, authors)
    clauses = clause_share(returned, authors, language)
    if clauses >= MOSTLY:
        return find_clause_changes(base, returned, authors, language)
    changed = find_changes(base, returned, authors)
    if clauses and changed.share < ENOUGH:
        return find_clause_changes(base, returned, authors, language)
    return changed


def base_lines(lines: Sequence[TextLine]) -> list[BaseLine]:
    """The provisions as a downloaded file has them."""
    return [
        BaseLine(
            line.provision.key.hex,
            line.html,
            line.wording.text if line.wording else "",
            line.citation,
            line.is_heading,
        )
        for line in lines
    ]


def recognised_reading(received: ReceivedPaper) -> Recognised:
    """What was read of a file; the marks of amendments with which the file was issued are known."""
    assert received.reading is not None
    returned = Returned.from_json(received.reading)
    marks = [IssuedMark(**mark) for mark in received.paper.marks] if received.paper else []
    return recognise_marks(returned, marks) if marks else Recognised(returned, (), {})


def is_comment_table(received: ReceivedPaper) -> bool:
    """Whether a stored file is a table of comments that the secretariat imported."""
    return received.reading is not None and received.reading.get("form") == COMMENTS


def authors_of(received: ReceivedPaper) -> tuple[str, ...]:
    """The authors of tracked changes in a file that do not belong to an amendment with which it was issued."""
    return recognised_reading(received).returned.authors if received.reading is not None else ()


def compare(received: ReceivedPaper, authors: Collection[str] | None = None) -> ReturnedPaper:
    """What the file changes in the current text; `authors` are those whose changes count, all of them by default."""
    if received.reading is None or is_comment_table(received):
        return ReturnedPaper((), (), ())
    recognised = recognised_reading(received)
    returned = recognised.returned
    lines = lines_in(received.version, received.article, received.language, received.last_article)
    wanted = returned.authors if authors is None else authors
    found_changes = read_changes(base_lines(lines), returned, wanted, received.language)
    text = _Text(received.version.charter, lines, received.language)
    changes: list[ReturnedChange] = []
    unplaced = [Unplaced(one, NO_PLACE) for one in found_changes.unplaced]
    unplaced += [Unplaced(text.text, text.why, text.where) for text in found_changes.tray]
    notes = [note for note in returned.left_out if note.what != "table" or not is_table(returned)]
    notes += [*found_changes.left_out, *recognised.left_out]
    reasons: set[int] = set()
    for number, change in enumerate(text.possible(found_changes.changes)):
        made = text.place(change, f"{number}-{change.kind}")
        if isinstance(made, ReturnedChange):
            reasons |= {*change.comments}
            reason = change.reason or _reason(returned.comments[place] for place in change.comments)
            nobodys = (Doubt(str(NOT_TRACKED)),) if received.is_shared and change.untracked else ()
            edited = [
                Doubt(str(EDITS_AMENDMENT) % {"number": number}) for number in recognised.edited.get(change.key, ())
            ]
            doubts = (*change.doubts, *nobodys, *edited)
            changes.append(replace(made, reason=reason, doubts=doubts, clauses=change.clauses))
        elif isinstance(made, Unplaced):
            unplaced.append(made)
        else:
            notes.append(made)
    comments = tuple(_other_comments(returned.comments, found_changes, reasons, text))
    return ReturnedPaper(tuple(changes), tuple(unplaced), tuple(notes), comments)


def _reason(comments: Iterable[Comment]) -> str:
    return "\n\n".join(comment.text for comment in comments if comment.text)


def _other_comments(
    comments: Sequence[Comment], found_changes: FoundChanges, reasons: Collection[int], text: _Text
) -> Iterator[ReturnedComment]:
    """The comments that give no reason, in the order of the file, those without any text apart."""
    for number, (comment, place) in enumerate(zip(comments, found_changes.comments, strict=True)):
        if number in reasons or not comment.text:
            continue
        line = text.by_key.get(place.key)
        parent = None if comment.parent is None else comments[comment.parent].author
        citation = line.citation if line else ""
        yield ReturnedComment(
            comment.author, comment.text, place.key, citation, place.passage, comment.is_done, parent
        )


@dataclass(frozen=True)
class _Text:
    """The article as it was in the file, beside the working text."""

    charter: Charter
    lines: Sequence[TextLine]
    language: str

    @cached_property
    def by_key(self) -> Mapping[str, TextLine]:
        return {line.provision.key.hex: line for line in self.lines}

    @cached_property
    def arrangement(self) -> Arrangement | None:
        return charters.arrangement_of(self.charter)

    @cached_property
    def articles(self) -> Mapping[str, str]:
        """The key of the article of each provision in the working text."""
        sections = self.arrangement.sections if self.arrangement else ()
        return {block.key: section.key for section in sections for block in section.blocks}

    @cached_property
    def here(self) -> frozenset[str]:
        """Keys of the provisions in the working text."""
        return frozenset(self.arrangement.keys()) if self.arrangement else frozenset()

    @cached_property
    def now(self) -> Mapping[int, Wording]:
        return wordings_by_provision([line.provision.pk for line in self.lines], self.language)

    def possible(self, changes: Sequence[FoundChange]) -> Iterator[FoundChange]:
        """The changes; a combination that the working text does not allow is new text and a deletion."""
        for change in changes:
            if change.kind != ChangeKind.JOIN or self._follows(change):
                yield change
            else:
                yield replace(change, kind=ChangeKind.REPLACE, after="")
                yield replace(change, kind=ChangeKind.DELETE, key=change.after, after="", text="", comments=())

    def _follows(self, change: FoundChange) -> bool:
        provision = self.by_key[change.key].provision
        section = self.arrangement.section_of(provision.key) if self.arrangement else None
        block = divisions.next_combinable_block(section, str(provision.key))
        return block is not None and block.key == str(self.by_key[change.after].provision.key)

    def place(self, change: FoundChange, name: str) -> ReturnedChange | Unplaced | LeftOut:
        line = self.by_key[change.key]
        now = self.now.get(line.provision.pk)
        old = line.html
        if str(line.provision.key) not in self.here or now is None:
            if change.kind == ChangeKind.DELETE:
                return left_out("already", texts.plain_text(old))
            return Unplaced(change.text or texts.plain_text(old), PLACE_LEFT, line.citation)
        made = ReturnedChange(
            name,
            change.kind,
            line.provision,
            line.citation,
            now.html,
            untracked=change.untracked,
            authors=change.authors,
            article=self.articles.get(str(line.provision.key), ""),
        )
        if change.kind == ChangeKind.INSERT:
            html = typed_over(None, change.text)
            return replace(made, before="", html=html, typed=change.text, new_kind=self._kind_after(line))
        if change.kind == ChangeKind.MOVE:
            return self._move(made, change)
        if change.kind == ChangeKind.REPLACE:
            return self._replace(made, change, line, now)
        if now.html != old:
            return Unplaced(change.text or texts.plain_text(old), TEXT_CHANGED, line.citation)
        if change.kind == ChangeKind.SPLIT:
            return replace(made, typed=change.text, cut=divisions.cut_of(now.text, change.text))
        if change.kind == ChangeKind.JOIN:
            second = self.by_key[change.after]
            return replace(made, following=second.html, after_citation=second.citation)
        return made

    def _kind_after(self, line: TextLine) -> str:
        """The type of the provision before a new one; after a heading, that of the next one without heading."""
        place = self.lines.index(line)
        return next(
            (text_line.kind for text_line in self.lines[place:] if text_line.kind not in HEADINGS),
            ProvisionKind.SUBPARAGRAPH,
        )

    def _move(self, made: ReturnedChange, change: FoundChange) -> ReturnedChange | Unplaced:
        after = self.by_key[change.after]
        if str(after.provision.key) not in self.here:
            return Unplaced(texts.plain_text(made.before), PLACE_LEFT, made.citation)
        return replace(made, html=made.before, after=after.provision, after_citation=after.citation)

    def _replace(
        self, made: ReturnedChange, change: FoundChange, line: TextLine, now: Wording
    ) -> ReturnedChange | Unplaced | LeftOut:
        """New text, carried over to the current text if this is no longer the one in the file.

        Where both change the same place, the current text holds there. If nothing else is left, there is no change.
        """
        html = typed_over(line.wording, change.text)
        if now.html != line.html:
            carried = rebase(texts.single_block(html), texts.single_block(line.html), texts.single_block(now.html))
            if carried.document is None:
                return Unplaced(change.text, TEXT_CHANGED, line.citation)
            html = texts.words_of(carried.document).get("one", "")
            if not changes_words(now, html):
                is_met = carried.to_check
                return (
                    Unplaced(change.text, TEXT_CHANGED, line.citation) if is_met else left_out("already", change.text)
                )
            made = replace(made, in_file=change.text if carried.to_check else "")
        return replace(made, html=html)
