"""Asking to divide a provision or to join it with the next: what is kept, and what keeps it from being sent."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from charter import texts
from charter.actions import amendment_texts, amendments, change_borders, changes, structure
from charter.actions.amendments import ChangeInput, Faults
from charter.actions.structure import Why
from charter.models import Change
from tests import factories

FIRST, SECOND = "The city keeps one fifth of new homes", "for people with low incomes."
CUT = f"{FIRST}\n\n{SECOND}"
WHOLE = f"{FIRST} {SECOND}"


@pytest.fixture
def homes(charter):
    return factories.provision(charter, 5)


@pytest.fixture
def answers(charter):
    return factories.provision(charter, 6)


@pytest.fixture
def draft(round_, city, delegate):
    """A draft that asks for these changes."""

    def drafted(*asked: ChangeInput, **saved):
        return factories.draft(round_, city, delegate, changes=list(asked), **saved)

    return drafted


def refusals(draft) -> list[tuple[str, str]]:
    return [(fault.field, str(fault.why)) for fault in amendments.faults(draft)]


def test_a_division_keeps_where_the_words_are_cut_and_no_words(draft, homes):
    change = draft(ChangeInput("split", homes, CUT)).text.changes.get()
    assert (change.base, change.cut, change.html) == (factories.working(homes).wording, len(FIRST), "")
    assert [block.text for block in texts.sides(change)[1].blocks] == [FIRST, SECOND]


def test_a_join_keeps_the_next_provision_and_the_words_of_both(draft, homes, answers):
    change = draft(ChangeInput("join", homes, WHOLE)).text.changes.get()
    assert (change.after, change.after_base) == (answers, factories.working(answers).wording)
    assert texts.sides(change)[1].text == f"{WHOLE} The city answers each request within thirty days."


def test_the_second_part_has_its_permanent_key_when_the_delegate_confirms(draft, homes, delegate):
    asked = draft(ChangeInput("split", homes, CUT))
    assert asked.text.changes.get().new_provision is None
    amendments.send(amendment=asked, by=delegate, confirm=True)
    assert asked.text.changes.get().new_provision is not None


def test_a_copy_asks_for_the_same_cut(draft, homes, round_, city, delegate):
    asked = draft(ChangeInput("split", homes, CUT))
    copy = amendments.begin(round_=round_, organisation=city, by=delegate, language="en")
    amendment_texts.copy(asked.text, copy, delegate, asked.begun_at)
    assert copy.text.changes.get().cut == len(FIRST)


def test_another_cut_is_another_text(draft, homes):
    one, other = (
        draft(ChangeInput("split", homes, CUT)),
        draft(ChangeInput("split", homes, WHOLE.replace(" of", "\n\nof"))),
    )
    assert changes.digest(one.text) != changes.digest(other.text)


@pytest.mark.parametrize(
    ("kind", "place", "typed", "field", "said"),
    [
        ("split", 5, WHOLE, "text", "Put one empty line where the second part begins"),
        ("split", 5, CUT.replace("low", "small"), "text", "A division changes no word"),
        (
            "split",
            5,
            "The city\n\nkeeps one fifth\n\nof new homes for people with low incomes.",
            "text",
            "Put one empty line",
        ),
        ("split", 3, "The right\n\nof the inhabitants", "kind", "A title or a heading is not divided."),
        ("join", 3, "", "kind", "A title or a heading is not joined."),
        ("join", 6, "", "kind", "No provision follows in this article"),
        ("join", 8, "", "kind", "The next provision is of another kind or level."),
        ("join", 5, WHOLE.replace("low", "small"), "text", "A join changes no word."),
    ],
)
def test_what_cannot_be_asked_is_refused_beside_its_field(draft, charter, kind, place, typed, field, said):
    asked = draft(ChangeInput(kind, factories.provision(charter, place), typed))
    [(beside, why)] = refusals(asked)
    assert beside == field and why.startswith(said)


def test_words_that_the_language_lacks_are_neither_divided_nor_joined(draft, charter, homes):
    factories.language_without(charter, "ar", 5)
    for kind in ("split", "join"):
        [(field, why)] = refusals(draft(ChangeInput(kind, homes, ""), language="ar"))
        assert field == "kind" and "no words" in why


def test_words_that_moved_meanwhile_are_said_for_both_provisions(draft, homes, answers, moderator):
    divides, joins = draft(ChangeInput("split", homes, CUT)), draft(ChangeInput("join", homes, ""))
    factories.adopt(answers, "The city answers at once.", by=moderator)
    assert refusals(divides) == []
    assert "of the next provision have moved" in refusals(joins)[0][1]
    factories.adopt(homes, WHOLE.replace("fifth", "third"), by=moderator)
    assert "The text has moved" in refusals(divides)[0][1]


def test_what_has_still_to_be_divided_in_a_language_is_not_divided_again_there(charter, homes, moderator):
    base = factories.working(homes).wording
    structure.split(provision=homes, language="en", base=base, words=CUT, by=moderator, why=Why("Two duties."))
    charter.refresh_from_db()
    base = factories.working(homes, "fr").wording
    change = Change(kind="split", provision=homes, language="fr", base=base, cut=20)
    [(field, why)] = change_borders.faults(change, charter)
    assert field == "kind" and "have still to be divided" in why


@pytest.mark.parametrize("beside", ["split", "delete"])
def test_a_provision_is_divided_once_and_not_where_it_goes(draft, homes, beside):
    asked = draft(ChangeInput("split", homes, CUT), ChangeInput(beside, homes, CUT))
    assert ("provision", "This provision is in the amendment twice.") in refusals(asked)


def test_other_words_may_be_asked_for_in_a_second_change(draft, homes, delegate):
    asked = draft(ChangeInput("split", homes, CUT), ChangeInput("replace", homes, WHOLE.replace("fifth", "third")))
    amendments.send(amendment=asked, by=delegate, confirm=True)
    assert asked.number == 1


def test_what_cannot_be_asked_is_not_sent(draft, homes, delegate):
    with pytest.raises(Faults, match="empty line"):
        amendments.send(amendment=draft(ChangeInput("split", homes, WHOLE)), by=delegate)


def test_only_a_division_has_a_cut(draft, homes):
    change = draft(ChangeInput("join", homes, "")).text.changes.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Change.objects.filter(pk=change.pk).update(cut=4)
