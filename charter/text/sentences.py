"""Orders written out as amending clauses, in the language asked for.

Every clause speaks of the old text: its numbers, its words, its places. The clauses may be carried out in any
sequence: a block keeps its name wherever it goes, and each clause finds its words whether or not the others were
carried out. New words are plain unless the clause says otherwise. Words in quotation marks are whole
words, dates or numbers.

Each language follows its legislatures. `docs/amending-clauses.md` names the sources.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from charter.text.carrying import Order
from charter.text.naming import Name, names_of_blocks
from charter.text.orders import orders_of
from charter.text.phrases import (
    AMEND,
    CONTRACTIONS,
    KINDS,
    MARKS,
    SPACES,
    formats_in_words,
    kind_with_traits,
    language_of_sentences,
    ordinal_in_words,
)
from charter.text.quoting import Quote, is_paired, is_plain, is_sound, quote_stretch, visible_text
from charter.text.revision import Revision
from charter.text.tokens import count_words
from charter.text.values import PLAIN, Block


@dataclass(frozen=True)
class Listed:
    """A line of the list of changes: the sentence, and the place of its change in `Diff.changes` (-1: of none)."""

    sentence: str
    change: int


def clause_lines(diff: Revision, lang: str, citations: Mapping[str, str]) -> tuple[Listed, ...]:
    """One line an order; citations name the old blocks by their keys, `naming.names_of_blocks` where there is none.

    Raises `UnknownLanguage` where the core has no clauses in a language.
    """
    writer = Writer(language_of_sentences(lang), diff.old.blocks, citations)
    orders = orders_of(diff)
    lines = [Listed(writer.sentence(order), order.change) for order in orders]
    if citations and any(_renumbers(order, len(diff.old.blocks)) for order in orders):
        lines.append(Listed(AMEND[writer.lang]["renumber"], -1))
    return tuple(lines)


def _renumbers(order: Order, size: int) -> bool:
    if order.verb in ("delete block", "replace blocks"):
        return order.last + 1 < size and order.last + 1 - order.block != len(order.content)
    if order.verb == "put after":
        return order.near + 1 < size or any(not isinstance(piece, Block) for piece in order.content)
    return order.verb in ("put before", "divide", "join") or (
        order.verb == "put at end" and any(not isinstance(piece, Block) for piece in order.content)
    )


@dataclass
class Writer:
    """Writes orders about some blocks in one language."""

    lang: str
    blocks: Sequence[Block]
    citations: Mapping[str, str]
    texts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.names: tuple[Name, ...] = names_of_blocks(self.blocks)

    def sentence(self, order: Order) -> str:
        """The order as a sentence that begins with a capital."""
        self.texts = []
        sentence = self._sentence_of(order)
        for apart, together in CONTRACTIONS[self.lang].items():
            sentence = re.sub(rf"\b{apart}", together, sentence)
        for number, text in enumerate(self.texts):
            sentence = sentence.replace(f"\ue000{number}\ue001", text)
        return sentence[:1].upper() + sentence[1:]

    def say(self, name: str, **words: str) -> str:
        """A phrase of the catalogue with its words."""
        return AMEND[self.lang][name].format(**words)

    def _sentence_of(self, order: Order) -> str:
        verb = order.verb
        if verb.startswith("put"):
            return self._put(order)
        it = self.cite(order.block)
        if verb in ("delete block", "replace blocks"):
            it = self.range(order.block, order.last)
            return self.say(self._many(verb, order.block < order.last), it=it, blocks=self._pieces(order))
        if verb == "join":
            return self.say("join", it=it, last=self.cite(order.last))
        if verb == "kind":
            return self.say("kind", it=it, kind=self.kind(order.new))
        if verb == "divide":
            return self._divided(order, it)
        words = {"it": it, "at": self.say("at", it=it), "what": self._what(order.added, order.removed)}
        if verb.startswith("space"):
            old_space, new_space = (piece.text for piece in order.content if isinstance(piece, Block))
            words |= {"was": self._space(old_space, 0), "now": self._space(new_space, 1)}
        elif order.content:
            quoted_text = order.quote.text if order.quote else None
            words |= {"new": self._new(order.new, quoted_text), "plain": self._new(order.new, None, bare=True)}
            return self.say(verb, **words, quote=self._old(order.quote, order.new.text))
        return self.say(verb, **words, quote=self._old(order.quote))

    def _many(self, verb: str, many: bool) -> str:
        return f"{verb} many" if many and f"{verb} many" in AMEND[self.lang] else verb

    def _divided(self, order: Order, it: str) -> str:
        old, new, quote = self.blocks[order.block], order.new, self._old(order.quote)
        if (old.kind, old.depth) == (new.kind, new.depth):
            return self.say("divide", it=it, quote=quote)
        return self.say("divide as", it=it, quote=quote, kind=self.kind(new))

    def _put(self, order: Order) -> str:
        place = self.cite(order.near) if order.near >= 0 else ""
        piece = order.content[0]
        if len(order.content) > 1 or isinstance(piece, Block):
            return self.say(order.verb, place=place, blocks=self._pieces(order))
        verb = self._many(order.verb.replace("put", "move"), piece[0] < piece[1])
        return self.say(verb, it=self.range(*piece), place=place)

    def _pieces(self, order: Order) -> str:
        """Blocks that come, one after the other, and those that are moved there."""
        descriptions = []
        for piece in order.content:
            if isinstance(piece, Block):
                descriptions.append(self.say("block", kind=self.kind(piece), text=self._new(piece, None, bare=True)))
            else:
                descriptions.append(self.say("moved", it=self.range(*piece)))
        return self.say("and").join(descriptions)

    def cite(self, number: int) -> str:
        """A block by its citation, or by its name."""
        cited = self._cited(number)
        if cited is not None:
            return cited if " " in cited else self.say("cited", cite=cited)
        name = self.names[number]
        return self._under(name, self.say(name.noun, n=name.number))

    def _under(self, name: Name, phrase: str) -> str:
        return self.say("of", it=phrase, place=self.cite(name.under)) if name.under >= 0 else phrase

    def _cited(self, number: int) -> str | None:
        key = self.blocks[number].key
        return self.citations.get(key) if key is not None else None

    def range(self, first: int, last: int) -> str:
        """Blocks in a row, by the first and the last of them."""
        if last <= first:
            return self.cite(first)
        row = self.names[first : last + 1]
        alike = len({(name.noun, name.under) for name in row}) == 1
        if alike and all(self._cited(number) is None for number in range(first, last + 1)):
            return self._under(row[0], self.say(f"{row[0].noun}s", n=row[0].number, m=row[-1].number))
        return self.say("range", it=self.cite(first), last=self.cite(last))

    def _text(self, words: str, other: str | None = None) -> str:
        """Words in quotation marks, as `_inner` shows them; kept apart from the phrases."""
        return self._quoted(self._inner(words, self._differ_in_marks(words, other)))

    def _inner(self, words: str, own: bool) -> str:
        """Words as they stand within quotation marks: with their `own` marks, or with those of the language there."""
        return visible_text(words) if own else nest_quotation(self.lang, visible_text(words))

    def _differ_in_marks(self, words: str, other: str | None) -> bool:
        """Whether two texts that differ would read alike within quotation marks: then both show their own marks."""
        if other is None or visible_text(words) == visible_text(other):
            return False
        return self._inner(words, False) == self._inner(other, False)

    def _quoted(self, inner: str) -> str:
        lines = [AMEND[self.lang]["quote"].replace("{text}", line) for line in inner.split("\n")]
        self.texts.append(AMEND[self.lang]["line"].join(lines))
        return f"\ue000{len(self.texts) - 1}\ue001"

    def _old(self, quote: Quote | None, new: str | None = None) -> str:
        if quote is None:
            return ""
        text = self._text(quote.text, new)
        if quote.of == 1:
            return self.say(f"old{_sort(quote.text)}", text=text)
        return self.say(f"nth{_sort(quote.text)}", nth=ordinal_in_words(self.lang, quote.nth), text=text)

    def _new(self, block: Block, old: str | None, bare: bool = False) -> str:
        """New words in quotation marks, with the formats they have."""
        text = self._text(block.text, old)
        quoted = text if bare else self.say(f"new{_sort(block.text)}", text=text)
        if not block.formats:
            return quoted
        if block.formats[0][:2] == (0, len(block.text)):
            return self.say("styled", new=quoted, what=self._what(block.formats[0][2], PLAIN))
        own = self._differ_in_marks(block.text, old)
        parts = (self._part(block.text, start, end, formats, own) for start, end, formats in block.formats)
        return self.say("styled", new=quoted, what=self.say("and").join(parts))

    def _part(self, text: str, start: int, end: int, formats: frozenset[str], own: bool) -> str:
        """Words within new words as the clause shows these, by the words themselves or by their characters."""
        quote, format_phrase = quote_stretch(text, start, end), self._what(formats, PLAIN)
        words = self._inner(text[start:end], own)
        clear = self._inner(text, own).count(words) == 1 and (is_paired(words) or not own)
        if quote is not None and is_plain(text, quote) and is_sound(quote.text) and clear:
            return self.say("part", quote=self._quoted(words), what=format_phrase)
        first, last = (len(self._inner(text[:place], own)) for place in (start, end))
        return self.say("char" if last - first == 1 else "chars", n=str(first + 1), m=str(last), what=format_phrase)

    def _what(self, added: frozenset[str], removed: frozenset[str]) -> str:
        return formats_in_words(self.lang, added, removed, self._address)

    def _address(self, address: str) -> str:
        self.texts.append(address)
        return f"\ue000{len(self.texts) - 1}\ue001"

    def _space(self, space: str, new: int) -> str:
        spaces = SPACES[self.lang]
        return spaces.get(space, spaces[""])[new].format(n=f"U+{ord(space):04X}")

    def kind(self, block: Block) -> str:
        """A kind of block in words."""
        kinds = KINDS[self.lang]
        name = f"{block.kind}{min(block.depth, 3)}" if block.depth > 1 else block.kind
        if block.kind[1:].isdigit():
            kind = kinds["h"].format(n=block.kind[1:])
        else:
            kind = kinds.get(name, kinds[block.kind]).format(n=block.depth)
        return kind_with_traits(self.lang, kind, block)


def _sort(words: str) -> str:
    """Whether words are one number, one word, or several."""
    if not any(map(str.isalpha, words)):
        return " number" if any(map(str.isdigit, words)) else ""
    return " word" if count_words(words) == 1 else ""


def nest_quotation(lang: str, text: str) -> str:
    """Words with the quotation marks that they have within quotation marks.

    Marks that are those of the clause go one level down, and those below them too; other marks stay as they are.
    """
    outer, *inner = MARKS[lang]
    if not any(mark in text for mark in outer):
        return text
    if len(inner) == 1:
        return _swapped(text, outer, inner[0])
    below = dict(zip("".join(inner[:-1]), "".join(inner[1:]), strict=True))
    text = "".join(below.get(char, char) for char in text)
    left, right = inner[0][0], inner[0][1]
    for space in ("\u00a0", "\u202f", " ", ""):
        text = text.replace(outer[0] + space, left).replace(space + outer[1], right)
    return text


def _swapped(text: str, outer: str, inner: str) -> str:
    """Two sorts of marks change places; an apostrophe is no mark."""
    out, open_marks = [], 0
    for place, char in enumerate(text):
        closing = char == inner[1] and open_marks and not text[place + 1 : place + 2].isalpha()
        open_marks += (char == inner[0]) - bool(closing)
        if char in outer:
            char = inner[outer.index(char)]
        elif char == inner[0] or closing:
            char = outer[inner.index(char)]
        out.append(char)
    return "".join(out)
