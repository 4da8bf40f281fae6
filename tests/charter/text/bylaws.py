"""Differences in the shapes of real rules: sections, numbered points, definitions, dates, sums, words that repeat."""

from __future__ import annotations

from random import Random

from charter.text import Document, parse
from charter.text.values import Block
from tests.charter.text.articles import HEAVY, LIGHT

WORDS = {
    "en": (
        "The board meets on {day} March {year} and may vote on a motion.",
        "“Member” means a city that paid the fee of {sum} € for {year}.",
        "A member pays {sum} € a year, unless the board says otherwise.",
        "The board may, e.g. in May, ask a member for a report, a plan and a budget.",
        "No city is bound by a rule that it did not sign, nor by § {day}.",
        "The fee is due on signature; the fee is paid once.",
        "Open.",
    ),
    "fr": (
        "Le conseil se réunit le {day} mars {year} et peut voter à la majorité.",
        "On entend par « membre » une ville qui a payé {sum}\u00a0€ pour {year}.",
        "L’adhésion coûte {sum} € par an, à moins que le conseil n’en décide autrement.",
        "Nulle ville n’est liée par une règle qu’elle n’a pas signée.",
        "La cotisation est due à la signature\u202f; la cotisation est payée une fois.",
        "Ouvert.",
    ),
    "es": (
        "La junta se reúne el {day} de marzo de {year} y puede votar a mano alzada.",
        "Se entiende por «miembro» la ciudad que pagó {sum} € por {year}.",
        "La cuota es de {sum} € al año, a menos que la junta decida otra cosa.",
        "¿Quién responde? La ciudad y la junta, y la junta y la ciudad.",
        "Abierto.",
    ),
    "ar": (
        "يجتمع المجلس في {day} مارس {year} ويجوز له التصويت على اقتراح.",
        "يقصد بكلمة «عضو» كل مدينة دفعت {sum} يورو عن {year}.",
        "تدفع المدينة الرسم مرة واحدة، ويدفع العضو الرسم عند التوقيع.",
        "مفتوح.",
    ),
    "zh": ("理事会于三月{day}日开会，可以表决。", "会员每年缴费{sum}元，会员按时缴费。", "开放。"),
    "th": ("สภาประชุมวันที่ {day} มีนาคม {year}", "สมาชิกจ่ายค่าธรรมเนียม {sum} บาท"),
}
HEADS = {"en": "Section", "fr": "Section", "es": "Sección", "ar": "القسم", "zh": "章节", "th": "หมวด"}


def rules(draw: Random, lang: str) -> Document:
    """A text of a few sections: headings, paragraphs, points and points under them; sentences that come again."""
    blocks = []
    for section in range(1, draw.randint(2, 4)):
        blocks.append(Block("h3", f"{HEADS[lang]} {section}"))
        for _ in range(draw.randint(1, 3)):
            blocks.append(Block("p", _text(draw, lang)))
        depth = 0
        for _ in range(draw.choice([0, 0, 2, 4])):
            depth = min(draw.randint(1, 3), depth + 1)
            blocks.append(Block(draw.choice(["ol", "ol", "ul"]), _text(draw, lang, 1), depth=depth))
    keyed = draw.random() < 0.5
    blocks = [Block(b.kind, b.text, (), b.depth, f"k{n}" if keyed else None) for n, b in enumerate(blocks)]
    return parse(Document(tuple(blocks)).html)


def _text(draw: Random, lang: str, most: int = 3) -> str:
    space = "" if lang == "zh" else " "
    return space.join(
        draw.choice(WORDS[lang]).format(day=draw.randint(1, 31), year=draw.randint(2024, 2027), sum=_sum(draw))
        for _ in range(draw.randint(1, most))
    )


def _sum(draw: Random) -> str:
    return draw.choice(["5", "10", "10 000", "1,000.50", "12\u202f500"])


def revised(draw: Random, lang: str, base: Document) -> Document:
    """The text with one to five changes of all sorts."""
    blocks = list(base.blocks)
    usual = [*LIGHT, *HEAVY] if lang not in ("th",) else []
    for _ in range(draw.randint(1, 5)):
        if blocks:
            draw.choice([*OWN, *OWN, *usual])(draw, lang, blocks)
    return parse(Document(tuple(block for block in blocks if block.text.strip())).html)


def _change(blocks: list[Block], n: int, text: str) -> None:
    blocks[n] = Block(blocks[n].kind, text, (), blocks[n].depth, blocks[n].key)


def change_words(draw: Random, lang: str, blocks: list[Block]) -> None:
    """A word becomes another, short words too."""
    n = draw.randrange(len(blocks))
    words = blocks[n].text.split(" ")
    words[draw.randrange(len(words))] = draw.choice(["a", "à", "y", "the", "one", "«x»", "“x”", "10", "§"])
    _change(blocks, n, " ".join(words))


def change_signs(draw: Random, lang: str, blocks: list[Block]) -> None:
    """Signs and digits change."""
    n = draw.randrange(len(blocks))
    sign, other = draw.choice(
        [(",", ";"), (".", "!"), ("1", "7"), ("“", "‘"), ("«", "“"), (" ", "\u00a0"), ("’", "'")]
    )
    _change(blocks, n, blocks[n].text.replace(sign, other, draw.randint(1, 2)))


def put_in_what_nobody_sees(draw: Random, lang: str, blocks: list[Block]) -> None:
    """A soft hyphen or a mark of direction comes in."""
    n = draw.randrange(len(blocks))
    at = draw.randrange(len(blocks[n].text))
    _change(blocks, n, blocks[n].text[:at] + draw.choice("\u00ad\u200b\u200e") + blocks[n].text[at:])


def repeat_block(draw: Random, lang: str, blocks: list[Block]) -> None:
    """A block comes once more, in another place."""
    block = draw.choice(blocks)
    blocks.insert(draw.randint(0, len(blocks)), Block(block.kind, block.text, (), block.depth))


def put_in_blocks(draw: Random, lang: str, blocks: list[Block]) -> None:
    """Two or three new blocks at one place."""
    at = draw.randint(0, len(blocks))
    blocks[at:at] = [Block("p", _text(draw, lang, 1)) for _ in range(draw.randint(2, 3))]


def move_blocks(draw: Random, lang: str, blocks: list[Block]) -> None:
    """Several blocks go elsewhere, one place for all."""
    at = draw.randrange(len(blocks))
    row = blocks[at : at + draw.randint(1, 3)]
    del blocks[at : at + len(row)]
    to = draw.randint(0, len(blocks))
    blocks[to:to] = row


OWN = [change_words, change_words, change_signs, put_in_what_nobody_sees, repeat_block, put_in_blocks, move_blocks]
