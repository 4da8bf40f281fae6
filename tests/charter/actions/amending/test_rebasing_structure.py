"""Pending amendments when provisions are divided or joined: what each asks stays what it asked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from charter.actions.amending import rebasing_structure
from charter.actions.deciding import compromises
from charter.actions.languages import structure
from charter.actions.languages.structure import Why
from charter.actions.versions import versions
from charter.models import Amendment, Position, Round
from charter.queries.versions import data_faults
from tests import factories

FIRST, SECOND = "The city keeps one fifth of new homes.", "It says each year which ones."
BOTH = f"{FIRST} {SECOND}"
WHY = Why("Two duties stand in it.")


@pytest.fixture
def place(charter, version, moderator):
    provision = factories.provision(charter, 5)
    adopted = factories.adopt(provision, BOTH, by=moderator).carries.get()
    for code in ("fr", "es"):
        words = factories.working(provision, code).wording.html
        factories.reword(provision, words, by=moderator, language=code, adoptions=[adopted])
    return provision


@pytest.fixture
def ahead(place, version):
    """A round whose amendments are carried over."""
    return factories.round_(version)


@pytest.fixture
def asks(ahead, city, delegate, place):
    """A pending amendment on the paragraph."""

    def made(html="", **more):
        return factories.under_review(ahead, city, delegate, more.pop("on", place), html, **more)

    return made


def between_rounds(round_: Round) -> None:
    """The round is over and a later version is out: its open amendments are carried over."""
    Round.objects.filter(pk=round_.pk).update(closed_at=round_.opens_at)
    pending = list(Amendment.objects.pending().values_list("pk", flat=True))
    charter, proposer, other = round_.charter, factories.holder("moderator"), factories.holder("moderator")
    publication = versions.propose_version(charter=charter, by=proposer, carried_over=pending)
    versions.publish_version(publication=publication, by=other)


def split(place, by, ahead):
    between_rounds(ahead)
    whole = factories.working(place).wording
    return structure.split_provision(
        provision=place, language="en", base=whole, words=f"{FIRST}\n\n{SECOND}", by=by, why=WHY
    )


def join(place, other, by, ahead):
    between_rounds(ahead)
    structure.combine_provisions(provision=place, other=other, by=by, why=WHY)


def asked(amendment: Amendment) -> list[tuple]:
    text = Amendment.objects.get(pk=amendment.pk).text
    return [(c.kind, c.provision, c.html, c.carry) for c in text.changes.order_by("place")]


def notes(amendment: Amendment) -> str:
    return " ".join(Amendment.objects.get(pk=amendment.pk).text.changes.values_list("carry_note", flat=True))


def test_what_changes_a_word_of_one_part_goes_to_that_part(place, asks, moderator, ahead):
    first, other = asks(BOTH.replace("fifth", "third")), asks(BOTH.replace("each year", "each month"))
    second = split(place, moderator, ahead)
    assert asked(first) == [("replace", place, FIRST.replace("fifth", "third"), "clean")]
    assert asked(other) == [("replace", second, SECOND.replace("each year", "each month"), "clean")]
    assert list(data_faults.all_faults()) == []


def test_what_changes_both_parts_asks_for_both(place, asks, moderator, ahead):
    amendment = asks(BOTH.replace("fifth", "third").replace("each year", "each month"))
    second = split(place, moderator, ahead)
    assert asked(amendment) == [
        ("replace", place, FIRST.replace("fifth", "third"), "clean"),
        ("replace", second, SECOND.replace("each year", "each month"), "clean"),
    ]


def test_what_changes_words_on_the_border_is_to_be_checked_and_asks_for_the_same(place, asks, moderator, ahead):
    words = BOTH.replace("new homes. It says each", "new homes, and says each")
    amendment = asks(words)
    second = split(place, moderator, ahead)
    assert asked(amendment) == [("replace", place, words, "check"), ("delete", second, "", "check")]
    assert "The provision was split within the text that this amendment changes" in notes(amendment)


def test_a_deletion_asks_that_both_parts_go(place, asks, moderator, ahead):
    amendment = asks(kind="delete")
    second = split(place, moderator, ahead)
    assert asked(amendment) == [("delete", place, "", "clean"), ("delete", second, "", "clean")]


@pytest.mark.parametrize("kept", [FIRST, SECOND])
def test_an_amendment_that_kept_one_part_asks_that_the_other_goes(place, asks, moderator, ahead, kept):
    amendment = asks(kept)
    second = split(place, moderator, ahead)
    assert asked(amendment) == [("delete", second if kept == FIRST else place, "", "clean")]


def test_positions_stay_where_no_proposed_word_changed(place, asks, moderator, ahead, other_city, other_delegate):
    amendment = asks(BOTH.replace("each year", "each month"))
    arguments = {"mandate": other_delegate.mandates.get(), "by": other_delegate, "at": amendment.begun_at}
    Position.objects.create(organisation=other_city, text=amendment.text, stance="support", **arguments)
    split(place, moderator, ahead)
    amendment.refresh_from_db()
    assert Position.objects.get(superseded_at=None).text == amendment.text


def test_what_stood_after_the_whole_stands_after_the_second_part(charter, place, asks, moderator, ahead):
    new = asks("A new duty.", kind="insert", new_kind="subparagraph")
    moved = asks("", kind="move", on=factories.provision(charter, 6), after=place)
    second = split(place, moderator, ahead)
    assert asked(new) == [("insert", second, "A new duty.", "clean")]
    assert Amendment.objects.get(pk=moved.pk).text.changes.get().after == second


def test_a_move_of_what_was_divided_is_to_be_checked(charter, place, asks, moderator, ahead):
    amendment = asks("", kind="move", after=factories.provision(charter, 6))
    split(place, moderator, ahead)
    assert [carry for *_rest, carry in asked(amendment)] == ["check"]
    assert "Only its first part" in notes(amendment)


def test_decided_words_go_to_the_part_they_change(place, asks, moderator, ahead):
    amendment = asks(BOTH.replace("each year", "each month"))
    decided_html = BOTH.replace("each year", "twice a year")
    factories.accepted(
        amendment,
        moderator,
        outcome="accepted_with_changes",
        words={amendment.text.changes.get().pk: decided_html},
        release=False,
    )
    second = split(place, moderator, ahead)
    decided_wording = Amendment.objects.get(pk=amendment.pk).decision.words.get()
    assert (decided_wording.change.provision, decided_wording.html) == (
        second,
        SECOND.replace("each year", "twice a year"),
    )


def test_another_language_is_left_alone_until_it_follows(place, asks, moderator, ahead):
    french = factories.working(place, "fr").wording.html.replace("cinquième", "tiers")
    amendment = asks(french, language="fr")
    split(place, moderator, ahead)
    assert asked(amendment) == [("replace", place, french, "clean")]
    assert Amendment.objects.get(pk=amendment.pk).texts.count() == 1


def test_words_asked_of_either_are_asked_of_both_as_one(charter, place, asks, moderator, ahead):
    other = factories.provision(charter, 6)
    rest = factories.working(other).wording.html
    first, two = asks(BOTH.replace("fifth", "third")), asks(rest.replace("thirty", "ten"), on=other)
    join(place, other, moderator, ahead)
    assert asked(first) == [("replace", place, f"{BOTH.replace('fifth', 'third')} {rest}", "clean")]
    assert asked(two) == [("replace", place, f"{BOTH} {rest.replace('thirty', 'ten')}", "clean")]
    assert list(data_faults.all_faults()) == []


def test_a_deletion_of_one_asks_that_its_words_go_and_is_to_be_checked(charter, place, asks, moderator, ahead):
    other = factories.provision(charter, 6)
    rest = factories.working(other).wording.html
    first, two = asks(kind="delete"), asks(kind="delete", on=other)
    join(place, other, moderator, ahead)
    assert asked(first) == [("replace", place, rest, "check")]
    assert asked(two) == [("replace", place, BOTH, "check")]


def test_deletions_of_both_ask_that_the_joined_one_goes(charter, place, asks, moderator, ahead):
    other = factories.provision(charter, 6)
    amendment = asks(kind="delete")
    factories.change(amendment, other, "", kind="delete")
    join(place, other, moderator, ahead)
    assert [(kind, carry) for kind, _on, _html, carry in asked(amendment)] == [("delete", "clean"), ("delete", "void")]


def test_places_at_joined_provisions(charter, place, asks, moderator, ahead):
    other, before = factories.provision(charter, 6), factories.provision(charter, 4)
    kind = {"kind": "insert", "new_kind": "subparagraph"}
    between, behind = asks("Between.", **kind), asks("Behind.", on=other, **kind)
    moves = [asks("", kind="move", on=on, after=before) for on in (place, other)]
    join(place, other, moderator, ahead)
    assert asked(between) == [("insert", place, "Between.", "check")]
    assert asked(behind) == [("insert", place, "Behind.", "clean")]
    assert [asked(move)[0][3] for move in moves] == ["check", "void"]


@pytest.fixture
def put(ahead, place, asks, moderator):
    """A compromise on words of the second sentence, put to the member that asked."""
    amendment = asks(BOTH.replace("each year", "each month"))

    def made(html):
        until = timezone.now() + timedelta(days=10)
        arguments = {"reason": {"en": "It lies between."}, "answer_by": until, "by": moderator, "html": html}
        return compromises.propose_compromise(
            round_=ahead, amendments=[amendment], provision=place, language="en", **arguments
        )

    return made


def test_a_compromise_goes_to_the_part_that_it_changes_with_its_answers(place, put, moderator, ahead):
    compromise = factories.agreed(put(BOTH.replace("each year", "twice a year")), moderator)
    second = split(place, moderator, ahead)
    compromise.refresh_from_db()
    state = (compromise.provision, compromise.html, compromise.agreed)
    assert state == (second, SECOND.replace("each year", "twice a year"), True)
    assert compromise.responses.filter(superseded_at=None).exists()


def test_a_compromise_on_both_parts_is_closed_with_a_note(place, put, moderator, ahead):
    compromise = put(BOTH.replace("fifth", "third").replace("each year", "twice a year"))
    split(place, moderator, ahead)
    compromise.refresh_from_db()
    assert (compromise.state, compromise.agreed) == ("closed", False)
    assert "Both parts contain some of its text" in compromise.note


def test_a_compromise_goes_on_over_what_was_joined(charter, place, put, moderator, ahead):
    words = BOTH.replace("each year", "twice a year")
    compromise = factories.agreed(put(words), moderator)
    other = factories.provision(charter, 6)
    rest = factories.working(other).wording.html
    join(place, other, moderator, ahead)
    compromise.refresh_from_db()
    assert (compromise.provision, compromise.html, compromise.agreed) == (place, f"{words} {rest}", True)


@pytest.fixture
def drafted(ahead, city, officer):
    return factories.draft(ahead, city, officer, BOTH.replace("each year", "each month"))


def test_a_draft_goes_to_the_part_that_it_changes_when_it_is_opened(place, drafted, officer, moderator, ahead):
    second = split(place, moderator, ahead)
    assert [(c.provision, c.carry) for c in drafted.text.changes.all()] == [(place, "clean")]
    text = rebasing_structure.open_draft(amendment=drafted, by=officer)
    assert text == drafted.text
    assert asked(drafted) == [("replace", second, SECOND.replace("each year", "each month"), "clean")]
    assert rebasing_structure.open_draft(amendment=drafted, by=officer) is None


def test_a_draft_on_what_was_joined_goes_to_what_it_went_into(charter, place, ahead, city, officer, moderator):
    other = factories.provision(charter, 6)
    rest = factories.working(other).wording.html
    draft = factories.draft(ahead, city, officer, rest.replace("thirty", "ten"), place=6)
    join(place, other, moderator, ahead)
    rebasing_structure.open_draft(amendment=draft, by=officer)
    assert asked(draft) == [("replace", place, f"{BOTH} {rest.replace('thirty', 'ten')}", "clean")]
