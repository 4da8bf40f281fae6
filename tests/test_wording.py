"""Interface strings use the decided terms, and the marks of their own language.

`tests/wording/forbidden.csv` has the variants that are wrong: the term they stand for, the language, and a regular
expression. `where` is an expression for the English string: the variant is wrong only where it matches. `unless` is an
expression for both: the variant is right where it matches. `docs/writing.md` explains how we write.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pytest

from tests.test_messages import LANGUAGES, ROOT, catalogue

DATA = ROOT / "tests" / "wording"
ALLOWED = json.loads((DATA / "allowed.json").read_text(encoding="utf-8"))
PLACES = re.compile(r"%\(\w+\)[sd]|\{\w*\}|<[^>]*>")
# Not language: addresses, commands, file names, codes in capitals, the column that a refusal of a file begins with.
NOT_WORDS = re.compile(
    r"https?://\S*|\S*[/_@]\S*|(?<!\w)--?[a-z]+\S*|\b[\w-]+\.(?:py|txt|conf|docx|csv|json)\b|\b[A-Z]{2,}[\w=-]*"
    r"|^(?:address|email|evidence|kind|language|member|name):"
)
VAGUE_BEGINNING = re.compile(r"^(?:It|They|This|These|Those)\b")
VAGUE_PHRASE = re.compile(r"\b(?:a word|who asked|stands?|anew|alike)\b", re.IGNORECASE)
PLAIN_SPACE = re.compile(r" [;:!?](?=\s|$|<)")
LATIN_MARK = re.compile(r"(?<!\d)[,?](?!\d)")
WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Variant:
    language: str
    term: str
    wrong: re.Pattern[str]
    where: re.Pattern[str]
    unless: re.Pattern[str] | None

    def matches(self, english: str, text: str) -> bool:
        if not self.wrong.search(text) or not self.where.search(english):
            return False
        return self.unless is None or not (self.unless.search(english) or self.unless.search(text))


@cache
def variants(language: str) -> list[Variant]:
    with (DATA / "forbidden.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["language"] == language]
    return [
        Variant(
            language,
            row["term"],
            re.compile(row["variant"], re.IGNORECASE),
            re.compile(row["where"], re.IGNORECASE),
            re.compile(row["unless"], re.IGNORECASE) if row["unless"] else None,
        )
        for row in rows
    ]


@cache
def translations(language: str) -> list[tuple[str, str]]:
    """Each English string beside each form of its translation."""
    pairs = []
    for message in catalogue(ROOT, language):
        if message.id:
            english = " ".join(message.id) if isinstance(message.id, tuple) else message.id
            forms = message.string if isinstance(message.string, tuple) else (message.string,)
            pairs += [(english, form) for form in forms if form]
    return pairs


@cache
def english() -> list[str]:
    ids = [message.id for message in catalogue(ROOT, LANGUAGES[0]) if message.id]
    return [string for each in ids for string in (each if isinstance(each, tuple) else (each,))]


@cache
def english_words() -> frozenset[str]:
    return frozenset((DATA / "english_words.txt").read_text(encoding="utf-8").split())


def forbidden(language: str, pairs: list[tuple[str, str]]) -> list[str]:
    return [
        f"{variant.term}: {text}"
        for source, text in pairs
        for variant in variants(language)
        if variant.matches(source, text)
    ]


def english_left(language: str, text: str) -> list[str]:
    """Words of a translation that are English: in Arabic all Latin words, elsewhere those of a list."""
    words = [
        word for word in WORD.findall(NOT_WORDS.sub(" ", PLACES.sub(" ", text))) if word.isascii() and len(word) > 1
    ]
    words = [word for word in words if word.lower() not in ALLOWED["foreign_words"]]
    return words if language == "ar" else [word for word in words if word.lower() in english_words()]


def test_no_english_string_has_a_forbidden_variant():
    assert forbidden("en", [(string, string) for string in english()]) == []


def test_no_english_string_begins_with_a_pronoun_or_has_a_vague_phrase():
    vague = [string for string in english() if VAGUE_BEGINNING.search(string) or VAGUE_PHRASE.search(string)]
    assert [string for string in vague if string not in ALLOWED["beginnings"]] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_has_a_forbidden_variant(language):
    assert forbidden(language, translations(language)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_english_word_is_left_in_a_translation(language):
    left = {text: words for _source, text in translations(language) if (words := english_left(language, text))}
    assert left == {}


def test_no_plain_space_is_before_a_french_mark():
    assert [text for _source, text in translations("fr") if PLAIN_SPACE.search(text)] == []


def test_french_quotation_marks_have_no_break_spaces_inside():
    assert [text for _source, text in translations("fr") if re.search("«[^\u00a0]|[^\u00a0]»", text)] == []


def test_no_latin_comma_or_question_mark_is_in_arabic():
    assert [text for _source, text in translations("ar") if LATIN_MARK.search(PLACES.sub(" ", text))] == []


def test_every_allowed_beginning_is_still_needed():
    assert set(ALLOWED["beginnings"]) <= set(english())


@pytest.mark.parametrize(
    ("language", "source", "text"),
    [
        ("en", "", "Enter it at the desk."),
        ("en", "", "Amendment asked for by %(city)s"),
        ("en", "", "The words of the provision"),
        ("fr", "Secretariat", "Bureau"),
        ("fr", "Reason", "Raison de la décision"),
        ("fr", "Compromise text on %(cite)s: text", "Écrire un mot"),
        ("en", "", "Return with the reason"),
        ("fr", "Wording", "Formulation"),
        ("es", "Secretariat", "La mesa decide"),
        ("es", "Stop these emails", "Dejar de recibir estos mensajes"),
        ("es", "The charter", "Leer la carta"),
        ("es", "Compromise text", "Un compromiso"),
        ("ar", "Secretariat", "المكتب"),
        ("ar", "Version %(number)s", "نسخة %(number)s"),
        ("ar", "Reservation", "تحفّظ لـ"),
        ("ar", "All wordings", "كل الصيغ"),
    ],
)
def test_the_table_finds_a_forbidden_variant(language, source, text):
    assert forbidden(language, [(source, text)]) != []


@pytest.mark.parametrize(
    ("language", "source", "text"),
    [
        ("en", "", "Deletes %(out)d words."),
        ("en", "", "The mail server responds."),
        ("es", "The letter on round %(number)s", "La carta sobre la ronda %(number)s"),
        ("es", "Our pledge", "Nuestro compromiso"),
        ("ar", "Copy of version %(number)s", "نسخة من الإصدار %(number)s"),
        ("fr", "Two words", "Deux mots"),
    ],
)
def test_the_table_passes_a_variant_that_is_right_there(language, source, text):
    assert forbidden(language, [(source, text)]) == []


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (VAGUE_BEGINNING, "It was removed."),
        (VAGUE_BEGINNING, "Those are over."),
        (VAGUE_PHRASE, "Write it anew"),
        (VAGUE_PHRASE, "How it stands"),
        (PLAIN_SPACE, "Manquante : 10"),
        (LATIN_MARK, "نعم, مع بيان"),
        (LATIN_MARK, "هل تريد؟ حقا?"),
    ],
)
def test_the_rules_find_what_they_are_for(rule, text):
    assert rule.search(text)


def test_an_english_word_is_found_in_each_language():
    assert english_left("fr", "Envoyer the texte") == ["the"]
    assert english_left("es", "Decisión with motivos") == ["with"]
    assert english_left("ar", "نص Amendment %(number)s من manage.py") == ["Amendment"]


def french_texts(value: object, in_french: bool = False) -> Iterator[str]:
    """The French texts of a file of the demonstration."""
    if isinstance(value, str):
        yield from [value] if in_french else []
    elif isinstance(value, dict):
        for key, within in value.items():
            yield from french_texts(within, in_french or key == "fr" or value.get("language") == "fr")
    elif isinstance(value, list):
        for within in value:
            yield from french_texts(within, in_french)


def test_no_plain_space_is_before_a_french_mark_in_the_demonstration():
    files = (ROOT / "consultation" / "demo").rglob("*.json")
    texts = [text for file in files for text in french_texts(json.loads(file.read_text(encoding="utf-8")))]
    assert texts
    assert [text for text in texts if PLAIN_SPACE.search(text) or re.search("«[^\u00a0]|[^\u00a0]»", text)] == []


def test_no_template_writes_the_colon_of_english():
    templates = (ROOT / "templates").rglob("*.html")
    assert [file.name for file in templates if 'add:":"' in file.read_text(encoding="utf-8")] == []
