"""Pending divisions and joins when words or borders under them move: they ask for what they meant, or say why not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from charter.actions.languages import editions, structure
from charter.actions.languages.structure import Why
from charter.actions.versions import versions
from charter.models import Amendment, Round
from charter.queries.versions import data_faults
from tests import factories

FIRST, SECOND, THIRD = "The city keeps homes.", "It says which ones.", "It says when."
ALL = f"{FIRST} {SECOND} {THIRD}"
ANSWERS = "The city answers each request within thirty days."
WHY = Why("Two duties stand in it.")


@pytest.fixture
def place(charter, version, moderator):
    provision = factories.provision(charter, 5)
    adopted = factories.adopt(provision, ALL, by=moderator).carries.get()
    for code in ("fr", "es"):
        words = factories.working(provision, code).wording.html
        factories.reword(provision, words, by=moderator, language=code, adoptions=[adopted])
    return provision


@pytest.fixture
def following(charter):
    return factories.provision(charter, 6)


@pytest.fixture
def ahead(place, version):
    return factories.round_(version)


@pytest.fixture
def cut(ahead, city, delegate, place):
    """A pending amendment that divides the paragraph before these words."""

    def made(before: str, on=place):
        where = len(factories.working(on).wording.text.partition(before)[0].rstrip())
        return factories.under_review(ahead, city, delegate, on, "", kind="split", cut=where)

    return made


@pytest.fixture
def join(ahead, city, delegate):
    """A pending amendment that joins two."""

    def made(first, other):
        more = {"after": other, "after_base": factories.working(other).wording}
        return factories.under_review(ahead, city, delegate, first, "", kind="join", **more)

    return made


def now(amendment):
    amendment.refresh_from_db()
    return amendment.text.changes.get()


def told(amendment) -> tuple[str, str, str]:
    change = now(amendment)
    return change.carry, change.base.text[: change.cut], change.base.text[change.cut :].strip()


def between_rounds(round_: Round) -> None:
    """The round is over and a later version is out: its open amendments are carried over."""
    Round.objects.filter(pk=round_.pk).update(closed_at=round_.opens_at)
    pending = list(Amendment.objects.pending().values_list("pk", flat=True))
    charter, proposer, other = round_.charter, factories.holder("moderator"), factories.holder("moderator")
    factories.confirm_differences(charter, by=other)
    publication = versions.propose_version(charter=charter, by=proposer, carried_over=pending)
    versions.publish_version(publication=publication, by=other)


def split(place, by, words: str, ahead=None):
    if ahead is not None:
        between_rounds(ahead)
    whole = factories.working(place).wording
    return structure.split_provision(provision=place, language="en", base=whole, words=words, by=by, why=WHY)


def test_other_words_elsewhere_leave_the_cut_where_it_was_meant(cut, place, moderator):
    amendment = cut(SECOND)
    factories.adopt(place, ALL.replace("keeps", "keeps and mends").replace("when", "each year when"), by=moderator)
    assert told(amendment) == (
        "clean",
        "The city keeps and mends homes.",
        "It says which ones. It says each year when.",
    )


def test_a_cut_before_a_sentence_that_was_rewritten_is_to_be_checked(cut, place, moderator):
    amendment = cut(SECOND)
    factories.adopt(place, ALL.replace(SECOND, "A public list names every one."), by=moderator)
    assert told(amendment) == ("check", FIRST, f"A public list names every one. {THIRD}")
    assert now(amendment).carry_note == (
        "The new text changed the wording next to this change. Check whether the meaning is still the same."
    )


def test_words_rewritten_over_the_cut_leave_no_place_for_it(cut, place, moderator):
    amendment = cut(SECOND)
    factories.adopt(place, f"The city keeps homes and says which ones. {THIRD}", by=moderator)
    change = now(amendment)
    assert change.carry == "void" and "The new text has changed the same wording" in change.carry_note
    assert change.base.text == ALL


def test_a_join_holds_whatever_the_words_of_both_become(join, place, following, moderator):
    amendment = join(place, following)
    factories.adopt(place, FIRST, by=moderator)
    factories.adopt(following, "It answers at once.", by=moderator)
    change = now(amendment)
    assert (change.carry, change.base.text, change.after_base.text) == ("clean", FIRST, "It answers at once.")


@pytest.mark.parametrize(
    ("words", "first", "rest"),
    [
        (f"{FIRST} {SECOND}\n\n{THIRD}", FIRST, SECOND),
        (f"{FIRST}\n\n{SECOND} {THIRD}", None, None),
    ],
)
def test_the_cut_goes_to_the_first_part_or_is_made_already(cut, place, ahead, moderator, words, first, rest):
    amendment = cut(SECOND)
    split(place, moderator, words, ahead)
    assert told(amendment) == (("clean", first, rest) if first else ("adopted", FIRST, f"{SECOND} {THIRD}"))
    assert list(data_faults.all_faults()) == []


def test_the_cut_goes_to_the_second_part_that_it_cuts(cut, place, ahead, moderator):
    amendment = cut(THIRD)
    second = split(place, moderator, f"{FIRST}\n\n{SECOND} {THIRD}", ahead)
    assert now(amendment).provision == second
    assert told(amendment) == ("clean", SECOND, THIRD)


def test_a_join_of_what_was_divided_is_looked_at(join, place, following, ahead, moderator):
    amendment = join(place, following)
    second = split(place, moderator, f"{FIRST}\n\n{SECOND} {THIRD}", ahead)
    change = now(amendment)
    assert (change.carry, change.provision, change.base.provision) == ("check", second, second)
    assert "Only its second part is combined with the next provision" in change.carry_note


def test_a_join_with_what_was_divided_is_looked_at(join, place, following, ahead, moderator):
    amendment = join(place, following)
    split(following, moderator, "The city answers\n\neach request within thirty days.", ahead)
    change = now(amendment)
    assert (change.carry, change.after_base.text) == ("check", "The city answers")


def test_a_cut_in_the_second_of_two_that_are_joined_stays_in_its_words(cut, place, following, ahead, moderator):
    amendment = cut("within", following)
    between_rounds(ahead)
    structure.combine_provisions(provision=place, other=following, by=moderator, why=WHY)
    assert now(amendment).provision == place
    assert told(amendment) == ("clean", f"{ALL} The city answers each request", "within thirty days.")


def test_a_join_that_was_made_is_asked_for_no_more(join, place, following, ahead, moderator):
    amendment = join(place, following)
    between_rounds(ahead)
    structure.combine_provisions(provision=place, other=following, by=moderator, why=WHY)
    assert (
        now(amendment).carry == "adopted"
        and "The text already contains the proposed change" in now(amendment).carry_note
    )


def test_what_no_longer_stands_one_behind_the_other_is_not_joined(join, charter, place, following, ahead):
    amendment = join(place, following)
    section = charter.arrangement.section_of(place.key)
    blocks = (*section.blocks[:2], section.blocks[3], section.blocks[4], section.blocks[2])
    sections = tuple(
        replace(s, blocks=blocks[::-1]) if s.key == section.key else s for s in charter.arrangement.sections
    )
    editions.arrange_charter(charter=charter, sections=sections, at=timezone.now() + timedelta(seconds=1))
    assert now(amendment).carry == "void" and "follows the other directly" in now(amendment).carry_note


def test_a_join_with_what_left_the_text_is_no_longer_possible(join, charter, place, following, ahead):
    amendment = join(place, following)
    factories.without(charter, 6)
    assert now(amendment).carry == "void" and "is no longer in the text" in now(amendment).carry_note
