"""Orders written out as amending sentences, in the language asked for.

Every sentence speaks of the old text: its numbers, its words, its places. What several sentences put at one place
stands there in their order. New words are plain unless the sentence says otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from charter.text.orders import Order, orders
from charter.text.phrases import AMEND, CONTRACTIONS, REDLINE, language, ordinal
from charter.text.quoting import Quote
from charter.text.values import Block

if TYPE_CHECKING:
    from charter.text.difference import Diff


@dataclass(frozen=True)
class Listed:
    """A line of the list of changes: the sentence, and the place of its change in `Diff.changes` (-1: of none)."""

    sentence: str
    change: int


def listed(diff: Diff, lang: str, citations: Mapping[str, str]) -> tuple[Listed, ...]:
    """One line an order; citations name the old blocks by their keys, numbers where there is none."""
    found = orders(diff)
    writer = _Writer(language(lang, AMEND), diff.old.blocks, citations, _steady(diff, found))
    lines = [Listed(writer.sentence(order), order.change) for order in found]
    if citations and any(_renumbers(order, len(diff.old.blocks)) for order in found):
        lines.append(Listed(writer.say("renumber"), -1))
    return tuple(lines)


def _steady(diff: Diff, found: Sequence[Order]) -> frozenset[int]:
    """Old blocks that stay where they are, so that places may be named after them."""
    gone = {n for order in found if order.verb in ("move", "delete block") for n in range(order.block, order.last + 1)}
    return frozenset(range(len(diff.old.blocks))) - gone


def _renumbers(order: Order, size: int) -> bool:
    if order.verb == "put":
        return order.gap < size
    return order.verb in ("move", "divide", "join") or (order.verb == "delete block" and order.last + 1 < size)


@dataclass(frozen=True)
class _Writer:
    lang: str
    blocks: Sequence[Block]
    citations: Mapping[str, str]
    steady: frozenset[int]

    def say(self, name: str, **words: str) -> str:
        """A phrase of the catalogue with its words."""
        said = AMEND[self.lang][name]
        for place in ("it", "last", "place"):
            said = said.replace("{" + place + "}", words.get(place, "").replace("{", "{{").replace("}", "}}"))
        for apart, together in CONTRACTIONS.get(self.lang, {}).items():
            said = said.replace(apart, together)
        return said.format(**words)

    def sentence(self, order: Order) -> str:
        """The order as a sentence that begins with a capital."""
        said = self._said(order)
        return said[:1].upper() + said[1:]

    def _said(self, order: Order) -> str:
        if order.verb in ("put", "move"):
            return self._placed(order)
        it = self.cite(order.block)
        if order.verb in ("delete block", "replace blocks"):
            return self.say(order.verb, it=self._range(order), blocks=self._blocks(order.content))
        if order.verb == "join":
            return self.say("join", it=it, last=self.cite(order.last))
        if order.verb == "kind":
            return self.say("kind", it=it, kind=self.kind(order.content[0]))
        if order.verb == "divide":
            return self._divided(order, it)
        new = self._words(order.content[0]) if order.content else ""
        what = self._what(order.added, order.removed)
        return self.say(
            order.verb, at=self.say("at", it=it), it=it, quote=self._quote(order.quote), new=new, what=what
        )

    def _divided(self, order: Order, it: str) -> str:
        old, new = self.blocks[order.block], order.content[0]
        if (old.kind, old.depth) == (new.kind, new.depth):
            return self.say("divide", it=it, quote=self._quote(order.quote))
        return self.say("divide as", it=it, quote=self._quote(order.quote), kind=self.kind(new))

    def _placed(self, order: Order) -> str:
        verb, blocks = order.verb, self._blocks(order.content)
        it = self._range(order) if verb == "move" else ""
        gap = order.gap
        if not self.blocks:
            return self.say("put alone", blocks=blocks)
        after = gap > 0 and (gap - 1 in self.steady or gap not in self.steady)
        near = self.cite(gap - 1 if after else gap)
        name = f"{verb} {'after' if after else 'before'}"
        return self.say(name, it=it or near, place=near, blocks=blocks)

    def cite(self, number: int) -> str:
        """A block by its citation, or by its number."""
        cited = self._cited(number)
        if cited is None:
            return self.say("number", n=str(number + 1))
        return cited if " " in cited else self.say("cited", cite=cited)

    def _cited(self, number: int) -> str | None:
        key = self.blocks[number].key
        return self.citations.get(key) if key is not None else None

    def _range(self, order: Order) -> str:
        it = self.cite(order.block)
        if order.last <= order.block:
            return it
        if self._cited(order.block) is None and self._cited(order.last) is None:
            return self.say("numbers", n=str(order.block + 1), m=str(order.last + 1))
        return self.say("range", it=it, last=self.cite(order.last))

    def _quote(self, quote: Quote | None) -> str:
        if quote is None:
            return ""
        said = self.say("quote", text=quote.text)
        return said if quote.of == 1 else self.say("nth", nth=ordinal(self.lang, quote.nth), quote=said)

    def _blocks(self, content: Sequence[Block]) -> str:
        told = (self.say("block", kind=self.kind(block), text=self._words(block)) for block in content)
        return self.say("and").join(told)

    def _words(self, block: Block) -> str:
        """New words in quotes, with the formats they have."""
        said = self.say("quote", text=block.text)
        if not block.formats:
            return said
        if block.formats[0][:2] == (0, len(block.text)):
            return self.say("styled", new=said, what=self._what(block.formats[0][2], frozenset()))
        parts = (self._part(block.text, start, end, formats) for start, end, formats in block.formats)
        return self.say("styled", new=said, what=self.say("and").join(parts))

    def _part(self, text: str, start: int, end: int, formats: frozenset[str]) -> str:
        words = text[start:end]
        places = [n for n in range(len(text)) if text.startswith(words, n)]
        quote = Quote(words, places.index(start) + 1, len(places), start)
        return self.say("part", quote=self._quote(quote), what=self._what(formats, frozenset()))

    def _what(self, added: frozenset[str], removed: frozenset[str]) -> str:
        words = REDLINE[self.lang]
        now = [words["a"].format(to=n[2:]) if n.startswith("a=") else words[n] for n in sorted(added)]
        kept = {name.partition("=")[0] for name in added}
        gone = [n.partition("=")[0] for n in sorted(removed) if n.partition("=")[0] not in kept]
        now += [words["no longer"].format(what=words["link"] if n == "a" else words[n]) for n in gone]
        return words["and"].join(now)

    def kind(self, block: Block) -> str:
        """A kind of block in words."""
        words = REDLINE[self.lang]
        if block.kind.startswith("h"):
            return words["h"].format(n=block.kind[1:])
        return words[block.kind].format(n=block.depth)
