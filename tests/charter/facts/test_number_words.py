"""Numbers as words: their value in four languages, and how two texts with numbers are matched."""

from __future__ import annotations

from fractions import Fraction

import pytest

from charter.facts.number_words import number_mentions, unmatched_mentions

NUMBERS = [
    (2, "two", "deux", "dos", "اثنان"),
    (11, "eleven", "onze", "once", "أحد عشر"),
    (14, "fourteen", "quatorze", "catorce", "أربعة عشر"),
    (21, "twenty-one", "vingt et un", "veintiuno", "واحد وعشرون"),
    (71, "seventy-one", "soixante et onze", "setenta y uno", "واحد وسبعون"),
    (80, "eighty", "quatre-vingts", "ochenta", "ثمانون"),
    (92, "ninety-two", "quatre-vingt-douze", "noventa y dos", "اثنان وتسعون"),
    (100, "a hundred", "cent", "cien", "مئة"),
    (111, "one hundred and eleven", "cent onze", "ciento once", "مائة وأحد عشر"),
    (200, "two hundred", "deux cents", "doscientos", "مئتان"),
    (365, "three hundred and sixty-five", "trois cent soixante-cinq", "trescientos sesenta y cinco",
     "ثلاثمائة وخمسة وستون"),
    (2_500_000, "two million five hundred thousand", "deux millions cinq cent mille", "dos millones quinientos mil",
     "مليونان وخمسمائة ألف"),
    (1984, "one thousand nine hundred and eighty-four", "mille neuf cent quatre-vingt-quatre",
     "mil novecientos ochenta y cuatro", "ألف وتسعمائة وأربعة وثمانون"),
    (350_000, "three hundred and fifty thousand", "trois cent cinquante mille", "trescientos cincuenta mil",
     "ثلاثمائة وخمسون ألف"),
    (2_000_000, "two million", "deux millions", "dos millones", "مليونان"),
    (2_000_000, "2 million", "2 millions", "2 millones", "2 مليون"),
    (Fraction(1, 2), "half", "la moitié", "la mitad", "نصف"),
    (Fraction(2, 3), "two thirds", "deux tiers", "dos tercios", "ثلثين"),
    (Fraction(3, 4), "three quarters", "trois quarts", "tres cuartas partes", "ثلاثة أرباع"),
    (Fraction(1, 5), "one fifth", "un cinquième", "una quinta parte", "خُمس"),
]  # fmt: skip
CASES = [
    (language, text, value)
    for value, *row in NUMBERS
    for language, text in zip(("en", "fr", "es", "ar"), row, strict=True)
]


@pytest.mark.parametrize(("language", "text", "value"), CASES)
def test_a_number_has_one_value_however_it_is_written(language, text, value):
    found = [mention for mention in number_mentions(text, language) if mention.required]
    assert [value in mention.values for mention in found] == [True]


@pytest.mark.parametrize(
    ("language", "text", "written"),
    [
        ("fr", "Un cinquième des logements.", ["Un cinquième"]),
        ("fr", "quatre-vingt-dix jours", ["quatre-vingt dix"]),
        ("en", "1,500 homes", ["1500"]),
        ("fr", "1 500 logements neufs", ["1500"]),
        ("en", "One city and another one.", []),
        ("en", "five and six", ["five", "six"]),
    ],
)
def test_a_number_is_shown_as_it_is_written(language, text, written):
    assert [mention.written for mention in number_mentions(text, language) if mention.required] == written


@pytest.mark.parametrize(
    ("one", "other", "left"),
    [
        (("en", "two months"), ("ar", "شهران"), ([], [])),
        (("en", "both languages"), ("fr", "les deux langues"), ([], [])),
        (("en", "five years"), ("ar", "خمس سنوات"), ([], [])),
        (("en", "a fifth"), ("ar", "خمس"), ([], [])),
        (("en", "the third chapter"), ("es", "el capítulo 3"), ([], [])),
        (("en", "three and four"), ("es", "cuatro y tres"), ([], [])),
        (("en", "fourteen"), ("fr", "seize"), (["fourteen"], ["seize"])),
    ],
)
def test_numbers_of_two_languages_are_matched(one, other, left):
    more, fewer = unmatched_mentions(number_mentions(one[1], one[0]), number_mentions(other[1], other[0]))
    assert ([mention.written for mention in more], [mention.written for mention in fewer]) == left
