"""A language follows another one that was divided: one piece of work for both provisions, by two editors."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.rules import Refused
from charter import tracing
from charter.actions.languages import agreed_words, alignments, structure
from charter.actions.languages.structure import Why
from charter.models import Alignment, Amendment, CurrentWording
from charter.queries.languages import ledger
from charter.queries.reading import divisions
from charter.queries.versions import data_faults
from tests import factories

PARTS = ("La ville réserve un cinquième des logements neufs", "aux personnes à faibles revenus.")
CUT = "\n\n".join(PARTS)


@pytest.fixture
def place(charter):
    return factories.provision(charter, 5)


@pytest.fixture
def second(place, moderator):
    words = factories.WORDS["en"][5].replace(" for people", "\n\nfor people")
    base = factories.working(place).wording
    return structure.split_provision(
        provision=place, language="en", base=base, words=words, by=moderator, why=Why("Two duties.")
    )


@pytest.fixture
def editor(db):
    return factories.holder("language_editor", "fr")


@pytest.fixture
def other_editor(db):
    return factories.holder("language_editor", "fr")


@pytest.fixture
def waiting(place, second, editor):
    return alignments.submit_alignment(alignment=written(place, editor), by=editor)


def written(place, editor, words=CUT):
    division = divisions.split_to_follow(place.charter, place, "fr")
    return alignments.split_alignment(division=division, language="fr", words=words, by=editor)


def words(place, code="fr"):
    row = CurrentWording.objects.filter(provision=place, language=code).first()
    return row and row.wording.html


def state(place, code="fr"):
    place.charter.refresh_from_db()
    return ledger.ledger_line(place.charter, place, code).state


def test_both_are_in_step_when_a_second_editor_has_approved(place, second, waiting, other_editor):
    before = factories.working(place, "fr").wording
    alignments.approve_alignment(alignment=waiting, by=other_editor)
    assert (words(place), words(second)) == PARTS
    assert (state(place), state(second), state(place, "es")) == ("in_step", "in_step", "behind")
    now = factories.working(second, "fr").wording
    assert (now.by, now.approved_by) == (waiting.written_by, other_editor)
    assert now.runs == tracing.cut_runs(before.runs, len(PARTS[0]) + 1, len(before.text))
    assert list(data_faults.all_faults()) == []


def test_the_whole_stands_until_then(place, second, waiting):
    assert (words(place), words(second)) == (factories.WORDS["fr"][5], None)
    assert (state(place), state(second)) == ("to_approve", "divide")


def test_who_divided_does_not_approve(waiting, editor):
    with pytest.raises(Refused, match="second person"):
        alignments.approve_alignment(alignment=waiting, by=editor)


@pytest.mark.parametrize("typed", [factories.WORDS["fr"][5], CUT.replace("neufs", "vieux")])
def test_changed_words_divide_nothing(place, second, editor, typed):
    with pytest.raises(Refused, match="empty line"):
        written(place, editor, typed)
    assert Alignment.objects.count() == 0


def test_the_words_are_divided_before_they_are_aligned(place, second, editor):
    source = factories.working(place).wording
    with pytest.raises(Refused, match="The provision was split in another language"):
        alignments.write_alignment(provision=place, language="fr", source=source, words=PARTS[0], by=editor)
    with pytest.raises(Refused, match="The provision was split in another language"):
        source = factories.working(second).wording
        alignments.write_alignment(provision=second, language="fr", source=source, words=PARTS[1], by=editor)


def test_words_that_move_meanwhile_are_divided_anew(place, second, waiting, moderator, other_editor):
    factories.reword(place, factories.WORDS["fr"][5] + " Et plus.", by=moderator, language="fr")
    waiting.refresh_from_db()
    assert (waiting.state, waiting.cut) == ("writing", None)
    assert waiting.returned_with


def test_what_is_behind_stays_behind_by_that_alone(place, second, waiting, moderator, other_editor):
    factories.adopt(place, words(place, "en") + ", always", by=moderator)
    alignments.approve_alignment(alignment=waiting, by=other_editor)
    line = ledger.ledger_line(place.charter, place, "fr")
    assert [adoption.fate for adoption in line.lacking] == [""]
    assert state(second) == "in_step"


def test_amendments_in_the_language_follow_then(version, place, moderator, city, delegate, editor, other_editor):
    days = {"opens_at": 1, "proposals_until": 2, "confirm_until": 3, "support_until": 4}
    round_ = factories.round_(version, **{name: timezone.now() + timedelta(days=n) for name, n in days.items()})
    html = factories.WORDS["fr"][5].replace("faibles", "très faibles")
    amendment = factories.under_review(round_, city, delegate, place, html, language="fr")
    words_ = factories.WORDS["en"][5].replace(" for people", "\n\nfor people")
    base = factories.working(place).wording
    new = structure.split_provision(
        provision=place, language="en", base=base, words=words_, by=moderator, why=Why("Two.")
    )
    waiting = alignments.submit_alignment(alignment=written(place, editor), by=editor)
    alignments.approve_alignment(alignment=waiting, by=other_editor)
    change = Amendment.objects.get(pk=amendment.pk).text.changes.get()
    assert (change.provision, change.html, change.carry) == (new, PARTS[1].replace("faibles", "très faibles"), "clean")


def test_while_a_round_holds_the_text_both_parts_wait_and_enter_together(
    charter, version, place, second, waiting, other_editor
):
    round_ = factories.round_(version)
    alignments.approve_alignment(alignment=waiting, by=other_editor)
    assert words(second) is None
    with pytest.raises(Refused, match="The site inserts it into the charter when the support period ends"):
        written(place, waiting.written_by)
    agreed_words.enter_due_text(now=round_.support_until)
    assert (words(place), words(second)) == PARTS
