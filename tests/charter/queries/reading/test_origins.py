"""Words counted by kind of source, each word once."""

from __future__ import annotations

import pytest

from charter.models import Adoption, Wording
from charter.queries.reading import origins
from charter.states import OriginKind
from tests import factories


def counted(shares):
    return {str(kind): number for kind, number in shares.items() if number}


def wording(provision, *runs):
    stored = [{"text": text, "by": by} for text, by in runs]
    words = "".join(text for text, _by in runs)
    return Wording(provision=provision, language="en", html=words, text=words, runs=stored)


def test_first_words_come_from_the_first_text(charter):
    words = factories.working(factories.provision(charter, 5)).wording
    assert counted(origins.shares_by_source([words])) == {"first_text": 13}


def test_words_that_a_member_asked_for_are_its_kind_alone(db, city, officer, moderator):
    first = factories.version(factories.charter(languages=("en",)))
    kept = factories.WORDS["en"][5].replace("fifth", "third")
    second = factories.second_version(first, {5: kept}, by=moderator, city=city, proposer=officer)
    assert origins.shares_of_version(second, "en")[OriginKind.MEMBERS] == 1
    assert sum(origins.shares_of_version(second, "en").values()) == sum(
        origins.shares_of_version(first, "en").values()
    )


@pytest.mark.parametrize(
    ("attributes", "kind"),
    [
        ({"asked_by": "government"}, "members"),
        ({"asked_by": "partner"}, "partners"),
        ({}, "secretariat"),
    ],
)
def test_an_adoption_is_of_the_kind_of_who_asked(attributes, kind, charter, moderator):
    homes = factories.provision(charter, 5)
    asked_by = factories.organisation("Who asks", attributes["asked_by"]) if attributes else None
    adoption = Adoption.objects.create(
        provision=homes, language="en", by=moderator, at="2026-01-01T00:00Z", asked_by=asked_by
    )
    words = wording(homes, ("All homes", [f"adoption:{adoption.pk}"]))
    assert counted(origins.shares_by_source([words])) == {kind: 2}


def test_a_word_cut_by_two_runs_is_counted_once_where_it_begins(charter):
    words = wording(factories.provision(charter, 5), ("house", ["source:1"]), ("holds stay", ["wording:1"]))
    assert counted(origins.shares_by_source([words])) == {"first_text": 1, "secretariat": 1}


def test_in_scripts_without_spaces_characters_are_counted():
    assert list(origins.word_starts("\u57ce\u5e02 \u4eba", "zh-hans")) == [0, 1, 3]


def test_what_members_asked_for_includes_compromises():
    shares = {kind: 0 for kind in OriginKind} | {OriginKind.MEMBERS: 2, OriginKind.COMPROMISE: 3}
    assert origins.count_proposed_words(shares) == 5
