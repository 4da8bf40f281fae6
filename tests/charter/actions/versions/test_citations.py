"""Citations that follow in all languages, by one act."""

from __future__ import annotations

import pytest

from accounts.models import Record
from accounts.rules import Refused
from charter.actions.versions import citations
from charter.models import Charter, Wording
from charter.queries.languages import ledger
from charter.queries.reading import references
from tests import factories

SEE = {
    "en": "The city gives every household clean water at a fair price (see I.1.2).",
    "fr": "La ville fournit à chaque foyer une eau propre à un juste prix (voir I.1.2).",
    "es": "La ciudad da a cada hogar agua limpia a un precio justo (véase I.1.2).",
}


@pytest.fixture
def version(charter, moderator):
    """A version that cites I.1.2 in three languages; then the provision before it is deleted."""
    for language, text in SEE.items():
        factories.reword(factories.provision(charter, 8), text, by=moderator, language=language)
    published = factories.version(charter)
    factories.without(again(charter), 5)
    return published


def again(charter):
    return Charter.objects.select_related("arrangement").get(pk=charter.pk)


def seen(charter, version):
    return citations.citations_digest(references.texts_with_citations(again(charter), version))


def standing(charter):
    """The texts by language, whose provision is one place earlier since another one is gone."""
    provision = next(
        candidate
        for candidate in again(charter).provisions.all()
        if factories.working(candidate).wording.text in SEE_NOW
    )
    return {language: factories.working(provision, language).wording.text for language in SEE}


SEE_NOW = {text.replace("I.1.2", "I.1.1") for text in SEE.values()}


def test_the_citations_follow_in_all_languages_as_one_act(charter, version, moderator):
    wordings = citations.follow_citations(charter=charter, seen=seen(charter, version), by=moderator)
    assert {wording.text for wording in wordings} == SEE_NOW
    assert set(standing(charter).values()) == SEE_NOW
    assert Record.objects.filter(act="citations followed").count() == 1
    assert references.out_of_date(again(charter), version) == []


def test_the_languages_stay_up_to_date(charter, version, moderator):
    citations.follow_citations(charter=charter, seen=seen(charter, version), by=moderator)
    assert ledger.out_of_step(again(charter)) == []


def test_other_changes_than_those_that_were_read_are_refused(charter, version, moderator):
    before = Wording.objects.count()
    with pytest.raises(Refused, match="have changed since"):
        citations.follow_citations(charter=charter, seen="0" * 64, by=moderator)
    assert Wording.objects.count() == before


def test_only_a_moderator_has_the_right(charter, version, officer):
    with pytest.raises(Refused):
        citations.follow_citations(charter=charter, seen=seen(charter, version), by=officer)
