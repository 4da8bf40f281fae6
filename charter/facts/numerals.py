"""Numbers as charters print them: digits of any script, Roman, Chinese, and ordinal words of Arabic."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace

ROMAN = re.compile(r"(?=[ivxlc])(?:x[cl]|l?x{0,3})(?:i[xv]|v?i{0,3})|c", re.IGNORECASE)
ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
CHINESE_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
CHINESE_UNITS = {"十": 10, "百": 100, "千": 1000}
CHINESE = "[" + "".join((*CHINESE_DIGITS, *CHINESE_UNITS)) + "]{1,7}"

ARABIC_UNITS = (
    "الاولي",
    "الثانيه",
    "الثالثه",
    "الرابعه",
    "الخامسه",
    "السادسه",
    "السابعه",
    "الثامنه",
    "التاسعه",
    "العاشره",
)
ARABIC_TENS = ("العشر", "الثلاث", "الاربع", "الخمس", "الست", "السبع", "الثمان", "التسع")
ARABIC_FOLD = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه"})
# What stands behind a number that says its place: 1er, 2º, 3rd, 2n and 5è in Catalan.
ORDINAL = r"(?:er|re|ère|e|ème|è|r|n|t|a|o|st|nd|rd|th|\.?[º°ª])?"
FIRST = frozenset(
    {
        "premier",
        "première",
        "premiere",
        "primero",
        "primera",
        "primeiro",
        "primeira",
        "único",
        "unique",
        "first",
        "one",
        "primo",
        "prima",
        "primer",
        "1er",
        "1re",
    }
)

# "Artículo segundo": from two to ten, as English, French, Spanish, Portuguese, Italian and Catalan count.
ORDINALS = {
    word: value
    for value, words in enumerate(
        (
            "second two deuxième second segundo segunda secondo seconda segon segona",
            "third three troisième tercero tercera terceiro terceira terzo terza tercer",
            "fourth four quatrième cuarto cuarta quarto quarta quart",
            "fifth five cinquième quinto quinta cinquè cinquena",
            "sixth six sixième sexto sexta sesto sesta sisè sisena",
            "seventh seven septième séptimo séptima sétimo sétima settimo settima setè setena",
            "eighth eight huitième octavo octava oitavo oitava ottavo ottava vuitè vuitena",
            "ninth nine neuvième noveno novena nono nona novè",
            "tenth ten dixième décimo décima desè desena",
        ),
        2,
    )
    for word in words.split()
}

# The order in which Arabic texts letter their points.
ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"


@dataclass(frozen=True)
class Label:
    """The label before a provision: its style, its place in the row, and its printed form."""

    style: str  # number | letter | roman | bullet
    ordinal: int
    text: str
    form: str = field(default="", compare=False)  # how it is written; labels of one row have one form

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of a decimal label such as 1.2.1, outermost first."""
        return tuple(map(int, self.text.split("."))) if self.style == "number" else ()


BULLET = Label("bullet", 0, "")


def fold_digits(text: str) -> str:
    """The text with the digits of every script as 0 to 9."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


def read_roman(text: str) -> int | None:
    """The value of a Roman numeral up to C."""
    if not text or not ROMAN.fullmatch(text):
        return None
    values = [ROMAN_VALUES[char] for char in text.lower()]
    return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))


def read_chinese(text: str) -> int | None:
    """The value of a Chinese numeral below ten thousand."""
    if not re.fullmatch(CHINESE, text):
        return None
    if not any(char in CHINESE_UNITS for char in text):
        return int("".join(str(CHINESE_DIGITS[char]) for char in text))
    total, digit = 0, 0
    for char in text:
        if char in CHINESE_UNITS:
            total += (digit or 1) * CHINESE_UNITS[char]
            digit = 0
        else:
            digit = CHINESE_DIGITS[char]
    return total + digit


def to_chinese(value: int) -> str:
    """The Chinese numeral of a number from 1 to 99."""
    digits = "〇一二三四五六七八九"
    tens, unit = divmod(value, 10)
    head = "" if not tens else ("十" if tens == 1 else digits[tens] + "十")
    return head + (digits[unit] if unit or not tens else "")


def fold_arabic(text: str) -> str:
    """Arabic words without vowel marks, the variants of alef, ya and ta marbuta made one."""
    bare = "".join(char for char in text if unicodedata.category(char) != "Mn" and char != "ـ")
    return bare.translate(ARABIC_FOLD)


def arabic_ordinal(text: str) -> int | None:
    """The value of a feminine Arabic ordinal, as after the word for article, up to 99."""
    words = fold_arabic(text).split()
    if not 1 <= len(words) <= 2:
        return None
    unit = _arabic_unit(words[0])
    if len(words) == 1:
        return unit or _arabic_tens(words[0])
    if unit and words[1] in ("عشره", "عشر"):
        return 10 + unit
    tens = _arabic_tens(words[1].removeprefix("و")) if words[1].startswith("و") else None
    return tens + unit if tens and unit else None


def _arabic_unit(word: str) -> int | None:
    if word == "الحاديه":
        return 1
    return ARABIC_UNITS.index(word) + 1 if word in ARABIC_UNITS else None


def _arabic_tens(word: str) -> int | None:
    for place, stem in enumerate(ARABIC_TENS, start=2):
        if word in (stem + "ون", stem + "ين"):
            return place * 10
    return None


def read_number(text: str) -> int | None:
    """The value of a number in any of the forms an article's heading may have."""
    text = fold_digits(text.strip())
    digits = re.fullmatch(rf"(\d{{1,4}}){ORDINAL}", text, re.IGNORECASE)
    if digits:
        return int(digits[1])
    if text.lower() in FIRST:
        return 1
    if text.lower() in ORDINALS:
        return ORDINALS[text.lower()]
    for reader in (read_roman, read_chinese, arabic_ordinal):
        value = reader(text)
        if value is not None:
            return value
    return None


_NUMBERED = r"(?P<number>\d{1,3})"
_LETTERED = rf"(?P<letter>[a-z]|[{ABJAD}اﻩ]|ه‍)"
_ROMAN = r"(?P<roman>[ivx]{1,6}|[IVX]{2,6}|[IVX])"
_CHINESE = rf"(?P<chinese>{CHINESE})"
_SPACE = r"[\s\u00a0\u202f]"
_ORDINAL = rf"{_SPACE}?\.?[º°ª]"
_DASH = "[-–—ـ]"
LABELS = tuple(
    (re.compile(pattern), form)
    for pattern, form in (
        (rf"{_SPACE}*\({_SPACE}*(?:{_NUMBERED}|{_LETTERED}|{_ROMAN}){_SPACE}*\)(?:{_SPACE}+|$)", "()"),
        (rf"{_SPACE}*§+{_SPACE}*{_NUMBERED}(?:{_ORDINAL})?{_SPACE}?[.:)]?{_SPACE}?{_DASH}?{_SPACE}+", "§"),
        (rf"{_SPACE}*{_NUMBERED}{_ORDINAL}{_SPACE}?[.:)]?{_SPACE}?{_DASH}?{_SPACE}+", "."),
        (rf"{_SPACE}*(?:{_NUMBERED}|{_LETTERED}|{_ROMAN}){_SPACE}?(?:\.?\)|\.){_SPACE}?{_DASH}{_SPACE}+", "."),
        (
            rf"{_SPACE}*(?:{_NUMBERED}|{_LETTERED}|{_ROMAN}){_SPACE}?(?:\.?\)|\.)(?:{_SPACE}+|(?=[^\W\d_a-zA-Z])|$)",
            ".",
        ),
        (rf"{_SPACE}*(?:{_NUMBERED}|{_ROMAN}|(?P<letter>[{ABJAD}ا])){_SPACE}?{_DASH}(?:{_SPACE}+)", "-"),
        (rf"{_SPACE}*(?:{_CHINESE}|{_NUMBERED}){_SPACE}?[、．]{_SPACE}*", "、"),
        (rf"{_SPACE}*[（(](?:{_CHINESE}|{_NUMBERED}|{_LETTERED})[）)]{_SPACE}*", "（）"),
        (rf"{_SPACE}*(?P<bullet>[•·▪◦‣●○*]|[-–—−](?={_SPACE})){_SPACE}*", "•"),
    )
)
_DECIMAL = re.compile(
    rf"{_SPACE}*(?P<numbers>\d{{1,3}}(?:\.\d{{1,3}}){{1,4}})(?:\.?\)|\.)?{_SPACE}?{_DASH}?{_SPACE}+(?=[^\s\d%‰])"
)


def read_label(text: str, before: Label | None = None) -> tuple[Label, int] | None:
    """The label a paragraph opens with and where its words begin; `before` is the label of the row so far."""
    folded = fold_digits(text[:40])
    for pattern, form in LABELS:
        match = pattern.match(folded)
        if match:
            label = _label(match.groupdict(), before)
            cased = "I" if label.style == "roman" and label.text.isupper() else ""
            return replace(label, form=f"{label.style}{cased}{form}"), match.end()
    return None


def read_decimal(text: str) -> tuple[Label, int] | None:
    """A number of several levels at the start of a paragraph, such as 1.2.1, and where its text begins.

    "2.5 million people" begins with one too: the text before it tells the two apart.
    """
    match = _DECIMAL.match(fold_digits(text[:40]))
    if not match:
        return None
    numbers = [int(number) for number in match["numbers"].split(".")]
    return Label("number", numbers[-1], ".".join(map(str, numbers)), "decimal"), match.end()


def _label(parts: dict[str, str | None], before: Label | None) -> Label:
    if parts.get("number"):
        return Label("number", int(parts["number"] or 0), str(int(parts["number"] or 0)))
    if parts.get("chinese"):
        value = read_chinese(parts["chinese"] or "") or 0
        return Label("number", value, str(value))
    if parts.get("letter"):
        return read_letter(parts["letter"] or "", before)
    if parts.get("roman"):
        return Label("roman", read_roman(parts["roman"] or "") or 0, parts["roman"] or "")
    return BULLET


def read_letter(char: str, before: Label | None = None) -> Label:
    """A lettered label; i, v and x are Roman unless the letter before them has just been used."""
    if char in ABJAD or char in "اه‍":
        return Label("letter", ABJAD.index({"ا": "أ"}.get(char, char[0])) + 1, char)
    ordinal = ord(char) - ord("a") + 1
    value = read_roman(char)
    if value is None or char not in "ivx":
        return Label("letter", ordinal, char)
    follows_roman = before is not None and before.style == "roman" and before.ordinal == value - 1
    follows_letter = before is not None and before.style == "letter" and before.ordinal == ordinal - 1
    if follows_roman or (value == 1 and not follows_letter):
        return Label("roman", value, char)
    return Label("letter", ordinal, char)
