"""Keeping the glossary: who may, what stays as history, all or nothing."""

from __future__ import annotations

import pytest

from accounts.models import Record
from accounts.rules import Refused
from charter.actions.languages import glossary
from charter.actions.languages.glossary import NewTerm
from charter.models import Term
from tests import factories

HOME = NewTerm("en", "home", definition="Where one lives.", forms=("homes",), forbidden=("dwelling",))


@pytest.fixture
def editor(db):
    return factories.holder("language_editor", "fr")


def test_a_term_makes_its_concept_and_stands_in_the_record(charter, moderator):
    term = glossary.save_term(charter=charter, new=HOME, by=moderator)
    assert (term.concept.slug, term.spellings, term.forbidden) == ("home", ("home", "homes"), ["dwelling"])
    assert (Record.objects.last().act, Record.objects.last().about) == ("term put", f"term:{term.pk}")


def test_the_same_words_again_change_nothing(charter, moderator):
    first = glossary.save_term(charter=charter, new=HOME, by=moderator)
    again = glossary.save_term(charter=charter, new=NewTerm(**{**vars(HOME), "concept": "home"}), by=moderator)
    assert again == first
    assert Record.objects.filter(act="term put").count() == 1


def test_a_changed_term_is_a_new_row_and_the_old_one_stays(charter, moderator):
    first = glossary.save_term(charter=charter, new=HOME, by=moderator)
    glossary.save_term(charter=charter, new=NewTerm("en", "dwelling", "home"), by=moderator)
    first.refresh_from_db()
    assert first.superseded_at is not None
    assert [term.word for term in Term.objects.current()] == ["dwelling"]


def test_an_editor_keeps_the_own_language_alone(charter, moderator, editor):
    glossary.save_term(charter=charter, new=HOME, by=moderator)
    glossary.save_term(charter=charter, new=NewTerm("fr", "logement", "home"), by=editor)
    with pytest.raises(Refused):
        glossary.save_term(charter=charter, new=NewTerm("en", "house", "home"), by=editor)
    assert {term.word for term in Term.objects.current()} == {"home", "logement"}


def test_rows_are_taken_together_or_not_at_all(charter, editor):
    rows = [NewTerm("fr", "logement", "home"), NewTerm("en", "house", "home")]
    with pytest.raises(Refused):
        glossary.store_terms(charter=charter, rows=rows, by=editor)
    assert Term.objects.count() == 0


def test_a_term_taken_out_stays_as_history(charter, moderator):
    term = glossary.save_term(charter=charter, new=HOME, by=moderator)
    glossary.remove_term(term=term, by=moderator)
    assert (Term.objects.current().count(), Term.objects.count()) == (0, 1)
    assert Record.objects.last().act == "term taken out"


@pytest.mark.parametrize("new", [NewTerm("en", " "), NewTerm("de", "Wohnung")])
def test_no_word_or_a_foreign_language_is_refused(charter, moderator, new):
    with pytest.raises(Refused):
        glossary.save_term(charter=charter, new=new, by=moderator)


def test_a_concept_never_takes_the_name_of_a_page(charter, moderator):
    assert glossary.save_term(charter=charter, new=NewTerm("en", "new"), by=moderator).concept.slug == "new-2"
