"""A reader of amending clauses: old text and clauses in, new text out.

It carries out one clause after the other, in whatever sequence it is given them, as a clerk does who has the old text
and nothing else. It knows nothing of the core but its blocks, and counts and finds blocks and words by itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from charter.text import Document, parse
from charter.text.tokens import tokens
from charter.text.values import Block, join_spans, spans_of_stretch

Char = tuple[str, frozenset[str]]
NOUNS = {
    "en": {"paragraph": "paragraph", "heading": "heading", "quotation": "quotation", "table": "table"},
    "fr": {"paragraphe": "paragraph", "titre": "heading", "citation": "quotation", "tableau": "table"},
    "es": {"párrafo": "paragraph", "título": "heading", "cita": "quotation", "cuadro": "table"},
    "ar": {"الفقرة": "paragraph", "العنوان": "heading", "الاقتباس": "quotation", "الجدول": "table"},
}
MANY = {
    "en": {"paragraphs": "paragraph", "headings": "heading", "quotations": "quotation", "tables": "table"},
    "fr": {"paragraphes": "paragraph", "titres": "heading", "citations": "quotation", "tableaux": "table"},
    "es": {"párrafos": "paragraph", "títulos": "heading", "citas": "quotation", "cuadros": "table"},
    "ar": {"الفقرات": "paragraph", "العناوين": "heading", "الاقتباسات": "quotation", "الجداول": "table"},
}
POINT = {"en": ("point", "points"), "fr": ("point", "points"), "es": ("punto", "puntos"), "ar": ("البند", "البنود")}
OF = {"en": " of ", "fr": " (?:du|de) ", "es": " (?:del|de) ", "ar": " من "}
THE = {"en": "", "fr": "(?:le |la )?", "es": "(?:el |la )?", "ar": ""}
THE_MANY = {"en": "", "fr": "les ", "es": "(?:los|las) ", "ar": ""}
TO = {"en": " to ", "fr": " (?:au|à) ", "es": " (?:al|a) ", "ar": " إلى "}
QUOTES = {"en": ("“", "”"), "fr": ("«\u00a0", "\u00a0»"), "es": ("«", "»"), "ar": ("«", "»")}
LINE = {"en": " (line break) ", "fr": " (saut de ligne) ", "es": " (salto de línea) ", "ar": " (سطر جديد) "}
AND = {"en": "; ", "fr": "\u202f; ", "es": "; ", "ar": "؛ "}
COLON = {"en": ": ", "fr": "\u00a0: ", "es": ": ", "ar": ": "}
MOVED = {"en": "moved", "fr": "par déplacement", "es": "por traslado", "ar": "بالنقل"}
OLD = {
    "en": "(?:the (?P<nth>\\S+) )?{text}",
    "fr": "(?:(?:de )?la (?P<nth>\\S+) occurrence )?(?:les|le|des|du) (?:mots?|nombre)\u00a0: {text}",
    "es": "la (?:expresión|palabra|cifra) {text}(?: \\((?P<nth>\\S+) aparición\\))?",
    "ar": "(?:عبارة|كلمة|الرقم) {text}(?: الواردة? للمرة (?P<nth>\\S+))?",
}
NEW = {
    "en": "{new}",
    "fr": "(?:les mots|le mot|le nombre)\u00a0: {new}",
    "es": "la (?:expresión|palabra|cifra) {new}",
    "ar": "(?:عبارة|كلمة|الرقم) {new}",
}
ORDINALS = {
    "en": "first second third fourth fifth sixth seventh eighth ninth tenth",
    "fr": "première deuxième troisième quatrième cinquième sixième septième huitième",
    "es": "primera segunda tercera cuarta quinta sexta séptima octava novena décima",
    "ar": "الأولى الثانية الثالثة الرابعة الخامسة السادسة السابعة الثامنة التاسعة العاشرة",
}
SENTENCES = {
    "en": {
        "replace spacing": "In {it}, replace {quote} with {words} \\(spacing only\\)\\.",
        "replace words": "In {it}, replace {quote} with {words}\\.",
        "replace text": "Replace the text of {it} with {bare}\\.",
        "space after": "In {it}, after {quote}, replace (?P<was>.+) with (?P<now>.+)\\.",
        "space before": "In {it}, before {quote}, replace (?P<was>.+) with (?P<now>.+)\\.",
        "delete words": "In {it}, delete {quote}\\.",
        "insert after": "In {it}, after {quote}, insert {words}\\.",
        "insert before": "In {it}, before {quote}, insert {words}\\.",
        "insert at end": "At the end of {it}, insert {words}\\.",
        "insert at start": "At the beginning of {it}, insert {words}\\.",
        "format text": "Make all of {it} (?P<what>.+)\\.",
        "format words": "In {it}, make {quote} (?P<what>.+)\\.",
        "divide": "Split {it} before {quote}(?:; the second part becomes (?P<what>.+))?\\.",
        "join": "Combine {it} and {last}\\.",
        "kind": "Turn {it} into (?P<what>.+)\\.",
        "move after": "Move {range} to after {place}\\.",
        "move before": "Move {range} to before {place}\\.",
        "move end": "Move {range} to the end of the text\\.",
        "remove": "Delete {range}\\.",
        "remake": "Replace {range} with (?P<blocks>.+)\\.",
        "put end": "At the end of the text, insert (?P<blocks>.+)\\.",
        "put after": "After {place}, insert (?P<blocks>.+)\\.",
        "put before": "Before {place}, insert (?P<blocks>.+)\\.",
        "put alone": "Insert (?P<blocks>.+)\\.",
    },
    "fr": {
        "replace spacing": "(?:À|Au) {it}, remplacer {quote} par {words} \\(espaces seulement\\)\\.",
        "replace words": "(?:À|Au) {it}, remplacer {quote} par {words}\\.",
        "replace text": "Rédiger ainsi {it}\u00a0: {bare}\\.",
        "space after": "(?:À|Au) {it}, après {quote}, remplacer (?P<was>.+) par (?P<now>.+)\\.",
        "space before": "(?:À|Au) {it}, avant {quote}, remplacer (?P<was>.+) par (?P<now>.+)\\.",
        "delete words": "(?:À|Au) {it}, supprimer {quote}\\.",
        "insert after": "(?:À|Au) {it}, après {quote}, insérer {words}\\.",
        "insert before": "(?:À|Au) {it}, avant {quote}, insérer {words}\\.",
        "insert at end": "À la fin (?:du|de) {it}, insérer {words}\\.",
        "insert at start": "Au début (?:du|de) {it}, insérer {words}\\.",
        "format text": "Modifier la présentation de l’ensemble (?:du|de) {it} \\((?P<what>.+)\\)\\.",
        "format words": "(?:À|Au) {it}, modifier la présentation {quote} \\((?P<what>.+)\\)\\.",
        "divide": "Scinder {it} avant {quote}(?:\u202f; la seconde partie devient (?P<what>.+))?\\.",
        "join": "Réunir {it} et {last}\\.",
        "kind": "Transformer {it} en (?P<what>.+)\\.",
        "move after": "Déplacer {range} après {place}\\.",
        "move before": "Déplacer {range} avant {place}\\.",
        "move end": "Déplacer {range} à la fin du texte\\.",
        "remove": "Supprimer {range}\\.",
        "remake": "Remplacer {range} par (?P<blocks>.+)\\.",
        "put end": "À la fin du texte, insérer (?P<blocks>.+)\\.",
        "put after": "Après {place}, insérer (?P<blocks>.+)\\.",
        "put before": "Avant {place}, insérer (?P<blocks>.+)\\.",
        "put alone": "Insérer (?P<blocks>.+)\\.",
    },
    "es": {
        "replace spacing": "En {it}, se sustituye {quote} por {words} \\(solo espacios\\)\\.",
        "replace words": "En {it}, se sustituye {quote} por {words}\\.",
        "replace text": "El texto (?:del|de) {it} queda redactado del siguiente modo: {bare}\\.",
        "space after": "En {it}, después de {quote}, se sustituye (?P<was>.+) por (?P<now>.+)\\.",
        "space before": "En {it}, antes de {quote}, se sustituye (?P<was>.+) por (?P<now>.+)\\.",
        "delete words": "En {it}, se suprime {quote}\\.",
        "insert after": "En {it}, después de {quote}, se inserta {words}\\.",
        "insert before": "En {it}, antes de {quote}, se inserta {words}\\.",
        "insert at end": "Al final (?:del|de) {it}, se inserta {words}\\.",
        "insert at start": "Al principio (?:del|de) {it}, se inserta {words}\\.",
        "format text": "Se cambia el formato de todo el texto (?:del|de) {it}: (?P<what>.+)\\.",
        "format words": "En {it}, se cambia el formato de {quote}: (?P<what>.+)\\.",
        "divide": "Se divide {it} antes de {quote}(?:; la segunda parte pasa a ser (?P<what>.+))?\\.",
        "join": "Se unen {it} y {last}\\.",
        "kind": "Se convierte {it} en (?P<what>.+)\\.",
        "move after": "Se trasladan? {range} después (?:del|de) {place}\\.",
        "move before": "Se trasladan? {range} antes (?:del|de) {place}\\.",
        "move end": "Se trasladan? {range} al final del texto\\.",
        "remove": "Se suprimen? {range}\\.",
        "remake": "Se sustituyen? {range} por (?P<blocks>.+)\\.",
        "put end": "Al final del texto, se inserta lo siguiente: (?P<blocks>.+)\\.",
        "put after": "Después (?:del|de) {place}, se inserta lo siguiente: (?P<blocks>.+)\\.",
        "put before": "Antes (?:del|de) {place}, se inserta lo siguiente: (?P<blocks>.+)\\.",
        "put alone": "Se inserta lo siguiente: (?P<blocks>.+)\\.",
    },
    "ar": {
        "replace spacing": "في {it}، الاستعاضة عن {quote} ب{words} \\(المسافات فقط\\)\\.",
        "replace words": "في {it}، الاستعاضة عن {quote} ب{words}\\.",
        "replace text": "الاستعاضة عن نص {it} بما يلي: {bare}\\.",
        "space after": "في {it}، بعد {quote}، الاستعاضة عن (?P<was>.+) ب(?P<now>.+)\\.",
        "space before": "في {it}، قبل {quote}، الاستعاضة عن (?P<was>.+) ب(?P<now>.+)\\.",
        "delete words": "في {it}، حذف {quote}\\.",
        "insert after": "في {it}، إضافة {words} بعد {quote}\\.",
        "insert before": "في {it}، إضافة {words} قبل {quote}\\.",
        "insert at end": "في نهاية {it}، إضافة {words}\\.",
        "insert at start": "في بداية {it}، إضافة {words}\\.",
        "format text": "تغيير تنسيق نص {it} كاملًا: (?P<what>.+)\\.",
        "format words": "في {it}، تغيير تنسيق {quote}: (?P<what>.+)\\.",
        "divide": "تقسيم {it} قبل {quote}(?:؛ وتحويل الجزء الثاني إلى (?P<what>.+))?\\.",
        "join": "ضمّ {last} إلى {it}\\.",
        "kind": "تحويل {it} إلى (?P<what>.+)\\.",
        "move after": "نقل {range} إلى ما بعد {place}\\.",
        "move before": "نقل {range} إلى ما قبل {place}\\.",
        "move end": "نقل {range} إلى نهاية النص\\.",
        "remove": "حذف {range}\\.",
        "remake": "الاستعاضة عن {range} بما يلي: (?P<blocks>.+)\\.",
        "put end": "في نهاية النص، إضافة ما يلي: (?P<blocks>.+)\\.",
        "put after": "بعد {place}، إضافة ما يلي: (?P<blocks>.+)\\.",
        "put before": "قبل {place}، إضافة ما يلي: (?P<blocks>.+)\\.",
        "put alone": "إضافة ما يلي: (?P<blocks>.+)\\.",
    },
}
KINDS = {
    "en": {
        "a paragraph": "p",
        "a quotation": "blockquote",
        "a heading of level": "h",
        "a bulleted point": "ul1",
        "a bulleted subpoint": "ul2",
        "a bulleted subpoint of level": "ul",
        "a numbered point": "ol1",
        "a numbered subpoint": "ol2",
        "a numbered subpoint of level": "ol",
    },
    "fr": {
        "un paragraphe": "p",
        "une citation": "blockquote",
        "un titre de niveau": "h",
        "un point à puce": "ul1",
        "un sous-point à puce": "ul2",
        "un sous-point à puce de niveau": "ul",
        "un point numéroté": "ol1",
        "un sous-point numéroté": "ol2",
        "un sous-point numéroté de niveau": "ol",
    },
    "es": {
        "un párrafo": "p",
        "una cita": "blockquote",
        "un título de nivel": "h",
        "un punto con viñeta": "ul1",
        "un subpunto con viñeta": "ul2",
        "un subpunto con viñeta de nivel": "ul",
        "un punto numerado": "ol1",
        "un subpunto numerado": "ol2",
        "un subpunto numerado de nivel": "ol",
    },
    "ar": {
        "فقرة": "p",
        "اقتباس": "blockquote",
        "عنوان من المستوى": "h",
        "بند منقّط": "ul1",
        "بند فرعي منقّط": "ul2",
        "بند فرعي منقّط من المستوى": "ul",
        "بند مرقّم": "ol1",
        "بند فرعي مرقّم": "ol2",
        "بند فرعي مرقّم من المستوى": "ol",
    },
}
FORMATS = {
    "en": "bold b|italic i|underlined u|struck through s|raised sup|lowered sub",
    "fr": "en gras b|en italique i|souligné u|barré s|en exposant sup|en indice sub",
    "es": "en negrita b|en cursiva i|subrayado u|tachado s|en superíndice sup|en subíndice sub",
    "ar": "بخط عريض b|بخط مائل i|تحته خط u|مشطوب s|مرفوع sup|منخفض sub",
}
LINK = {"en": "linked to ", "fr": "en lien vers ", "es": "con enlace a ", "ar": "برابط إلى "}
UNLINKED = {"en": "linked", "fr": "en lien", "es": "con enlace", "ar": "برابط"}
NO_LONGER = {"en": "no longer ", "fr": "non plus ", "es": "ya no ", "ar": "لم يعد "}
COMMA = {"en": ", ", "fr": ", ", "es": ", ", "ar": "، "}
CHARS = {
    "en": "characters? (\\d+)(?: to (\\d+))?",
    "fr": "caractères? (\\d+)(?: à (\\d+))?",
    "es": "car[aá]cter(?:es)? (\\d+)(?: a (\\d+))?",
    "ar": "ال(?:حرف|أحرف) (\\d+)(?: إلى (\\d+))?",
}
SPACES = {
    "en": {"the space": " ", "a non-breaking space": "\u00a0", "the non-breaking space": "\u00a0", "a space": " "},
    "fr": {
        "l’espace simple": " ",
        "une espace simple": " ",
        "l’espace insécable": "\u00a0",
        "une espace insécable": "\u00a0",
    },
    "es": {
        "el espacio": " ",
        "un espacio": " ",
        "el espacio de no separación": "\u00a0",
        "un espacio de no separación": "\u00a0",
    },
    "ar": {"المسافة العادية": " ", "مسافة عادية": " ", "المسافة غير الفاصلة": "\u00a0", "مسافة غير فاصلة": "\u00a0"},
}
MARKS = "“”‘’«»'\""
GAP = "[ \u00a0\u202f]?"


def bare(text: str) -> str:
    """Words as a clause shows them: no characters without a shape, letters composed."""
    return unicodedata.normalize("NFC", "".join(c for c in text if unicodedata.category(c) != "Cf"))


def outside(lang: str, text: str) -> str:
    """Words as they stand outside the quotation marks of a clause, where other marks are used."""
    if lang != "en":
        return text.translate(str.maketrans("“”", "«»"))
    text = re.sub("(?<!\\w)‘|‘(?=\\w)", "\ue000", text).replace("“", "‘").replace("”", "’")
    return re.sub("(\ue000.*?)’(?!\\w)", "\\1”", text).replace("\ue000", "“")


def lookup(words: str) -> re.Pattern[str]:
    """The words with any quotation marks for theirs, and any space beside them."""
    parts = re.split(f"{GAP}([{MARKS}]){GAP}", words)
    patterns = []
    for n, part in enumerate(parts):
        before, after = GAP if n > 1 or parts[0] else "", GAP if n + 2 < len(parts) or parts[-1] else ""
        patterns.append(f"{before}[{MARKS}]{after}" if n % 2 else re.escape(part))
    return re.compile(f"(?=({''.join(patterns)}))")


@dataclass
class Entry:
    """A block at its present place, and the name that it has by the old text."""

    name: str | None
    kind: str
    depth: int
    chars: list[Char]

    @property
    def text(self) -> str:
        """The words."""
        return "".join(char for char, _ in self.chars)


def named(blocks: Sequence[Block]) -> list[str]:
    """The name of each block, counted as a person counts."""
    names, counted, head, levels = [], Counter[str](), "", list[tuple[int, int]]()
    for block in blocks:
        if block.depth:
            while len(levels) > 1 and levels[-2][0] >= block.depth < levels[-1][0]:
                levels.pop()
            deeper = not levels or levels[-1][0] < block.depth
            levels.append((block.depth, 1 if deeper else levels.pop()[1] + 1))
            names.append("point " + ".".join(str(count) for _, count in levels) + (head and f" of {head}"))
            continue
        noun = {"blockquote": "quotation", "table": "table"}.get(block.kind, "paragraph")
        noun = "heading" if block.kind in ("h1", "h2", "h3", "h4", "h5", "h6") else noun
        counted[noun] += 1
        head, levels = f"{noun} {counted[noun]}", []
        names.append(head)
    return names


@dataclass
class Reader:
    """One language, and the text as the clauses read so far have made it."""

    lang: str
    old: Document
    entries: list[Entry] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.order = named(self.old.blocks)
        assert len(set(self.order)) == len(self.order)
        for name, block in zip(self.order, self.old.blocks, strict=True):
            self.entries.append(Entry(name, block.kind, block.depth, _chars(block)))

    def read(self, sentence: str) -> None:
        """Carries out one clause."""
        for verb, template in SENTENCES[self.lang].items():
            clause_match = re.fullmatch(self._pattern(template), sentence, re.DOTALL)
            if clause_match:
                getattr(self, "do_" + verb.split(" ")[0])(verb, clause_match.groupdict())
                return
        raise ValueError(f"not understood: {sentence}")

    def _name(self) -> str:
        nouns = "|".join(NOUNS[self.lang])
        head = f"{THE[self.lang]}(?:{nouns}) \\d+"
        return f"(?:{head}|{THE[self.lang]}{POINT[self.lang][0]} [\\d.]*\\d(?:{OF[self.lang]}{head})?)"

    def _range(self) -> str:
        nouns, to = "|".join(MANY[self.lang]), TO[self.lang]
        head = f"{THE[self.lang]}(?:{'|'.join(NOUNS[self.lang])}) \\d+"
        points = f"{POINT[self.lang][1]} [\\d.]*\\d{to}[\\d.]*\\d(?:{OF[self.lang]}{head})?"
        many = f"{THE_MANY[self.lang]}(?:(?:{nouns}) \\d+{to}\\d+|{points})"
        return f"(?:{many}|{self._name()}{to}{self._name()}|{self._name()})"

    def _pattern(self, template: str) -> str:
        left, right = QUOTES[self.lang]
        quote = OLD[self.lang].replace("{text}", f"{left}(?P<text>.+?){right}")
        new = f"{left}(?P<new>.+?){right}(?: \\((?P<styled>{self._remark()})\\))?"
        words = {name: f"(?P<{name}>{self._name()})" for name in ("it", "last", "place")}
        words |= {"range": f"(?P<range>{self._range()})", "quote": quote, "bare": new}
        words["words"] = NEW[self.lang].replace("{new}", new)
        for name, pattern in words.items():
            template = template.replace("{" + name + "}", pattern)
        return template

    def _remark(self) -> str:
        """What stands in parentheses: words in quotation marks hold any, as the ) of a lettered point."""
        left, right = QUOTES[self.lang]
        return f"(?:{left}(?:(?!{right}).)*{right}|[^()]|\\([^()]*\\))+"

    def _canonical(self, name: str) -> str:
        """The English name of a block."""
        article = f"{THE[self.lang]}({'|'.join(NOUNS[self.lang])}) (\\d+)"
        if name_match := re.fullmatch(article, name):
            return f"{NOUNS[self.lang][name_match[1]]} {name_match[2]}"
        name_match = re.fullmatch(
            f"{THE[self.lang]}{POINT[self.lang][0]} ([\\d.]+)(?:{OF[self.lang]}{article})?", name
        )
        assert name_match, name
        return f"point {name_match[1]}" + (
            f" of {NOUNS[self.lang][name_match[2]]} {name_match[3]}" if name_match[2] else ""
        )

    def _numbers(self, range_name: str) -> list[str]:
        """The names of the blocks of a range."""
        to, head = TO[self.lang], f"{THE[self.lang]}({'|'.join(NOUNS[self.lang])}) (\\d+)"
        many, points = "|".join(MANY[self.lang]), POINT[self.lang][1]
        if name_match := re.fullmatch(f"{THE_MANY[self.lang]}({many}) (\\d+){to}(\\d+)", range_name):
            noun = MANY[self.lang][name_match[1]]
            first, last = f"{noun} {name_match[2]}", f"{noun} {name_match[3]}"
        elif name_match := re.fullmatch(
            f"{THE_MANY[self.lang]}{points} ([\\d.]+){to}([\\d.]+)(?:{OF[self.lang]}{head})?", range_name
        ):
            under = f" of {NOUNS[self.lang][name_match[3]]} {name_match[4]}" if name_match[3] else ""
            first, last = f"point {name_match[1]}{under}", f"point {name_match[2]}{under}"
        elif name_match := re.fullmatch(f"({self._name()}){to}({self._name()})", range_name):
            first, last = self._canonical(name_match[1]), self._canonical(name_match[2])
        else:
            first = last = self._canonical(range_name)
        return self.order[self.order.index(first) : self.order.index(last) + 1]

    def _at(self, name: str) -> int:
        [place] = [n for n, entry in enumerate(self.entries) if entry.name == name]
        return place

    def _entry(self, groups: dict[str, str]) -> Entry:
        return self.entries[self._at(self._canonical(groups["it"]))]

    def _text(self, quoted: str) -> str:
        left, right = QUOTES[self.lang]
        return quoted.replace(right + LINE[self.lang] + left, "\n")

    def _spot(self, entry: Entry, groups: dict[str, str]) -> tuple[int, int]:
        text, words = entry.text, self._text(groups["text"])
        edges, position = [0], 0
        for token in tokens(text):
            position += len(token)
            edges.append(position)
        places = [match.span(1) for match in lookup(words).finditer(text) if not match[1][0].isspace()]
        places = [(start, end) for start, end in places if start in edges and end in edges]
        nth = self._nth(groups.get("nth"))
        assert nth or len(places) == 1, (words, places)
        return places[(nth or 1) - 1]

    def _nth(self, ordinal: str | None) -> int:
        if not ordinal:
            return 0
        ordinals = ORDINALS[self.lang].split()
        return ordinals.index(ordinal) + 1 if ordinal in ordinals else int(re.sub(r"\D", "", ordinal))

    def _new(self, groups: dict[str, str]) -> list[Char]:
        return self._dressed(self._text(groups["new"]), groups.get("styled"))

    def _dressed(self, words: str, styled: str | None) -> list[Char]:
        """New words with their formats."""
        plain = [(char, frozenset[str]()) for char in words]
        if not styled:
            return self._outside(plain)
        left, right = QUOTES[self.lang]
        part = f"(?:{left}(?P<text>.+?){right}|{CHARS[self.lang]}){COLON[self.lang]}"
        if not re.match(part, styled):
            return self._outside([(char, self._formats(styled)[0]) for char, _ in plain])
        for clause in _split(styled, AND[self.lang], part):
            format_match = re.fullmatch(f"{part}(?P<what>.+)", clause, re.DOTALL)
            assert format_match, clause
            if format_match["text"]:
                start = words.index(format_match["text"])
                end = start + len(format_match["text"])
            else:
                start, end = int(format_match[2]) - 1, int(format_match[3] or format_match[2])
            plain[start:end] = [(char, self._formats(format_match["what"])[0]) for char, _ in plain[start:end]]
        return self._outside(plain)

    def _outside(self, row: list[Char]) -> list[Char]:
        words = outside(self.lang, "".join(char for char, _ in row))
        return [(char, formats) for char, (_, formats) in zip(words, row, strict=True)]

    def _formats(self, format_list: str) -> tuple[frozenset[str], frozenset[str]]:
        names = dict(pair.rsplit(" ", 1) for pair in FORMATS[self.lang].split("|"))
        added, removed = set(), set()
        for name in format_list.split(COMMA[self.lang]):
            gone = name.startswith(NO_LONGER[self.lang])
            name = name.removeprefix(NO_LONGER[self.lang])
            if name in names:
                (removed if gone else added).add(names[name])
            elif gone and name == UNLINKED[self.lang]:
                removed.add("a=")
            else:
                assert name.startswith(LINK[self.lang]), name
                added.add("a=" + name.removeprefix(LINK[self.lang]))
        return frozenset(added), frozenset(removed)

    def _kind(self, kind_name: str) -> tuple[str, int]:
        kind_code = KINDS[self.lang].get(kind_name)
        if kind_code in ("p", "blockquote"):
            return kind_code, 0
        if kind_code:
            return kind_code[:2], int(kind_code[2])
        name, _, level = kind_name.rpartition(" ")
        kind_code = KINDS[self.lang][name]
        return (f"h{level}", 0) if kind_code == "h" else (kind_code, int(level))

    def _blocks(self, block_list: str) -> list[Entry]:
        """New blocks, and old ones that come from where they are now."""
        left, right = QUOTES[self.lang]
        names = "|".join(sorted(KINDS[self.lang], key=len, reverse=True))
        head = f"(?:(?:{names})(?: \\d)?{COLON[self.lang]}{left}|{self._range()} \\({MOVED[self.lang]}\\))"
        coming = []
        for part in _split(block_list, AND[self.lang], head):
            if block_match := re.fullmatch(f"({self._range()}) \\({MOVED[self.lang]}\\)", part):
                coming += self._taken(block_match[1])
                continue
            block_match = re.fullmatch(
                f"((?:{names})(?: \\d)?){COLON[self.lang]}{left}(.+?){right}(?: \\(({self._remark()})\\))?",
                part,
                re.DOTALL,
            )
            assert block_match, part
            kind, depth = self._kind(block_match[1])
            coming.append(Entry(None, kind, depth, self._dressed(self._text(block_match[2]), block_match[3])))
        return coming

    def _taken(self, range_name: str) -> list[Entry]:
        return [self.entries.pop(self._at(name)) for name in self._numbers(range_name)]

    def _put(self, verb: str, coming: list[Entry], place: str | None) -> None:
        where = len(self.entries)
        if place:
            where = self._at(self._canonical(place)) + verb.endswith("after")
        assert place or verb.endswith("end") or not self.order
        self.entries[where:where] = coming

    def do_replace(self, verb: str, groups: dict[str, str]) -> None:
        entry = self._entry(groups)
        start, end = (0, len(entry.chars)) if verb == "replace text" else self._spot(entry, groups)
        entry.chars[start:end] = self._new(groups)

    def do_space(self, verb: str, groups: dict[str, str]) -> None:
        entry = self._entry(groups)
        start, end = self._spot(entry, groups)
        at = end if verb == "space after" else start - 1
        assert entry.chars[at][0] == SPACES[self.lang][groups["was"]]
        entry.chars[at] = (SPACES[self.lang][groups["now"]], entry.chars[at][1])

    def do_delete(self, verb: str, groups: dict[str, str]) -> None:
        entry = self._entry(groups)
        start, end = self._spot(entry, groups)
        text = entry.text
        if text[end : end + 1].isspace() and (not start or text[start - 1].isspace()):
            end += 1
        elif end == len(text) and start and text[start - 1].isspace():
            start -= 1
        del entry.chars[start:end]

    def do_insert(self, verb: str, groups: dict[str, str]) -> None:
        entry, new = self._entry(groups), self._new(groups)
        if groups.get("text"):
            start, end = self._spot(entry, groups)
            where = end if verb == "insert after" else start
        else:
            where = len(entry.chars) if verb == "insert at end" else 0
        words, text = "".join(char for char, _ in new), entry.text
        before, after = _glue(text[:where], words), _glue(words, text[where:])
        entry.chars[where:where] = _plain(before) + new + _plain(after)

    def do_format(self, verb: str, groups: dict[str, str]) -> None:
        entry = self._entry(groups)
        start, end = (0, len(entry.chars)) if verb == "format text" else self._spot(entry, groups)
        added, removed = self._formats(groups["what"])
        links = "a=" in removed or any(name.startswith("a=") for name in added)
        for n in range(start, end):
            char, formats = entry.chars[n]
            kept = {name for name in formats - removed if not (links and name.startswith("a="))}
            entry.chars[n] = (char, frozenset(kept | added))

    def do_divide(self, verb: str, groups: dict[str, str]) -> None:
        entry = self._entry(groups)
        start, _ = self._spot(entry, groups)
        kind, depth = self._kind(groups["what"]) if groups["what"] else (entry.kind, entry.depth)
        self.entries.insert(self.entries.index(entry) + 1, Entry(None, kind, depth, entry.chars[start:]))
        del entry.chars[start:]

    def do_join(self, verb: str, groups: dict[str, str]) -> None:
        entry = self._entry(groups)
        last = self.entries.pop(self._at(self._canonical(groups["last"])))
        entry.chars += _plain(_glue(entry.text, last.text)) + last.chars

    def do_kind(self, verb: str, groups: dict[str, str]) -> None:
        entry = self._entry(groups)
        entry.kind, entry.depth = self._kind(groups["what"])

    def do_move(self, verb: str, groups: dict[str, str]) -> None:
        self._put(verb, self._taken(groups["range"]), groups.get("place"))

    def do_put(self, verb: str, groups: dict[str, str]) -> None:
        self._put(verb, self._blocks(groups["blocks"]), groups.get("place"))

    def do_remove(self, verb: str, groups: dict[str, str]) -> None:
        self._taken(groups["range"])

    def do_remake(self, verb: str, groups: dict[str, str]) -> None:
        where = self._at(self._numbers(groups["range"])[0])
        self._taken(groups["range"])
        self.entries[where:where] = self._blocks(groups["blocks"])

    def result(self) -> Document:
        """The new text."""
        return parse(Document(tuple(_built(entry) for entry in self.entries if entry.text.strip())).html)


def _split(list_text: str, between: str, head: str) -> list[str]:
    cuts = [boundary.start() for boundary in re.finditer(re.escape(between) + f"(?={_unnamed(head)})", list_text)]
    starts = [0, *(cut + len(between) for cut in cuts)]
    return [list_text[a:b] for a, b in zip(starts, [*cuts, len(list_text)], strict=True)]


def _unnamed(pattern: str) -> str:
    return re.sub(r"\?P<\w+>", "?:", pattern)


def _plain(text: str) -> list[Char]:
    return [(char, frozenset()) for char in text]


def _chars(block: Block) -> list[Char]:
    row = _plain(block.text)
    for start, end, formats in block.formats:
        row[start:end] = [(c, formats) for c, _ in row[start:end]]
    return row


def _built(entry: Entry) -> Block:
    spans = join_spans((n, n + 1, formats) for n, (_, formats) in enumerate(entry.chars))
    return Block(entry.kind, entry.text, spans, entry.depth)


def _glue(left: str, right: str) -> str:
    """A reader's sense of spaces: one between words, none before a comma, none in Chinese."""
    if not left or not right or left[-1].isspace() or right[0].isspace():
        return ""
    wide = re.compile("[\u2e80-\u9fff\uff00-\uffef\u0e00-\u0eff]")
    if wide.match(left[-1]) or wide.match(right[0]) or re.search("[(\\[{«“‘’'¿¡/-]$|(?:^|\\s)\"$", left):
        return ""
    return " " if re.match('[\\w(\\[{«“‘¿¡&§]|"\\w', right) else ""


@lru_cache(maxsize=8)
def seen(document: Document) -> Document:
    """The text without what nobody sees."""
    blocks = []
    for block in document.blocks:
        runs = spans_of_stretch(block, 0, len(block.text))
        chars = [(char, formats) for start, end, formats in runs for char in bare(block.text[start:end])]
        blocks.append(_built(Entry(None, block.kind, block.depth, chars)))
    return parse(Document(tuple(block for block in blocks if block.text.strip())).html)


def looks(document: Document) -> list[tuple[str, str, tuple[tuple[int, int, frozenset[str]], ...]]]:
    """Kind, words and formats of each block, all quotation marks the same and without the spaces beside them."""
    rows = []
    for block in seen(document).blocks:
        row = [('"' if char in MARKS else char, formats) for char, formats in _chars(block)]
        beside = [{char for char, _ in row[max(n - 1, 0) : n + 2]} for n in range(len(row))]
        chars = [row[n] for n in range(len(row)) if not (row[n][0].isspace() and '"' in beside[n])]
        built = _built(Entry(None, block.kind, block.depth, chars))
        rows.append((block.label, built.text, built.formats))
    return rows


def carry_out(old: Document, sentences: Iterable[str], lang: str) -> Document:
    """The new text that the clauses make of the old, carried out one after the other."""
    reader = Reader(lang, seen(old))
    for sentence in sentences:
        reader.read(sentence)
    return reader.result()
