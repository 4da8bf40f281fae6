"""The words of the core itself, by language."""

from __future__ import annotations

REDLINE: dict[str, dict[str, str]] = {
    "en": {
        "ins": "[inserted: ", "del": "[deleted: ", "moved": "[moved here: ", "left": "[moved away: ", "end": "]",
        "split": "[new paragraph begins]", "join": "[paragraphs joined]", "now": "[now {what}: ",
        "no longer": "no longer {what}", "kind": "[now {what}; before, {was}] ", "and": ", ",
        "b": "bold", "i": "italic", "u": "underlined", "s": "struck through", "sup": "raised", "sub": "lowered",
        "a": "linked to {to}", "link": "linked", "p": "a paragraph", "h": "a heading of level {n}",
        "ul": "a list item of level {n}", "ol": "a numbered item of level {n}", "blockquote": "a quotation",
    },
    "fr": {
        "ins": "[inséré : ", "del": "[supprimé : ", "moved": "[déplacé ici : ", "left": "[déplacé d’ici : ",
        "end": "]", "split": "[nouveau paragraphe]", "join": "[paragraphes réunis]", "now": "[désormais {what} : ",
        "no longer": "non plus {what}", "kind": "[désormais {what} ; auparavant {was}] ", "and": ", ",
        "b": "en gras", "i": "en italique", "u": "souligné", "s": "barré", "sup": "en exposant", "sub": "en indice",
        "a": "en lien vers {to}", "link": "en lien", "p": "un paragraphe", "h": "un titre de niveau {n}",
        "ul": "un élément de liste de niveau {n}", "ol": "un élément numéroté de niveau {n}",
        "blockquote": "une citation",
    },
    "es": {
        "ins": "[insertado: ", "del": "[suprimido: ", "moved": "[trasladado aquí: ", "left": "[trasladado de aquí: ",
        "end": "]", "split": "[empieza un nuevo párrafo]", "join": "[párrafos unidos]", "now": "[ahora {what}: ",
        "no longer": "ya no {what}", "kind": "[ahora {what}; antes, {was}] ", "and": ", ",
        "b": "en negrita", "i": "en cursiva", "u": "subrayado", "s": "tachado", "sup": "en superíndice",
        "sub": "en subíndice", "a": "con enlace a {to}", "link": "con enlace", "p": "un párrafo",
        "h": "un título de nivel {n}", "ul": "un elemento de lista de nivel {n}",
        "ol": "un elemento numerado de nivel {n}", "blockquote": "una cita",
    },
    "ar": {
        "ins": "[أُضيف: ", "del": "[حُذف: ", "moved": "[نُقل إلى هنا: ", "left": "[نُقل من هنا: ", "end": "]",
        "split": "[فقرة جديدة]", "join": "[ضُمّت الفقرتان]", "now": "[الآن {what}: ", "no longer": "لم يعد {what}",
        "kind": "[الآن {what}؛ سابقًا {was}] ", "and": "، ", "b": "بخط عريض", "i": "بخط مائل", "u": "تحته خط",
        "s": "مشطوب", "sup": "مرفوع", "sub": "منخفض", "a": "برابط إلى {to}", "link": "برابط", "p": "فقرة",
        "h": "عنوان من المستوى {n}", "ul": "بند قائمة من المستوى {n}", "ol": "بند مرقّم من المستوى {n}",
        "blockquote": "اقتباس",
    },
}


# The sentences. {at} is "in paragraph 3", {it} "paragraph 3"; French puts spaces that do not break inside its quotes.
AMEND: dict[str, dict[str, str]] = {
    "en": {
        "quote": "“{text}”", "nth": "the {nth} {quote}", "number": "paragraph {n}", "numbers": "paragraphs {n} to {m}", "cited": "{cite}",
        "at": "In {it}", "range": "{it} to {last}", "replace": "{at}, replace {quote} with {new}.",
        "spacing": "{at}, replace {quote} with {new} (spacing only).", "delete": "{at}, delete {quote}.",
        "insert after": "{at}, after {quote}, insert {new}.", "insert before": "{at}, before {quote}, insert {new}.",
        "insert at end": "At the end of {it}, insert {new}.",
        "insert at start": "At the beginning of {it}, insert {new}.",
        "format": "{at}, make {quote} {what}.", "kind": "Make {it} {kind}.", "divide": "Divide {it} before {quote}.",
        "divide as": "Divide {it} before {quote}; what follows becomes {kind}.", "join": "Join {last} to {it}.",
        "delete block": "Delete {it}.", "replace blocks": "Replace {it} with {blocks}.",
        "put after": "After {it}, insert {blocks}.", "put before": "Before {it}, insert {blocks}.",
        "put alone": "Insert {blocks}.", "move after": "Move {it} to after {place}.",
        "move before": "Move {it} to before {place}.", "block": "{kind}: {text}", "and": "; ", "styled": "{new} ({what})",
        "part": "{quote}: {what}", "renumber": "Renumber the provisions that follow.",
    },
    "fr": {
        "quote": "«\u00a0{text}\u00a0»", "nth": "{quote} ({nth} occurrence)", "number": "le paragraphe {n}", "numbers": "les paragraphes {n} à {m}",
        "cited": "le point {cite}", "at": "À {it}", "range": "{it} à {last}",
        "replace": "{at}, remplacer {quote} par {new}.",
        "spacing": "{at}, remplacer {quote} par {new} (espaces seulement).", "delete": "{at}, supprimer {quote}.",
        "insert after": "{at}, après {quote}, insérer {new}.", "insert before": "{at}, avant {quote}, insérer {new}.",
        "insert at end": "À la fin de {it}, insérer {new}.", "insert at start": "Au début de {it}, insérer {new}.",
        "format": "{at}, mettre {quote} {what}.", "kind": "Faire de {it} {kind}.",
        "divide": "Diviser {it} avant {quote}.",
        "divide as": "Diviser {it} avant {quote}\u202f; ce qui suit devient {kind}.", "join": "Réunir {last} avec {it}.",
        "delete block": "Supprimer {it}.", "replace blocks": "Remplacer {it} par {blocks}.",
        "put after": "Après {it}, insérer {blocks}.", "put before": "Avant {it}, insérer {blocks}.",
        "put alone": "Insérer {blocks}.", "move after": "Déplacer {it} après {place}.",
        "move before": "Déplacer {it} avant {place}.", "block": "{kind}\u00a0: {text}", "and": "\u202f; ",
        "styled": "{new} ({what})", "part": "{quote}\u00a0: {what}",
        "renumber": "Renuméroter les dispositions qui suivent.",
    },
    "es": {
        "quote": "«{text}»", "nth": "{quote} ({nth} aparición)", "number": "el párrafo {n}", "numbers": "los párrafos {n} a {m}", "cited": "el punto {cite}",
        "at": "En {it}", "range": "{it} a {last}", "replace": "{at}, sustituir {quote} por {new}.",
        "spacing": "{at}, sustituir {quote} por {new} (solo espacios).", "delete": "{at}, suprimir {quote}.",
        "insert after": "{at}, después de {quote}, insertar {new}.",
        "insert before": "{at}, antes de {quote}, insertar {new}.",
        "insert at end": "Al final de {it}, insertar {new}.", "insert at start": "Al principio de {it}, insertar {new}.",
        "format": "{at}, poner {quote} {what}.", "kind": "Hacer de {it} {kind}.", "divide": "Dividir {it} antes de {quote}.",
        "divide as": "Dividir {it} antes de {quote}; lo que sigue pasa a ser {kind}.", "join": "Unir {last} con {it}.",
        "delete block": "Suprimir {it}.", "replace blocks": "Sustituir {it} por {blocks}.",
        "put after": "Después de {it}, insertar {blocks}.", "put before": "Antes de {it}, insertar {blocks}.",
        "put alone": "Insertar {blocks}.", "move after": "Trasladar {it} después de {place}.",
        "move before": "Trasladar {it} antes de {place}.", "block": "{kind}: {text}", "and": "; ",
        "styled": "{new} ({what})", "part": "{quote}: {what}", "renumber": "Renumerar las disposiciones que siguen.",
    },
    "ar": {
        "quote": "«{text}»", "nth": "{quote} (الورود {nth})", "number": "الفقرة {n}", "numbers": "الفقرات {n} إلى {m}", "cited": "البند {cite}",
        "at": "في {it}", "range": "{it} إلى {last}", "replace": "{at}، يُستعاض عن {quote} بـ{new}.",
        "spacing": "{at}، يُستعاض عن {quote} بـ{new} (المسافات فقط).", "delete": "{at}، تُحذف {quote}.",
        "insert after": "{at}، تُدرج بعد {quote} {new}.", "insert before": "{at}، تُدرج قبل {quote} {new}.",
        "insert at end": "في نهاية {it}، تُدرج {new}.", "insert at start": "في بداية {it}، تُدرج {new}.",
        "format": "{at}، تُجعل {quote} {what}.", "kind": "تُجعل {it} {kind}.", "divide": "تُقسم {it} قبل {quote}.",
        "divide as": "تُقسم {it} قبل {quote}؛ ويصبح ما يليها {kind}.", "join": "تُضم {last} إلى {it}.",
        "delete block": "تُحذف {it}.", "replace blocks": "يُستعاض عن {it} بما يلي: {blocks}.",
        "put after": "بعد {it}، تُدرج {blocks}.", "put before": "قبل {it}، تُدرج {blocks}.", "put alone": "تُدرج {blocks}.",
        "move after": "تُنقل {it} إلى ما بعد {place}.", "move before": "تُنقل {it} إلى ما قبل {place}.",
        "block": "{kind}: {text}", "and": "؛ ", "styled": "{new} ({what})", "part": "{quote}: {what}",
        "renumber": "يُعاد ترقيم الأحكام التالية.",
    },
}

CONTRACTIONS = {"fr": {"À le ": "Au ", "à le ": "au ", "de le ": "du ", "de les ": "des "}, "es": {"de el ": "del ", "a el ": "al "}}

ORDINALS: dict[str, list[str]] = {
    "en": ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"],
    "fr": ["première", "deuxième", "troisième", "quatrième", "cinquième", "sixième", "septième", "huitième"],
    "es": ["primera", "segunda", "tercera", "cuarta", "quinta", "sexta", "séptima", "octava", "novena", "décima"],
    "ar": ["الأول", "الثاني", "الثالث", "الرابع", "الخامس", "السادس", "السابع", "الثامن", "التاسع", "العاشر"],
}
BEYOND = {"en": "{n}th", "fr": "{n}e", "es": "{n}.ª", "ar": "{n}"}


def ordinal(lang: str, n: int) -> str:
    """The nth, in words as far as the catalogue goes."""
    known = ORDINALS[lang]
    if n <= len(known):
        return known[n - 1]
    if lang == "en" and n % 100 not in (11, 12, 13):
        return f"{n}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(n % 10, 'th') }"
    return BEYOND[lang].format(n=n)


def language(lang: str, catalogue: dict[str, dict[str, str]]) -> str:
    """The language of the catalogue that comes nearest: fr for fr-CA, English where there is none."""
    primary = lang.replace("_", "-").split("-")[0].lower()
    return primary if primary in catalogue else "en"
