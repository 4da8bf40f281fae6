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


def language(lang: str, catalogue: dict[str, dict[str, str]]) -> str:
    """The language of the catalogue that comes nearest: fr for fr-CA, English where there is none."""
    primary = lang.replace("_", "-").split("-")[0].lower()
    return primary if primary in catalogue else "en"
