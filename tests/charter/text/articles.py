"""Articles and proposals made of real sentences, for the property tests.

Everything is drawn from one `Random`, so hypothesis can hand in its own and shrink what it finds.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from random import Random

from charter.text import Document, parse
from charter.text.tokens import is_word, tokens
from charter.text.values import Block

DECLARATION = Path(__file__).parents[4] / "shared" / "data" / "udhr"
FILES = {"en": "eng", "fr": "fra", "es": "spa", "ar": "arb", "zh": "cmn_hans"}
OWN = {
    "en": [
        "The council publishes its budget every spring.",
        "Tenants may appeal to the board within ten days of the notice.",
        "Libraries, baths and parks stay open to all who live in the city.",
        "No one pays for water twice.",
        "The right to rest and the right to quiet are one right (see Article 5).",
    ],
    "fr": [
        "Le conseil publie son budget chaque printemps.",
        "Toute personne peut saisir l’ombudsman : la réponse est due sous dix jours.",
        "Les bains, les parcs et les bibliothèques restent ouverts à tous ; nul n’en est exclu.",
        "L’eau n’est payée qu’une fois.",
    ],
    "es": [
        "El concejo publica su presupuesto cada primavera.",
        "¿Quién responde ante los vecinos? La alcaldía, en diez días.",
        "Los baños, los parques y las bibliotecas quedan abiertos a todas las personas.",
        "Nadie paga el agua dos veces.",
    ],
    "ar": [
        "تنشر المدينة ميزانيتها كل سنة.",
        "لكل ساكن أن يطعن في القرار خلال عشرة أيام من الإشعار.",
        "تبقى المكتبات والحدائق مفتوحة للجميع.",
        "لا يدفع أحد ثمن الماء مرتين.",
    ],
    "zh": [
        "市政府每年春天公布预算。",
        "居民可以在十日内向委员会申诉。",
        "图书馆和公园向所有人开放。",
        "没有人应当为水付两次钱。",
    ],
}
END = re.compile(r"(?<=[.!?؟])\s+|(?<=[。！？])")


@cache
def sentences(lang: str) -> tuple[str, ...]:
    """Real sentences of a language: from the Declaration where it is at hand, else our own."""
    path = DECLARATION / f"{FILES[lang]}.html"
    if not path.exists():
        return tuple(OWN[lang])
    paragraphs = re.findall(r"<(?:p|li)[^>]*>(.*?)</(?:p|li)>", path.read_text(encoding="utf-8"), re.DOTALL)
    texts = (re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", text)).strip() for text in paragraphs)
    return tuple(part for text in texts for part in END.split(text) if len(part) > 3)


def article(draw: Random, most: int = 6, keyed: bool | None = None) -> tuple[str, Document]:
    """A language, and an article in it: headings, paragraphs, items of a list, some formats."""
    lang = draw.choice(list(FILES))
    space = "" if lang == "zh" else " "
    blocks = []
    for number in range(draw.randint(1, most)):
        text = space.join(draw.choice(sentences(lang)) for _ in range(draw.randint(1, 3)))
        kind, depth = draw.choice(
            [("p", 0), ("p", 0), ("p", 0), ("h2", 0), ("ul", 1), ("ol", 1), ("ol", 2), ("blockquote", 0)]
        )
        blocks.append(Block(kind, text, _some_format(draw, text) if draw.random() < 0.2 else (), depth, f"k{number}"))
    if keyed is False or (keyed is None and draw.random() < 0.3):
        blocks = [Block(b.kind, b.text, b.formats, b.depth) for b in blocks]
    return lang, parse(Document(tuple(blocks)).html)


class Fresh(Random):
    """A draw whose words stand nowhere else: where a word comes twice, two texts alone cannot tell which is which."""

    made = 0


def proposal(draw: Random, lang: str, base: Document, most: int = 3, light: bool = False) -> Document:
    """The base with some edits, of all sorts or light ones alone."""
    blocks = list(base.blocks)
    sorts = LIGHT if light else LIGHT * 2 + HEAVY
    for _ in range(draw.randint(1, most)):
        if blocks:
            draw.choice(sorts)(draw, lang, blocks)
    return parse(Document(tuple(block for block in blocks if block.text.strip())).html)


def words(draw: Random, lang: str, most: int = 3) -> str:
    """A few words in a row from a real sentence."""
    row = tokens(draw.choice(sentences(lang)))
    start = draw.randrange(len(row))
    found = "".join(row[start : start + draw.randint(1, 2 * most)]).strip() or row[0]
    if not isinstance(draw, Fresh):
        return found
    draw.made += 1
    if lang == "zh":
        return f"（{draw.made}）{found[:1]}（{draw.made}）"
    return f"{draw.made}x".join(part for part in found.split(" ") if part[:1].isalpha()) + f"{draw.made}x"


def _some_format(draw: Random, text: str) -> tuple[tuple[int, int, frozenset[str]], ...]:
    start, end = _span(draw, text, 4)
    return (
        (
            start,
            end,
            frozenset({draw.choice(["b", "i", "a=https://example.org/a", "a=https://example.org/b", "sup"])}),
        ),
    )


def _span(draw: Random, text: str, most: int) -> tuple[int, int]:
    """From the beginning of a word to the end of a word."""
    places, here = [], 0
    for token in tokens(text):
        if is_word(token):
            places.append((here, here + len(token)))
        here += len(token)
    if not places:
        return 0, len(text)
    first = draw.randrange(len(places))
    return places[first][0], places[min(first + draw.randint(1, most), len(places)) - 1][1]


def _set(blocks: list[Block], n: int, text: str) -> None:
    formats = blocks[n].formats if text.startswith(blocks[n].text) else ()
    blocks[n] = Block(blocks[n].kind, text, formats, blocks[n].depth, blocks[n].key)


def replace_words(draw: Random, lang: str, blocks: list[Block]) -> None:
    """One to three words become others."""
    n = draw.randrange(len(blocks))
    start, end = _span(draw, blocks[n].text, 3)
    _set(blocks, n, blocks[n].text[:start] + words(draw, lang) + blocks[n].text[end:])


def insert_words(draw: Random, lang: str, blocks: list[Block]) -> None:
    """Words come in."""
    n = draw.randrange(len(blocks))
    start, _ = _span(draw, blocks[n].text, 1)
    space = "" if lang == "zh" else " "
    _set(blocks, n, blocks[n].text[:start] + words(draw, lang) + space + blocks[n].text[start:])


def delete_words(draw: Random, lang: str, blocks: list[Block]) -> None:
    """Words go."""
    n = draw.randrange(len(blocks))
    start, end = _span(draw, blocks[n].text, 3)
    left = blocks[n].text[:start] + blocks[n].text[end:].lstrip(" ")
    if left.strip():
        _set(blocks, n, left)


def append_sentence(draw: Random, lang: str, blocks: list[Block]) -> None:
    """A sentence is added to a block."""
    n = draw.randrange(len(blocks))
    _set(blocks, n, blocks[n].text + ("" if lang == "zh" else " ") + draw.choice(sentences(lang)))


def lay_format(draw: Random, lang: str, blocks: list[Block]) -> None:
    """A stretch gets a format, instead of those it had."""
    n = draw.randrange(len(blocks))
    blocks[n] = Block(
        blocks[n].kind, blocks[n].text, _some_format(draw, blocks[n].text), blocks[n].depth, blocks[n].key
    )


def rewrite_block(draw: Random, lang: str, blocks: list[Block]) -> None:
    """A block says something else."""
    _set(blocks, draw.randrange(len(blocks)), draw.choice(sentences(lang)))


def add_block(draw: Random, lang: str, blocks: list[Block]) -> None:
    """A new block."""
    kind, depth = draw.choice([("p", 0), ("ul", 1), ("h3", 0)])
    blocks.insert(draw.randint(0, len(blocks)), Block(kind, draw.choice(sentences(lang)), (), depth))


def delete_block(draw: Random, lang: str, blocks: list[Block]) -> None:
    """A block goes."""
    del blocks[draw.randrange(len(blocks))]


def move_block(draw: Random, lang: str, blocks: list[Block]) -> None:
    """A block goes elsewhere."""
    block = blocks.pop(draw.randrange(len(blocks)))
    blocks.insert(draw.randint(0, len(blocks)), block)


def split_block(draw: Random, lang: str, blocks: list[Block]) -> None:
    """A block becomes two."""
    n = draw.randrange(len(blocks))
    block = blocks[n]
    start, _ = _span(draw, block.text, 1)
    if block.text[:start].strip() and block.text[start:].strip():
        blocks[n : n + 1] = [block.cut(0, start), Block(block.kind, block.text[start:], (), block.depth)]


def join_blocks(draw: Random, lang: str, blocks: list[Block]) -> None:
    """Two blocks become one."""
    if len(blocks) > 1:
        n = draw.randrange(len(blocks) - 1)
        one, other = blocks[n : n + 2]
        text = one.text + ("" if lang == "zh" else " ") + other.text
        blocks[n : n + 2] = [Block(one.kind, text, one.formats, one.depth, one.key)]


def change_kind(draw: Random, lang: str, blocks: list[Block]) -> None:
    """A block becomes a heading or an item."""
    n = draw.randrange(len(blocks))
    kind, depth = draw.choice([("p", 0), ("h2", 0), ("ul", 1), ("ol", 2)])
    blocks[n] = Block(kind, blocks[n].text, blocks[n].formats, depth, blocks[n].key)


def change_spaces(draw: Random, lang: str, blocks: list[Block]) -> None:
    """A space becomes one that does not break."""
    n = draw.randrange(len(blocks))
    block = blocks[n]
    blocks[n] = Block(block.kind, block.text.replace(" ", "\u00a0", 1), block.formats, block.depth, block.key)


LIGHT = [replace_words, insert_words, delete_words]
HEAVY = [append_sentence, lay_format, rewrite_block, add_block, delete_block, move_block, split_block, join_blocks]
HEAVY += [change_kind, change_spaces]
