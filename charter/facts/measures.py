"""Units and currencies that a text names, as concepts that are the same in every language."""

from __future__ import annotations

import re
from functools import lru_cache

from accounts.folding import fold_text
from charter.facts.number_table import NUMBERS


def _table(rows: str) -> dict[str, re.Pattern[str]]:
    pairs = (row.strip().split(": ", 1) for row in rows.strip().split("\n"))
    return {concept: re.compile(rf"(?<!\w){_JOINED}(?:{words})(?!\w)") for concept, words in pairs}


# What Arabic writes before a noun as one with it.
_JOINED = "(?:[وف]?[بكل]?(?:ال|ل)?)?"
UNITS = _table("""
    minute: minutes?|minutos?|دقيقه|دقايق|دقيقتين|دقيقتان
    hour: hours?|heures?|horas?|ساعه|ساعات|ساعتين|ساعتان
    day: days?|jours?|journees?|dias?|يوم|يوما|ايام|يومين|يومان
    week: weeks?|semaines?|semanas?|اسبوع|اسبوعا|اسابيع|اسبوعين|اسبوعان
    month: months?|mois|mes|meses|شهر|شهرا|اشهر|شهور|شهرين|شهران
    year: years?|ans?|annees?|anos?|سنه|سنوات|سنين|سنتين|سنتان|عام|عاما|اعوام|عامين|عامان
    metre: met(?:re|er)s?|metros?|متر|مترا|امتار|مترين
    square: square met(?:re|er)s?|metres? carres?|metros? cuadrados?|متر مربع|مترا مربعا|امتار مربعه
    kilometre: kilomet(?:re|er)s?|kilometros?|km|كيلومتر|كيلومترا|كيلومترات|كم
    hectare: hectares?|hectareas?|ha|هكتار|هكتارا|هكتارات
    litre: lit(?:re|er)s?|litros?|لتر|لترا|لترات
    kilogram: kilos?|kilogram(?:me)?s?|kilogramos?|kg|كيلوغرام|كيلوغراما|كيلوغرامات
    tonne: ton(?:ne)?s?|toneladas?|طن|طنا|اطنان
    degree: degrees?|degres?|grados?|درجه|درجات|درجتين
""")
CURRENCIES = _table("""
    euro: euros?|eur|يورو
    dollar: dollars?|dolar(?:es)?|usd|دولار|دولارا|دولارات
    pound: pounds?|livres? sterling|libras?|gbp|جنيه|جنيها|جنيهات
    franc: francs?|francos?|xof|xaf|chf|فرنك|فرنكا|فرنكات
    dirham: dirhams?|mad|aed|درهم|درهما|دراهم
    dinar: dinars?|dinar(?:es)?|دينار|دينارا|دنانير
    peso: pesos?|mxn|بيزو
    yen: yens?|yenes|jpy|ين ياباني
    yuan: yuans?|cny|يوان
    rand: rands?|zar|راند
    rupee: rupees?|roupies?|rupias?|روبيه|روبيات
    riyal: riyals?|riyales|ريال|ريالا|ريالات
""")
SIGNS = {"€": "euro", "$": "dollar", "£": "pound", "¥": "yen"}
# Between a number and its unit there may be so many words: thirty full working days.
BETWEEN = 3
ARABIC_AND = re.compile(r"^[وفبل]?(?:ال)?")


def _is_counted(before: str, language: str) -> bool:
    numbers = NUMBERS.get(language[:2], {})
    words = re.findall(r"\w+", before)[-BETWEEN:]
    return any(word[0].isdigit() or word in numbers or ARABIC_AND.sub("", word) in numbers for word in words)


@lru_cache(maxsize=20_000)
def currencies_in(text: str) -> tuple[str, ...]:
    """The currencies that a text names beside numbers, each as often as it does."""
    folded = fold_text(text)
    named = [concept for concept, pattern in CURRENCIES.items() for _ in pattern.findall(folded)]
    return tuple(sorted([*named, *(SIGNS[sign] for sign in folded if sign in SIGNS)]))


@lru_cache(maxsize=20_000)
def units_in(text: str, language: str) -> frozenset[str]:
    """The units of time, length, area, volume and weight that a text counts or measures in."""
    folded = fold_text(text)
    units = {
        concept
        for concept, pattern in UNITS.items()
        for match in pattern.finditer(folded)
        if match[0].endswith(("ين", "ان")) or _is_counted(folded[: match.start()], language)
    }
    return frozenset(units - {"metre"} if "square" in units else units)
