"""What each row of a table of comments becomes: a comment, an error with what to write instead, or nothing.

Laws: every row is in one of the three. Nothing is stored. The rows of our own table without a change become nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.folding import fold_text
from accounts.imports.sheets import FORMULA
from accounts.imports.values import codes_by_word, languages_by_word
from accounts.locales import join_in_words, labelled, localize_commas
from accounts.models import Organisation, Person
from accounts.rules import Refusal
from charter import clean, rules
from charter.actions.comments.comments import LONGEST, NewComment
from charter.importing.citing import parts_of_citation
from charter.importing.comment_tables import TableRow
from charter.models import Amendment, Charter, CharterComment, Provision, Round
from charter.queries.comments import comment_rows
from charter.queries.comments.comment_rows import Target, place_of_comment
from charter.queries.reading import charters
from charter.queries.reading.provision_histories import citation_on_page
from charter.queries.reading.published_labels import published_labels
from charter.states import CommentKind
from charter.wording.charter_text import interface_language
from charter.wording.comment_columns import TITLES, Column
from charter.wording.comments import lines_of_comment

# How the ISO commenting template says what a comment is about: general, technical, editorial.
ISO_TYPES = {
    **dict.fromkeys(("ge", "general", "te", "technical"), CommentKind.ARGUMENT),
    **dict.fromkeys(("ed", "editorial"), CommentKind.WORDING),
}
COUNTRY = re.compile(r"[A-Za-z]{2}(?=[\s\d-]|$)")  # "FR", and in numbered tables "FR-01" or "FR 1"


@dataclass(frozen=True)
class PlannedComment:
    """A row that becomes a comment; `citation` names its place. With `has_proposal` the text ends with a change."""

    number: int
    citation: str
    comment: NewComment
    has_proposal: bool


@dataclass(frozen=True)
class FaultyRow:
    """A row with its place and text as typed, and what to write instead."""

    number: int
    place: str
    text: str
    faults: tuple[str, ...]


@dataclass
class CommentPlan:
    """What becomes of the rows of a table.

    `left_out` has the numbers of the rows that become nothing, by the reason; `kept` are the other rows.
    """

    comments: list[PlannedComment] = field(default_factory=list)
    faulty: list[FaultyRow] = field(default_factory=list)
    left_out: dict[str, list[int]] = field(default_factory=dict)
    kept: list[TableRow] = field(default_factory=list)


@dataclass(frozen=True)
class Writer:
    """Who imports a table, for which member, and the language of rows that state none."""

    person: Person
    organisation: Organisation
    language: str


class _Fault(Exception):
    """The errors of a row, each with what to write instead."""


def plan_comments(rows: Sequence[TableRow], charter: Charter, round_: Round | None, writer: Writer) -> CommentPlan:
    """Each row against the charter and the comments that there are."""
    return _Planning(rows, charter, round_, writer).plan()


class _Planning:
    def __init__(self, rows: Sequence[TableRow], charter: Charter, round_: Round | None, writer: Writer) -> None:
        self.rows, self.charter, self.round, self.writer = rows, charter, round_, writer
        self.labels = published_labels(charter, interface_language())
        self.keys, self.citations = [*self.labels], [label.citation for label in self.labels.values()]
        self.parts = [parts_of_citation(citation) for citation in self.citations]
        self.cited = {place: self._cited_keys(place) for place in {_place(row) for row in rows}}
        keys = {_key(row) for row in rows} | {key for cited in self.cited.values() for key in cited}
        self.targets = comment_rows.targets_by_key(charter, keys)
        self.comments = comment_rows.comments_by_id(
            int(row.cell(Column.NUMBER)) for row in rows if _is_id(row.cell(Column.NUMBER))
        )
        self.with_amendments = comment_rows.ids_with_amendments(self.comments)
        self.posted = comment_rows.texts_of_member(writer.organisation, self.targets.values())
        self.readable: dict[str, str | None] = {}
        self.result = CommentPlan()
        self.texts: set[tuple[tuple[int, str], str]] = set()

    def plan(self) -> CommentPlan:
        for row in self.rows:
            why = self._why_left_out(row)
            if why:
                self._leave_out(row, why)
                continue
            try:
                planned = self._comment(row)
            except _Fault as fault:
                shown = [row.cell(column) for column in (Column.COMMENT, Column.PROPOSED)]
                place = _place(row) or _key(row)
                self.result.faulty.append(FaultyRow(row.number, place, "\n".join(filter(None, shown)), fault.args))
                self.result.kept.append(row)
                continue
            self._add(row, planned)
        return self.result

    def _leave_out(self, row: TableRow, why: str) -> None:
        self.result.left_out.setdefault(why, []).append(row.number)

    def _why_left_out(self, row: TableRow) -> str:
        """Why a row becomes nothing, whatever else it has; empty for other rows."""
        own = self._own_comment(row)
        if own is not None and self._is_unchanged(row, own):
            return _("The comment was already posted.")
        if not self._is_of_member(row):
            why = _(
                "The row belongs to another member. If it is a row of your city, write “%(member)s” in the cell of "
                "the member, or leave that cell empty."
            )
            return why % {"member": self.writer.organisation}
        if own is None and row.cell(Column.OBSERVATIONS):
            return _(
                "The secretariat has already answered. For a new comment, leave the cell “Observations of"
                " the secretariat” empty."
            )
        return ""

    def _own_comment(self, row: TableRow) -> CharterComment | None:
        """The comment of which a row of our own table is; in other tables a number proves nothing."""
        number, target = row.cell(Column.NUMBER), self.targets.get(_key(row))
        comment = self.comments.get(int(number)) if _is_id(number) else None
        if comment is None or target is None:
            return None
        return comment if place_of_comment(target) == (comment.content_type_id, comment.object_pk) else None

    def _is_unchanged(self, row: TableRow, comment: CharterComment) -> bool:
        """Whether a row has the text of a comment, in any language of the table, and no change of its own."""
        if row.cell(Column.PROPOSED) and comment.pk not in self.with_amendments:
            return False
        text = _squeezed(row.cell(Column.COMMENT))
        for language in settings.INTERFACE_LANGUAGES:
            with override(language):
                if text == _squeezed(" ".join(lines_of_comment(comment))):
                    return True
        return False

    def _is_of_member(self, row: TableRow) -> bool:
        member, who = row.cell(Column.MEMBER), row.cell(Column.WHO).splitlines()
        if member:
            country = COUNTRY.match(member)
            return fold_text(member) in self._names or bool(country and fold_text(country[0]) == self._country)
        own = self._names | {fold_text(str(self.writer.person))}
        return not who or any(fold_text(line.strip()) in own for line in who)

    @cached_property
    def _names(self) -> set[str]:
        organisation = self.writer.organisation
        names = [name.text for name in (organisation.name, *organisation.name.translations.all())]
        return {fold_text(name) for name in (organisation.slug, *names)}

    @cached_property
    def _country(self) -> str:
        return fold_text(self.writer.organisation.country)

    def _comment(self, row: TableRow) -> PlannedComment:
        """The comment of a row. Raises `_Fault`."""
        faults: list[str] = []
        if own := self._own_comment(row):
            values = {"number": own.pk}
            why = _("The row differs from comment %(number)s on the site. A file cannot change a comment.")
            faults.append(f"{why % values} {_('For a new comment, leave the cell “No.” empty.')}")
        for column, cell in row.cells.items():
            if cell == FORMULA:
                why = _("%(column)s: the cell contains a formula. Enter the value itself.")
                faults.append(why % {"column": TITLES.get(Column(column), column)})
        language = _code(Column.LANGUAGE, languages_by_word(), row, self.writer.language, faults)
        kinds = {**ISO_TYPES, **codes_by_word(CommentKind)}
        kind = _code(Column.TYPE, kinds, row, CommentKind.ARGUMENT, faults)
        text = _text(row, language, faults)
        target = self._target(row, faults)
        if faults or target is None:
            raise _Fault(*faults)
        round_ = target.round if isinstance(target, Amendment) else self.round
        allowed = rules.may_comment(self.writer.person, round_)
        if isinstance(allowed, Refusal):
            raise _Fault(str(allowed.why))
        comment = NewComment(target, text, kind, language, round_)
        return PlannedComment(row.number, self._citation(target), comment, bool(row.cell(Column.PROPOSED)))

    def _target(self, row: TableRow, faults: list[str]) -> Target | None:
        """What a row is about: by its key, otherwise by its citation."""
        key, place = _key(row), _place(row)
        cited = self.cited[place]
        target = self.targets.get(key)
        if key and (target is None or not self._may_read(target)):
            why = _(
                "No provision has the key “%(key)s”. Copy the key from the downloaded table, or leave the cell empty."
            )
            faults.append(why % {"key": key})
            return None
        if target is not None:
            if isinstance(target, Provision) and cited and str(target.key) not in cited:
                why = _("The key belongs to %(citation)s, but the place is “%(place)s”. Clear the wrong cell.")
                faults.append(why % {"citation": localize_commas(self._citation(target)), "place": place})
            return target
        if not place:
            faults.append(_("The row has no place. Write the citation of a provision in the column “Place”."))
        elif not cited:
            why = _(
                "The charter has no provision “%(place)s”. Write the citation as shown on this site, for "
                "example %(example)s."
            )
            faults.append(why % {"place": place, "example": localize_commas(self._example)})
        elif len(cited) > 1:
            why = _("“%(place)s” can mean several provisions, such as %(citations)s. Write the whole citation.")
            citations = [localize_commas(self.labels[other].citation) for other in cited[:3]]
            faults.append(why % {"place": place, "citations": join_in_words(citations)})
        else:
            target = self.targets.get(cited[0])
        return target

    def _cited_keys(self, place: str) -> list[str]:
        """The keys of the provisions that a citation can name: those that it names in full, otherwise all."""
        parts = parts_of_citation(place)
        found = [at for at, whole in enumerate(self.parts) if parts and whole[-len(parts) :] == parts]
        full = [at for at in found if self.parts[at] == parts]
        return [self.keys[at] for at in full or found]

    @property
    def _example(self) -> str:
        """A short citation of a provision of an article."""
        return min(
            (each for each, parts in zip(self.citations, self.parts, strict=True) if parts[1:]), key=len, default=""
        )

    def _may_read(self, target: Target) -> bool:
        return bool(self._citation(target))

    def _citation(self, target: Target) -> str:
        """How a target is cited on its page; empty where the person may not read that page."""
        key = comment_rows.key_of_target(target)
        if key not in self.readable:
            self.readable[key] = self._read_citation(target)
        return self.readable[key] or ""

    def _read_citation(self, target: Target) -> str | None:
        if isinstance(target, Amendment):
            may_read = bool(rules.may_read(self.writer.person, target)) and target.number is not None
            return _("Amendment %(number)s") % {"number": target} if may_read else None
        language = charters.edition_in(interface_language())
        return citation_on_page(target, self.charter, language, self.writer.person, self.round)

    def _add(self, row: TableRow, planned: PlannedComment) -> None:
        """A comment, if neither the site nor an earlier row has it."""
        place, text = place_of_comment(planned.comment.target), _squeezed(planned.comment.text)
        if text in self.posted.get(place, ()):
            self._leave_out(row, _("The comment was already posted."))
        elif (place, text) in self.texts:
            self._leave_out(row, _("An earlier row has the same comment on the same provision."))
        else:
            self.texts.add((place, text))
            self.result.comments.append(planned)
            self.result.kept.append(row)


def _place(row: TableRow) -> str:
    return " ".join(filter(None, (row.cell(Column.PLACE), row.cell(Column.PARAGRAPH))))


def _key(row: TableRow) -> str:
    """The key of a row without the spaces and capitals that programs add."""
    return "".join(row.cell(Column.KEY).split()).lower()


def _is_id(cell: str) -> bool:
    return cell.isascii() and cell.isdigit() and len(cell) < 10


def _squeezed(text: str) -> str:
    return " ".join(clean.clean_typed_text(text).text.split())


def _code(column: Column, codes: dict[str, str], row: TableRow, default: str, faults: list[str]) -> str:
    """The code that a cell means, or the default for an empty one."""
    cell = row.cell(column)
    code = codes.get(fold_text(cell)) if cell else default
    if code is None:
        names = dict(CommentKind.choices) if column == Column.TYPE else dict(settings.LANGUAGES)
        values = {"cell": cell, "words": join_in_words(map(str, names.values()))}
        faults.append(
            labelled(
                TITLES[column], _("“%(cell)s” is not possible here. Enter one of these values: %(words)s.") % values
            )
        )
    return code or default


def _text(row: TableRow, language: str, faults: list[str]) -> str:
    """The text of the comment; a proposed change is at its end, announced in the language of the comment."""
    comment, proposed = (clean.clean_typed_text(row.cell(column)).text for column in (Column.COMMENT, Column.PROPOSED))
    if proposed:
        with override(charters.interface_for(language)):
            proposed = _("Proposed change: %(text)s") % {"text": proposed}
    text = "\n\n".join(filter(None, (comment, proposed)))
    if not text:
        faults.append(_("The row has no comment. Write the comment in the column “Comment”, or delete the row."))
    elif len(text) > LONGEST:
        why = _("Your comment has %(show_value)s characters. The limit is 5,000 characters. Shorten the comment.")
        faults.append(why % {"show_value": len(text)})
    return text
