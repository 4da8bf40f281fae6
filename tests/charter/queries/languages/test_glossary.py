"""Where texts say the terms of the glossary."""

from __future__ import annotations

import pytest

from charter.actions.languages import glossary as glossary_actions
from charter.actions.languages.glossary import NewTerm
from charter.queries.languages import glossary
from tests import factories


@pytest.fixture
def home(charter, moderator):
    new = NewTerm("en", "home", forms=("homes",), forbidden=("dwelling",))
    return glossary_actions.save_term(charter=charter, new=new, by=moderator)


@pytest.fixture
def words(charter, home):
    return glossary.words_by_language(charter, "en")["en"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("A home.", [(2, 6)]), ("Homes, homeless", [(0, 5)]), ("homework", []), ("HOME", [(0, 4)])],
)
def test_whole_words_are_found_whatever_their_case(words, text, expected):
    assert [(start, end) for start, end, _term in words.places_of_terms(text)] == expected


def test_forbidden_words_are_found_with_what_to_say_instead(words, home):
    assert words.forbidden("Each dwelling.") == [("dwelling", home)]


@pytest.mark.parametrize(
    ("html", "marked"),
    [
        ("A home.", 'A <a class="term" href="/g/#home">home</a>.'),
        ("<em>new homes</em> &amp; a", '<em>new <a class="term" href="/g/#home">homes</a></em> &amp; a'),
        ("a <b>b</b> home", 'a <b>b</b> <a class="term" href="/g/#home">home</a>'),
        ('<a href="https://a.example">home</a>', '<a href="https://a.example">home</a>'),
    ],
)
def test_terms_are_marked_as_links(words, html, marked):
    assert words.marked(html, "/g/") == marked


def test_entries_carry_the_terms_of_each_language(charter, home, moderator):
    glossary_actions.save_term(charter=charter, new=NewTerm("fr", "logement", "home"), by=moderator)
    [entry] = glossary.glossary_entries(charter)
    assert {code: term.word for code, term in entry.terms.items()} == {"en": "home", "fr": "logement"}


def test_an_entry_shows_what_was_agreed_before(charter, home, moderator):
    glossary_actions.save_term(charter=charter, new=NewTerm("en", "house", "home"), by=moderator)
    entry = glossary.glossary_entry(charter, "home")
    assert (entry.terms["en"].word, entry.earlier) == ("house", (home,))
    assert glossary.glossary_entry(charter, "nothing") is None


def test_the_provisions_that_use_a_term(charter, home, moderator):
    version = factories.version(charter)
    used = ["I, title", "I.1", "I.1.1"]
    assert [use.citation for use in glossary.uses_of_term(version, home)] == used
    assert len(glossary.working_uses(charter, "en", ["home"])) == 2
    assert glossary.working_uses(charter, "en", []) == []
