"""The words by which a charter's parts are recognised: the one list of them, for all languages."""

from __future__ import annotations

import re

from charter.facts.numerals import fold_arabic


def _list(words: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in words.split("|"))


ARTICLE_WORDS = _list(
    "article|articles|art|artículo|artículos|articulo|articulos|artigo|artigos|articolo|articoli|artikel|artykuł|madde"
    "|статья|статьи|статье|статей|pasal|bài|điều|المادة|مادة|المادتين|المادتان|المواد|للمادة|بالمادة|والمادة|المادتي"
)

SECTION_WORDS = {
    "preamble": _list(
        "preamble|préambule|preàmbul|preambule|preambuła|başlangıç|pembukaan|mukadimah|lời nói đầu"
        "|preámbulo|preambulo|preâmbulo|preambolo|präambel|преамбула|ديباجة|الديباجة|التمهيد|序言|前言"
    ),
    "general": _list(
        "general provisions|disposicions generals|disposicións xerais|allgemeine bestimmungen|algemene bepalingen"
        "|przepisy ogólne|postanowienia ogólne|genel hükümler|ketentuan umum|quy định chung"
        "|dispositions générales|disposiciones generales|disposições gerais|disposizioni generali"
        "|أحكام عامة|الأحكام العامة|общие положения|总则|一般条款|一般规定"
    ),
    "final": _list(
        "transitional provisions|transitional and final|final provision|closing provisions"
        "|dispositions transitoires|disposition transitoire|disposition finale"
        "|disposición adicional|disposiciones adicionales|disposición transitoria|disposiciones transitorias"
        "|disposición derogatoria|disposición final|disposicions addicionals|disposició addicional"
        "|disposicions transitòries|disposició transitòria|disposició derogatòria|disposicions finals|disposició final"
        "|disposicións finais|disposições transitórias|disposição transitória|disposição final"
        "|disposizioni transitorie|disposizione transitoria|disposizione finale|übergangsbestimmungen"
        "|schlussbestimmungen|overgangsbepalingen|slotbepalingen|przepisy przejściowe|przepisy końcowe"
        "|postanowienia końcowe|geçici hükümler|son hükümler|ketentuan peralihan|ketentuan penutup|điều khoản thi hành"
        "|переходные положения|أحكام انتقالية|الأحكام الانتقالية"
        "|dispositions finales|disposiciones finales|disposições finais|disposizioni finali"
        "|أحكام ختامية|الأحكام الختامية|заключительные положения|最后条款|附则"
    ),
    "plan": _list(
        "action plan|plan of action|plan d’action|plan d'action|programme d’action|plan de acción|plan de accion"
        "|plan de actuación|programa de acción|plano de ação|piano d’azione|خطة العمل|خطة عمل|план действий|行动计划"
    ),
}

CONTENTS_WORDS = _list(
    "contents|table of contents|sommaire|table des matières|índice|indice|contenido|tabla de contenido|sumario|sumário"
    "|inhalt|inhaltsverzeichnis|índex|المحتويات|جدول المحتويات|الفهرس|содержание|оглавление|目录"
)

TERM_WORDS = {
    "short-term": _list(
        "short term|short-term|court terme|corto plazo|curto prazo|breve termine"
        "|المدى القصير|الأجل القصير|قصير الأجل|قصيرة الأجل|краткосрочн|短期"
    ),
    "mid-term": _list(
        "mid-term|mid term|medium term|medium-term|moyen terme|medio plazo|mediano plazo|médio prazo|medio termine"
        "|المدى المتوسط|الأجل المتوسط|متوسط الأجل|متوسطة الأجل|среднесрочн|中期"
    ),
    "long-term": _list(
        "long term|long-term|long terme|largo plazo|longo prazo|lungo termine"
        "|المدى الطويل|الأجل الطويل|المدى البعيد|طويل الأجل|طويلة الأجل|долгосрочн|长期"
    ),
}

# A defined word in quotation marks, then what it means.
DEFINITION = re.compile(r"[“\"«„‘「『][^”\"»“’」』]{1,80}[”\"»“’」』]")


def fold_words(text: str) -> str:
    """Words as they are compared: lower case, one kind of space and hyphen, Arabic variants made one."""
    plain = re.sub(r"[\s\u00a0\u202f]+", " ", text).strip().lower()
    return fold_arabic(re.sub(r"[‐‑–]", "-", plain))


def section_kind(title: str) -> str | None:
    """Which part of a charter a heading opens: preamble, general, final or plan."""
    folded = fold_words(title)
    for kind, words in SECTION_WORDS.items():
        if any(_opens(folded, fold_words(word), anywhere=kind == "plan") for word in words):
            return kind
    return None


def _opens(text: str, word: str, *, anywhere: bool) -> bool:
    return word in text if anywhere else text.startswith(word)


def time_label(title: str) -> str | None:
    """The time label a heading of an action plan gives, if it gives one."""
    folded = fold_words(title)
    for name, words in TERM_WORDS.items():
        if any(fold_words(word) in folded for word in words):
            return name
    return None


def opens_a_definition(text: str) -> bool:
    """Whether words begin with a defined word in quotation marks."""
    return bool(DEFINITION.match(text))


def opens_contents(text: str) -> bool:
    """Whether a line is the heading of a table of contents and nothing else."""
    return fold_words(text).rstrip(":. ") in _CONTENTS


_CONTENTS = frozenset(fold_words(word) for word in CONTENTS_WORDS)
