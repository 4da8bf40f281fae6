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
OWN = Path(__file__).parents[3] / "consultation" / "demo"
MORE = {
    "ar": (
        "تفتح الأسواق أبوابها عند الفجر وتغلقها عند الغروب.",
        "في كل شارع مصباح لا ينطفئ قبل الصباح.",
        "تحفظ المدرسة مقعدا لكل طفل يصل خلال العام.",
        "أرض النهر ملك لأهل الضفتين معا.",
        "يركب كبار السن الترام من غير أجرة.",
        "يخبر المؤجر المستأجر بتغير الإيجار قبل ثلاثة أشهر.",
        "يتكلم الطبيب في العيادة لغة المريض أو يستعين بمترجم.",
        "جلسات المجلس علنية ومحاضرها متاحة لمن يطلبها.",
        "يلتقي ممثلو الشباب بالعمدة مرة كل فصل.",
        "لمن يعمل ليلا حق في هدوء النهار.",
        "تجمع النفايات وتستعمل من جديد قدر الإمكان.",
        "يذكر كل قرار أسبابه وطريق الاعتراض عليه.",
        "تحصى البيوت الخالية في خريف كل سنة.",
        "يحصل الساكن الجديد على خريطة للحي.",
        "للمكفوفين أن يدخلوا أي مبنى مع كلابهم المرشدة.",
        "لا تقطع شجرة قبل سؤال الجيران.",
        "لا تقف السيارات في الساحة أيام العيد.",
        "ملعب الأطفال لا يبعد عن البيوت أكثر من ثلاثمئة متر.",
        "يتعلم الوافدون اللغة في أسبوعهم الأول.",
        "تؤجر دكاكين البلدية للتعاونيات أولا.",
        "يسقى البستان بماء المطر الذي تجمعه السقوف.",
        "المتحف مفتوح للطلاب بلا ثمن يوم الأحد.",
        "تنظف ممرات الدراجات من الثلج في الشتاء.",
        "تحفظ دار الوثائق خرائط مئة عام.",
        "تعبر العبارة النهر كل عشرين دقيقة.",
        "تعير مدرسة الموسيقى آلاتها للأسر الفقيرة.",
        "تبقى النوافير مفتوحة طوال ليالي الصيف الحارة.",
        "لا يمنع أحد من دخول السوق بسبب ثيابه.",
        "يضع النحالون خلاياهم عند أطراف الحديقة.",
        "تعد قائمة الطعام خبيرة تغذية مع الأهالي.",
    ),
    "zh": (
        "市政府每年春天公布预算。",
        "居民可以在十日内向委员会申诉。",
        "图书馆和公园向所有人开放。",
        "没有人应当为水付两次钱。",
        "市场在黎明时开门，在日落时关门。",
        "每条街道都有一盏彻夜不灭的灯。",
        "学校为新来的孩子保留座位。",
        "河边的土地属于全体居民。",
        "老人乘坐电车不必付费。",
        "房东须在三个月前告知租金的变动。",
        "医生在诊所里使用病人的语言。",
        "议会的会议公开举行，记录可供查阅。",
        "青年代表每季度与市长会面一次。",
        "夜间工作的人有权安静地休息。",
        "垃圾由市里收集，并尽可能再次利用。",
        "任何决定都应写明理由和申诉的途径。",
        "每年秋天，市里统计空置的房屋。",
        "搬进新居的人会收到一张社区地图。",
        "桥下的空间留给练习音乐的人。",
        "面包店可以在清晨五点开炉。",
        "失业者到办事处登记后得到一位顾问。",
        "消防队每半年检查一次高楼的楼梯。",
        "盲人有权带着导盲犬进入任何建筑。",
        "树木砍伐之前必须征求邻居的意见。",
        "节日期间，广场上不得停放车辆。",
        "孩子们的游戏场离住处不超过三百米。",
        "旧书可以放在车站的架子上交换。",
        "水源保护区内禁止使用农药。",
        "移民在抵达后一周内可以上语言课。",
        "合作社优先承租市属的店铺。",
        "屋顶的雨水应当用来浇灌花园。",
        "谁发现危险的电线，谁就应当报告。",
        "博物馆在星期日对学生免费。",
        "租约到期前六十天，双方可以协商续约。",
        "自行车道在冬天也要清扫积雪。",
        "公共厕所的位置标在每张市区图上。",
        "志愿者照顾独居者时享有保险。",
        "档案馆保存一百年来的全部地图。",
        "食堂的菜单由营养师和家长共同拟定。",
        "夏季高温时，喷泉整夜开放。",
        "渡船每二十分钟往返两岸一次。",
        "音乐学校把乐器借给付不起钱的家庭。",
        "拍卖所得的一半用于修缮老城墙。",
        "听证会的记录在五天之内发布到网上。",
        "任何人不得因衣着而被拒绝进入市场。",
        "养蜂人可以在公园的边缘放置蜂箱。",
    ),
}
END = re.compile(r"(?<=[.!?؟])\s+|(?<=[。！？])")


@cache
def sentences(lang: str) -> tuple[str, ...]:
    """Real sentences of a language: from the Declaration where it is at hand, else from our own charter."""
    path = DECLARATION / f"{FILES[lang]}.html"
    if path.exists():
        return _in_file(path)
    ours = OWN / f"charter.{lang}.html"
    return (_in_file(ours) if ours.exists() else ()) + MORE.get(lang, ())


def _in_file(path: Path) -> tuple[str, ...]:
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


def repeating(draw: Random, document: Document) -> Document:
    """A text in which few blocks stand often, some of one word, and none has a key by which to tell them apart."""
    few = [draw.choice(document.blocks) for _ in range(draw.randint(1, 3))]
    few += [Block(b.kind, tokens(b.text)[0], (), b.depth) for b in few[:1]]
    row = [draw.choice(few) for _ in range(draw.randint(2, 7))]
    return parse(Document(tuple(Block(b.kind, b.text, b.formats, b.depth) for b in row)).html)


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
    text = "".join(row[start : start + draw.randint(1, 2 * most)]).strip() or row[0]
    if not isinstance(draw, Fresh):
        return text
    draw.made += 1
    if lang == "zh":
        return f"（{draw.made}）{text[:1]}（{draw.made}）"
    return f"{draw.made}x".join(part for part in text.split(" ") if part[:1].isalpha()) + f"{draw.made}x"


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
    places, position = [], 0
    for token in tokens(text):
        if is_word(token):
            places.append((position, position + len(token)))
        position += len(token)
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


def copy_block(draw: Random, lang: str, blocks: list[Block]) -> None:
    """A block that is there comes in once more."""
    block = draw.choice(blocks)
    blocks.insert(draw.randint(0, len(blocks)), Block(block.kind, block.text, block.formats, block.depth))


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
        block, other = blocks[n : n + 2]
        text = block.text + ("" if lang == "zh" else " ") + other.text
        blocks[n : n + 2] = [Block(block.kind, text, block.formats, block.depth, block.key)]


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
HEAVY = [
    append_sentence,
    lay_format,
    rewrite_block,
    add_block,
    copy_block,
    delete_block,
    move_block,
    split_block,
    join_blocks,
]
HEAVY += [change_kind, change_spaces]
