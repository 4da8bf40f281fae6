"""Amending clauses read from outside and carried out: a council's list of clauses over the text that it amends.

A clause that is read speaks of the old text: its numbers, its words, its places. It is read only if one pattern of its
language fits all of it, its place is one block, and the words that it quotes stand there. A clause that is not read
stays in the answer with its line and the reason, and so do doubts: whatever a person must check.

Laws: the clauses that `sentences` writes are read back to the new text, but for formats and kinds of blocks, or one of
them is unread or doubted. No clause is left out of the answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from charter.text.carrying import Order, PlacedBlock, Unclear, carry_out, tidy_block
from charter.text.clause_forms import MARKS, join_lines, read_forms
from charter.text.clause_patterns import MACROS, PLACES, SENTENCES
from charter.text.clause_places import (
    Place,
    PlaceWords,
    UnknownPlace,
    bare_number,
    fold_digits,
    parts_of_citation,
    parts_of_step,
)
from charter.text.naming import names_of_blocks
from charter.text.phrases import AMEND, KINDS, language_of_sentences
from charter.text.quoting import Quote, quotation_edges, whole_places
from charter.text.values import Block, Document

# Why a clause is not read.
WORDING, PLACE, PLACES_MANY, QUOTE, QUOTES_MANY, FORMAT, TOUCHED = (
    "wording",
    "place",
    "places",
    "quote",
    "quotes",
    "format",
    "touched",
)
# What a person must check in a clause that was read.
LETTERS, OTHER_PLACE, BEFORE_STOP, AFTER_STOP, LINE = "letters", "other place", "before stop", "after stop", "line"
STYLED, POINTS = "styled", "points"
# Text edits first and deletions last: so each clause finds the blocks that it names.
SEQUENCE = ("replace", "insert", "put", "move", "divide", "join", "delete")


@dataclass(frozen=True)
class ReadClause:
    """A clause that was carried out: its place in the list and its text, what it changes, and doubts.

    `blocks` are the old blocks that it changes, moves or deletes, `new_texts` the texts of the blocks that it adds.

    >>> [read] = read_clauses(["In paragraph 1, delete “FREE”."], parse("<p>Free water.</p>"), "en").read
    >>> read.line, read.blocks, read.new_texts, read.doubts
    (0, (0,), (), ('letters',))
    """

    line: int
    text: str
    blocks: tuple[int, ...]
    new_texts: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class UnreadClause:
    """A text of the list that was not carried out, with the reason."""

    line: int
    text: str
    why: str


@dataclass(frozen=True)
class ClauseReading:
    """What the clauses make: the blocks in their new order, each with its number in the old text or None.

    >>> reading = read_clauses(["After paragraph 1, insert “Two.”"], parse("<p>One.</p>"), "en")
    >>> [(placed.number, placed.block.text) for placed in reading.blocks]
    [(0, 'One.'), (None, 'Two.')]
    """

    blocks: tuple[PlacedBlock, ...]
    read: tuple[ReadClause, ...]
    unread: tuple[UnreadClause, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts of the blocks."""
        return tuple(placed.block.text for placed in self.blocks)


@dataclass(frozen=True)
class _Clause:
    """A clause whose pattern is known: its verb, the parts of the pattern, and its quotations."""

    line: int
    text: str
    verb: str
    parts: Mapping[str, str]
    quotes: Sequence[str]


class _Unread(Exception):
    """A clause cannot be read; the argument is the reason."""


def share_of_clauses(lines: Sequence[str], lang: str) -> float:
    """The share of the lines that have the form of a clause, whatever text they are about, from 0 to 1.

    Raises `UnknownLanguage`.

    >>> share_of_clauses(["Delete paragraph 2.", "Water is free."], "en")
    0.5
    """
    lang = language_of_sentences(lang)
    fits = [bool(read_forms(text, lang)[1]) for _line, text in join_lines(lines, lang)]
    return sum(fits) / max(1, len(fits))


def read_clauses(
    lines: Sequence[str], document: Document, lang: str, citations: Mapping[str, str] | None = None
) -> ClauseReading:
    """Carries out the clauses of a list, one in each line; quotations can go on in the lines that follow.

    Citations name blocks by their keys, as in `Diff.sentences`. Raises `UnknownLanguage`.

    >>> old = parse("<p>The fee is ten euros.</p>")
    >>> reading = read_clauses(["In paragraph 1, replace “ten” with “nine”.", "Thank you."], old, "en")
    >>> reading.texts, [(unread.line, unread.why) for unread in reading.unread]
    (('The fee is nine euros.',), [(1, 'wording')])
    """
    reader = _Reader(language_of_sentences(lang), document, citations or {})
    for line, text in join_lines(lines, reader.lang):
        reader.understand(line, text)
    return reader.result()


@dataclass
class _Reader:
    lang: str
    old: Document
    citations: Mapping[str, str]
    understood: list[tuple[_Clause, list[Order], list[str]]] = field(default_factory=list)
    unread: list[UnreadClause] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.names = names_of_blocks(self.old.blocks)
        cited = [self.citations.get(block.key or "", "") for block in self.old.blocks]
        self.cited = [tuple(parts_of_citation(citation)) for citation in cited]
        self.exact = {citation.lower(): place for place, citation in enumerate(cited) if citation}

    def understand(self, line: int, text: str) -> None:
        """Reads one clause into orders, by the first pattern that gives a place; else notes why not."""
        quotes, forms = read_forms(text, self.lang)
        why = WORDING
        for verb, parts in forms:
            if verb in ("renumber", "format", "space"):
                if verb != "renumber":
                    self.unread.append(UnreadClause(line, text, FORMAT))
                return
            clause = _Clause(line, text, verb, parts, quotes)
            try:
                doubts: list[str] = []
                orders = self._orders(clause, doubts)
            except _Unread as refused:
                why = why if why != WORDING else str(refused)
                continue
            self.understood.append((clause, orders, doubts))
            return
        self.unread.append(UnreadClause(line, text, why))

    def result(self) -> ClauseReading:
        """Carries out what was understood: edits of text first, deletions last."""
        state = [PlacedBlock(number, block) for number, block in enumerate(self.old.blocks)]
        read = []
        for clause, orders, doubts in sorted(self.understood, key=lambda row: _rank(row[0].verb)):
            try:
                after = state
                for order in orders:
                    after = self._carry_out(after, order)
            except Unclear:
                self.unread.append(UnreadClause(clause.line, clause.text, TOUCHED))
                continue
            state = after
            blocks = tuple(sorted({number for order in orders for number in _changed_blocks(order)}))
            new_texts = tuple(text for order in orders for text in _new_texts(order))
            read.append(ReadClause(clause.line, clause.text, blocks, new_texts, tuple(dict.fromkeys(doubts))))
        placed = tuple(replace(one, block=tidy_block(one.block)) for one in state)
        by_line = sorted(self.unread, key=lambda clause: clause.line)
        return ClauseReading(placed, tuple(sorted(read, key=lambda clause: clause.line)), tuple(by_line))

    def _carry_out(self, state: Sequence[PlacedBlock], order: Order) -> list[PlacedBlock]:
        """One order, where its words stand as often as in the old text. Raises `Unclear`."""
        if order.quote is not None:
            [now] = [placed.block for placed in state if placed.number == order.block] or [Block("p", "")]
            count = len(_stretches(now.text, order.quote.text))
            if count != order.quote.of:
                raise Unclear(order.quote.text)
        if order.verb != "put after":
            return carry_out(state, order)
        # What an earlier clause put there stays first.
        at = next((n for n, placed in enumerate(state) if placed.number == order.near), None)
        if at is None:
            raise Unclear(order.near)
        moving = {n for piece in order.content if not isinstance(piece, Block) for n in range(piece[0], piece[1] + 1)}
        last = next((n for n in range(at + 1, len(state)) if state[n].number is not None), len(state))
        if last < len(state) and not moving:
            return carry_out(state, replace(order, verb="put before", near=state[last].number or 0))
        if not moving:
            return carry_out(state, replace(order, verb="put at end", near=-1))
        return carry_out(state, order)

    def _orders(self, clause: _Clause, doubts: list[str]) -> list[Order]:
        verb, parts = clause.verb, clause.parts
        if parts.get("styled"):
            doubts.append(STYLED)
        if verb == "put at end":
            return [Order("put at end", content=self._content(clause, doubts))]
        has_quote = "old" in parts
        targets = self._targets(parts["place"], clause, doubts)
        numbers = tuple(number for first, last in targets for number in range(first, last + 1))
        if has_quote and verb != "divide":
            return [order for number in numbers for order in self._edits(clause, number, doubts)]
        if verb == "divide":
            quote, _new = self._quote(clause, numbers[0], doubts)
            block = self.old.blocks[numbers[0]]
            return [Order("divide", numbers[0], quote=quote, content=(block,))]
        if verb.startswith("insert at"):
            new = clause.quotes[int(parts["new"])]
            return [self._insertion(verb, number, new, doubts) for number in numbers]
        if verb in ("delete block", "replace text", "replace blocks") and any(
            self._has_points(last) for _first, last in targets
        ):
            doubts.append(POINTS)
        if verb == "delete block":
            return [Order(verb, first, last) for first, last in targets]
        if len(targets) > 1:
            raise _Unread(PLACES_MANY)
        return self._block_orders(clause, targets[0], doubts)

    def _block_orders(self, clause: _Clause, target: tuple[int, int], doubts: list[str]) -> list[Order]:
        """The orders about whole blocks that come, move or become one."""
        first, last = target
        verb, parts = clause.verb, clause.parts
        if verb.startswith("move"):
            if verb == "move at end":
                return [Order("put at end", content=((first, last),))]
            near = self._one(parts["near"], clause, doubts)
            return [Order(verb.replace("move", "put"), near=near, content=((first, last),))]
        if verb in ("join", "join into"):
            other = self._one(parts["last"], clause, doubts)
            return [Order("join", first, other) if verb == "join" else Order("join", other, first)]
        if verb in ("put after", "put before"):
            near = last if verb == "put after" else first
            return [Order(verb, near=near, content=self._content(clause, doubts))]
        if verb == "replace text":
            content: Sequence[Block | tuple[int, int]] = [
                Block("p", text) for text in clause.quotes[int(parts["new"]) :]
            ]
        else:
            content = self._content(clause, doubts)
        if not all(isinstance(piece, Block) for piece in content):
            raise _Unread(WORDING)
        orders = [Order("replace text", first, content=(content[0],))]
        if content[1:]:
            orders.append(Order("put after", near=last, content=tuple(content[1:])))
        if last > first:
            orders.append(Order("delete block", first + 1, last))
        return orders

    def _edits(self, clause: _Clause, number: int, doubts: list[str]) -> Iterator[Order]:
        """The orders about quoted words of one block."""
        verb = "replace" if clause.verb == "replace either" else clause.verb
        quote, new = self._quote(clause, number, doubts)
        content = () if verb == "delete" else (Block("p", new),)
        if "each" not in clause.parts:
            yield Order(verb, number, quote=quote, content=content)
            return
        text = self.old.blocks[number].text
        for start, end in reversed(_places(text, quote.text)):
            text = f"{text[:start]}{new}{text[end:]}"
        yield Order("replace text", number, content=(Block("p", text),))

    def _quote(self, clause: _Clause, number: int, doubts: list[str]) -> tuple[Quote, str]:
        """The words of a block that a clause quotes, and the new words. Raises `_Unread`."""
        text, parts = self.old.blocks[number].text, clause.parts
        words = clause.quotes[int(parts["old"])]
        new = clause.quotes[int(parts["new"])] if "new" in parts else ""
        if (
            clause.verb == "replace either"
            and not _find_quotation(text, words, [])[0]
            and _find_quotation(text, new, [])[0]
        ):
            words, new = new, words
        elif clause.verb == "replace either" and _find_quotation(text, new, [])[0]:
            doubts.append(OTHER_PLACE)
        own: list[str] = []
        places, words = _find_quotation(text, words, own)
        if not places and self.lang == "ar" and clause.verb != "insert before":
            joined = _joined_words(text, words)
            if joined and "delete" not in clause.verb:
                own.append(LETTERS)
                new = joined[0] + new if clause.verb.startswith("replace") else new
                places, words = _find_quotation(text, joined, own)
        if not places and words[-1:] in {*".,;:،؛"}:
            places, stripped = _find_quotation(text, words[:-1], own)
            new = new[:-1] if new[-1:] == words[-1:] else new
            words = stripped
        if not places:
            raise _Unread(QUOTE)
        doubts += own
        nth = self._ordinal(parts.get("nth") or parts.get("nth_after") or "")
        if len(places) > 1 and not nth and "each" not in parts:
            raise _Unread(QUOTES_MANY)
        if nth > len(places):
            raise _Unread(QUOTE)
        start, end = places[max(nth, 1) - 1]
        if clause.verb == "delete" and text[end : end + 1] in {*".,;:!?؛،؟"} and text[start - 1 : start] == " ":
            start -= 1
        words = text[start:end]
        same = _stretches(text, words)
        return Quote(words, same.index((start, end)) + 1, len(same), start), new

    def _ordinal(self, word: str) -> int:
        if not word:
            return 0
        for value, row in enumerate(PLACES[self.lang].split("|"), 1):
            if word in row.split():
                return value
        digits = re.sub(r"\D", "", word)
        return int(digits) if digits else 0

    def _insertion(self, verb: str, number: int, new: str, doubts: list[str]) -> Order:
        """Words at the end of a block; those that begin with a comma come before its full stop."""
        text = self.old.blocks[number].text.rstrip()
        if verb == "insert at end" and text[-1:] in {*".;؛"}:
            if new[:1] in {*",;،؛"}:
                doubts.append(BEFORE_STOP)
                return Order(
                    "replace text", number, content=(Block("p", f"{text[:-1]}{new.rstrip('.;؛')}{text[-1]}"),)
                )
            if new[:1].islower() and new[-1:] != text[-1]:
                doubts.append(AFTER_STOP)
        return Order(verb, number, content=(Block("p", new),))

    def _content(self, clause: _Clause, doubts: list[str]) -> tuple[Block | tuple[int, int], ...]:
        """What comes as blocks. Raises `_Unread` where anything else stands between the quotations."""
        row = clause.parts["blocks"]
        bare = re.sub(r"(?<=⟧) \((?:[^()]|\([^()]*\))*\)", "", row)
        if bare != row:
            doubts.append(STYLED)
        row = bare
        pieces: list[Block | tuple[int, int]] = []
        moved = re.escape(AMEND[self.lang]["moved"].replace("{it}", "").strip())
        for piece in re.split(r"(?<=⟧)(?: (?:and|et|y|و))? ?(?:[;؛,،] ?)?|(?<=\)) ?[;؛] ?", row):
            if not piece or not piece.strip():
                continue
            if match := re.fullmatch(rf"(.+) {moved}", piece.strip()):
                pieces += self._targets(match[1], clause, doubts)
            elif match := re.fullmatch(r"(.*?) ?:? ?⟦(\d+)⟧", piece.strip()):
                if not self._is_kind(match[1]):
                    raise _Unread(WORDING)
                pieces.append(Block("p", clause.quotes[int(match[2])]))
            else:
                raise _Unread(WORDING)
        return tuple(pieces)

    def _is_kind(self, phrase: str) -> bool:
        """Whether a phrase names a kind of block and nothing else."""
        kinds = (re.escape(kind.lower()).replace(r"\{n\}", r"\d+") for kind in KINDS[self.lang].values())
        bare = re.sub("[\u064b-\u0652]", "", "|".join(kinds))
        block_name = re.compile(f"{MACROS[self.lang]['BLOCK']}|{bare}|")
        return all(block_name.fullmatch(part.strip()) for part in phrase.split(":"))

    def _one(self, phrase: str, clause: _Clause, doubts: list[str]) -> int:
        targets = self._targets(phrase, clause, doubts)
        if len(targets) != 1 or targets[0][0] != targets[0][1]:
            raise _Unread(PLACES_MANY)
        return targets[0][0]

    def _targets(self, phrase: str, clause: _Clause, doubts: list[str]) -> list[tuple[int, int]]:
        """The blocks that a phrase names, as stretches. Raises `_Unread`."""
        ranges = self._read_places(phrase, "old" in clause.parts)
        targets = []
        for first, last in ranges:
            start = self._resolve(first, clause, doubts)
            end = start if last is None else self._resolve(last, clause, doubts)
            if end < start:
                raise _Unread(PLACE)
            targets.append((start, end))
        return targets

    def _read_places(self, phrase: str, has_quote: bool) -> list[tuple[Place, Place | None]]:
        """A phrase as places; a range has two. Raises `_Unread` where a word is none of a place."""
        phrase = phrase.strip(" ,:،")
        phrase = re.sub(SENTENCES[self.lang], "", phrase) if has_quote else phrase
        if phrase in self.exact or re.sub(r"^(?:le |el |la )?\w+ ", "", phrase) in self.exact:
            exact = phrase if phrase in self.exact else re.sub(r"^(?:le |el |la )?\w+ ", "", phrase)
            return [(((("exact"), exact),), None)]
        tokens = re.findall(r"[^\W_]+(?:\.[^\W_]+)*", re.sub(r"\bو(?=\d)", "و ", fold_digits(phrase)))
        try:
            rows = PlaceWords(self.lang).read(tokens)
        except UnknownPlace:
            raise _Unread(PLACE) from None
        ranges: list[tuple[Place, Place | None]] = []
        for place, joint in rows:
            if joint == "to" and ranges:
                first = ranges[-1][0]
                place = (*place[:-1], (place[-1][0] or first[-1][0], place[-1][1]))
                if len(first) < len(place):
                    first = (*place[: len(place) - len(first)], *first)
                ranges[-1] = (first, place)
            elif joint == "and" and ranges and len(place) == 1 and not place[0][0]:
                ranges.append(((*ranges[-1][0][:-1], (ranges[-1][0][-1][0], place[0][1])), None))
            else:
                ranges.append((place, None))
        if not ranges:
            raise _Unread(PLACE)
        return ranges

    def _resolve(self, place: Place, clause: _Clause, doubts: list[str]) -> int:
        """The block that a place names. Raises `_Unread` where none or several are."""
        if place[0][0] == "exact":
            return self.exact[place[0][1]]
        candidates = self._blocks_of_article(place) or self._cited_blocks(place) or self._named_blocks(place)
        if not candidates:
            raise _Unread(PLACE)
        if "old" in clause.parts:
            words = [clause.quotes[int(clause.parts[name])] for name in ("old", "new") if name in clause.parts]
            words = words if clause.verb == "replace either" else words[:1]
            groups = [[n for n in group if any(self._has(n, one) for one in words)] for group in candidates]
            for rank, group in enumerate(groups):
                if len(group) > 1:
                    raise _Unread(PLACES_MANY)
                if group:
                    if rank or len(candidates[rank]) > 1:
                        doubts.append(OTHER_PLACE)
                    return group[0]
            raise _Unread(QUOTE)
        if place[-1][0] == "line" and place[-1][1].isdigit():
            doubts.append(LINE)
        if len(candidates[0]) > 1:
            raise _Unread(PLACES_MANY)
        return candidates[0][0]

    def _blocks_of_article(self, place: Place) -> list[list[int]]:
        """The blocks of an article that is named as a whole, as "article III" is."""
        [(noun, number), *more] = place
        if noun or more:
            return []
        parts = parts_of_step((noun, number))
        within = [n for n, cited in enumerate(self.cited) if len(cited) > len(parts) == 1 and cited[:1] == parts]
        return [within] if within else []

    def _has_points(self, number: int) -> bool:
        """Whether other blocks stand under a block."""
        cited = self.cited[number]
        below = (other for other in self.cited if cited and len(other) > len(cited))
        return any(other[: len(cited)] == cited for other in below) or any(name.under == number for name in self.names)

    def _has(self, number: int, words: str) -> bool:
        text = self.old.blocks[number].text
        joined = _joined_words(text, words) if self.lang == "ar" else ""
        return bool(
            joined
            or _find_quotation(text, words, [])[0]
            or (words[-1:] in {*".,;:،؛"} and _find_quotation(text, words[:-1], [])[0])
        )

    def _cited_blocks(self, place: Place) -> list[list[int]]:
        """The blocks whose citation ends with the numbers of a place, those with the shortest citation first."""
        wanted = tuple(part for step in place for part in parts_of_step(step))
        by_size: dict[int, list[int]] = {}
        for number, parts in enumerate(self.cited):
            if parts and wanted and parts[-len(wanted) :] == wanted:
                by_size.setdefault(len(parts), []).append(number)
        return [by_size[size] for size in sorted(by_size)]

    def _named_blocks(self, place: Place) -> list[list[int]]:
        """The blocks that a place names by what they are, as `naming` counts them."""
        if place[-1] == ("title", ""):
            headings = [n for n, name in enumerate(self.names) if name.noun == "heading"][:1]
            return [headings] if headings else []
        wanted = tuple(("paragraph" if noun == "line" else noun, bare_number(number)) for noun, number in place)
        numbers = [number for number in range(len(self.names)) if self._chain(number) == wanted]
        return [numbers] if numbers and not self.exact else []

    def _chain(self, number: int) -> Place:
        name = self.names[number]
        above = self._chain(name.under) if name.under >= 0 else ()
        return (*above, (name.noun, name.number))


def _changed_blocks(order: Order) -> set[int]:
    """The old blocks that an order changes, moves or deletes."""
    moved = (range(piece[0], piece[1] + 1) for piece in order.content if not isinstance(piece, Block))
    blocks = {number for run in moved for number in run}
    if order.verb == "join":
        return blocks | {order.block, order.last}
    if order.block >= 0:
        blocks |= {*range(order.block, max(order.block, order.last) + 1)}
    return blocks


def _new_texts(order: Order) -> Iterator[str]:
    if order.verb.startswith("put"):
        yield from (piece.text for piece in order.content if isinstance(piece, Block))


def _rank(verb: str) -> int:
    verb = "delete block" if verb == "delete block" else verb.replace("delete", "replace")
    return next(n for n, start in enumerate(SEQUENCE) if verb.startswith(start))


def _find_quotation(text: str, words: str, doubts: list[str]) -> tuple[list[tuple[int, int]], str]:
    """Where quoted words stand in a text as whole words, and the words; with other capitals there is a doubt."""
    places = _places(text, words)
    if not places:
        places = _places(text, words, re.IGNORECASE)
        if places:
            doubts.append(LETTERS)
    return places, words


def _joined_words(text: str, words: str) -> str:
    """Quoted Arabic words with the particle that is written together with them in a text; empty if there is none."""
    match = re.search(rf"(?<![^\W_])[وفبلك]{re.escape(words)}(?![^\W_])", text)
    return match[0] if match else ""


def _stretches(text: str, words: str) -> list[tuple[int, int]]:
    """The stretches of a text that are these words, sign by sign."""
    return [(start, start + len(words)) for start in whole_places(text, words)]


def _places(text: str, words: str, flags: int = 0) -> list[tuple[int, int]]:
    """The stretches of a text that are these words, whatever their quotation marks and kinds of spaces."""
    if not words.strip():
        return []
    pattern = "".join(_sign(char) for char in words.strip())
    edges = quotation_edges(text)
    stretches = (match.span(1) for match in re.finditer(f"(?=({pattern}))", text, flags))
    return [(start, end) for start, end in stretches if start in edges and end in edges]


def _sign(char: str) -> str:
    if char in MARKS:
        return f"[ \u00a0\u202f]?[{MARKS}][ \u00a0\u202f]?" if char not in "'’" else f"[{MARKS}]"
    return r"[\s\u00a0\u202f]+" if char.isspace() else re.escape(char)
