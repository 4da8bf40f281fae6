"""Words for numbers, folded: no case, no accents, one form of each Arabic letter."""

from __future__ import annotations

import re
from fractions import Fraction

from accounts.folding import fold_text


def _table(rows: str) -> dict[str, int]:
    pairs = (row.split(":") for row in rows.split("\n") if row.strip())
    return {fold_text(word): int(value) for value, words in pairs for word in words.split()}


NUMBERS = {
    "en": _table("""
        1: one
        2: two twice
        3: three thrice
        4: four
        5: five
        6: six
        7: seven
        8: eight
        9: nine
        10: ten
        11: eleven
        12: twelve dozen
        13: thirteen
        14: fourteen
        15: fifteen
        16: sixteen
        17: seventeen
        18: eighteen
        19: nineteen
        20: twenty
        30: thirty
        40: forty
        50: fifty
        60: sixty
        70: seventy
        80: eighty
        90: ninety
        100: hundred
        1000: thousand
        1000000: million
        1000000000: billion
    """),
    "fr": _table("""
        1: un une
        2: deux
        3: trois
        4: quatre
        5: cinq
        6: six
        7: sept
        8: huit
        9: neuf
        10: dix
        11: onze
        12: douze douzaine
        13: treize
        14: quatorze
        15: quinze quinzaine
        16: seize
        20: vingt vingts vingtaine
        30: trente trentaine
        40: quarante quarantaine
        50: cinquante cinquantaine
        60: soixante soixantaine
        70: septante
        80: quatrevingt huitante octante
        90: nonante
        100: cent cents centaine
        1000: mille
        1000000: million millions
        1000000000: milliard milliards
    """),
    "es": _table("""
        1: un uno una
        2: dos
        3: tres
        4: cuatro
        5: cinco
        6: seis
        7: siete
        8: ocho
        9: nueve
        10: diez decena
        11: once
        12: doce docena
        13: trece
        14: catorce
        15: quince quincena
        16: dieciseis
        17: diecisiete
        18: dieciocho
        19: diecinueve
        20: veinte veintena
        21: veintiun veintiuno veintiuna
        22: veintidos
        23: veintitres
        24: veinticuatro
        25: veinticinco
        26: veintiseis
        27: veintisiete
        28: veintiocho
        29: veintinueve
        30: treinta treintena
        40: cuarenta
        50: cincuenta
        60: sesenta
        70: setenta
        80: ochenta
        90: noventa
        100: cien ciento centenar
        200: doscientos doscientas
        300: trescientos trescientas
        400: cuatrocientos cuatrocientas
        500: quinientos quinientas
        600: seiscientos seiscientas
        700: setecientos setecientas
        800: ochocientos ochocientas
        900: novecientos novecientas
        1000: mil millar
        1000000: millon millones
    """),
    "ar": _table("""
        1: واحد واحده احد احدي
        2: اثنان اثنين اثنتان اثنتين اثنا اثني اثنتا اثنتي مرتين مرتان
        3: ثلاث ثلاثه
        4: اربع اربعه
        5: خمس خمسه
        6: ست سته
        7: سبع سبعه
        8: ثمان ثماني ثمانيه
        9: تسع تسعه
        10: عشر عشره
        20: عشرون عشرين
        30: ثلاثون ثلاثين
        40: اربعون اربعين
        50: خمسون خمسين
        60: ستون ستين
        70: سبعون سبعين
        80: ثمانون ثمانين
        90: تسعون تسعين
        100: مئه مايه مائه
        200: مئتان مئتين مئتي مئتا مائتان مائتين مائتي مائتا مايتان مايتين مايتي
        300: ثلاثمئه ثلاثمايه ثلاثمائه
        400: اربعمئه اربعمايه اربعمائه
        500: خمسمئه خمسمايه خمسمائه
        600: ستمئه ستمايه ستمائه
        700: سبعمئه سبعمايه سبعمائه
        800: ثمانمئه ثمانمايه ثمانمائه ثمانيمئه ثمانيمائه
        900: تسعمئه تسعمايه تسعمائه
        1000: الف الفا الاف
        2000: الفان الفين الفي
        1000000: مليون مليونا ملايين
        2000000: مليونان مليونين مليوني
        1000000000: مليار مليارا مليارات بليون
    """),
}

ORDINALS = {
    "en": _table("""
        1: first
        2: second
        3: third thirds
        4: fourth fourths
        5: fifth fifths
        6: sixth sixths
        7: seventh sevenths
        8: eighth eighths
        9: ninth ninths
        10: tenth tenths
        11: eleventh
        12: twelfth
        13: thirteenth
        14: fourteenth
        15: fifteenth
        16: sixteenth
        17: seventeenth
        18: eighteenth
        19: nineteenth
        20: twentieth
        30: thirtieth
        40: fortieth
        50: fiftieth
        100: hundredth
    """),
    "fr": _table("""
        1: premier premiere premiers premieres unieme
        2: deuxieme deuxiemes second seconde
        3: troisieme troisiemes
        4: quatrieme quatriemes
        5: cinquieme cinquiemes
        6: sixieme sixiemes
        7: septieme septiemes
        8: huitieme huitiemes
        9: neuvieme neuviemes
        10: dixieme dixiemes
        11: onzieme
        12: douzieme
        13: treizieme
        14: quatorzieme
        15: quinzieme
        16: seizieme
        20: vingtieme
        30: trentieme
        40: quarantieme
        50: cinquantieme
        60: soixantieme
        80: quatrevingtieme
        100: centieme
    """),
    "es": _table("""
        1: primer primero primera primeros primeras
        2: segundo segunda segundos segundas
        3: tercer tercero tercera terceros terceras
        4: cuarto cuarta cuartos cuartas
        5: quinto quinta quintos quintas
        6: sexto sexta sextos sextas
        7: septimo septima septimos septimas
        8: octavo octava octavos octavas
        9: noveno novena novenos novenas
        10: decimo decima decimos decimas
        11: undecimo undecima
        12: duodecimo duodecima
        20: vigesimo vigesima
        100: centesimo centesima
    """),
    "ar": _table("""
        1: اول اولي حادي حاديه اولا
        2: ثاني ثانيه ثان ثانيا
        3: ثالث ثالثه ثالثا
        4: رابع رابعه رابعا
        5: خامس خامسه خامسا
        6: سادس سادسه سادسا
        7: سابع سابعه سابعا
        8: ثامن ثامنه ثامنا
        9: تاسع تاسعه تاسعا
        10: عاشر عاشره عاشرا
    """),
}

# The part of a whole that a word names by itself.
FRACTIONS = {
    "en": {"half": Fraction(1, 2), "halves": Fraction(1, 2)},
    "fr": {"moitie": Fraction(1, 2)},
    "es": {"mitad": Fraction(1, 2), "tercio": Fraction(1, 3)},
    "ar": {
        "نصف": Fraction(1, 2),
        "ثلث": Fraction(1, 3),
        "ربع": Fraction(1, 4),
        "سدس": Fraction(1, 6),
        "ثلثان": Fraction(2, 3),
        "ثلثين": Fraction(2, 3),
        "ثلثي": Fraction(2, 3),
        "ثلثا": Fraction(2, 3),
        "خمسا": Fraction(2, 5),
        "خمسي": Fraction(2, 5),
    },
}
# The parts of a whole that a word names after a number: three quarters.
SHARES = {
    "en": {"quarter": 4, "quarters": 4, "half": 2, "halves": 2},
    "fr": {"quart": 4, "quarts": 4, "tiers": 3, "demi": 2, "demie": 2},
    "es": {"tercio": 3, "tercios": 3, "medio": 2, "medios": 2},
    "ar": {
        "اثلاث": 3,
        "ارباع": 4,
        "اخماس": 5,
        "اسداس": 6,
        "اسباع": 7,
        "اثمان": 8,
        "اتساع": 9,
        "اعشار": 10,
    },
}

# Words that may name a number, with what they may name.
OPTIONAL: dict[str, dict[str, tuple[str, ...]]] = {
    "en": {
        "both": ("2",),
        "double": ("2",),
        "halve": ("1/2",),
        "halves": ("1/2",),
        "halved": ("1/2",),
        "halving": ("1/2",),
        "couple": ("2",),
        "pair": ("2",),
        "quarter": ("1/4",),
        "quarters": ("1/4",),
        "fortnight": ("14", "15", "2"),
        "once": ("1",),
        "single": ("1",),
        "hundreds": ("100",),
        "thousands": ("1000",),
        "millions": ("1000000",),
        "decade": ("10",),
        "bilateral": ("2",),
    },
    "fr": {
        "tiers": ("1/3", "3"),
        "quart": ("1/4",),
        "quarts": ("1/4",),
        "demi": ("1/2",),
        "demie": ("1/2",),
        "double": ("2",),
        "milliers": ("1000",),
        "millier": ("1000",),
        "centaines": ("100",),
        "dizaine": ("10",),
        "dizaines": ("10",),
        "biennal": ("2",),
    },
    "es": {
        "ambos": ("2",),
        "ambas": ("2",),
        "doble": ("2",),
        "medio": ("1/2",),
        "media": ("1/2",),
        "miles": ("1000",),
        "centenares": ("100",),
        "cientos": ("100",),
        "decenas": ("10",),
    },
    "ar": {
        "ضعف": ("2",),
        "كلا": ("2",),
        "كلتا": ("2",),
        "الغير": ("3",),
        "ميات": ("100",),
        "عشرات": ("10",),
        "ثمن": ("1/8",),
    },
}
# An Arabic noun in the dual names two of its kind; a plural may end alike.
PAIRS_OF_TWO = re.compile(r"^\w{2,}(?:ان|ين)$|^\w{3,}ت[اي]$|^كلت?[اي]\w*")
