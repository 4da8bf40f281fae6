"""In step, behind, missing, meeting: computed from what wordings carry."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.models import create_localized_text
from charter.models import CurrentWording, SignedException
from charter.queries.languages import ledger
from charter.states import LedgerState
from tests import factories

FIFTH = 5
QUERIES = 10
THIRD = "The city keeps one third of new homes for people with low incomes."
TIERS = "La ville réserve un tiers des logements neufs aux personnes à faibles revenus."


@pytest.fixture
def homes(charter):
    return factories.provision(charter, FIFTH)


def state(charter, provision, language):
    return ledger.ledger_line(charter, provision, language).state


def test_languages_that_were_placed_side_by_side_are_in_step(charter):
    assert {line.state for line in ledger.ledger_lines(charter)} == {LedgerState.IN_STEP}
    assert ledger.out_of_step(charter) == []


def test_a_change_in_one_language_leaves_the_others_behind(charter, homes, moderator):
    factories.adopt(homes, THIRD, by=moderator)
    assert [state(charter, homes, code) for code in ("en", "fr", "es")] == ["in_step", "behind", "behind"]
    assert [line.language for line in ledger.lines_behind(charter)] == ["fr", "es"]


def test_a_line_names_what_it_lacks_and_shows_the_change(charter, homes, moderator):
    wording = factories.adopt(homes, THIRD, by=moderator)
    line = ledger.ledger_line(charter, homes, "fr")
    assert line.lacking == tuple(wording.carries.all())
    assert line.source == wording
    assert line.before == wording.parent
    assert (line.change.deleted, line.change.inserted) == (("fifth",), ("third",))


def test_a_second_change_is_shown_together_with_the_first(charter, homes, moderator):
    first = factories.working(homes).wording
    factories.adopt(homes, THIRD, by=moderator)
    factories.adopt(homes, THIRD.replace("new", "all new"), by=moderator)
    line = ledger.ledger_line(charter, homes, "fr")
    assert line.before == first
    assert len(line.lacking) == 2


def test_two_languages_that_moved_apart_meet_and_nothing_is_offered(charter, homes, moderator):
    factories.adopt(homes, THIRD, by=moderator)
    factories.adopt(homes, TIERS, by=moderator, language="fr")
    assert [state(charter, homes, code) for code in ("en", "fr", "es")] == ["meets", "meets", "behind"]
    assert [line.can_be_aligned for line in ledger.out_of_step(charter)] == [False, False, False]


def test_a_misprint_in_one_language_leaves_all_in_step(charter, homes, moderator):
    factories.reword(homes, THIRD, by=moderator)
    assert ledger.out_of_step(charter) == []


def test_words_that_are_not_there_are_missing(charter, homes):
    CurrentWording.objects.filter(provision=homes, language="es").delete()
    assert state(charter, homes, "es") == LedgerState.MISSING


def test_a_language_that_is_not_required_holds_nothing_up(charter, homes, moderator):
    charter.languages.filter(code="es").update(required=False)
    factories.adopt(homes, THIRD, by=moderator)
    assert [line.language for line in ledger.out_of_step(charter)] == ["fr"]
    assert [line.language for line in ledger.out_of_step(charter, required_only=False)] == ["fr", "es"]


@pytest.mark.parametrize(
    ("days", "after", "expected"), [(30, False, "excepted"), (-1, False, "behind"), (30, True, "behind")]
)
def test_a_signed_exception_holds_for_its_days_and_for_the_same_set(charter, homes, moderator, days, after, expected):
    factories.adopt(homes, THIRD, by=moderator)
    SignedException.objects.create(
        provision=homes,
        language="fr",
        carries_digest=ledger.ledger_line(charter, homes, "fr").whole,
        reason=create_localized_text("The editors are ill.", "en"),
        until=timezone.localdate() + timedelta(days=days),
        signed_by=moderator,
        at=timezone.now(),
    )
    if after:
        factories.adopt(homes, THIRD.replace("new", "all new"), by=moderator)
    assert state(charter, homes, "fr") == expected


def test_the_ledger_asks_as_much_for_three_provisions_as_for_one(charter, homes, moderator, django_assert_num_queries):
    factories.adopt(homes, THIRD, by=moderator)
    with django_assert_num_queries(QUERIES):
        ledger.ledger_lines(charter)
    for place in (4, 6):
        factories.adopt(factories.provision(charter, place), THIRD, by=moderator)
    with django_assert_num_queries(QUERIES):
        ledger.ledger_lines(charter)


def test_what_is_excepted_can_still_be_aligned_and_is_work(charter, homes, moderator):
    factories.adopt(homes, THIRD, by=moderator)
    factories.excepted(charter, "fr", FIFTH)
    line = ledger.ledger_line(charter, homes, "fr")
    assert (line.state, line.is_open, line.can_be_aligned) == (LedgerState.EXCEPTED, False, True)
    assert [row.provision for row in ledger.lines_to_do(charter, "fr")] == [homes]


def test_an_exception_is_overdue_while_its_language_is_behind(charter, homes, moderator):
    factories.adopt(homes, THIRD, by=moderator)
    exception = factories.excepted(charter, "fr", FIFTH)
    assert ledger.overdue_exceptions(charter) == []
    with time_machine.travel(timezone.now() + timedelta(days=31), tick=False):
        assert ledger.overdue_exceptions(charter) == [exception]
        factories.adopt(homes, TIERS, by=moderator, language="fr")
        CurrentWording.objects.filter(provision=homes).update(wording=factories.working(homes, "fr").wording)
        assert ledger.overdue_exceptions(charter) == []
