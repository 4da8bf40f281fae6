"""Numbers that the words cite are flagged where what they cite is called otherwise now, or has gone."""

from __future__ import annotations

import pytest
from django.utils import timezone

from charter.actions.languages import editions, structure
from charter.actions.languages.structure import Why
from charter.actions.secretariat.text_structure import change_structure
from charter.models import Charter
from charter.queries.reading import references
from charter.structure import PartNames, TextStructure
from tests import factories

SEE = "The city gives every household clean water (see I.1.2 and article II)."


@pytest.fixture
def cited(charter, moderator):
    factories.reword(factories.provision(charter, 8), SEE, by=moderator)
    return factories.version(charter)


def found(charter, version):
    return [(r.provision, r.language, r.cited, r.now) for r in references.out_of_date(charter, version)]


def again(charter):
    return Charter.objects.select_related("arrangement").get(pk=charter.pk)


def test_nothing_moved_nothing_is_flagged(charter, cited):
    assert found(again(charter), cited) == []


def test_a_paragraph_that_moved_up_is_flagged_with_its_number_now(charter, cited):
    factories.without(again(charter), 5)
    assert found(again(charter), cited) == [("II.1", "en", "I.1.2", "I.1.1")]


def test_what_has_gone_is_flagged_without_a_number(charter, cited):
    factories.without(again(charter), 6)
    assert found(again(charter), cited) == [("II.1", "en", "I.1.2", "")]


def test_an_article_is_known_by_the_word_before_its_number(charter, cited):
    now = again(charter)
    preamble, first, second = now.arrangement.sections
    editions.arrange_charter(charter=now, sections=(preamble, second, first), at=timezone.now())
    assert [r[2:] for r in found(again(charter), cited)] == [("I.1.2", "II.1.2"), ("II", "I")]


def test_an_article_with_another_name_is_known_by_that_name(charter, moderator):
    text = "The city gives every household clean water (see I.1.2 and section II)."
    factories.reword(factories.provision(charter, 8), text, by=moderator)
    version = factories.version(charter)
    names = (("en", PartNames(article="Section")),)
    change_structure(charter=charter, structure=TextStructure(names=names), by=moderator)
    now = again(charter)
    preamble, first, second = now.arrangement.sections
    editions.arrange_charter(charter=now, sections=(preamble, second, first), at=timezone.now())
    assert [r[2:] for r in found(again(charter), version)] == [("I.1.2", "II.1.2"), ("II", "I")]


def test_words_that_changed_since_cite_by_the_present_numbers(charter, cited, moderator):
    factories.without(again(charter), 5)
    factories.reword(factories.provision(again(charter), 7), SEE.replace("clean", "safe"), by=moderator)
    assert found(again(charter), cited) == []


def test_a_number_among_words_is_no_citation(charter, moderator):
    factories.reword(factories.provision(charter, 8), "In II of ten cities, I met 2.5 people.", by=moderator)
    version = factories.version(charter)
    now = again(charter)
    preamble, first, second = now.arrangement.sections
    editions.arrange_charter(charter=now, sections=(preamble, second, first), at=timezone.now())
    assert found(again(charter), version) == []


WHY = Why("It is clearer.")


def join(charter, place, by):
    pair = [factories.provision(again(charter), n) for n in (place, place + 1)]
    structure.combine_provisions(provision=pair[0], other=pair[1], by=by, why=WHY)


def divide(charter, place, before, by):
    """The second part begins with that word."""
    whole = factories.working(factories.provision(again(charter), place)).wording
    words = whole.text.replace(f" {before}", f"\n\n{before}")
    arguments = {"language": "en", "base": whole, "words": words, "by": by, "why": WHY}
    return structure.split_provision(provision=whole.provision, **arguments)


def test_what_was_joined_is_cited_by_what_it_went_into(charter, cited, moderator):
    join(charter, 5, moderator)
    assert found(again(charter), cited) == [("II.1", "en", "I.1.2", "I.1.1")]


def test_what_was_divided_is_cited_by_both_its_parts(charter, cited, moderator):
    divide(charter, 6, "within", moderator)
    assert found(again(charter), cited) == [("II.1", "en", "I.1.2", "I.1.2 and I.1.3")]


def test_dividing_or_joining_words_is_no_change_of_what_they_cite(charter, cited, moderator):
    factories.without(again(charter), 5)
    divide(charter, 7, "(see", moderator)
    assert found(again(charter), cited) == [("II.2", "en", "I.1.2", "I.1.1")]
    join(charter, 7, moderator)
    assert found(again(charter), cited) == [("II.1", "en", "I.1.2", "I.1.1")]


def texts_now(charter, version):
    return {(wording.language, wording.text) for wording in references.texts_with_citations(charter, version)}


def test_a_citation_follows_what_it_cites(charter, cited, moderator):
    factories.without(again(charter), 5)
    assert texts_now(again(charter), cited) == {("en", SEE.replace("I.1.2", "I.1.1"))}


def test_a_citation_of_what_has_gone_is_left(charter, cited, moderator):
    factories.without(again(charter), 6)
    assert texts_now(again(charter), cited) == set()


def test_the_parts_of_what_was_divided_are_joined_in_the_language_of_the_text(charter, moderator):
    vu = "La ville fournit une eau propre (voir I.1.2)."
    factories.reword(factories.provision(charter, 8), SEE, by=moderator)
    factories.reword(factories.provision(charter, 8), vu, by=moderator, language="fr")
    version = factories.version(charter)
    divide(charter, 6, "within", moderator)
    now = texts_now(again(charter), version)
    assert now == {
        ("en", SEE.replace("I.1.2", "I.1.2 and I.1.3")),
        ("fr", vu.replace("I.1.2", "I.1.2 et I.1.3")),
    }


def test_two_citations_that_change_places_are_each_changed_once(charter, cited, moderator):
    now = again(charter)
    preamble, first, second = now.arrangement.sections
    editions.arrange_charter(charter=now, sections=(preamble, second, first), at=timezone.now())
    [wording] = references.texts_with_citations(again(charter), cited)
    assert wording.text == SEE.replace("I.1.2", "II.1.2").replace("article II)", "article I)")
