"""Rounds, amendments and decisions as machines read them."""

from __future__ import annotations

import pytest

from charter.models import Provision, Round
from tests import factories

FIFTH = factories.WORDS["en"][5]
THIRD = FIFTH.replace("fifth", "third")


@pytest.fixture
def asked(round_, city, officer):
    return factories.under_review(round_, city, officer, factories.provision(round_.charter, 5), THIRD)


def items(client, address):
    return client.get(f"/api/v1/{address}").json()["items"]


def test_a_round_says_its_windows_and_its_counts(client, asked):
    [shown] = items(client, "rounds")
    assert (shown["number"], shown["phase"], shown["version"]) == (1, "open", 1)
    assert shown["counts"] == {"amendments": 1, "decisions": 0, "withdrawn": 0, "proposers": 1}
    assert client.get("/api/v1/rounds/1").json() == shown


def test_an_amendment_says_what_it_asks_and_for_whom(client, asked, city):
    [shown] = items(client, "amendments")
    assert (shown["number"], shown["state"], shown["decision"]) == (1, "under_review", None)
    assert shown["member"]["slug"] == city.slug
    [change] = shown["changes"]
    assert (change["kind"], change["citation"], change["before_html"], change["html"]) == (
        "replace",
        "I.1.1",
        FIFTH,
        THIRD,
    )


@pytest.mark.parametrize("kind", ["insert", "move", "split", "join", "delete"])
def test_a_change_of_the_structure_names_its_provisions_by_key(client, round_, city, officer, kind):
    fifth, sixth = (factories.provision(round_.charter, place) for place in (5, 6))
    new = Provision.objects.create(charter=round_.charter)
    details = {
        "insert": {"new_kind": "paragraph", "new_provision": new},
        "move": {"after": sixth},
        "split": {"cut": len("The city keeps"), "new_provision": new},
        "join": {"after": sixth, "after_base": factories.working(sixth).wording},
        "delete": {},
    }[kind]
    factories.under_review(round_, city, officer, fifth, THIRD, kind=kind, **details)
    [change] = items(client, "amendments")[0]["changes"]
    nothing = dict.fromkeys(["after_key", "new_kind", "new_key", "joined_key", "cut"])
    expected = {
        "insert": {"after_key": str(fifth.key), "new_kind": "paragraph", "new_key": str(new.key)},
        "move": {"after_key": str(sixth.key)},
        "split": {"cut": 14, "new_key": str(new.key)},
        "join": {"joined_key": str(sixth.key)},
        "delete": {},
    }[kind]
    assert {name: change[name] for name in ("key", *nothing)} == {"key": str(fifth.key), **nothing, **expected}


def test_one_amendment_says_who_stands_beside_it(client, asked, other_city, other_delegate):
    from charter.actions.amending import positions

    positions.take_position(organisation=other_city, text=asked.text, by=other_delegate, stance="support", line="Yes.")
    shown = client.get("/api/v1/amendments/1/1").json()
    [position] = shown["positions"]
    assert (position["member"]["name"], position["stance"], position["line"]) == ("Velmora", "support", "Yes.")
    assert (shown["supported"], shown["co_proposers"]) == (1, [])


def test_no_draft_and_no_amendment_of_a_round_that_hides_what_is_pending(client, asked, round_, city, officer):
    factories.draft(round_, city, officer)
    assert len(items(client, "amendments")) == 1
    Round.objects.update(pending_is_public=False)
    assert items(client, "amendments") == []
    assert client.get("/api/v1/amendments/1/1").status_code == 404
    assert items(client, "rounds")[0]["counts"] is None


def test_a_decision_is_told_only_once_it_is_released(client, asked, moderator):
    factories.accepted(asked, moderator, release=False)
    assert (items(client, "decisions"), items(client, "amendments")[0]["state"]) == ([], "under_review")


def test_a_released_decision_says_its_reason(client, version, city, officer, moderator):
    round_ = factories.deciding(version)
    amendment = factories.under_review(round_, city, officer, factories.provision(version.charter, 5), THIRD)
    factories.accepted(amendment, moderator)
    [shown] = items(client, "decisions")
    assert (shown["outcome"], shown["label"], shown["reason"]["text"]) == ("accepted", "Accepted", "It is clear.")
    assert (shown["amendment"]["number"], shown["in_the_text"]) == (1, False)
    assert items(client, "amendments")[0]["state"] == "accepted"


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("round=1", 1),
        ("round=2", 0),
        ("state=under_review", 1),
        ("state=accepted", 0),
        ("article=I", 1),
        ("article=II", 0),
        ("city={slug}", 1),
        ("city=nobody", 0),
    ],
)
def test_amendments_are_narrowed(client, asked, city, query, number):
    assert len(items(client, f"amendments?{query.format(slug=city.slug)}")) == number


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("round=1", 1),
        ("round=2", 0),
        ("outcome=accepted", 1),
        ("outcome=falls", 0),
        ("article=I", 1),
        ("article=II", 0),
    ],
)
def test_decisions_are_narrowed(client, version, city, officer, moderator, query, number):
    round_ = factories.deciding(version)
    amendment = factories.under_review(round_, city, officer, factories.provision(version.charter, 5), THIRD)
    factories.accepted(amendment, moderator)
    assert len(items(client, f"decisions?{query}")) == number


@pytest.fixture
def answered(version, city, officer, other_city, stranger, moderator):
    """A decision that is public and one that is not, with a compromise on both."""
    round_, place = factories.deciding(version), factories.provision(version.charter, 5)
    mine = factories.under_review(round_, city, officer, place, THIRD)
    theirs = factories.under_review(round_, other_city, stranger, place, "All homes.")
    factories.answered([mine, theirs], moderator, {city: "yes_with_a_word"}, agreed=True)
    factories.accepted(mine, moderator)
    return factories.accepted(theirs, moderator, release=False)


def test_who_answered_a_compromise_stands_with_the_public_decision(client, answered, city, other_city):
    [shown] = items(client, "decisions")
    [compromise] = shown["compromises"]
    assert (compromise["about"], compromise["agreed"], compromise["silence"], compromise["language"]) == (
        "amendments",
        True,
        "neither",
        "en",
    )
    assert [(answer["member"]["slug"], answer["answer"]) for answer in compromise["answers"]] == [
        (city.slug, "yes_with_a_word"),
        (other_city.slug, "silent"),
    ]
    assert client.get("/api/v1/amendments/1/1").json()["compromises"] == [compromise]
    assert client.get("/api/v1/amendments/1/2").json()["compromises"] == []
    assert "But soon." not in str(shown)


def test_who_answered_and_withholds_its_name_is_not_named(client, answered, other_city):
    type(other_city).objects.filter(pk=other_city.pk).update(name_withheld=True)
    [shown] = items(client, "decisions")
    silent = shown["compromises"][0]["answers"][1]
    assert (silent["member"]["slug"], silent["answer"]) == (None, "silent")
    assert "Velmora" not in str(shown)


def test_a_member_that_withholds_its_name_is_not_found_by_it(client, asked, city):
    type(city).objects.update(name_withheld=True)
    assert items(client, f"amendments?city={city.slug}") == []
    assert items(client, "amendments")[0]["member"]["slug"] is None
