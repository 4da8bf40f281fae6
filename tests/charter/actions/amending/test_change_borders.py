"""Asking to divide a provision or to join it with the next: what is kept, and what keeps it from being sent."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from charter import texts
from charter.actions.amending import amendment_texts, amendments, change_borders, changes
from charter.actions.amending.amendments import ChangeInput, Faults
from charter.actions.languages import structure
from charter.actions.languages.structure import Why
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

    def drafted(*inputs: ChangeInput, **saved):
        return factories.draft(round_, city, delegate, changes=list(inputs), **saved)

    return drafted


def refusals(draft) -> list[tuple[str, str]]:
    return [(fault.field, str(fault.why)) for fault in amendments.faults_of(draft)]


def test_a_division_keeps_where_the_words_are_cut_and_no_words(draft, homes):
    change = draft(ChangeInput("split", homes, CUT)).text.changes.get()
    assert (change.base, change.cut, change.html) == (factories.working(homes).wording, len(FIRST), "")
    assert [block.text for block in texts.sides_of_change(change)[1].blocks] == [FIRST, SECOND]


def test_a_join_keeps_the_next_provision_and_the_words_of_both(draft, homes, answers):
    change = draft(ChangeInput("join", homes, WHOLE)).text.changes.get()
    assert (change.after, change.after_base) == (answers, factories.working(answers).wording)
    assert texts.sides_of_change(change)[1].text == f"{WHOLE} The city answers each request within thirty days."


def test_the_second_part_has_its_permanent_key_when_the_delegate_confirms(draft, homes, delegate):
    amendment = draft(ChangeInput("split", homes, CUT))
    assert amendment.text.changes.get().new_provision is None
    amendments.send_to_delegate(amendment=amendment, by=delegate, confirm=True)
    assert amendment.text.changes.get().new_provision is not None


def test_a_copy_asks_for_the_same_cut(draft, homes, round_, city, delegate):
    amendment = draft(ChangeInput("split", homes, CUT))
    copy = amendments.begin_draft(round_=round_, organisation=city, by=delegate, language="en")
    amendment_texts.copy_text(amendment.text, copy, delegate, amendment.begun_at)
    assert copy.text.changes.get().cut == len(FIRST)


def test_another_cut_is_another_text(draft, homes):
    first, other = (
        draft(ChangeInput("split", homes, CUT)),
        draft(ChangeInput("split", homes, WHOLE.replace(" of", "\n\nof"))),
    )
    assert changes.text_digest(first.text) != changes.text_digest(other.text)


@pytest.mark.parametrize(
    ("kind", "place", "typed", "field", "reason_start"),
    [
        ("split", 5, WHOLE, "text", "Leave one empty line between two words, where the second part begins"),
        (
            "split",
            5,
            CUT.replace("low", "small"),
            "text",
            "A split does not change the wording and needs one empty line between two words.",
        ),
        (
            "split",
            5,
            "The city\n\nkeeps one fifth\n\nof new homes for people with low incomes.",
            "text",
            "Leave one empty line",
        ),
        (
            "split",
            3,
            "The right\n\nof the inhabitants",
            "kind",
            "A title or a heading cannot be split. Choose another provision.",
        ),
        (
            "join",
            3,
            "",
            "kind",
            "A title or a heading cannot be combined with another provision. Choose another provision.",
        ),
        ("join", 6, "", "kind", "The provision is the last provision of the article."),
        ("join", 8, "", "kind", "The next provision has another type or level."),
        (
            "join",
            5,
            WHOLE.replace("low", "small"),
            "text",
            "A combination does not change the wording.",
        ),
    ],
)
def test_what_cannot_be_asked_is_refused_beside_its_field(draft, charter, kind, place, typed, field, reason_start):
    amendment = draft(ChangeInput(kind, factories.provision(charter, place), typed))
    [(beside, why)] = refusals(amendment)
    assert beside == field and why.startswith(reason_start)


def test_words_that_the_language_lacks_are_neither_divided_nor_joined(draft, charter, homes):
    factories.language_without(charter, "ar", 5)
    for kind in ("split", "join"):
        [(field, why)] = refusals(draft(ChangeInput(kind, homes, ""), language="ar"))
        assert field == "kind" and "no text" in why


def test_words_that_moved_meanwhile_are_said_for_both_provisions(draft, homes, answers, moderator):
    divides, joins = draft(ChangeInput("split", homes, CUT)), draft(ChangeInput("join", homes, ""))
    factories.adopt(answers, "The city answers at once.", by=moderator)
    assert refusals(divides) == []
    assert "The text of the next provision has changed since" in refusals(joins)[0][1]
    factories.adopt(homes, WHOLE.replace("fifth", "third"), by=moderator)
    assert "The text has changed" in refusals(divides)[0][1]


def test_what_has_still_to_be_divided_in_a_language_is_not_divided_again_there(charter, homes, moderator):
    base = factories.working(homes).wording
    structure.split_provision(
        provision=homes, language="en", base=base, words=CUT, by=moderator, why=Why("Two duties.")
    )
    charter.refresh_from_db()
    base = factories.working(homes, "fr").wording
    change = Change(kind="split", provision=homes, language="fr", base=base, cut=20)
    [(field, why)] = change_borders.border_faults(change, charter)
    assert field == "kind" and "must first split" in why


@pytest.mark.parametrize("beside", ["split", "delete"])
def test_a_provision_is_divided_once_and_not_where_it_goes(draft, homes, beside):
    amendment = draft(ChangeInput("split", homes, CUT), ChangeInput(beside, homes, CUT))
    assert ("provision", "The amendment changes this provision twice. Delete one of the changes.") in refusals(
        amendment
    )


def test_other_words_may_be_asked_for_in_a_second_change(draft, homes, delegate):
    amendment = draft(ChangeInput("split", homes, CUT), ChangeInput("replace", homes, WHOLE.replace("fifth", "third")))
    amendments.send_to_delegate(amendment=amendment, by=delegate, confirm=True)
    assert amendment.number == 1


def test_what_cannot_be_asked_is_not_sent(draft, homes, delegate):
    with pytest.raises(Faults, match="empty line"):
        amendments.send_to_delegate(amendment=draft(ChangeInput("split", homes, WHOLE)), by=delegate)


def test_only_a_division_has_a_cut(draft, homes):
    change = draft(ChangeInput("join", homes, "")).text.changes.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Change.objects.filter(pk=change.pk).update(cut=4)
