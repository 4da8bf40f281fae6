"""One table of what people type, in four languages: both databases must give these answers."""

from __future__ import annotations

import pytest

from charter.queries.city import members
from charter.queries.reading import searching
from tests import factories

# The language, what is typed, and the places of the texts in `factories.WORDS` that are found, in their order.
CASES = [
    ("en", "request", [6]),
    ("en", "requests", [6]),
    ("en", "REQUEST", [6]),
    ("en", "household", [8]),
    ("en", "households", [8]),
    ("en", "squares", [9]),
    ("en", "answering requests", [6]),
    ("en", "desks", [10]),
    ("en", "giraffes", []),
    ("en", "requesk", []),
    ("fr", "demande", [6]),
    ("fr", "demandes", [6]),
    ("fr", "robinets", [9]),
    ("fr", "guichets", [10]),
    ("fr", "foyers", [8]),
    ("fr", "prix justes", [8]),
    ("fr", "a chaque demande", [6]),
    ("fr", "Préambule", [0]),
    ("fr", "preambule", [0]),
    ("fr", "preambules", [0]),
    ("fr", "girafes", []),
    ("es", "solicitud", [6]),
    ("es", "solicitudes", [6]),
    ("es", "plazas", [9]),
    ("es", "oficinas", [10]),
    ("es", "dias", [6]),
    ("es", "día", [6]),
    ("es", "ciudades solicitudes", [6]),
    ("es", "jirafas", []),
    ("ar", "طلب", [6]),
    ("ar", "الطلب", [6]),
    ("ar", "والطلب", [6]),
    ("ar", "صنبور", [9]),
    ("ar", "الصنبور", [9]),
    ("ar", "أسرة", [8]),
    ("ar", "اسره", [8]),
    ("ar", "الأسرة", [8]),
    ("ar", "زرافة", []),
]


@pytest.fixture
def four(db):
    return factories.version(factories.charter(languages=("en", "fr", "es", "ar")))


@pytest.mark.parametrize(("language", "typed", "expected"), CASES)
def test_every_form_of_a_word_is_found(four, language, typed, expected):
    rows = searching.search_provisions(four, language, typed)[0:50]
    assert [factories.WORDS[language].index(row.wording.text) for row in rows] == expected


@pytest.mark.parametrize("typed", ["I.1.2", "i.1.2", " I.1.2. ", "article I.1.2", "art. I.1.2", "artículo I.1.2"])
def test_a_citation_finds_its_provision(four, typed):
    rows = searching.search_provisions(four, "en", typed)[0:50]
    assert [row.citation for row in rows] == ["I.1.2"]


def test_a_number_finds_the_amendment_of_that_round_alone(charter, round_, city, officer):
    amendments = [
        factories.under_review(round_, city, officer, factories.provision(charter, 5), f"Homes for {n} of 1.")
        for n in range(1, 3)
    ]
    assert searching.search_amendments("1/2")[0:5] == amendments[1:]
    assert searching.search_amendments("2/1")[0:5] == []


@pytest.mark.parametrize(
    ("typed", "is_near"),
    [
        ("Kisumbai", True),
        ("kisumbay", True),
        ("Kisumba", True),
        ("Kisumbay town", False),
        ("Kisimbay", True),
        ("Kasamboi", False),
        ("Nairobi", False),
        ("", False),
    ],
)
def test_a_name_is_found_by_a_near_spelling(db, typed, is_near):
    city = factories.organisation("Kisumbai")
    assert members.named_like(typed) == ([city] if is_near else [])


def test_a_name_that_is_withheld_is_not_found(db):
    factories.organisation("Kisumbai", name_withheld=True)
    assert members.named_like("Kisumbai") == []


def test_amendments_of_a_member_are_found_by_its_name(charter, round_, city, officer):
    amendment = factories.under_review(round_, city, officer, factories.provision(charter, 5), "Homes for all.")
    assert searching.search_amendments("somebody", members=[city.pk])[0:5] == [amendment]
