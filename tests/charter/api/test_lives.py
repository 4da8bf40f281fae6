"""The life of a provision as machines read it: wordings, and who asked for which words."""

from __future__ import annotations

import pytest

from tests import factories

FIFTH = factories.WORDS["en"][5]
THIRD = FIFTH.replace("fifth", "third")


@pytest.fixture
def lived(db, moderator):
    """A provision that an amendment changed in the second version."""
    charter = factories.charter(languages=("en",))
    city = factories.organisation("Tamanrit")
    proposer = factories.member(city, "officer")
    factories.second_version(factories.version(charter), {5: THIRD}, by=moderator, city=city, proposer=proposer)
    return factories.provision(charter, 5)


def answer(client, provision, suffix=""):
    return client.get(f"/api/v1/provisions/{provision.short}{suffix}").json()


def test_a_provision_says_where_it_stands_and_what_was_asked_of_it(client, lived):
    shown = answer(client, lived)
    assert (shown["citation"], shown["article"], shown["version"]) == ("I.1.1", "I", 2)
    assert shown["standing"] == [{"language": "en", "html": THIRD, "text": THIRD}]
    assert [(amendment["round"], amendment["number"]) for amendment in shown["amendments"]] == [(1, 1)]


def test_wordings_come_newest_first_with_what_brought_them(client, lived):
    newest, first = answer(client, lived, "/wordings")
    assert (newest["text"], newest["version"], first["text"], first["version"]) == (THIRD, 2, FIFTH, 1)
    [brought] = newest["brought_by"]
    assert (brought["kind"], brought["member"]["name"]) == ("amendment", "Tamanrit")
    assert brought["decision"]["outcome"] == "accepted"


def test_runs_spell_the_words_and_say_who_asked_for_each(client, lived):
    shown = answer(client, lived, "/origins")
    assert "".join(run["text"] for run in shown["runs"]) == shown["text"] == THIRD
    by_amendment = [run["text"].strip() for run in shown["runs"] if run["asked_by"][0]["kind"] == "amendment"]
    assert by_amendment == ["third"]
    assert shown["runs"][0]["asked_by"][0]["source"]["document"] == "sample.en.html"


def test_a_member_that_withholds_its_name_is_not_named(client, lived):
    from accounts.models import Organisation

    Organisation.objects.update(name_withheld=True)
    [brought] = answer(client, lived, "/wordings")[0]["brought_by"]
    assert brought["member"] == {
        "name": "A member whose name is withheld",
        "slug": None,
        "page": None,
        "here": None,
    }


def test_words_that_are_not_published_yet_are_not_told_while_decisions_wait(client, round_, moderator, city, officer):
    provision = factories.provision(round_.charter, 5)
    amendment = factories.under_review(round_, city, officer, provision, THIRD)
    factories.accepted(amendment, moderator, release=False)
    type(amendment).objects.filter(pk=amendment.pk).update(state="merged")
    factories.reword(provision, THIRD, by=moderator)
    assert [row["text"] for row in answer(client, provision, "/wordings")] == [FIFTH]


def test_what_is_not_there_is_said(client, version):
    assert client.get("/api/v1/provisions/nothing").json()["error"] == "There is no provision at this address."
