"""The words of the core itself, by language."""

from __future__ import annotations

from collections.abc import Callable

from charter.text.errors import TextError
from charter.text.values import Block

REDLINE: dict[str, dict[str, str]] = {
    "en": {
        "ins": "[inserted: ",
        "del": "[deleted: ",
        "moved": "[moved here: ",
        "left": "[moved away: ",
        "end": "]",
        "split": "[new paragraph begins]",
        "join": "[paragraphs joined]",
        "now": "[now {what}: ",
        "no longer": "no longer {what}",
        "kind": "[now {what}; before, {was}] ",
        "and": ", ",
        "b": "bold",
        "i": "italic",
        "u": "underlined",
        "s": "struck through",
        "sup": "raised",
        "sub": "lowered",
        "a": "linked to {to}",
        "link": "linked",
        "p": "a paragraph",
        "h": "a heading of level {n}",
        "ul": "a list item of level {n}",
        "ol": "a numbered item of level {n}",
        "blockquote": "a quotation",
        "pre": "preformatted text",
        "dt": "a defined term",
        "dd": "a definition",
        "table": "a table",
        "rule": "a line across the page",
        "lang": "in the language {to}",
        "id": "named {to}",
        "name": "named",
        "dir": "written {to}",
        "language": "in a language of its own",
        "direction": "with a direction of its own",
        "ltr": "from left to right",
        "rtl": "from right to left",
        "auto": "in the direction of its words",
    },
    "fr": {
        "ins": "[inséré : ",
        "del": "[supprimé : ",
        "moved": "[déplacé ici : ",
        "left": "[déplacé d’ici : ",
        "end": "]",
        "split": "[nouveau paragraphe]",
        "join": "[paragraphes réunis]",
        "now": "[désormais {what} : ",
        "no longer": "non plus {what}",
        "kind": "[désormais {what} ; auparavant {was}] ",
        "and": ", ",
        "b": "en gras",
        "i": "en italique",
        "u": "souligné",
        "s": "barré",
        "sup": "en exposant",
        "sub": "en indice",
        "a": "en lien vers {to}",
        "link": "en lien",
        "p": "un paragraphe",
        "h": "un titre de niveau {n}",
        "ul": "un élément de liste de niveau {n}",
        "ol": "un élément numéroté de niveau {n}",
        "blockquote": "une citation",
        "pre": "du texte préformaté",
        "dt": "un terme défini",
        "dd": "une définition",
        "table": "un tableau",
        "rule": "un filet",
        "lang": "en langue {to}",
        "id": "nommé {to}",
        "name": "nommé",
        "dir": "écrit {to}",
        "language": "dans une langue propre",
        "direction": "dans un sens propre",
        "ltr": "de gauche à droite",
        "rtl": "de droite à gauche",
        "auto": "dans le sens de ses mots",
    },
    "es": {
        "ins": "[insertado: ",
        "del": "[suprimido: ",
        "moved": "[trasladado aquí: ",
        "left": "[trasladado de aquí: ",
        "end": "]",
        "split": "[empieza un nuevo párrafo]",
        "join": "[párrafos unidos]",
        "now": "[ahora {what}: ",
        "no longer": "ya no {what}",
        "kind": "[ahora {what}; antes, {was}] ",
        "and": ", ",
        "b": "en negrita",
        "i": "en cursiva",
        "u": "subrayado",
        "s": "tachado",
        "sup": "en superíndice",
        "sub": "en subíndice",
        "a": "con enlace a {to}",
        "link": "con enlace",
        "p": "un párrafo",
        "h": "un título de nivel {n}",
        "ul": "un elemento de lista de nivel {n}",
        "ol": "un elemento numerado de nivel {n}",
        "blockquote": "una cita",
        "pre": "texto preformateado",
        "dt": "un término definido",
        "dd": "una definición",
        "table": "una tabla",
        "rule": "una línea divisoria",
        "lang": "en la lengua {to}",
        "id": "con el nombre {to}",
        "name": "con un nombre",
        "dir": "escrito {to}",
        "language": "en una lengua propia",
        "direction": "con una dirección propia",
        "ltr": "de izquierda a derecha",
        "rtl": "de derecha a izquierda",
        "auto": "en la dirección de sus palabras",
    },
    "ar": {
        "ins": "[أُضيف: ",
        "del": "[حُذف: ",
        "moved": "[نُقل إلى هنا: ",
        "left": "[نُقل من هنا: ",
        "end": "]",
        "split": "[فقرة جديدة]",
        "join": "[ضُمّت الفقرتان]",
        "now": "[الآن {what}: ",
        "no longer": "لم يعد {what}",
        "kind": "[الآن {what}؛ سابقًا {was}] ",
        "and": "، ",
        "b": "بخط عريض",
        "i": "بخط مائل",
        "u": "تحته خط",
        "s": "مشطوب",
        "sup": "مرفوع",
        "sub": "منخفض",
        "a": "برابط إلى {to}",
        "link": "برابط",
        "p": "فقرة",
        "h": "عنوان من المستوى {n}",
        "ul": "بند قائمة من المستوى {n}",
        "ol": "بند مرقّم من المستوى {n}",
        "blockquote": "اقتباس",
        "pre": "نص منسّق مسبقًا",
        "dt": "مصطلح معرَّف",
        "dd": "تعريف",
        "table": "جدول",
        "rule": "خط فاصل",
        "lang": "باللغة {to}",
        "id": "باسم {to}",
        "name": "باسم",
        "dir": "باتجاه {to}",
        "language": "بلغة خاصة",
        "direction": "باتجاه خاص",
        "ltr": "من اليسار إلى اليمين",
        "rtl": "من اليمين إلى اليسار",
        "auto": "اتجاه كلماته",
    },
}


class UnknownLanguage(TextError, ValueError):
    """The core has no sentences in this language.

    >>> diff(parse("<p>Ten.</p>"), parse("<p>Nine.</p>")).sentences("de")
    Traceback (most recent call last):
    charter.text.phrases.UnknownLanguage: There are no amending clauses in 'de'. Choose one of: en, fr, es, ar.
    """


# The sentences. {at} is "in paragraph 3", {it} "paragraph 3"; names have their article, which runs together with the
# word before it as CONTRACTIONS say. What is quoted comes last, so that nothing in it is ever changed.
# Arabic has verbal nouns: a verb would agree in gender with what is cited, which is not known. Spanish has the passive
# with "se", whose plural stands under "… many".
AMEND: dict[str, dict[str, str]] = {
    "en": {
        "quote": "“{text}”",
        "old": "{text}",
        "old word": "{text}",
        "old number": "{text}",
        "new": "{text}",
        "new word": "{text}",
        "new number": "{text}",
        "nth": "the {nth} {text}",
        "nth word": "the {nth} {text}",
        "nth number": "the {nth} {text}",
        "line": " (line break) ",
        "paragraph": "paragraph {n}",
        "heading": "heading {n}",
        "quotation": "quotation {n}",
        "table": "table {n}",
        "point": "point {n}",
        "of": "{it} of {place}",
        "paragraphs": "paragraphs {n} to {m}",
        "headings": "headings {n} to {m}",
        "quotations": "quotations {n} to {m}",
        "tables": "tables {n} to {m}",
        "points": "points {n} to {m}",
        "cited": "{cite}",
        "at": "In {it}",
        "range": "{it} to {last}",
        "replace": "{at}, replace {quote} with {new}.",
        "replace text": "Replace the text of {it} with {new}.",
        "spacing": "{at}, replace {quote} with {new} (spacing only).",
        "space after": "{at}, after {quote}, replace {was} with {now}.",
        "space before": "{at}, before {quote}, replace {was} with {now}.",
        "delete": "{at}, delete {quote}.",
        "insert after": "{at}, after {quote}, insert {new}.",
        "insert before": "{at}, before {quote}, insert {new}.",
        "insert at end": "At the end of {it}, insert {new}.",
        "insert at start": "At the beginning of {it}, insert {new}.",
        "format": "{at}, make {quote} {what}.",
        "format text": "Make all of {it} {what}.",
        "kind": "Turn {it} into {kind}.",
        "divide": "Split {it} before {quote}.",
        "divide as": "Split {it} before {quote}; the second part becomes {kind}.",
        "join": "Combine {it} and {last}.",
        "delete block": "Delete {it}.",
        "replace blocks": "Replace {it} with {blocks}.",
        "put after": "After {place}, insert {blocks}.",
        "put before": "Before {place}, insert {blocks}.",
        "put at end": "At the end of the text, insert {blocks}.",
        "put alone": "Insert {blocks}.",
        "move after": "Move {it} to after {place}.",
        "move before": "Move {it} to before {place}.",
        "move at end": "Move {it} to the end of the text.",
        "block": "{kind}: {text}",
        "moved": "{it} (moved)",
        "and": "; ",
        "styled": "{new} ({what})",
        "part": "{quote}: {what}",
        "char": "character {n}: {what}",
        "chars": "characters {n} to {m}: {what}",
        "renumber": "Renumber the subsequent provisions accordingly.",
    },
    "fr": {
        "quote": "«\u00a0{text}\u00a0»",
        "old": "les mots\u00a0: {text}",
        "old word": "le mot\u00a0: {text}",
        "old number": "le nombre\u00a0: {text}",
        "new": "les mots\u00a0: {text}",
        "new word": "le mot\u00a0: {text}",
        "new number": "le nombre\u00a0: {text}",
        "nth": "la {nth} occurrence des mots\u00a0: {text}",
        "nth word": "la {nth} occurrence du mot\u00a0: {text}",
        "nth number": "la {nth} occurrence du nombre\u00a0: {text}",
        "line": " (saut de ligne) ",
        "paragraph": "le paragraphe {n}",
        "heading": "le titre {n}",
        "quotation": "la citation {n}",
        "table": "le tableau {n}",
        "point": "le point {n}",
        "of": "{it} de {place}",
        "paragraphs": "les paragraphes {n} à {m}",
        "headings": "les titres {n} à {m}",
        "quotations": "les citations {n} à {m}",
        "tables": "les tableaux {n} à {m}",
        "points": "les points {n} à {m}",
        "cited": "le point {cite}",
        "at": "À {it}",
        "range": "{it} à {last}",
        "replace": "{at}, remplacer {quote} par {new}.",
        "replace text": "Rédiger ainsi {it}\u00a0: {plain}.",
        "spacing": "{at}, remplacer {quote} par {new} (espaces seulement).",
        "space after": "{at}, après {quote}, remplacer {was} par {now}.",
        "space before": "{at}, avant {quote}, remplacer {was} par {now}.",
        "delete": "{at}, supprimer {quote}.",
        "insert after": "{at}, après {quote}, insérer {new}.",
        "insert before": "{at}, avant {quote}, insérer {new}.",
        "insert at end": "À la fin de {it}, insérer {new}.",
        "insert at start": "Au début de {it}, insérer {new}.",
        "format": "{at}, modifier la présentation de {quote} ({what}).",
        "format text": "Modifier la présentation de l’ensemble de {it} ({what}).",
        "kind": "Transformer {it} en {kind}.",
        "divide": "Scinder {it} avant {quote}.",
        "divide as": "Scinder {it} avant {quote}\u202f; la seconde partie devient {kind}.",
        "join": "Réunir {it} et {last}.",
        "delete block": "Supprimer {it}.",
        "replace blocks": "Remplacer {it} par {blocks}.",
        "put after": "Après {place}, insérer {blocks}.",
        "put before": "Avant {place}, insérer {blocks}.",
        "put at end": "À la fin du texte, insérer {blocks}.",
        "put alone": "Insérer {blocks}.",
        "move after": "Déplacer {it} après {place}.",
        "move before": "Déplacer {it} avant {place}.",
        "move at end": "Déplacer {it} à la fin du texte.",
        "block": "{kind}\u00a0: {text}",
        "moved": "{it} (par déplacement)",
        "and": "\u202f; ",
        "styled": "{new} ({what})",
        "part": "{quote}\u00a0: {what}",
        "char": "caractère {n}\u00a0: {what}",
        "chars": "caractères {n} à {m}\u00a0: {what}",
        "renumber": "Renuméroter en conséquence les dispositions suivantes.",
    },
    "es": {
        "quote": "«{text}»",
        "old": "la expresión {text}",
        "old word": "la palabra {text}",
        "old number": "la cifra {text}",
        "new": "la expresión {text}",
        "new word": "la palabra {text}",
        "new number": "la cifra {text}",
        "nth": "la expresión {text} ({nth} aparición)",
        "nth word": "la palabra {text} ({nth} aparición)",
        "nth number": "la cifra {text} ({nth} aparición)",
        "line": " (salto de línea) ",
        "paragraph": "el párrafo {n}",
        "heading": "el título {n}",
        "quotation": "la cita {n}",
        "table": "el cuadro {n}",
        "point": "el punto {n}",
        "of": "{it} de {place}",
        "paragraphs": "los párrafos {n} a {m}",
        "headings": "los títulos {n} a {m}",
        "quotations": "las citas {n} a {m}",
        "tables": "los cuadros {n} a {m}",
        "points": "los puntos {n} a {m}",
        "cited": "el punto {cite}",
        "at": "En {it}",
        "range": "{it} a {last}",
        "replace": "{at}, se sustituye {quote} por {new}.",
        "replace text": "El texto de {it} queda redactado del siguiente modo: {plain}.",
        "spacing": "{at}, se sustituye {quote} por {new} (solo espacios).",
        "space after": "{at}, después de {quote}, se sustituye {was} por {now}.",
        "space before": "{at}, antes de {quote}, se sustituye {was} por {now}.",
        "delete": "{at}, se suprime {quote}.",
        "insert after": "{at}, después de {quote}, se inserta {new}.",
        "insert before": "{at}, antes de {quote}, se inserta {new}.",
        "insert at end": "Al final de {it}, se inserta {new}.",
        "insert at start": "Al principio de {it}, se inserta {new}.",
        "format": "{at}, se cambia el formato de {quote}: {what}.",
        "format text": "Se cambia el formato de todo el texto de {it}: {what}.",
        "kind": "Se convierte {it} en {kind}.",
        "divide": "Se divide {it} antes de {quote}.",
        "divide as": "Se divide {it} antes de {quote}; la segunda parte pasa a ser {kind}.",
        "join": "Se unen {it} y {last}.",
        "delete block": "Se suprime {it}.",
        "delete block many": "Se suprimen {it}.",
        "replace blocks": "Se sustituye {it} por {blocks}.",
        "replace blocks many": "Se sustituyen {it} por {blocks}.",
        "put after": "Después de {place}, se inserta lo siguiente: {blocks}.",
        "put before": "Antes de {place}, se inserta lo siguiente: {blocks}.",
        "put at end": "Al final del texto, se inserta lo siguiente: {blocks}.",
        "put alone": "Se inserta lo siguiente: {blocks}.",
        "move after": "Se traslada {it} después de {place}.",
        "move after many": "Se trasladan {it} después de {place}.",
        "move before": "Se traslada {it} antes de {place}.",
        "move before many": "Se trasladan {it} antes de {place}.",
        "move at end": "Se traslada {it} al final del texto.",
        "move at end many": "Se trasladan {it} al final del texto.",
        "block": "{kind}: {text}",
        "moved": "{it} (por traslado)",
        "and": "; ",
        "styled": "{new} ({what})",
        "part": "{quote}: {what}",
        "char": "carácter {n}: {what}",
        "chars": "caracteres {n} a {m}: {what}",
        "renumber": "Se renumeran en consecuencia las disposiciones siguientes.",
    },
    "ar": {
        "quote": "«{text}»",
        "old": "عبارة {text}",
        "old word": "كلمة {text}",
        "old number": "الرقم {text}",
        "new": "عبارة {text}",
        "new word": "كلمة {text}",
        "new number": "الرقم {text}",
        "nth": "عبارة {text} الواردة للمرة {nth}",
        "nth word": "كلمة {text} الواردة للمرة {nth}",
        "nth number": "الرقم {text} الوارد للمرة {nth}",
        "line": " (سطر جديد) ",
        "paragraph": "الفقرة {n}",
        "heading": "العنوان {n}",
        "quotation": "الاقتباس {n}",
        "table": "الجدول {n}",
        "point": "البند {n}",
        "of": "{it} من {place}",
        "paragraphs": "الفقرات {n} إلى {m}",
        "headings": "العناوين {n} إلى {m}",
        "quotations": "الاقتباسات {n} إلى {m}",
        "tables": "الجداول {n} إلى {m}",
        "points": "البنود {n} إلى {m}",
        "cited": "البند {cite}",
        "at": "في {it}",
        "range": "{it} إلى {last}",
        "replace": "{at}، الاستعاضة عن {quote} ب{new}.",
        "replace text": "الاستعاضة عن نص {it} بما يلي: {plain}.",
        "spacing": "{at}، الاستعاضة عن {quote} ب{new} (المسافات فقط).",
        "space after": "{at}، بعد {quote}، الاستعاضة عن {was} ب{now}.",
        "space before": "{at}، قبل {quote}، الاستعاضة عن {was} ب{now}.",
        "delete": "{at}، حذف {quote}.",
        "insert after": "{at}، إضافة {new} بعد {quote}.",
        "insert before": "{at}، إضافة {new} قبل {quote}.",
        "insert at end": "في نهاية {it}، إضافة {new}.",
        "insert at start": "في بداية {it}، إضافة {new}.",
        "format": "{at}، تغيير تنسيق {quote}: {what}.",
        "format text": "تغيير تنسيق نص {it} كاملًا: {what}.",
        "kind": "تحويل {it} إلى {kind}.",
        "divide": "تقسيم {it} قبل {quote}.",
        "divide as": "تقسيم {it} قبل {quote}؛ وتحويل الجزء الثاني إلى {kind}.",
        "join": "ضمّ {last} إلى {it}.",
        "delete block": "حذف {it}.",
        "replace blocks": "الاستعاضة عن {it} بما يلي: {blocks}.",
        "put after": "بعد {place}، إضافة ما يلي: {blocks}.",
        "put before": "قبل {place}، إضافة ما يلي: {blocks}.",
        "put at end": "في نهاية النص، إضافة ما يلي: {blocks}.",
        "put alone": "إضافة ما يلي: {blocks}.",
        "move after": "نقل {it} إلى ما بعد {place}.",
        "move before": "نقل {it} إلى ما قبل {place}.",
        "move at end": "نقل {it} إلى نهاية النص.",
        "block": "{kind}: {text}",
        "moved": "{it} (بالنقل)",
        "and": "؛ ",
        "styled": "{new} ({what})",
        "part": "{quote}: {what}",
        "char": "الحرف {n}: {what}",
        "chars": "الأحرف {n} إلى {m}: {what}",
        "renumber": "إعادة ترقيم البنود التالية وفقًا لذلك.",
    },
}

# Kinds of blocks: points by the depth of their list, from the third level on with their number.
KINDS: dict[str, dict[str, str]] = {
    "en": {
        "p": "a paragraph",
        "h": "a heading of level {n}",
        "blockquote": "a quotation",
        "table": "a table",
        "pre": "preformatted text",
        "dt": "a defined term",
        "dd": "a definition",
        "rule": "a line across the page",
        "ul": "a bulleted point",
        "ul2": "a bulleted subpoint",
        "ul3": "a bulleted subpoint of level {n}",
        "ol": "a numbered point",
        "ol2": "a numbered subpoint",
        "ol3": "a numbered subpoint of level {n}",
    },
    "fr": {
        "p": "un paragraphe",
        "h": "un titre de niveau {n}",
        "blockquote": "une citation",
        "table": "un tableau",
        "pre": "un texte préformaté",
        "dt": "un terme défini",
        "dd": "une définition",
        "rule": "un filet",
        "ul": "un point à puce",
        "ul2": "un sous-point à puce",
        "ul3": "un sous-point à puce de niveau {n}",
        "ol": "un point numéroté",
        "ol2": "un sous-point numéroté",
        "ol3": "un sous-point numéroté de niveau {n}",
    },
    "es": {
        "p": "un párrafo",
        "h": "un título de nivel {n}",
        "blockquote": "una cita",
        "table": "un cuadro",
        "pre": "un texto preformateado",
        "dt": "un término definido",
        "dd": "una definición",
        "rule": "una línea divisoria",
        "ul": "un punto con viñeta",
        "ul2": "un subpunto con viñeta",
        "ul3": "un subpunto con viñeta de nivel {n}",
        "ol": "un punto numerado",
        "ol2": "un subpunto numerado",
        "ol3": "un subpunto numerado de nivel {n}",
    },
    "ar": {
        "p": "فقرة",
        "h": "عنوان من المستوى {n}",
        "blockquote": "اقتباس",
        "table": "جدول",
        "pre": "نص منسّق مسبقًا",
        "dt": "مصطلح معرَّف",
        "dd": "تعريف",
        "rule": "خط فاصل",
        "ul": "بند منقّط",
        "ul2": "بند فرعي منقّط",
        "ul3": "بند فرعي منقّط من المستوى {n}",
        "ol": "بند مرقّم",
        "ol2": "بند فرعي مرقّم",
        "ol3": "بند فرعي مرقّم من المستوى {n}",
    },
}

# Kinds of space: one that is known, and one that comes. Others are named by their code point.
SPACES: dict[str, dict[str, tuple[str, str]]] = {
    "en": {
        " ": ("the space", "a space"),
        "\n": ("the line break", "a line break"),
        "\u00a0": ("the non-breaking space", "a non-breaking space"),
        "\u202f": ("the narrow non-breaking space", "a narrow non-breaking space"),
        "\u2009": ("the thin space", "a thin space"),
        "": ("the space {n}", "the space {n}"),
    },
    "fr": {
        " ": ("l’espace simple", "une espace simple"),
        "\n": ("le saut de ligne", "un saut de ligne"),
        "\u00a0": ("l’espace insécable", "une espace insécable"),
        "\u202f": ("l’espace fine insécable", "une espace fine insécable"),
        "\u2009": ("l’espace fine", "une espace fine"),
        "": ("l’espace {n}", "l’espace {n}"),
    },
    "es": {
        " ": ("el espacio", "un espacio"),
        "\n": ("el salto de línea", "un salto de línea"),
        "\u00a0": ("el espacio de no separación", "un espacio de no separación"),
        "\u202f": ("el espacio fino de no separación", "un espacio fino de no separación"),
        "\u2009": ("el espacio fino", "un espacio fino"),
        "": ("el espacio {n}", "el espacio {n}"),
    },
    "ar": {
        " ": ("المسافة العادية", "مسافة عادية"),
        "\n": ("الانتقال إلى سطر جديد", "انتقال إلى سطر جديد"),
        "\u00a0": ("المسافة غير الفاصلة", "مسافة غير فاصلة"),
        "\u202f": ("المسافة الضيقة غير الفاصلة", "مسافة ضيقة غير فاصلة"),
        "\u2009": ("المسافة الرفيعة", "مسافة رفيعة"),
        "": ("مسافة {n}", "مسافة {n}"),
    },
}

CONTRACTIONS: dict[str, dict[str, str]] = {
    "en": {},
    "fr": {"À le ": "Au ", "À les ": "Aux ", "à le ": "au ", "à les ": "aux ", "de le ": "du ", "de les ": "des "},
    "es": {"de el ": "del ", "a el ": "al "},
    "ar": {},
}

# Quotation marks by level, the outermost first.
MARKS: dict[str, tuple[str, ...]] = {
    "en": ("“”", "‘’"),
    "fr": ("«»", "“”", "‘’"),
    "es": ("«»", "“”", "‘’"),
    "ar": ("«»", "“”", "‘’"),
}

ORDINALS: dict[str, list[str]] = {
    "en": ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"],
    "fr": ["première", "deuxième", "troisième", "quatrième", "cinquième", "sixième", "septième", "huitième"],
    "es": ["primera", "segunda", "tercera", "cuarta", "quinta", "sexta", "séptima", "octava", "novena", "décima"],
    "ar": [
        "الأولى",
        "الثانية",
        "الثالثة",
        "الرابعة",
        "الخامسة",
        "السادسة",
        "السابعة",
        "الثامنة",
        "التاسعة",
        "العاشرة",
    ],
}
BEYOND = {"en": "{n}th", "fr": "{n}e", "es": "{n}.ª", "ar": "{n}"}


def ordinal_in_words(lang: str, n: int) -> str:
    """The nth, in words as far as the catalogue goes."""
    ordinals = ORDINALS[lang]
    if n <= len(ordinals):
        return ordinals[n - 1]
    if lang == "en" and n % 100 not in (11, 12, 13):
        return f"{n}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(n % 10, 'th') }"
    return BEYOND[lang].format(n=n)


def nearest_language(lang: str, catalogue: dict[str, dict[str, str]]) -> str:
    """The language of the catalogue that comes nearest: fr for fr-CA, English where there is none."""
    primary = _primary(lang)
    return primary if primary in catalogue else "en"


def language_of_sentences(lang: str) -> str:
    """The language of the sentences: fr for fr-CA. Raises `UnknownLanguage` where there are none."""
    primary = _primary(lang)
    if primary not in AMEND:
        raise UnknownLanguage(f"There are no amending clauses in {lang!r}. Choose one of: {', '.join(AMEND)}.")
    return primary


def _primary(lang: str) -> str:
    return lang.replace("_", "-").split("-")[0].lower()


GONE = {"a": "link", "lang": "language", "dir": "direction", "id": "name"}


def format_words(lang: str, name: str, show: Callable[[str], str] = str) -> str:
    """A format in words; `show` writes the addresses, languages and names in them."""
    sort, _, value = name.partition("=")
    words = REDLINE[lang]
    return words[sort].format(to=words[value] if sort == "dir" else show(value))


def formats_in_words(
    lang: str, added: frozenset[str], removed: frozenset[str], show: Callable[[str], str] = str
) -> str:
    """What became of the formats of some words: those they have now, and those they have no longer."""
    words = REDLINE[lang]
    now = [format_words(lang, name, show) for name in sorted(added)]
    kept = {name.partition("=")[0] for name in added}
    gone = [name.partition("=")[0] for name in sorted(removed) if name.partition("=")[0] not in kept]
    now += [words["no longer"].format(what=words[GONE.get(sort, sort)]) for sort in gone]
    return words["and"].join(now)


def kind_in_words(lang: str, block: Block) -> str:
    """A kind of block in words, with the traits that a reader sees."""
    words = REDLINE[lang]
    is_heading = block.kind[1:].isdigit()
    kind = words["h"].format(n=block.kind[1:]) if is_heading else words[block.kind].format(n=block.depth)
    return kind_with_traits(lang, kind, block)


def kind_with_traits(lang: str, kind: str, block: Block) -> str:
    """A kind of block in words, and behind it the traits of the block that a reader sees."""
    trait_words = [format_words(lang, f"{name}={value}") for name, value in block.traits if name in ("lang", "dir")]
    trait_words += [value for name, value in block.traits if name in ("start", "type", "value")]
    return REDLINE[lang]["and"].join([kind, *trait_words])
