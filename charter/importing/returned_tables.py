"""A table with the text in force beside the text proposed, as changes by provision.

A row is about the provision whose text its left cell has, or nearly has; a number helps to tell which one. An empty
right cell is a deletion. An empty left cell is a new provision after the one of the row before. The proposed text is
what the right cell says, even where the left one differs from the text in force.

Laws: every word of the file is in a change, in what could not be placed, in what is left out, or in the
unchanged text. What a person must check has a doubt.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from itertools import groupby, zip_longest

from django.utils.translation import gettext as _

from charter.files.left_out import LeftOut, left_out, sum_notes
from charter.importing.citing import find_cited, parts_of_citation
from charter.importing.returned_changes import (
    LABEL,
    BaseLine,
    CommentPlace,
    Doubt,
    FoundChange,
    FoundChanges,
    TrayText,
    tidy_text,
)
from charter.importing.returned_lines import Paragraph, Returned
from charter.importing.text_likeness import ALIKE, likeness_of, words_to_compare
from charter.states import ChangeKind

# Below this share of words in common, the right cell may be another language or another text.
LITTLE = 0.2
FEW_WORDS = 6
LONGEST_NUMBER = 24
IN_FORCE, PROPOSED, NUMBER, REASONS = "in force", "proposed", "number", "reasons"
HEADERS: Mapping[str, Sequence[str]] = {
    IN_FORCE: (
        "text in force|current text|existing text|present text|current wording|existing wording|original text",
        "texte en vigueur|texte actuel|rédaction actuelle|version actuelle|texte initial|texte existant",
        "texto vigente|texto actual|texto en vigor|redacción vigente|redacción actual|texto original",
        "النص الحالي|النص النافذ|النص الساري|النص القائم|النص الأصلي|النص المعمول به|الصياغة الحالية",
    ),
    PROPOSED: (
        "text proposed|proposed text|proposed wording|proposed amendment|amendment|amended text|new text|proposal",
        "texte proposé|rédaction proposée|amendement|amendement proposé|texte modifié|nouveau texte|proposition",
        "texto propuesto|redacción propuesta|enmienda|enmienda propuesta|texto modificado|texto nuevo|propuesta",
        "texto que se propone|nueva redacción|nouvelle rédaction",
        "النص المقترح|الصياغة المقترحة|التعديل|التعديل المقترح|النص المعدل|النص الجديد|المقترح",
    ),
    NUMBER: (
        "no|number|article|provision|paragraph|clause|reference|citation|point",
        "n|numéro|disposition|paragraphe|alinéa|référence",
        "núm|número|n º|artículo|disposición|párrafo|apartado|referencia",
        "الرقم|رقم|المادة|البند|الفقرة|المرجع",
    ),
    REASONS: (
        "reasons|reason|statement of reasons|justification|rationale|explanation|comments|remarks",
        "motifs|exposé des motifs|raisons|commentaires|observations|explication",
        "justificación|motivos|motivación|razones|comentarios|observaciones|explicación",
        "الأسباب|بيان الأسباب|المبررات|التبرير|الشرح|ملاحظات|الملاحظات",
    ),
}


def terms_in(*rows: str) -> frozenset[str]:
    """The terms of some rows, parted by bars."""
    return frozenset(term for row in rows for term in row.split("|"))


DELETED = terms_in(
    "deleted|delete|to be deleted|supprimé|supprimée|à supprimer|supprimer|suprimido|suprimida|se suprime|suprimir",
    "eliminado|eliminada|se elimina|محذوف|محذوفة|يحذف|تحذف|حذف",
)
UNCHANGED = terms_in(
    "unchanged|no change|no changes|inchangé|inchangée|sans changement|sans modification|sin cambios|sin cambio",
    "sin modificación|sin modificaciones|بدون تغيير|دون تغيير|لا تغيير|بلا تغيير",
)
NEW = terms_in(
    "new|new provision|new paragraph|nouveau|nouvelle|nouvelle disposition|nouveau paragraphe|nuevo|nueva",
    "nueva disposición|nuevo párrafo|جديد|جديدة|بند جديد|فقرة جديدة",
)
ROLES = {term: role for role, rows in HEADERS.items() for term in terms_in(*rows)}
# The marks that word processors put in place of others.
TYPED_ALIKE = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u2011": "-"})
PRINTED = re.compile(
    r"\s*((?:(?:article|art\.|artículo|المادة|البند|الفقرة)\s+)?"
    r"(?:\([^\W_]{1,4}\)|[ivxlcIVXLC\d٠-٩]{1,6}(?:\.[^\W_]{1,4}){0,4}[.)]?(?=[\s.:)–-])|[^\W\d_]\)))[.:)]*\s*[–-]?\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Row:
    """A row of a table, its cells as paragraphs."""

    table: int
    number: int
    cells: tuple[tuple[Paragraph, ...], ...]

    @property
    def is_merged(self) -> bool:
        return any(
            paragraph.cell is not None and paragraph.cell.is_continued for cell in self.cells for paragraph in cell
        )


@dataclass(frozen=True)
class _Pair:
    """A paragraph in force beside the one proposed; None where there is none."""

    left: str | None
    right: str | None
    doubts: tuple[Doubt, ...] = ()


def is_table(returned: Returned) -> bool:
    """Whether the file is foreign and most of its text is in tables with two columns of text or more."""
    if returned.ids or any(paragraph.key for paragraph in returned.paragraphs):
        return False
    sizes = Counter(paragraph.cell is not None for paragraph in returned.paragraphs for _word in _words(paragraph))
    return sizes[True] > sizes[False] and any(_columns(rows) for rows in _tables(returned))


def find_row_changes(base: Sequence[BaseLine], returned: Returned, authors: Collection[str]) -> FoundChanges:
    """The changes that the rows of the tables propose; tracked changes of these authors count as accepted."""
    return _Reading(base, returned, authors).read()


def _words(paragraph: Paragraph) -> list[str]:
    return "".join(stretch.text for stretch in paragraph.stretches).split()


def _tables(returned: Returned) -> list[list[_Row]]:
    """The rows of each table, in the order of the file."""
    cells = [(paragraph.cell, paragraph) for paragraph in returned.paragraphs if paragraph.cell is not None]
    tables = []
    for table, same_table in groupby(cells, key=lambda pair: pair[0].table):
        rows = []
        for row, same_row in groupby(same_table, key=lambda pair: pair[0].row):
            columns = groupby(same_row, key=lambda pair: pair[0].column)
            filled = tuple(tuple(paragraph for _cell, paragraph in column) for _number, column in columns)
            rows.append(_Row(table, row + 1, filled))
        tables.append(rows)
    return tables


def _columns(rows: Sequence[_Row]) -> dict[str, int]:
    """Which column has what: by the header, and without one by what the columns contain. Empty if there are no two."""
    width = _width(rows)
    header = _header(rows[0]) if rows else {}
    if header:
        return header
    body = [row for row in rows if len(row.cells) == width]
    numbers = [column for column in range(width) if _is_column_of_numbers([row.cells[column] for row in body])]
    rest = [column for column in range(width) if column not in numbers]
    if len(rest) < 2:
        return {}
    named = {IN_FORCE: rest[0], PROPOSED: rest[1]}
    return named | ({NUMBER: numbers[0]} if numbers else {})


def _width(rows: Sequence[_Row]) -> int:
    return max((len(row.cells) for row in rows), default=0)


def _header(row: _Row) -> dict[str, int]:
    """The columns that a row names, if it names the text in force and the text proposed."""
    named: dict[str, int] = {}
    for column, cell in enumerate(row.cells):
        title = re.sub(r"\(.*?\)", "", " ".join(map(_plain, cell)))
        role = ROLES.get(_bare(title))
        if role is not None:
            named.setdefault(role, column)
    return named if {IN_FORCE, PROPOSED} <= {*named} else {}


def _plain(paragraph: Paragraph) -> str:
    return tidy_text("".join(stretch.text for stretch in paragraph.stretches))


def _bare(text: str) -> str:
    """A text as short marks are compared: without case, vowel signs of Arabic and punctuation."""
    letters = (char for char in text if unicodedata.category(char) != "Mn")
    return " ".join(re.findall(r"[^\W_]+", "".join(letters).lower()))


def _is_column_of_numbers(cells: Sequence[Sequence[Paragraph]]) -> bool:
    filled = [text for cell in cells if (text := " ".join(map(_plain, cell)).strip())]
    return bool(filled) and all(_is_number(text) or _bare(text) in NEW or _bare(text) in ROLES for text in filled)


def _is_number(text: str) -> bool:
    """Whether a text is a number of a provision and nothing else."""
    if len(text) > LONGEST_NUMBER:
        return False
    match = PRINTED.fullmatch(text.strip() + " ")
    parts = parts_of_citation(text)
    return match is not None or (bool(parts) and all(part.isdigit() or len(part) == 1 for part in parts))


@dataclass
class _Reading:
    base: Sequence[BaseLine]
    returned: Returned
    authors: Collection[str]
    changes: list[FoundChange] = field(default_factory=list)
    tray: list[TrayText] = field(default_factory=list)
    notes: list[LeftOut] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    places: dict[int, str] = field(default_factory=dict)  # the key at which each comment is
    before: int | None = None  # the place of the provision of the row before
    matched: int = 0
    exact: int = 0
    left_cells: int = 0

    def __post_init__(self) -> None:
        self.compared = [words_to_compare(line.text) for line in self.base]
        self.citations = [line.citation for line in self.base]

    def read(self) -> FoundChanges:
        columns: dict[str, int] = {}
        for rows in _tables(self.returned):
            width, columns = _width(rows), _columns(rows) or columns
            for row in rows:
                if not columns or width <= max(columns.values()):
                    self._leave(" ".join(self._cell_text(cell) for cell in row.cells))
                elif not _header(row):
                    self._row(row, columns, width)
        for paragraph in self.returned.paragraphs:
            if paragraph.cell is None:
                self._leave(self._text(paragraph))
        comments = tuple(CommentPlace(self.places.get(n, "")) for n in range(len(self.returned.comments)))
        share = (self.matched + self.exact) / max(1, 2 * self.left_cells)
        tray, notes = tuple(self.tray), sum_notes(self.notes)
        return FoundChanges(tuple(self.changes), (), notes, share, comments, tray, is_foreign=True)

    def _leave(self, text: str) -> None:
        if text.strip():
            self.notes.append(left_out("outside", text))

    def _text(self, paragraph: Paragraph, proposed: bool = True) -> str:
        """The text before tracked changes, or as proposed: with those of the authors and without struck text."""
        kept = []
        for stretch in paragraph.stretches:
            comes = stretch.inserted is None or (proposed and stretch.inserted in self.authors)
            goes = proposed and stretch.deleted is not None and stretch.deleted in self.authors
            others = {stretch.inserted, stretch.deleted} - {None}
            if others and (not proposed or others - {*self.authors}) and stretch.text.strip():
                self.notes.append(left_out("other" if proposed else "in_force", stretch.text))
            if comes and not goes and not (proposed and "s" in stretch.formats):
                kept.append(stretch.text)
        return tidy_text("".join(kept))

    def _cell_text(self, cell: Sequence[Paragraph]) -> str:
        return " ".join(filter(None, map(_plain, cell)))

    def _row(self, row: _Row, columns: Mapping[str, int], width: int) -> None:
        whole = " | ".join(filter(None, map(self._cell_text, row.cells)))
        if not whole:
            return
        if row.is_merged or len(row.cells) != width:
            if len(row.cells) > 1 or not self._stands(whole):
                self._to_tray(row, whole, _("Cells of this row are merged. Enter its changes by hand."))
                self.before = None
            return
        left_cell, right_cell = row.cells[columns[IN_FORCE]], row.cells[columns[PROPOSED]]
        number = self._cell_text(row.cells[columns[NUMBER]]) if NUMBER in columns else ""
        reason = self._cell_text(row.cells[columns[REASONS]]) if REASONS in columns else ""
        number, left = self._in_force(left_cell, number)
        right = [text for text in map(self._text, right_cell) if text and not (left_cell and _is_number(text))]
        first = len(self.changes)
        for place, pair in enumerate(self._pairs(left, right)):
            self._pair(row, pair, "" if place else number, right_cell)
        self._give_reason(row, first, reason)
        self._other_columns(row, columns)
        if self.before is not None:
            key = self.base[self.before].key
            self.places |= {n: key for cell in row.cells for paragraph in cell for n in paragraph.comments}

    def _stands(self, text: str) -> bool:
        """Whether a text is unchanged text of the charter, as a heading across all columns is."""
        place = next((n for n, line in enumerate(self.base) if _folded(line.text) == _folded(text)), None)
        if place is not None:
            self.before = place
        return place is not None

    def _in_force(self, cell: Sequence[Paragraph], number: str) -> tuple[str, list[str]]:
        """The number of a row and its paragraphs in force; a paragraph that is a number alone is that number."""
        texts_in_force = [text for paragraph in cell if (text := self._text(paragraph, proposed=False))]
        if len(texts_in_force) > 1 and _is_number(texts_in_force[0]) and not self._stands_somewhere(texts_in_force[0]):
            number, texts_in_force = number or texts_in_force[0], texts_in_force[1:]
        if len(texts_in_force) == 1 and _bare(texts_in_force[0]) in {*NEW, ""}:
            return number, []
        return number, texts_in_force

    def _stands_somewhere(self, text: str) -> bool:
        return any(_folded(line.text) == _folded(text) for line in self.base)

    def _pairs(self, left: Sequence[str], right: Sequence[str]) -> Iterator[_Pair]:
        """The paragraphs of two cells side by side: in order, or by their text where the cells have other numbers."""
        mark = _bare(right[0]) if len(right) == 1 else None
        if left and mark in UNCHANGED:
            right = left
        elif left and mark in DELETED:
            right = []
        if len(left) == len(right) or not left or not right:
            yield from (_Pair(one, other) for one, other in zip_longest(left, right))
            return
        doubt = Doubt(_("The two cells have different numbers of paragraphs. The site paired them by their text."))
        yield from (replace(pair, doubts=(doubt,)) for pair in _aligned(left, right))

    def _pair(self, row: _Row, pair: _Pair, number: str, cell: Sequence[Paragraph]) -> None:
        """Adds the change of one pair, or puts its text in the tray."""
        if pair.left is None:
            self._new_provision(row, pair, cell)
            return
        both = f"{pair.left} | {pair.right}" if pair.right else pair.left
        self.left_cells += 1
        place, left, doubts, why = self._provision(pair.left, number)
        if place is None:
            self._to_tray(row, both, why)
            self.before = None
            return
        self.matched += 1
        self.exact += left == tidy_text(self.base[place].text)
        self.before = place
        if place in self.used:
            self._to_tray(row, both, _("Another row is about the same provision."))
            return
        self.used.add(place)
        line, text = self.base[place], ""
        differs = _folded(left) != _folded(line.text)
        if pair.right is not None:
            text = self._proposed(pair.left, left, pair.right)
            if not _bare(text):
                self._to_tray(row, both, _("The cell of the proposed text does not contain a text."))
                return
            if _folded(text) == _folded(left):
                if differs:
                    self._to_tray(
                        row,
                        left,
                        _("The row changes nothing. The text in force on this site is: %(text)s")
                        % {"text": line.text},
                    )
                return
            if not differs and left != tidy_text(line.text):
                text = _retyped(text, line.text)
        doubts = [*pair.doubts, *doubts, *self._doubts(left, text, cell)]
        if differs:
            doubts.append(Doubt(_("The file and this site have different texts in force."), left, line.text))
        kind = ChangeKind.DELETE if pair.right is None else ChangeKind.REPLACE
        self._add(kind, line.key, text, cell, doubts)

    def _new_provision(self, row: _Row, pair: _Pair, cell: Sequence[Paragraph]) -> None:
        text = pair.right or ""
        printed = PRINTED.match(text)
        if printed is not None and text[printed.end() :]:
            self.notes.append(left_out("label", printed[1]))
            text = text[printed.end() :]
        if not _bare(text):
            return
        if self.before is None:
            self._to_tray(row, text, _("The provision before the new text is not known. Add the text by hand."))
            return
        deleted = {change.key for change in self.changes if change.kind == ChangeKind.DELETE}
        stay = (line.key for line in self.base[self.before :: -1] if line.key not in deleted)
        key = next(stay, self.base[self.before].key)
        self._add(ChangeKind.INSERT, key, text, cell, [*pair.doubts, *self._doubts("", "", cell)])

    def _provision(self, text: str, number: str) -> tuple[int | None, str, list[Doubt], str]:
        """The place of the provision that a left cell is about, its text without number, doubts, and why none is."""
        match = LABEL.match(text) or PRINTED.match(text)
        bare = text[match.end() :] if match else text
        if match and not number:
            number = match[1]
        named = find_cited(parts_of_citation(number), self.citations)
        scored = [(*self._most_alike(candidate), candidate) for candidate in dict.fromkeys((text, bare)) if candidate]
        _score, best, text = max(scored, key=lambda candidate: candidate[0])
        agreed = [place for place in named if place in best]
        if not best:
            if len(named) == 1:
                cite = self.citations[named[0]]
                return (
                    None,
                    text,
                    [],
                    _("The cell of the text in force does not contain the text of %(citation)s.") % {"citation": cite},
                )
            return None, text, [], _("No provision has this text, or nearly the same text.")
        doubts = []
        if named and not agreed:
            cites = ", ".join(self.citations[place] for place in named[:3])
            why = _("The number in the file names another provision: %(citations)s.")
            doubts.append(Doubt(why % {"citations": cites}))
        free = [place for place in agreed or best if place not in self.used] or best
        if len(agreed or best) > 1:
            cites = ", ".join(self.citations[place] for place in (agreed or best)[:5])
            doubts.append(Doubt(_("Several provisions have this text: %(citations)s.") % {"citations": cites}))
        after = -1 if self.before is None else self.before
        place = min(free, key=lambda n: (n <= after, n))
        return place, text, doubts, ""

    def _most_alike(self, text: str) -> tuple[float, list[int]]:
        """How close the closest provisions are to a text, and their places; none if no text is close."""
        folded = _folded(text)
        same = [place for place, line in enumerate(self.base) if _folded(line.text) == folded]
        if same:
            return 2.0, same
        words = words_to_compare(text)
        scores = [likeness_of(words, compared) for compared in self.compared]
        best = max(scores, default=0.0)
        return best, [place for place, score in enumerate(scores) if score == best] if best >= ALIKE else []

    def _proposed(self, cell: str, left: str, right: str) -> str:
        """The proposed text without the number that the left cell has too."""
        match = LABEL.match(right) or PRINTED.match(right)
        if match is None or cell == left:
            return right
        if cell[: len(cell) - len(left)].strip() != match[0].strip():
            self.notes.append(left_out("label", match[1]))
        return right[match.end() :]

    def _doubts(self, left: str, right: str, cell: Sequence[Paragraph]) -> Iterator[Doubt]:
        if any("s" in stretch.formats and stretch.text.strip() for one in cell for stretch in one.stretches):
            yield Doubt(_("Text that is struck through in the file counts as deleted."))
        words, other_words = words_to_compare(left), words_to_compare(right)
        if min(len(words), len(other_words)) >= FEW_WORDS and likeness_of(words, other_words) < LITTLE:
            yield Doubt(_("The proposed text has little in common with the text in force. Check the columns."))

    def _add(self, kind: str, key: str, text: str, cell: Sequence[Paragraph], doubts: Sequence[Doubt]) -> None:
        marks = (mark for one in cell for stretch in one.stretches for mark in (stretch.inserted, stretch.deleted))
        authors = tuple(dict.fromkeys(mark for mark in marks if mark is not None and mark in self.authors))
        self.changes.append(FoundChange(kind, key, text, authors=authors, doubts=tuple(doubts)))

    def _give_reason(self, row: _Row, first: int, reason: str) -> None:
        if reason and len(self.changes) > first:
            self.changes[first] = replace(self.changes[first], reason=reason)
        elif reason:
            self._to_tray(row, reason, _("The row contains reasons but no change."))

    def _other_columns(self, row: _Row, columns: Mapping[str, int]) -> None:
        for number, cell in enumerate(row.cells):
            if number not in columns.values() and (text := self._cell_text(cell)):
                self._to_tray(row, text, _("The site does not know what this column contains."))

    def _to_tray(self, row: _Row, text: str, why: str) -> None:
        where = _("Table %(table)s, row %(row)s") if row.table else _("Row %(row)s")
        self.tray.append(TrayText(text, why, where % {"table": row.table + 1, "row": row.number}))


def _folded(text: str) -> str:
    """A text as two columns are compared: the marks that word processors change count as the same."""
    return tidy_text(unicodedata.normalize("NFC", text).translate(TYPED_ALIKE))


def _retyped(text: str, in_force: str) -> str:
    """The proposed text with the marks of the text in force, where the two have the same but for such marks."""
    old, new = tidy_text(unicodedata.normalize("NFC", in_force)), tidy_text(unicodedata.normalize("NFC", text))
    steps = SequenceMatcher(None, _folded(old), _folded(new), autojunk=False).get_opcodes()
    return "".join(old[i:j] if act == "equal" else new[k:m] for act, i, j, k, m in steps)


def _aligned(left: Sequence[str], right: Sequence[str]) -> Iterator[_Pair]:
    """Two rows of paragraphs side by side, in order: those that are alike together, the others alone."""
    words, other_words = [*map(words_to_compare, left)], [*map(words_to_compare, right)]
    best = [[0.0] * (len(right) + 1) for _row in range(len(left) + 1)]
    for i in reversed(range(len(left))):
        for j in reversed(range(len(right))):
            score = likeness_of(words[i], other_words[j])
            together = best[i + 1][j + 1] + score if score >= ALIKE else 0.0
            best[i][j] = max(together, best[i + 1][j], best[i][j + 1])
    i = j = 0
    while i < len(left) and j < len(right):
        score = likeness_of(words[i], other_words[j])
        if score >= ALIKE and best[i][j] == best[i + 1][j + 1] + score:
            yield _Pair(left[i], right[j])
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            yield _Pair(left[i], None)
            i += 1
        else:
            yield _Pair(None, right[j])
            j += 1
    yield from (_Pair(text, None) for text in left[i:])
    yield from (_Pair(None, text) for text in right[j:])
