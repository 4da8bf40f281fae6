"""Pending divisions and joins when words or borders under them move: they ask for what they meant, or say why not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from charter.actions import editions, structure, versions
from charter.actions.structure import Why
from charter.models import Amendment, Round
from charter.queries import faults
from tests import factories

FIRST, SECOND, THIRD = "The city keeps homes.", "It says which ones.", "It says when."
ALL = f"{FIRST} {SECOND} {THIRD}"
ANSWERS = "The city answers each request within thirty days."
WHY = Why("Two duties stand in it.")


@pytest.fixture
def place(charter, version, moderator):
    found = factories.provision(charter, 5)
    adopted = factories.adopt(found, ALL, by=moderator).carries.get()
    for code in ("fr", "es"):
        words = factories.working(found, code).wording.html
        factories.reword(found, words, by=moderator, language=code, adoptions=[adopted])
    return found


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

    def made(one, other):
        more = {"after": other, "after_base": factories.working(other).wording}
        return factories.under_review(ahead, city, delegate, one, "", kind="join", **more)

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
    charter, one, other = round_.charter, factories.holder("moderator"), factories.holder("moderator")
    publication = versions.propose(charter=charter, by=one, carried_over=pending)
    versions.publish(publication=publication, by=other)


def split(place, by, words: str, ahead=None):
    if ahead is not None:
        between_rounds(ahead)
    whole = factories.working(place).wording
    return structure.split(provision=place, language="en", base=whole, words=words, by=by, why=WHY)


def test_other_words_elsewhere_leave_the_cut_where_it_was_meant(cut, place, moderator):
    asked = cut(SECOND)
    factories.adopt(place, ALL.replace("keeps", "keeps and mends").replace("when", "each year when"), by=moderator)
    assert told(asked) == ("clean", "The city keeps and mends homes.", "It says which ones. It says each year when.")


def test_words_rewritten_over_the_cut_leave_no_place_for_it(cut, place, moderator):
    asked = cut(SECOND)
    factories.adopt(place, f"The city keeps homes and says which ones. {THIRD}", by=moderator)
    change = now(asked)
    assert change.carry == "void" and "changed the same words" in change.carry_note
    assert change.base.text == ALL


def test_a_join_holds_whatever_the_words_of_both_become(join, place, following, moderator):
    asked = join(place, following)
    factories.adopt(place, FIRST, by=moderator)
    factories.adopt(following, "It answers at once.", by=moderator)
    change = now(asked)
    assert (change.carry, change.base.text, change.after_base.text) == ("clean", FIRST, "It answers at once.")


@pytest.mark.parametrize(
    ("words", "first", "rest"),
    [
        (f"{FIRST} {SECOND}\n\n{THIRD}", FIRST, SECOND),
        (f"{FIRST}\n\n{SECOND} {THIRD}", None, None),
    ],
)
def test_the_cut_goes_to_the_first_part_or_is_made_already(cut, place, ahead, moderator, words, first, rest):
    asked = cut(SECOND)
    split(place, moderator, words, ahead)
    assert told(asked) == (("clean", first, rest) if first else ("void", FIRST, f"{SECOND} {THIRD}"))
    assert list(faults.all_faults()) == []


def test_the_cut_goes_to_the_second_part_that_it_cuts(cut, place, ahead, moderator):
    asked = cut(THIRD)
    second = split(place, moderator, f"{FIRST}\n\n{SECOND} {THIRD}", ahead)
    assert now(asked).provision == second
    assert told(asked) == ("clean", SECOND, THIRD)


def test_a_join_of_what_was_divided_is_looked_at(join, place, following, ahead, moderator):
    asked = join(place, following)
    second = split(place, moderator, f"{FIRST}\n\n{SECOND} {THIRD}", ahead)
    change = now(asked)
    assert (change.carry, change.provision, change.base.provision) == ("check", second, second)
    assert "second part alone" in change.carry_note


def test_a_join_with_what_was_divided_is_looked_at(join, place, following, ahead, moderator):
    asked = join(place, following)
    split(following, moderator, "The city answers\n\neach request within thirty days.", ahead)
    change = now(asked)
    assert (change.carry, change.after_base.text) == ("check", "The city answers")


def test_a_cut_in_the_second_of_two_that_are_joined_stays_in_its_words(cut, place, following, ahead, moderator):
    asked = cut("within", following)
    between_rounds(ahead)
    structure.join(provision=place, other=following, by=moderator, why=WHY)
    assert now(asked).provision == place
    assert told(asked) == ("clean", f"{ALL} The city answers each request", "within thirty days.")


def test_a_join_that_was_made_is_asked_for_no_more(join, place, following, ahead, moderator):
    asked = join(place, following)
    between_rounds(ahead)
    structure.join(provision=place, other=following, by=moderator, why=WHY)
    assert now(asked).carry == "void" and "already says" in now(asked).carry_note


def test_what_no_longer_stands_one_behind_the_other_is_not_joined(join, charter, place, following, ahead):
    asked = join(place, following)
    section = charter.arrangement.section_of(place.key)
    blocks = (*section.blocks[:2], section.blocks[3], section.blocks[4], section.blocks[2])
    sections = tuple(
        replace(s, blocks=blocks[::-1]) if s.key == section.key else s for s in charter.arrangement.sections
    )
    editions.arrange(charter=charter, sections=sections, at=timezone.now() + timedelta(seconds=1))
    assert now(asked).carry == "void" and "one behind the other" in now(asked).carry_note


def test_a_join_with_what_left_the_text_is_no_longer_possible(join, charter, place, following, ahead):
    asked = join(place, following)
    factories.without(charter, 6)
    assert now(asked).carry == "void" and "has left the text" in now(asked).carry_note
