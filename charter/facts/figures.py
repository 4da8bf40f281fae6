"""What of a text does not depend on its language: numbers, dates, articles it cites, addresses it links to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from urllib.parse import urlsplit

from babel import Locale, UnknownLocaleError
from lxml import html as lxml_html

from charter.facts.numerals import CHINESE, fold_arabic, fold_digits, read_number, read_roman, to_chinese
from charter.facts.vocabulary import ARTICLE_WORDS, fold_words

SEPARATOR = r"[.,\u066b\u066c\u00a0\u202f'’]"
NUMBER = re.compile(rf"\d+(?:{SEPARATOR}\d+)*")
HUNDREDTHS = (
    "%|٪|percent|per cent|pour cent|por ciento|por cento|per cento|prozent|процент\\w*"
    "|بالمئه|بالمائه|في المئه|في المائه"
)
PERCENT = re.compile(rf"(\d+(?:{SEPARATOR}\d+)*)\s*(?:{HUNDREDTHS})|[%٪百]\s*(?:分之\s*)?(\d+(?:{SEPARATOR}\d+)*)")
HUNDRED = re.compile(rf"(?<![\w%])(?:{HUNDREDTHS})(?!\w)")
GROUPED = re.compile(SEPARATOR)
ISO_DATE = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
SLASH_DATE = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b")
EAST_DATE = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月(?:\s*(\d{1,2})\s*日)?")
ARTICLE = "|".join(sorted({re.escape(fold_words(word)) for word in ARTICLE_WORDS}, key=len, reverse=True))
# Roman numerals are told from words by their capitals, so each is one sign before the text is folded.
ROMAN_SIGNS = 0xE000
# Also those with a French ending: XXIe siècle.
CAPITALS = re.compile(r"\b[IVXLC]+\b(?!['’])|\b(?:[IVXLC]{2,}|[VX])(?=e\b)")
ONE_CITED = r"(?:[\ue001-\ue064]|\d+)(?:\.(?:\d+|[a-z](?![a-z])))*(?![\w])"
CITED = re.compile(
    rf"(?<!\w)(?:{ARTICLE})\s+({ONE_CITED}(?:\s*(?:,|،|-|and|et|y|e|to|à|a|al|و|und|or|ou|o|او)\s*(?:(?:{ARTICLE})\s+)?{ONE_CITED})*)"
)
WORDED = re.compile(rf"(?<!\w)(?:{ARTICLE})\s+(ال\w+(?:\s+(?:عشره?|وال\w+))?|premier|primero|primeiro)")
EAST_CITED = re.compile(rf"第\s*(\d{{1,3}}|{CHINESE})\s*[条條]")

# English writes a month with a capital, so "16 may learn" and "7 march" have a verb; a year after it makes it a date.
VERB = re.compile(r"\b(may|march)\b(?!,?\s+\d{4}\b)")
VERB_SIGN = "\ue0ff"

# The months of Syria, Iraq and Lebanon, which Babel's Arabic does not have.
LEVANT = (
    "كانون الثاني",
    "شباط",
    "آذار",
    "نيسان",
    "أيار",
    "حزيران",
    "تموز",
    "آب",
    "أيلول",
    "تشرين الأول",
    "تشرين الثاني",
    "كانون الأول",
)

# Words for the figures that one language may spell where another does not; only ever used to excuse a difference.
SPELT = {
    2: "two dos deux duas dois اثنان اثنين اثنتين اثنتان",
    3: "three tres trois três ثلاثه ثلاث",
    4: "four cuatro quatre quatro اربعه اربع",
    5: "five cinco cinq خمسه خمس",
    6: "six seis سته ست",
    7: "seven siete sept sete سبعه سبع",
    8: "eight ocho huit oito ثمانيه ثماني ثمان",
    9: "nine nueve neuf nove تسعه تسع",
    10: "ten diez dix dez عشره عشر",
    12: "twelve doce douze doze",
    14: "fourteen catorce quatorze",
    15: "fifteen quince quinze",
    16: "sixteen dieciséis seize dezesseis",
    18: "eighteen dieciocho dix-huit dezoito",
    20: "twenty veinte vingt vinte عشرون عشرين",
    24: "twenty-four veinticuatro vingt-quatre",
    30: "thirty treinta trente trinta ثلاثون ثلاثين",
    40: "forty cuarenta quarante quarenta اربعون اربعين",
    50: "fifty cincuenta cinquante cinquenta خمسون خمسين",
    60: "sixty sesenta soixante sessenta ستون ستين",
    90: "ninety noventa quatre-vingt-dix تسعون تسعين",
    100: "hundred cien ciento cent cem مائه مئه",
    200: "doscientos doscientas مائتي مئتي مائتين مئتين",
    1000: "thousand mil mille الف",
}


@dataclass(frozen=True)
class Figures:
    """The figures of one text; each a multiset written as a sorted tuple.

    `rest` is the folded text without its dates and citations, each percentage with the sign `%`; a Roman numeral is
    one sign there, `ROMAN_SIGNS` and its value.
    """

    numbers: tuple[str, ...]
    dates: tuple[str, ...]
    articles: tuple[str, ...]
    links: tuple[str, ...]
    rest: str = ""


def figures_in(text: str, html: str, lang: str) -> Figures:
    """All figures of a provision, in a form that is the same in every language."""
    marked = VERB.sub(rf"{VERB_SIGN}\1{VERB_SIGN}", text) if lang.startswith("en") else text
    folded = fold_words(CAPITALS.sub(_sign, fold_digits(marked)))
    dates, rest = _take(_one_month(folded) if lang.startswith("ar") else folded, _dates(lang))
    articles, rest = _cited(rest.replace(VERB_SIGN, ""))
    return Figures(numbers_in(rest), dates, articles, links_in(html, lang), HUNDRED.sub(" % ", rest.replace("٪", "%")))


def _one_month(text: str) -> str:
    """Arabic texts of the United Nations name a month twice, as in the Levant and as elsewhere: one is enough."""
    return _twice_named().sub(r"\1", text)


@cache
def _twice_named() -> re.Pattern[str]:
    levant = "|".join(re.escape(fold_words(name)) for name in sorted(LEVANT, key=len, reverse=True))
    return re.compile(rf"(?:{levant})\s*/\s*({'|'.join(map(re.escape, _months('ar')))})")


def _sign(numeral: re.Match[str]) -> str:
    value = read_roman(numeral[0])
    return chr(ROMAN_SIGNS + value) if value else numeral[0]


@lru_cache(maxsize=20_000)
def numbers_in(text: str) -> tuple[str, ...]:
    """The numbers in a text, digits of any script, without the marks that group or part them."""
    return tuple(sorted(GROUPED.sub("", number) for number in NUMBER.findall(fold_digits(text))))


@lru_cache(maxsize=20_000)
def percentages_in(text: str) -> tuple[str, ...]:
    """The figures that are percentages, by a sign or in words."""
    return tuple(
        sorted(GROUPED.sub("", match[1] or match[2]) for match in PERCENT.finditer(fold_words(fold_digits(text))))
    )


def is_spelt(figure: str, text: str, lang: str) -> bool:
    """Whether a text has in words a number that another language has in digits."""
    value = int(figure) if figure.isdecimal() and len(figure) < 7 else 0
    words = set(re.findall(r"[\w-]+", fold_arabic(fold_words(text))))
    if any(fold_arabic(word) in words for word in SPELT.get(value, "").split()):
        return True
    return lang[:2] in ("zh", "ja") and 0 < value < 100 and to_chinese(value) in text


def links_in(html: str, lang: str) -> tuple[str, ...]:
    """The addresses to which a text links; a part that is the language's own code matches any language."""
    if "<a " not in html:
        return ()
    links = lxml_html.fragment_fromstring(html, create_parent="p").iter("a")
    return tuple(sorted(_neutral(link.get("href") or "", lang) for link in links))


def _neutral(address: str, lang: str) -> str:
    parts = urlsplit(address)
    path = "/".join(
        "{lang}" if piece.lower() in (lang.lower(), lang[:2].lower()) else piece for piece in parts.path.split("/")
    )
    host = "{lang}" + parts.netloc[2:] if parts.netloc.lower().startswith(lang[:2].lower() + ".") else parts.netloc
    return parts._replace(netloc=host, path=path).geturl()


@cache
def _dates(lang: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Patterns of dates with the order of their groups."""
    months = "|".join(sorted(map(re.escape, _months(lang)), key=len, reverse=True))
    fixed = ((ISO_DATE, "ymd"), (EAST_DATE, "ymd"), (SLASH_DATE, "dmy"))
    if not months:
        return fixed
    of = r"(?:\s+(?:de|del|of)\s+|\s+|,\s*)"
    day_first = re.compile(rf"\b(\d{{1,2}})(?:er|st|nd|rd|th|º)?{of}({months})(?:{of}(\d{{4}}))?\b")
    month_first = re.compile(rf"\b({months})\s+(\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(\d{{4}}))?\b")
    month_alone = re.compile(rf"\b({months}){of}(\d{{4}})\b")
    return (*fixed, (day_first, "dmy"), (month_first, "mdy"), (month_alone, "my"))


@cache
def _months(lang: str) -> dict[str, int]:
    try:
        wide = Locale.parse(lang, sep="-").months
    except (UnknownLocaleError, ValueError):
        return {}
    named = {
        fold_words(name): month
        for form in ("format", "stand-alone")
        for month, name in wide[form]["wide"].items()
        if not name[0].isdigit()
    }
    return named | (
        {fold_words(name): month for month, name in enumerate(LEVANT, start=1)} if lang.startswith("ar") else {}
    )


def _take(text: str, patterns: tuple[tuple[re.Pattern[str], str], ...]) -> tuple[tuple[str, ...], str]:
    """The dates of a text, and the text without them."""
    dates: list[str] = []
    for pattern, order in patterns:
        dates += [_date(match.groups(), order) for match in pattern.finditer(text)]
        text = pattern.sub(" ", text)
    return tuple(sorted(dates)), text


def _date(parts: tuple[str | None, ...], order: str) -> str:
    by_name = {name: part for name, part in zip(order, parts, strict=True) if part}
    if "m" in by_name:
        by_name["m"] = str(_all_months().get(by_name["m"], by_name["m"]))
    return "-".join(f"{int(by_name[name]):02}" if name in by_name else "?" for name in "ymd")


@cache
def _all_months() -> dict[str, int]:
    return {
        name: month
        for lang in ("en", "fr", "es", "pt", "it", "de", "ru", "ar")
        for name, month in _months(lang).items()
    }


def _cited(text: str) -> tuple[tuple[str, ...], str]:
    """The articles a text cites, by number, and the text without them."""
    citations = [citation for match in CITED.finditer(text) for citation in _each(match[1])]
    text = CITED.sub(" ", text)
    citations += [str(value) for match in WORDED.finditer(text) if (value := _worded(match[1]))]
    text = WORDED.sub(" ", text)
    citations += [str(read_number(match[1]) or 0) for match in EAST_CITED.finditer(text)]
    return tuple(sorted(citations)), EAST_CITED.sub(" ", text)


def _each(cited: str) -> Iterator[str]:
    for citation in re.findall(ONE_CITED, re.sub(rf"(?:{ARTICLE})", " ", cited)):
        head, dot, rest = citation.partition(".")
        value = ord(head) - ROMAN_SIGNS if len(head) == 1 and ord(head) > ROMAN_SIGNS else read_number(head)
        if value:
            yield f"{value}{dot}{rest}"


def _worded(words: str) -> int | None:
    parts = words.split()
    return read_number(words) or read_number(parts[0])


def surplus_of(values: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    """What the first has more of than the second."""
    return tuple(sorted((Counter(values) - Counter(other)).elements()))
