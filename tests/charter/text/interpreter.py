"""A reader of amending sentences: old text and sentences in, new text out.

It knows nothing of the core but its blocks. All sentences speak of the old text, and are carried out at once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from charter.text import Document, parse
from charter.text.phrases import ORDINALS
from charter.text.tokens import tokens
from charter.text.values import Block, join_spans

NUMBER = {"en": "paragraph (?P<N>\\d+)", "fr": "(?:le )?paragraphe (?P<N>\\d+)", "es": "(?:el )?párrafo (?P<N>\\d+)"}
QUOTES = {"en": ("“", "”"), "fr": ("«\u00a0", "\u00a0»"), "es": ("«", "»")}
AND = {"en": "; ", "fr": "\u202f; ", "es": "; "}
COLON = {"en": ": ", "fr": "\u00a0: ", "es": ": "}
SENTENCES = {
    "en": {
        "replace spacing": "In {it}, replace {quote} with {new} \\(spacing only\\)\\.",
        "replace": "In {it}, replace {quote} with {new}\\.",
        "delete": "In {it}, delete {quote}\\.",
        "insert after": "In {it}, after {quote}, insert {new}\\.",
        "insert before": "In {it}, before {quote}, insert {new}\\.",
        "insert at end": "At the end of {it}, insert {new}\\.",
        "insert at start": "At the beginning of {it}, insert {new}\\.",
        "format": "In {it}, make {quote} {what}\\.",
        "divide": "Divide {it} before {quote}(?:; what follows becomes {what})?\\.",
        "join": "Join {last} to {it}\\.",
        "kind": "Make {it} {what}\\.",
        "move after": "Move {range} to after {place}\\.",
        "move before": "Move {range} to before {place}\\.",
        "delete block": "Delete {range}\\.",
        "replace blocks": "Replace {range} with {blocks}\\.",
        "put after": "After {it}, insert {blocks}\\.",
        "put before": "Before {it}, insert {blocks}\\.",
        "put alone": "Insert {blocks}\\.",
    },
    "fr": {
        "replace spacing": "(?:À|Au) {it}, remplacer {quote} par {new} \\(espaces seulement\\)\\.",
        "replace": "(?:À|Au) {it}, remplacer {quote} par {new}\\.",
        "delete": "(?:À|Au) {it}, supprimer {quote}\\.",
        "insert after": "(?:À|Au) {it}, après {quote}, insérer {new}\\.",
        "insert before": "(?:À|Au) {it}, avant {quote}, insérer {new}\\.",
        "insert at end": "À la fin (?:du|de) {it}, insérer {new}\\.",
        "insert at start": "Au début (?:du|de) {it}, insérer {new}\\.",
        "format": "(?:À|Au) {it}, mettre {quote} {what}\\.",
        "divide": "Diviser {it} avant {quote}(?:\u202f; ce qui suit devient {what})?\\.",
        "join": "Réunir {last} avec {it}\\.",
        "kind": "Faire (?:du|de) {it} {what}\\.",
        "move after": "Déplacer {range} après {place}\\.",
        "move before": "Déplacer {range} avant {place}\\.",
        "delete block": "Supprimer {range}\\.",
        "replace blocks": "Remplacer {range} par {blocks}\\.",
        "put after": "Après {it}, insérer {blocks}\\.",
        "put before": "Avant {it}, insérer {blocks}\\.",
        "put alone": "Insérer {blocks}\\.",
    },
    "es": {
        "replace spacing": "En {it}, sustituir {quote} por {new} \\(solo espacios\\)\\.",
        "replace": "En {it}, sustituir {quote} por {new}\\.",
        "delete": "En {it}, suprimir {quote}\\.",
        "insert after": "En {it}, después de {quote}, insertar {new}\\.",
        "insert before": "En {it}, antes de {quote}, insertar {new}\\.",
        "insert at end": "Al final (?:del|de) {it}, insertar {new}\\.",
        "insert at start": "Al principio (?:del|de) {it}, insertar {new}\\.",
        "format": "En {it}, poner {quote} {what}\\.",
        "divide": "Dividir {it} antes de {quote}(?:; lo que sigue pasa a ser {what})?\\.",
        "join": "Unir {last} con {it}\\.",
        "kind": "Hacer (?:del|de) {it} {what}\\.",
        "move after": "Trasladar {range} después (?:del|de) {place}\\.",
        "move before": "Trasladar {range} antes (?:del|de) {place}\\.",
        "delete block": "Suprimir {range}\\.",
        "replace blocks": "Sustituir {range} por {blocks}\\.",
        "put after": "Después (?:del|de) {it}, insertar {blocks}\\.",
        "put before": "Antes (?:del|de) {it}, insertar {blocks}\\.",
        "put alone": "Insertar {blocks}\\.",
    },
}
KINDS = {
    "en": {
        "a paragraph": "p",
        "a quotation": "blockquote",
        "a heading of level": "h",
        "a list item of level": "ul",
        "a numbered item of level": "ol",
    },
    "fr": {
        "un paragraphe": "p",
        "une citation": "blockquote",
        "un titre de niveau": "h",
        "un élément de liste de niveau": "ul",
        "un élément numéroté de niveau": "ol",
    },
    "es": {
        "un párrafo": "p",
        "una cita": "blockquote",
        "un título de nivel": "h",
        "un elemento de lista de nivel": "ul",
        "un elemento numerado de nivel": "ol",
    },
}
FORMATS = {
    "en": {"bold": "b", "italic": "i", "underlined": "u", "struck through": "s", "raised": "sup", "lowered": "sub"},
    "fr": {
        "en gras": "b",
        "en italique": "i",
        "souligné": "u",
        "barré": "s",
        "en exposant": "sup",
        "en indice": "sub",
    },
    "es": {
        "en negrita": "b",
        "en cursiva": "i",
        "subrayado": "u",
        "tachado": "s",
        "en superíndice": "sup",
        "en subíndice": "sub",
    },
}
LINK = {"en": "linked to ", "fr": "en lien vers ", "es": "con enlace a "}
UNLINKED = {"en": "linked", "fr": "en lien", "es": "con enlace"}
NO_LONGER = {"en": "no longer ", "fr": "non plus ", "es": "ya no "}
NUMBERS = {
    "en": "paragraphs (?P<from>\\d+) to (?P<to>\\d+)",
    "fr": "(?:les )?paragraphes (?P<from>\\d+) à (?P<to>\\d+)",
    "es": "los párrafos (?P<from>\\d+) a (?P<to>\\d+)",
}


@dataclass
class Reader:
    """One language, one old text, and what the sentences ask for."""

    lang: str
    old: Document
    words: dict[int, list[tuple[int, int, list[Block]]]] = field(default_factory=dict)
    formats: dict[int, list[tuple[int, int, frozenset[str], frozenset[str]]]] = field(default_factory=dict)
    kinds: dict[int, Block] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)
    joined: set[int] = field(default_factory=set)
    puts: dict[int, list[Block | tuple[int, int]]] = field(default_factory=dict)

    def read(self, sentence: str) -> None:
        """Understands one sentence."""
        for verb, template in SENTENCES[self.lang].items():
            found = re.fullmatch(self._pattern(template), sentence, re.DOTALL)
            if found:
                getattr(self, "do_" + verb.split(" ")[0])(verb, found.groupdict())
                return
        raise ValueError(f"not understood: {sentence}")

    def _pattern(self, template: str) -> str:
        left, right = QUOTES[self.lang]
        number = NUMBER[self.lang]
        quoted = f"{left}(?P<text>.+?){right}"
        nth = f"(?:the (?P<nth>\\S+) )?{quoted}" if self.lang == "en" else f"{quoted}(?: \\((?P<nth>\\S+) [^)]+\\))?"
        words = {name: number.replace("N", name) for name in ("it", "last", "place", "first")}
        words |= {"quote": nth, "what": "(?P<what>.+)", "blocks": "(?P<blocks>.+)"}
        words |= {"new": f"{left}(?P<new>.+){right}(?: \\((?P<styled>{self._remark()})\\))?"}
        words["range"] = f"(?:{words['first']}|{NUMBERS[self.lang]})"
        for name, pattern in words.items():
            template = template.replace("{" + name + "}", pattern)
        return template

    def _remark(self) -> str:
        """What stands in parentheses: words in quotation marks hold any, as the ) of a lettered point."""
        left, right = QUOTES[self.lang]
        return f"(?:{left}(?:(?!{right}).)*{right}|[^()]|\\([^()]*\\))+"

    def _spot(self, found: dict[str, str]) -> tuple[int, int, int]:
        number = int(found["it"]) - 1
        text, words = self.old.blocks[number].text, found["text"]
        edges, here = [0], 0
        for token in tokens(text):
            here += len(token)
            edges.append(here)
        starts = [n for n in edges if text.startswith(words, n) and n + len(words) in edges]
        nth = self._nth(found.get("nth"))
        assert nth or len(starts) == 1, (words, starts)
        start = starts[(nth or 1) - 1]
        return number, start, start + len(words)

    def _nth(self, said: str | None) -> int:
        if not said:
            return 0
        if said in ORDINALS[self.lang]:
            return ORDINALS[self.lang].index(said) + 1
        return int(re.sub(r"\D", "", said))

    def _new(self, found: dict[str, str]) -> Block:
        return self._dressed(Block("p", found["new"]), found.get("styled"))

    def _dressed(self, block: Block, styled: str | None) -> Block:
        if not styled:
            return block
        left, right = QUOTES[self.lang]
        if not (styled.startswith(left) or styled.startswith("the ")):
            return replace(block, formats=((0, len(block.text), self._formats(styled)[0]),))
        number = (
            f"(?:the (\\S+) )?{left}(.+?){right}"
            if self.lang == "en"
            else f"{left}(.+?){right}(?: \\((\\S+) [^)]+\\))?"
        )
        spans = []
        for part in self._parts(styled, number):
            found = re.fullmatch(f"{number}{COLON[self.lang]}(.+)", part, re.DOTALL)
            assert found, part
            nth, words = (found[1], found[2]) if self.lang == "en" else (found[2], found[1])
            places = [n for n in range(len(block.text)) if block.text.startswith(words, n)]
            start = places[(self._nth(nth) or 1) - 1]
            spans.append((start, start + len(words), self._formats(found[3])[0]))
        return replace(block, formats=join_spans(sorted(spans)))

    def _parts(self, said: str, head: str) -> list[str]:
        return _split(said, AND[self.lang], head + COLON[self.lang])

    def _formats(self, said: str) -> tuple[frozenset[str], frozenset[str]]:
        added, removed = set(), set()
        for name in said.split(", "):
            gone = name.startswith(NO_LONGER[self.lang])
            name = name.removeprefix(NO_LONGER[self.lang])
            known = FORMATS[self.lang].get(name)
            if known:
                (removed if gone else added).add(known)
            elif gone and name == UNLINKED[self.lang]:
                removed.add("a=")
            else:
                assert name.startswith(LINK[self.lang]), name
                added.add("a=" + name.removeprefix(LINK[self.lang]))
        return frozenset(added), frozenset(removed)

    def _kind(self, said: str) -> Block:
        name, _, level = said.rpartition(" ")
        if level.isdigit():
            kind = KINDS[self.lang][name]
            return Block(f"h{level}", "") if kind == "h" else Block(kind, "", depth=int(level))
        return Block(KINDS[self.lang][said], "")

    def _blocks(self, said: str) -> list[Block]:
        left, right = QUOTES[self.lang]
        names = "|".join(KINDS[self.lang])
        head = f"(?:{names})(?: \\d)?{COLON[self.lang]}{left}"
        blocks = []
        for part in _split(said, AND[self.lang], head):
            found = re.fullmatch(
                f"({names})( \\d)?{COLON[self.lang]}{left}(.+){right}(?: \\(({self._remark()})\\))?",
                part,
                re.DOTALL,
            )
            assert found, part
            kind = self._kind(found[1] + (found[2] or ""))
            blocks.append(self._dressed(replace(kind, text=found[3]), found[4]))
        return blocks

    def do_replace(self, verb: str, found: dict[str, str]) -> None:
        if verb == "replace blocks":
            first, last = self._range(found)
            self.gone |= set(range(first, last))
            self.puts.setdefault(last, []).extend(self._blocks(found["blocks"]))
            return
        number, start, end = self._spot(found)
        self.words.setdefault(number, []).append((start, end, [self._new(found)]))

    def do_delete(self, verb: str, found: dict[str, str]) -> None:
        if verb == "delete block":
            self.gone |= set(range(*self._range(found)))
            return
        number, start, end = self._spot(found)
        text = self.old.blocks[number].text
        if text[end : end + 1].isspace() and (not start or text[start - 1].isspace()):
            end += 1
        elif end == len(text) and start and text[start - 1].isspace():
            start -= 1
        self.words.setdefault(number, []).append((start, end, []))

    def do_insert(self, verb: str, found: dict[str, str]) -> None:
        number = int(found["it"]) - 1
        text, new = self.old.blocks[number].text, self._new(found)
        if found.get("text"):
            _, start, end = self._spot(found)
            where = end if verb == "insert after" else start
        else:
            where = len(text) if verb == "insert at end" else 0
        before, after = _glue(text[:where], new.text), _glue(new.text, text[where:])
        spans = tuple((a + len(before), b + len(before), f) for a, b, f in new.formats)
        self.words.setdefault(number, []).append((where, where, [Block("p", before + new.text + after, spans)]))

    def do_format(self, verb: str, found: dict[str, str]) -> None:
        number, start, end = self._spot(found)
        self.formats.setdefault(number, []).append((start, end, *self._formats(found["what"])))

    def do_divide(self, verb: str, found: dict[str, str]) -> None:
        number, start, _ = self._spot(found)
        old = self.old.blocks[number]
        kind = self._kind(found["what"]) if found["what"] else Block(old.kind, "", depth=old.depth)
        low = len(old.text[:start].rstrip(" "))
        self.words.setdefault(number, []).append((low, start, [Block("", ""), kind]))

    def do_join(self, verb: str, found: dict[str, str]) -> None:
        self.joined.add(int(found["last"]) - 1)

    def do_kind(self, verb: str, found: dict[str, str]) -> None:
        self.kinds[int(found["it"]) - 1] = self._kind(found["what"])

    def do_move(self, verb: str, found: dict[str, str]) -> None:
        first, last = self._range(found)
        self.puts.setdefault(int(found["place"]) - (verb == "move before"), []).append((first, last))

    def do_put(self, verb: str, found: dict[str, str]) -> None:
        gap = int(found["it"]) - (verb == "put before") if "it" in found else 0
        self.puts.setdefault(gap, []).extend(self._blocks(found["blocks"]))

    def _range(self, found: dict[str, str]) -> tuple[int, int]:
        return int(found["first"] or found["from"]) - 1, int(found["first"] or found["to"])

    def result(self) -> Document:
        """The new text."""
        moved = {n for row in self.puts.values() for put in row if isinstance(put, tuple) for n in range(*put)}
        out: list[Block] = []
        for number in range(len(self.old.blocks) + 1):
            for put in self.puts.get(number, []):
                if isinstance(put, Block):
                    out.append(put)
                    continue
                for moving in range(*put):
                    out += self._block(moving, out)
            if number < len(self.old.blocks) and number not in moved | self.gone:
                out += self._block(number, out)
        return parse(Document(tuple(block for block in out if block.text)).html)

    def _block(self, number: int, out: list[Block]) -> list[Block]:
        if number in self.gone:
            return []
        old = self.old.blocks[number]
        kind = self.kinds.get(number, old)
        chars: list[tuple[str, frozenset[str]]] = [(c, frozenset()) for c in old.text]
        for start, end, formats in old.formats:
            chars[start:end] = [(c, formats) for c, _ in chars[start:end]]
        for start, end, added, removed in self.formats.get(number, []):
            links = "a=" in removed or any(name.startswith("a=") for name in added)
            chars[start:end] = [
                (c, frozenset(n for n in f if n not in removed and not (links and n.startswith("a="))) | added)
                for c, f in chars[start:end]
            ]
        rows: list[tuple[Block, list[tuple[str, frozenset[str]]]]] = [(kind, chars)]
        for start, end, new in sorted(self.words.get(number, []), key=lambda op: op[:2], reverse=True):
            head, row = rows[0]
            if len(new) == 2:
                rows[0:1] = [(head, row[:start]), (new[1], row[end:])]
            else:
                rows[0] = (head, row[:start] + [pair for block in new for pair in _chars(block)] + row[end:])
        blocks = [_built(head, row) for head, row in rows]
        if number in self.joined:
            last = out.pop()
            glue = _glue(last.text, blocks[0].text)
            row = _chars(last) + [(c, frozenset()) for c in glue] + _chars(blocks[0])
            blocks[0] = _built(last, row)
        return blocks


def _split(said: str, between: str, head: str) -> list[str]:
    cuts = [found.start() for found in re.finditer(re.escape(between) + f"(?={head})", said)]
    starts = [0, *(cut + len(between) for cut in cuts)]
    return [said[a:b] for a, b in zip(starts, [*cuts, len(said)], strict=True)]


def _chars(block: Block) -> list[tuple[str, frozenset[str]]]:
    row = [(c, frozenset()) for c in block.text]
    for start, end, formats in block.formats:
        row[start:end] = [(c, formats) for c, _ in row[start:end]]
    return row


def _built(head: Block, row: list[tuple[str, frozenset[str]]]) -> Block:
    spans = join_spans((n, n + 1, formats) for n, (_, formats) in enumerate(row))
    return Block(head.kind, "".join(c for c, _ in row), spans, head.depth)


def _glue(left: str, right: str) -> str:
    """A reader's sense of spaces: one between words, none before a comma, none in Chinese."""
    if not left or not right or left[-1].isspace() or right[0].isspace():
        return ""
    wide = re.compile("[\u2e80-\u9fff\uff00-\uffef\u0e00-\u0eff]")
    if wide.match(left[-1]) or wide.match(right[0]) or left[-1] in "([{«“‘¿¡'’-/":
        return ""
    return " " if right[0].isalnum() or right[0] in "([{«“‘¿¡&§" else ""


def carry_out(old: Document, sentences: tuple[str, ...], lang: str) -> Document:
    """The new text that the sentences make of the old."""
    reader = Reader(lang, old)
    for sentence in sentences:
        reader.read(sentence)
    return reader.result()
