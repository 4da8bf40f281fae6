"""How often a text says no, in English, French, Spanish and Arabic: what is sure, and what may be.

Languages say one no by different means: not, without, prohibited, unpaid. So each text has a lowest and a highest
count beside another one, and the two differ only where the counts of one lie below all counts of the other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from accounts.folding import fold_text


@dataclass(frozen=True)
class Negations:
    """The number of negations in a text.

    `sure` are the words that negate by themselves. `adjectival` ones negate one word (“no remunerado”, غير), which
    another language may do within the word (`prefixed`: “unpaid”). `possible` words may correspond to a negation of
    another language.
    """

    sure: tuple[str, ...]
    adjectival: int
    prefixed: int
    possible: int

    @property
    def unsure(self) -> int:
        return self.adjectival + self.prefixed + self.possible

    def highest(self, other: Negations) -> int:
        """The highest number of negations of this text; words that are unsure in both texts explain nothing."""
        return len(self.sure) + max(0, self.unsure - other.unsure)


@dataclass(frozen=True)
class _Rules:
    """The words of a language, folded; `neutral` phrases look like a negation and are none, or may be one."""

    sure: re.Pattern[str]
    adjectival: re.Pattern[str]
    prefixed: re.Pattern[str]
    possible: re.Pattern[str]
    neutral: re.Pattern[str]


def _words(*alternatives: str) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(alternatives) + r")(?!\w)")


LATIN_PREFIXES = (
    r"(?:in|un)(?:alien|divis|human|hum|suff|sufi|acces|acept|acab|formal|formel|depend|capa|toler|visib|viol|just|equi|"
    r"secur|segur|efic|effic|compat|direct|defin|volunt|adecua|adequa|compl|corre|cond|dispens|interr|esper|explor|habit|satis|"
    r"operan|tang|viab|oport|merec|debid|comun|sustit)\w*",
    r"im(?:possi|posib|propr|propi|mob|mov|part|punit|punid|prescr|predec|productiv)\w*",
    r"il(?:leg|eg|licit|icit|imit|limit)\w*",
    r"ir(?:reg|resp|rev|rel|rem|rep)\w*",
    r"non?-\w+",
)
CLAUSE = re.compile(r"[.;:!?؟؛]")
RULES = {
    "en": _Rules(
        sure=_words(
            "not", "cannot", "no", "never", "neither", "none", "nobody", "nothing", "nowhere", "without", r"\w+n't"
        ),
        adjectival=_words("non"),
        prefixed=_words(*LATIN_PREFIXES, r"un(?!der|i[oqtv]|til|less|to\b)\w{3,}", r"\w{3,}less", r"dis(?:ab|reg)\w+"),
        possible=_words(
            "nor",
            "unless",
            "only",
            "except",
            "other than",
            r"prohibit\w*",
            r"forb[ia]d\w*",
            "ban(?:s|ned)?",
            r"depriv\w*",
            r"refus\w*",
            r"refrain\w*",
            r"abstain\w*",
            r"lack\w*",
            r"fail\w*",
            "absen(?:ce|t)",
            "free (?:from|of)",
            r"exempt\w*",
            r"den(?:y|ied|ies|ial)",
            r"avoid\w*",
            r"prevent\w*",
            r"exclu\w*",
            "at (?:most|least)",
            "maximum",
            "minimum",
            "up to",
            "recess",
            "vacant",
            "empty",
            "instead of",
            "rather than",
            "alone",
            r"regardless",
            "irrespective",
            "far from",
            "hardly",
            "too",
        ),
        neutral=_words(
            "or not",
            "not only",
            "no(?:t)? (?:later|more|less|fewer|longer|earlier|sooner) than",
            r"no\.\s*\d+",
            "no matter",
            "not least",
            "no doubt",
        ),
    ),
    "fr": _Rules(
        sure=_words("ne", r"n'(?!importe)\w+", "sans"),
        adjectival=_words("non"),
        prefixed=_words(*LATIN_PREFIXES, r"in[ae]\w{5,}"),
        possible=_words(
            "ni",
            "sauf",
            "hormis",
            "excepte",
            "a moins",
            r"seul\w*",
            "uniquement",
            r"interdi\w*",
            r"prohib\w*",
            r"priv(?:er?|ee?s?|ent|ation|ations)",
            r"refus\w*",
            r"abst\w*",
            r"manqu\w*",
            "defaut",
            "absen(?:ce|te?s?)",
            r"exempt\w*",
            r"exclu\w*",
            r"evit\w*",
            r"empech\w*",
            "libres? de",
            "a l'abri",
            "au (?:plus|moins|maximum|minimum)",
            "maximum",
            "minimum",
            "jusqu'a",
            "vacance?s?",
            "vacants?",
            "trop",
            "au lieu",
            "plutot que",
            r"gratuit\w*",
            r"denue\w*",
            "deni",
        ),
        neutral=_words(
            "ou non",
            "non seulement",
            "n'importe",
            "non plus",
            "sans doute",
            r"(?:plus|moins|mieux|autre\w*)(?!\w)[^.;:]{0,60}?\bqu(?:e\b|')[^.;:]{0,40}?\b(?:ne\b|n'\w+)"
            r"(?![^.;]{0,30}\b(?:pas|jamais|aucun))",
            r"ni (?:ne\b|n'\w+)",
            r"(?:a moins|avant|de peur) qu(?:e\b|')[^.;,]{0,60}?\b(?:ne\b|n'\w+)",
            "rien que",
        ),
    ),
    "es": _Rules(
        sure=_words("no", "nunca", "jamas", "nadie", "ningun", "ningunas?", "ningunos?", "tampoco", "sin", "nada"),
        adjectival=_words(
            r"no (?=\w+(?:ad|id)[oa]s?\b|discrim|guber|viol|forma|lucr|resid|estat|auton|permanent|oficial)\w+"
        ),
        prefixed=_words(*LATIN_PREFIXES, r"in[ae]\w{5,}"),
        possible=_words(
            "ni",
            "salvo",
            "excepto",
            "sol[oa]s?",
            "unicamente",
            "solamente",
            r"prohib\w*",
            r"vedad\w*",
            "en modo alguno",
            r"priv(?:ar|ad[oa]s?|acion|aciones|a|e)",
            r"rechaz\w*",
            r"neg(?:ar|ad|ativ)\w*",
            r"nieg\w*",
            r"abst\w*",
            r"falt\w*",
            r"ausen\w*",
            r"exent\w*",
            r"exclu\w*",
            r"evit\w*",
            r"impid\w*",
            r"imped\w*",
            "libres? de",
            "(?:al|por lo) (?:menos|mas)",
            "como (?:maximo|minimo)",
            "maximo",
            "minimo",
            "hasta",
            "receso",
            r"vaci[oa]s?",
            r"vacantes?",
            "a mas tardar",
            r"demasiado\w*",
            r"carec\w*",
            r"carez\w*",
            r"gratuit\w*",
            "independientemente",
            "a menos",
            "en vez",
            "en lugar",
        ),
        neutral=_words(
            "o no",
            "no (?:solo|solamente|unicamente)",
            "no obstante",
            "no (?:mas|menos) (?:tarde )?(?:de|que)",
            "sin embargo",
            "sin duda",
            "no hay duda",
            "mientras no",
            "hasta que no",
        ),
    ),
    "ar": _Rules(
        sure=_words(
            "[وف]?لا",
            "[وف]?لن",
            "[وف]?لم",
            "[وف]?ليس",
            "[وف]?ليست",
            "[وف]?ليسوا",
            "[وف]?بلا",
            "[وف]?بدون",
            "[وف]?دون",
            "[وف]?ب?دون(?:ه|ها|هم|نا|ك|ي)",
            "ل?كيلا",
        ),
        adjectival=_words("[وفبل]?غير(?: ال)?", "[وفبلك]?(?:ال)?عدم"),
        prefixed=_words(r"(?:ال)?لا\w{5,}"),
        possible=_words(
            "الا",
            "سوي",
            "فقط",
            "انما",
            r"[وف]?[يت]حظر\w*",
            r"\w*محظور\w*",
            r"(?:ال|ب|و)?حظر",
            r"[وف]?[يت]منع\w*",
            r"(?:ال|ب|و)?منع",
            r"\w*ممنوع\w*",
            r"\w*حرم\w*",
            r"\w*حرمان\w*",
            r"\w*رفض\w*",
            r"\w*متن[اع]\w{1,3}",
            r"[وف]?[يت]تعذر\w*",
            r"\w*ستحيل\w*",
            "علي الاقل",
            "علي الاكثر",
            "كحد (?:ادني|اقصي)",
            "(?:اقصاه|اقصاها)",
            "عطله",
            r"\w*شاغر\w*",
            r"\w*نعدام\w*",
            r"\w*غياب\w*",
            r"\w*فتقار\w*",
            r"\w*نقص\w*",
            r"(?:ال|و)?خالي?\w*",
            r"\w*عفا[ءي]\w*",
            r"\w*عفي\w*",
            r"\w*ستثنا\w*",
            r"\w*ستبعاد\w*",
            r"\w*تجنب\w*",
            r"\w*مجان\w*",
            r"\w*بدلا",
            r"\w*نكار\w*",
            r"بمفرد\w+",
            r"لوحد\w+",
            r"وحد(?:ه|ها|هم|هن)",
        ),
        neutral=_words(
            "ام لا",
            "[وف]?لا (?:سيما|بد|شك)",
            "[وف]?لا [يت](?:قل|زال)",
            "لا (?:بديل|رجعه|حد|نهايه)",
            "ما لم",
            "مما لا",
            "[وف]?لا غني",
            "دون سن",
            "من دون سن",
            r"[وف]?(?:لا|ليس\w*|لم)(?= [^.،؛]{0,60}(?:فحسب|فقط)(?!\w))",
            r"[وف]?لا(?= [^.؛]{0,90}(?<!\w)الا(?!\w))",
        ),
    ),
}
# Words that only repeat the no of their clause.
REPEATING = {
    "es": _words("nunca", "jamas", "nadie", "ningun", "ningunas?", "ningunos?", "tampoco", "nada"),
    "ar": _words("ولا"),
}
# After a definite noun غير denies a whole sentence: the depot is not open.
PREDICATE = re.compile(r"(?<!\w)([وف]?ال\w+) غير (?!ال)")
# Before a verb “and not” denies a sentence of its own; before a noun it goes on with the denial before.
AND_NOT = re.compile(r"(?<!\w)ولا (?=[يتن]\w{3})")
# “That not”, which is folded like “except”.
THAT_NOT = re.compile(r"(?<!\w)(?:ألّا|ألا|لئلا)(?!\w)")
# French says “only” by two words.
ONLY = re.compile(r"[^.;:]{0,80}?\bqu(?:e\b|'\w)")
# French words that say no also without “ne”.
NE = re.compile(r"(?<!\w)(?:ne(?!\w)|n')")
ALONE = re.compile(r"(?<!\w)(?:rien|aucune?|nulle part|jamais)(?!\w)")
FULL = re.compile(r"(?<!\w)(?:pas|jamais|aucune?s?|nul(?:le)?|rien|personne|plus)(?!\w)")


@lru_cache(maxsize=20_000)
def negations_in(text: str, language: str) -> Negations | None:
    """The negations of a text; None for a language whose words are not known."""
    rules = RULES.get(language[:2])
    if rules is None:
        return None
    if language.startswith("ar"):
        text = THAT_NOT.sub("كيلا", text)
    folded = re.sub(r"[\u2010\u2011]", "-", " ".join(fold_text(text).split()))
    if language.startswith("ar"):
        folded = AND_NOT.sub("لا ", PREDICATE.sub(r"\1 ليس ", folded))
    possible = len(rules.neutral.findall(folded))
    rest = rules.neutral.sub("§", folded)
    prefixed = len(rules.prefixed.findall(rest))
    rest = rules.prefixed.sub("§", rest)
    adjectival = len(rules.adjectival.findall(rest))
    rest = rules.adjectival.sub("§", rest)
    possible += len(rules.possible.findall(rest))
    sure: list[str] = []
    for clause in CLAUSE.split(rest):
        if language.startswith("fr") and not NE.search(clause):
            sure += [match[0] for match in ALONE.finditer(clause) if "sans " not in clause[: match.start()]]
        words = [match[0] for match in rules.sure.finditer(clause) if not _says_only(clause, match, language)]
        repeated = _repeated(words, language)
        sure += words[: len(words) - repeated]
        possible += len(rules.sure.findall(clause)) - len(words) + repeated
    return Negations(tuple(sure), adjectival, prefixed, possible)


def _says_only(clause: str, match: re.Match[str], language: str) -> bool:
    if not language.startswith("fr") or match[0] == "sans":
        return False
    after, before = clause[match.end() :], clause[: match.start()]
    return bool(ONLY.match(after)) and not FULL.search(after) and not FULL.search(before)


def _repeated(words: list[str], language: str) -> int:
    pattern = REPEATING.get(language[:2])
    return sum(bool(pattern.fullmatch(word)) for word in words[1:]) if pattern else 0


def negations_differ(negations: Negations | None, other: Negations | None) -> bool:
    """Whether one text has fewer negations than the other one must have."""
    if negations is None or other is None:
        return False
    return len(negations.sure) > other.highest(negations) or len(other.sure) > negations.highest(other)
