"""Texts whose words are easily run together, lost or doubled, light edits of them, and what a merge may make of both.

`python -m tests.charter.text.seams CASES [SEED]` looks for cases in which a merge is wrong without saying so.
"""

from __future__ import annotations

import re
import secrets
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from random import Random

from charter.text import Document, diff, merge, parse, rebase
from charter.text.adopting import adopted_edits
from charter.text.carrying import join_blocks
from charter.text.difference import words_at
from charter.text.edits import Move, Replace
from charter.text.kinds import NoticeKind
from charter.text.merging import Merge
from charter.text.rebasing import Rebase
from charter.text.tokens import is_space, is_word, token_keys, tokens
from charter.text.values import Block

WORDS = [
    "city",
    "law",
    "fee",
    "no",
    "one",
    "re",
    "cover",
    "co",
    "operate",
    "water",
    "art.",
    "park",
    "4",
    "5",
    "14",
    "10",
    "000",
    "1",
    "500",
    "1,5",
    "3.a",
    "(a)",
    "U.S.",
    "e.g.",
    "km",
    "kg",
    "€",
    "%",
    "m²",
    "no.",
    "city-law",
    "l",
    "eau",
    "d’eau",
    "qu",
    "il",
    "aujourd’hui",
    "l’an",
    "où",
    "été",
    "niño",
    "día",
    "¿qué",
    "ال",
    "مدينة",
    "المدينة",
    "و",
    "والمدينة",
    "ب",
    "حق",
    "الحق",
    "١٤",
    "٥",
    "لا",
    "市",
    "民",
    "费",
    "用",
    "公园",
    "10城市",
    "ไทย",
]
SPACES = (" ", " ", " ", "\u00a0", "\u202f", "\u2009", "\n")
SIGNS = ("-", "–", "'", "’", "/", ",", ".", ":", ";", "%", "€", "(", ")", "‑", "،", "。")
BETWEEN = (" - ", " – ", " / ", ", ", "; ", ". ", "-", "’", " · ", " : ", "\u00a0: ", ",\n", " -\n", " (", ") ")
KINDS = (("p", 0), ("p", 0), ("p", 0), ("h2", 0), ("ul", 1), ("ol", 1), ("ol", 2), ("blockquote", 0), ("pre", 0))
KINDS += (("dt", 1), ("dd", 1))
MARKS = "ABC"
# The share of edits near one place.
NEAR = 0.6


class Draw(Random):
    """A draw with a place of the base about which most edits are made, so that they meet."""

    focus = (0, 0)


@dataclass
class Case:
    """A base, its proposals, and how often each proposal takes out and puts in which word."""

    base: Document
    proposals: dict[str, Document] = field(default_factory=dict)
    gone: dict[str, Counter[str]] = field(default_factory=dict)
    come: dict[str, Counter[str]] = field(default_factory=dict)


def words_of(text: str) -> list[str]:
    """The words and numbers of a text, as they are compared; the parts of abbreviations and numbers each by itself."""
    return [part for key in token_keys(text) if is_word(key) for part in re.split("[. ]", key) if part]


def count_words(document: Document) -> Counter[str]:
    """How often each word stands in a document."""
    return Counter(word for block in document.blocks for word in words_of(block.text))


def draw_case(seed: int) -> Case:
    """A base in which blocks, words, signs and ids stand close together, and two or three proposals of light edits."""
    draw = Draw(seed)
    few = [draw.choice(WORDS) for _ in range(draw.randint(3, 9))]
    blocks: list[Block] = []
    for number in range(draw.randint(1, 5)):
        again = draw.choice(blocks) if blocks and draw.random() < 0.3 else None
        blocks.append(_copied(again) if again else _block(draw, few, number))
    if draw.random() < 0.6:
        blocks = [replace(block, key=f"k{number}") for number, block in enumerate(blocks)]
    case = Case(_document(blocks))
    number = draw.randrange(len(case.base.blocks))
    draw.focus = number, draw.randint(0, len(case.base.blocks[number].text))
    for mark in MARKS[: draw.choice((2, 2, 3))]:
        _propose(draw, few, case, mark)
    return case


def _document(blocks: list[Block]) -> Document:
    return parse(Document(tuple(block for block in blocks if block.text.strip(" \n"))).html)


def _block(draw: Draw, few: list[str], number: int) -> Block:
    kind, depth = draw.choice(KINDS)
    text = draw.choice(few)
    for _ in range(draw.randint(0, 6)):
        text += draw.choice(BETWEEN if draw.random() < 0.35 else SPACES) + draw.choice(few)
    text += draw.choice(("", "", ".", " -", ","))
    block = Block(kind, text, (), depth, None, (("id", f"b{number}"),) if draw.random() < 0.15 else ())
    return _formatted(draw, block, f"x{number}") if draw.random() < 0.3 else block


def _copied(block: Block) -> Block:
    """The same block without ids: a second one with the same id would be no HTML."""
    named = any(name.startswith("id=") for _, _, formats in block.formats for name in formats)
    return replace(block, traits=(), formats=() if named else block.formats)


def _formatted(draw: Draw, block: Block, name: str) -> Block:
    row = list(tokens(block.text))
    first = draw.randrange(len(row))
    last = min(len(row), first + draw.randint(1, 4))
    start, end = len("".join(row[:first])), len("".join(row[:last]))
    formats = frozenset({draw.choice((f"id={name}", f"id={name}", "b", "a=#x0", "a=#b0", "i"))})
    whole = Block(block.kind, block.text[start:end], ((0, end - start, formats),))
    return join_blocks(block, (block.cut(0, start), whole, block.cut(end, len(block.text))))


def _propose(draw: Draw, few: list[str], case: Case, mark: str) -> None:
    blocks = list(case.base.blocks)
    gone, come = Counter[str](), Counter[str]()
    for number in range(draw.randint(1, 2)):
        if not blocks:
            break
        before = Counter(word for block in blocks for word in words_of(block.text))
        draw.choice(EDITS)(draw, few, blocks, f"{mark.lower()}{number}")
        blocks = list(_document(blocks).blocks)
        after = Counter(word for block in blocks for word in words_of(block.text))
        gone += before - after
        come += after - before
    case.proposals[mark] = _document(blocks)
    case.gone[mark], case.come[mark] = gone, come


def _place(draw: Draw, blocks: list[Block], wanted: object = None) -> tuple[int, int, int]:
    """A block, and where a token of it begins and ends: a wanted one if there is any, most often near the focus."""
    near = draw.random() < NEAR
    number = min(draw.focus[0], len(blocks) - 1) if near else draw.randrange(len(blocks))
    places, start = [], 0
    for token in tokens(blocks[number].text):
        places.append((token, start, start + len(token)))
        start += len(token)
    chosen = [place for place in places if callable(wanted) and wanted(place[0])] or places
    if near:
        chosen = sorted(chosen, key=lambda place: abs(place[1] - draw.focus[1]))[:3]
    return number, *draw.choice(chosen)[1:]


def _put(blocks: list[Block], where: tuple[int, int, int], text: str, formats: frozenset[str] = frozenset()) -> None:
    number, start, end = where
    block = blocks[number]
    if not formats and start:
        formats = next((f for a, b, f in block.formats if a < start < b), formats)
    new = Block(block.kind, text, ((0, len(text), formats),) if formats and text else ())
    blocks[number] = join_blocks(block, (block.cut(0, start), new, block.cut(end, len(block.text))))


def _is_sign(token: str) -> bool:
    return not is_word(token) and not is_space(token)


def take_space(draw: Draw, few: list[str], blocks: list[Block], name: str) -> None:
    """A space goes."""
    _put(blocks, _place(draw, blocks, is_space), "")


def take_sign(draw: Draw, few: list[str], blocks: list[Block], name: str) -> None:
    """A sign goes."""
    _put(blocks, _place(draw, blocks, _is_sign), "")


def change_space(draw: Draw, few: list[str], blocks: list[Block], name: str) -> None:
    """A space becomes another one, a line break or a sign."""
    _put(blocks, _place(draw, blocks, is_space), draw.choice((*SPACES, *SIGNS[:6], " - ", ", ")))


def change_sign(draw: Draw, few: list[str], blocks: list[Block], name: str) -> None:
    """A sign becomes another."""
    _put(blocks, _place(draw, blocks, _is_sign), draw.choice((*SIGNS, *BETWEEN)))


def put_sign(draw: Draw, few: list[str], blocks: list[Block], name: str) -> None:
    """A sign or a space comes in."""
    number, start, end = _place(draw, blocks)
    at = draw.choice((start, end))
    _put(blocks, (number, at, at), draw.choice((*SIGNS, *SPACES, *BETWEEN)))


def put_word(draw: Draw, few: list[str], blocks: list[Block], name: str) -> None:
    """A word comes in, with a space before or behind it or with none."""
    number, start, end = _place(draw, blocks)
    at = draw.choice((start, end))
    word = draw.choice((draw.choice(few), draw.choice(WORDS), f"neu{name}"))
    formats = frozenset({f"id={name}"}) if draw.random() < 0.15 else frozenset()
    _put(blocks, (number, at, at), draw.choice((f" {word}", f"{word} ", word)), formats)


def take_word(draw: Draw, few: list[str], blocks: list[Block], name: str) -> None:
    """A word goes, with the space behind it, the one before it, or none."""
    number, start, end = _place(draw, blocks, is_word)
    text = blocks[number].text
    sort = draw.random()
    if sort < 0.4 and is_space(text[end : end + 1] or "x"):
        end += 1
    elif sort < 0.7 and start and is_space(text[start - 1]):
        start -= 1
    _put(blocks, (number, start, end), "")


def change_word(draw: Draw, few: list[str], blocks: list[Block], name: str) -> None:
    """A word becomes another."""
    _put(blocks, _place(draw, blocks, is_word), draw.choice((draw.choice(few), draw.choice(WORDS), f"neu{name}")))


def join(draw: Draw, few: list[str], blocks: list[Block], name: str) -> None:
    """Two blocks become one."""
    number = min(draw.focus[0], len(blocks) - 1) if draw.random() < NEAR else draw.randrange(len(blocks))
    if number + 1 < len(blocks):
        between = Block("p", draw.choice((" ", " ", "", " - ", ", ")))
        blocks[number : number + 2] = [join_blocks(blocks[number], (blocks[number], between, blocks[number + 1]))]


def split(draw: Draw, few: list[str], blocks: list[Block], name: str) -> None:
    """A block becomes two."""
    number, start, _ = _place(draw, blocks)
    block = blocks[number]
    rest = replace(block.cut(start, len(block.text)), key=None, traits=())
    blocks[number : number + 1] = [block.cut(0, start), rest] if start else [block]


def take_block(draw: Draw, few: list[str], blocks: list[Block], name: str) -> None:
    """A block goes."""
    del blocks[draw.randrange(len(blocks))]


def put_block(draw: Draw, few: list[str], blocks: list[Block], name: str) -> None:
    """A block comes in, of words that are new or as one that is there."""
    block = replace(draw.choice(blocks), key=None, traits=(), formats=())
    if draw.random() < 0.6:
        block = replace(block, text=f"neu{name} {draw.choice(few)}")
    blocks.insert(draw.randint(0, len(blocks)), block)


def move_block(draw: Draw, few: list[str], blocks: list[Block], name: str) -> None:
    """A block goes elsewhere."""
    block = blocks.pop(draw.randrange(len(blocks)))
    blocks.insert(draw.randint(0, len(blocks)), block)


def lay_format(draw: Draw, few: list[str], blocks: list[Block], name: str) -> None:
    """Words get an id, a link or a format, instead of those they had."""
    number = draw.randrange(len(blocks))
    blocks[number] = _formatted(draw, blocks[number], draw.choice((name, name, "x9")))


def name_block(draw: Draw, few: list[str], blocks: list[Block], name: str) -> None:
    """A block gets an id, or loses it."""
    number = draw.randrange(len(blocks))
    traits = tuple(trait for trait in blocks[number].traits if trait[0] != "id")
    named = (*traits, ("id", name)) if draw.random() < 0.7 else traits
    blocks[number] = replace(blocks[number], traits=tuple(sorted(named)))


def change_kind(draw: Draw, few: list[str], blocks: list[Block], name: str) -> None:
    """A block becomes a heading or an item."""
    number = draw.randrange(len(blocks))
    kind, depth = draw.choice(KINDS)
    blocks[number] = replace(blocks[number], kind=kind, depth=depth)


EDITS = (
    *(take_space, take_space, take_space, take_sign, take_sign, change_space, change_space, change_sign),
    *(put_sign, put_sign, put_word, put_word, take_word, take_word, change_word, change_word, join, join, split),
    *(take_block, put_block, move_block, lay_format, lay_format, name_block, change_kind),
)


def find_faults(case: Case) -> Iterator[str]:
    """What is wrong in the merge of a case without a conflict or a notice that names it."""
    merged = merge(case.base, dict(case.proposals))
    yield from _unreadable(merged)
    yield from _words(case, merged)
    yield from _glued(case, merged)
    yield from _ids(case, merged)
    yield from _targets(case, merged)
    first, other = list(case.proposals.values())[:2]
    pair = merge(case.base, {"first": first, "other": other})
    if not _seem_adopted(case.base, first, other, bool(pair.conflicts)):
        yield from _rebased(rebase(other, case.base, first), pair)


def _seem_adopted(base: Document, first: Document, other: Document, conflict: bool) -> bool:
    """Whether a rebase may take words for adopted where a merge knows who wrote them. Law 4.

    They are in the first text already, or, where the merge is a conflict, gone from it, by another edit.
    """
    mine, theirs = diff(base, other), diff(base, first)
    adopted = [edit for edit in adopted_edits(mine, theirs) if edit.identity not in theirs.identities]
    if any(isinstance(edit, Move) for edit in adopted):
        return True
    texts = (
        text
        for edit in adopted
        if isinstance(edit, Replace)
        for text in (
            *(block.text for block in edit.content),
            *([words_at(base.blocks, edit.start, edit.end)] if conflict else []),
        )
    )
    return any(map(words_of, texts))


def _unreadable(merged: Merge) -> Iterator[str]:
    if parse(merged.document.html) != merged.document:
        yield f"reads back otherwise: {merged.document.html}"


def named_texts(merged: Merge) -> list[str]:
    """All texts that a conflict or a notice about words names."""
    texts = [text for conflict in merged.conflicts for text in (conflict.base, *(s.text for s in conflict.sides))]
    return [*texts, *(notice.text for notice in merged.notices if notice.kind != NoticeKind.NO_TARGET)]


def _words(case: Case, merged: Merge) -> Iterator[str]:
    before, after = count_words(case.base), count_words(merged.document)
    named = {word for text in named_texts(merged) for word in words_of(text)}
    together = [notice.text for notice in merged.notices if notice.kind == NoticeKind.RUN_TOGETHER]
    for word in {*before, *after, *(word for come in case.come.values() for word in come)} - named:
        if any(word in text for text in together):
            continue
        gone = sum(counter[word] for counter in case.gone.values())
        come = [counter[word] for counter in case.come.values()]
        if after[word] < before[word] - gone + max(come):
            yield f"lost: {word!r}, {after[word]} times and not {before[word] - gone + max(come)}"
        if after[word] > before[word] + sum(come):
            yield f"from nowhere: {word!r}, {after[word]} times and not {before[word] + sum(come)}"


_TIGHT = re.compile(r"\S+")


def _pairs(document: Document) -> set[tuple[str, str]]:
    """Words that stand next to each other with signs alone between them."""
    pairs = set()
    for block in document.blocks:
        for stretch in _TIGHT.findall(block.text):
            row = words_of(stretch)
            pairs |= set(pairwise(row))
    return pairs


def _apart(document: Document) -> set[tuple[str, str]]:
    """Words that follow each other with a space between them, or the border of two blocks."""
    row = [words_of(stretch) for stretch in _TIGHT.findall(" ".join(block.text for block in document.blocks))]
    row = [words for words in row if words]
    return {(first[-1], second[0]) for first, second in pairwise(row)}


def _glued(case: Case, merged: Merge) -> Iterator[str]:
    texts = [case.base, *case.proposals.values()]
    new = _pairs(merged.document) - {pair for text in texts for pair in _pairs(text)}
    named = named_texts(merged)
    for first, second in new & _apart(case.base):
        if (first + second).isascii() and not any(first in text or second in text for text in named):
            yield f"glued: {first!r} and {second!r}"


def _ids(case: Case, merged: Merge) -> Iterator[str]:
    texts = [case.base, *case.proposals.values()]
    counts = [Counter(re.findall(r' id="([^"]*)"', text.html)) for text in texts]
    result = Counter(re.findall(r' id="([^"]*)"', merged.document.html))
    told = any(notice.kind == NoticeKind.SAME_ID for notice in merged.notices)
    for name, times in result.items():
        if times > max(count[name] for count in counts) and not told:
            yield f"id at {times} places: {name}"
    for name in counts[0]:
        if all(count[name] == 1 for count in counts) and not result[name] and merged.document.blocks:
            yield f"id lost: {name}"


def _targets(case: Case, merged: Merge) -> Iterator[str]:
    """A link leads to a place of the text where it does so in each text that has it."""
    texts = [case.base, *case.proposals.values()]
    names = [set(re.findall(r' id="([^"]*)"', text.html)) for text in texts]
    told = any(notice.kind == NoticeKind.NO_TARGET for notice in merged.notices)
    result = set(re.findall(r' id="([^"]*)"', merged.document.html))
    for target in set(re.findall(r'href="#([^"]*)"', merged.document.html)) - result:
        linking = [target in own for own, text in zip(names, texts, strict=True) if f'href="#{target}"' in text.html]
        if all(linking) and not told:
            yield f"link without its target: {target}"


def _rebased(carried: Rebase, merged: Merge) -> Iterator[str]:
    if merged.conflicts and carried.state == "check":
        return  # Both ask a person to look.
    if bool(carried.conflicts) != bool(merged.conflicts):
        yield f"rebase {carried.state}, merge with {len(merged.conflicts)} conflicts"
    elif not merged.conflicts and carried.document != merged.document:
        yield f"rebase {carried.state}: {carried.document.html if carried.document else None}"


def main() -> None:
    """Draws cases, prints each one with a fault and the seed of the run."""
    cases = int(sys.argv[1])
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else secrets.randbelow(10**9)
    found = 0
    for number in range(seed, seed + cases):
        case = draw_case(number)
        try:
            faults = list(find_faults(case))
        except Exception as error:
            faults = [f"raised {error!r}"]
        if faults:
            found += 1
            print(f"{number}: {'; '.join(faults)}")
            print(f"   base {case.base.html}")
            for mark, text in case.proposals.items():
                print(f"   {mark}    {text.html}")
            merged = merge(case.base, dict(case.proposals))
            print(f"   =    {merged.document.html}")
            print(f"        {[(c.kind.name, c.base) for c in merged.conflicts]}")
            print(f"        {[(n.kind.name, n.text) for n in merged.notices]}", flush=True)
    print(f"{cases} cases from seed {seed}, {found} with a fault")


if __name__ == "__main__":
    main()
