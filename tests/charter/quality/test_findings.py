"""Each check on a pair of texts: what it sees, and what it leaves alone."""

from __future__ import annotations

import pytest

from charter.importing.alignment import align_editions
from charter.importing.drafts import Edition
from charter.models import Concept, Term
from charter.quality.findings import of_words
from charter.queries.languages.differences import LanguageSide
from charter.queries.languages.glossary import LanguageTerms

HOME = Concept(pk=1, slug="home")
TERMS = {
    "en": LanguageTerms((Term(pk=1, concept=HOME, language="en", word="home", forms=["homes"]),)),
    "fr": LanguageTerms((Term(pk=2, concept=HOME, language="fr", word="logement", forbidden=["habitation"]),)),
}
LONG = "The city keeps one fifth of all new homes for people with low incomes, and says so."


def side(language: str, text: str) -> LanguageSide:
    return LanguageSide(language, text, text, TERMS.get(language, LanguageTerms(())))


def found(one: tuple[str, str], other: tuple[str, str]) -> list[tuple[str, str, str]]:
    rows = of_words(side(*one), side(*other), "I.1")
    return [(row.finding.kind, row.finding.base, row.finding.incoming) for row in rows]


@pytest.mark.parametrize(
    ("source", "language", "words", "expected"),
    [
        ("Within 30 days.", "es", "En 30 días.", []),
        ("Within 30 days.", "es", "En 60 días.", [("numbers", "30", "60")]),
        ("Within 30 days.", "es", "En treinta días.", []),
        ("It keeps 20% of it.", "es", "Guarda el 20 por ciento.", []),
        ("It keeps 20% of it.", "es", "Guarda 20 de ellas.", [("percentages", "20", "")]),
        ("It keeps 20% of it.", "ar", "تخصص ٢٠٪ منها.", []),
        ("See article VI now.", "es", "Véase el artículo VII.", [("articles", "6", "7")]),
        ("On 3 May 2024.", "fr", "Le 4 mai 2024.", [("dates", "2024-05-03", "2024-05-04")]),
        ("A fair home.", "fr", "Un juste logement.", []),
        ("A fair home.", "fr", "Une juste maison.", [("term", "home", "logement")]),
        ("A fair one.", "fr", "Une juste habitation.", [("forbidden", "logement", "habitation")]),
        ("Who pays?", "fr", "Qui paie\u202f?", []),
        ("Who pays?", "fr", "Qui paie ?", [("spaces", "", "Qui paie ?")]),
        ("Who pays?", "fr", "Qui paie?", [("spaces", "", "Qui paie?")]),
        ("See a.example:80 at 9:30.", "fr", "Voir a.example:80 à 9:30.", []),
        ("“Yes”.", "fr", "«\u00a0Oui\u00a0».", []),
        ("“Yes”.", "fr", "“Oui”.", [("quotes", "", "“Oui”.")]),
        ("Water, bread.", "ar", "الماء, الخبز.", [("signs", "", "الماء, الخبز.")]),
        ("One. Two. Three.", "es", "Uno, dos y tres.", [("sentences", "3", "1")]),
        ("Water is for all of us.", "fr", "Water is for all.", [("untranslated", "", "water is for all")]),
        (LONG, "es", "La ciudad guarda viviendas.", [("numbers", "one fifth", ""), ("length", "100", "29")]),
        ("", "fr", "Qui paie ?", []),
    ],
)
def test_what_is_found(source, language, words, expected):
    assert found(("en", source), (language, words)) == expected


@pytest.mark.parametrize(
    ("agreed", "text", "expected"),
    [
        ("dot", "Les habitant·e·s décident.", []),
        ("dot", "Les habitant-e-s décident.", ["habitant-e-s"]),
        ("dot", "Les habitant(e)s décident.", ["habitant(e)s"]),
        ("none", "Les habitant·e·s décident.", ["habitant·e·s"]),
        ("none", "Les habitantes et habitants décident.", []),
        ("slash", "Los ciudadanos/as deciden.", []),
        ("none", "Los ciudadanos/as deciden.", ["ciudadanos/as"]),
        ("any", "Les habitant·e·s et les élu-e-s décident.", []),
        ("", "Les habitant·e·s décident.", []),
        ("none", "Elle dit : donne-le, va-t-elle y et/ou là-bas, c’est-à-dire ici (a) et par km/h.", []),
        ("none", "La col·lecció i el paral·lel.", []),
        ("none", "The follow-up and the city(ies) and his/her.", []),
    ],
)
def test_paired_forms_are_looked_at_by_the_style_note(agreed, text, expected):
    words = LanguageSide("fr", text, text, LanguageTerms(()), agreed)
    rows = of_words(LanguageSide("en", text, text), words, "I.1")
    assert [row.finding.incoming for row in rows if row.finding.kind == "paired"] == expected


def test_a_finding_accepted_stands_until_the_words_change():
    source, words = side("en", "Within 30 days."), side("es", "En 60 días.")
    [one] = of_words(source, words, "I.1")
    [again] = of_words(source, words, "I.1", {one.identity: "It says so."})
    [other] = of_words(source, side("es", "En los 60 días."), "I.1", {one.identity: "It says so."})
    assert (one.accepted, again.accepted, other.accepted) == ("", "It says so.", "")


# Six ordinary spaces before a French semicolon, and three provisions whose Arabic cuts its sentences otherwise. The
# Arabic text has lost a negation in 29.3, and adds “without” in 2.1 and 16.2.
IN_THE_DECLARATION = {
    "es": [],
    "fr": [("spaces", one) for one in ("4.1", "18.1", "21.3", "22.1", "25.1", "26.1")],
    "ar": [
        *(("negations", one) for one in ("16.2", "2.1", "29.3")),
        *(("sentences", one) for one in ("25.1", "26.1", "Preamble.2")),
    ],
    "zh": [],
}


@pytest.mark.parametrize(("lang", "expected"), IN_THE_DECLARATION.items())
def test_in_the_declaration_what_truly_differs_is_found_and_nothing_else(
    declaration: dict[str, Edition], lang: str, expected: list[tuple[str, str]]
) -> None:
    rows = [
        (one.finding.kind, one.finding.citation)
        for pair in align_editions(declaration["en"], declaration[lang]).pairs
        for one in of_words(
            LanguageSide("en", pair.base.text, pair.base.html),
            LanguageSide(lang, pair.incoming.text, pair.incoming.html),
            pair.base.citation,
        )
    ]
    assert sorted(rows) == sorted(expected)
