"""What falls due by the clock: done once, whatever the number of turns and workers."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import Letter, Record
from charter import tasks
from charter.actions.amending import amendments, rounds, timetables
from charter.actions.deciding import compromises
from charter.actions.languages import alignments
from charter.actions.languages.agreed_words import enter_due_text
from charter.exports.texts import Text
from charter.models import Compromise, Download, Round
from tests import factories

SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)


def told(*kinds):
    """Kinds and readers of the letters of these kinds, in the order in which they were written."""
    rows = Letter.objects.filter(kind__in=kinds).order_by("pk")
    return [(letter.kind, letter.to) for letter in rows.select_related("to")]


def turn(*moments):
    """The clock's turn at these moments, twice each."""
    for at in moments:
        tasks.run_due(at)
        tasks.run_due(at)


@pytest.fixture
def asked(round_, city, officer, delegate):
    """An amendment that waits for its delegate."""
    return factories.sent(round_, city, officer)


@pytest.fixture
def compromise(round_, city, officer, delegate, other_city, other_delegate, moderator):
    place = factories.provision(round_.charter, 5)
    first = factories.under_review(round_, city, officer, place, "The city keeps one third of new homes.")
    second = factories.under_review(round_, other_city, other_delegate, place, "The city keeps half of new homes.")
    return compromises.propose_compromise(
        round_=round_,
        amendments=[first, second],
        provision=place,
        language="en",
        html="The city keeps two fifths of new homes for people with low incomes.",
        reason={"en": "It lies between."},
        answer_by=timezone.now() + timedelta(days=10),
        by=moderator,
    )


def test_before_the_time_is_over_nothing_ends(asked, round_):
    turn(round_.confirm_until - SECOND)
    asked.refresh_from_db()
    assert asked.state == "sent"


def test_what_was_not_confirmed_ends_at_the_second_and_its_people_are_told_once(asked, round_, officer, delegate):
    turn(round_.confirm_until)
    asked.refresh_from_db()
    assert (asked.state, asked.ended_at) == ("not_confirmed", round_.confirm_until)
    assert sorted(told("not_confirmed"), key=str) == sorted(
        [("not_confirmed", officer), ("not_confirmed", delegate)], key=str
    )
    assert Record.objects.filter(act="amendment not confirmed in time").count() == 1


def test_the_delegate_is_reminded_seven_days_and_48_hours_before(asked, round_, delegate):
    end = round_.confirm_until
    turn(end - 8 * DAY)
    assert len(told("to_confirm")) == 1  # that it was sent
    turn(end - 7 * DAY, end - 3 * DAY)
    assert len(told("to_confirm")) == 2
    turn(end - 48 * HOUR, end - HOUR)
    assert told("to_confirm") == [("to_confirm", delegate)] * 3


def test_the_last_reminder_leaves_at_once_and_the_first_in_the_morning(asked, round_):
    end = round_.confirm_until
    turn(end - 7 * DAY, end - 48 * HOUR)
    first, last = Letter.objects.filter(key__startswith="confirm_soon").order_by("pk")
    assert first.due_at > end - 7 * DAY
    assert last.due_at == end - 48 * HOUR
    assert "still awaits confirmation" in last.subject
    assert "Barcelona time" in last.body


def test_a_worker_that_stood_still_reminds_once(asked, round_):
    turn(round_.confirm_until - HOUR)
    assert Letter.objects.filter(key__startswith="confirm_soon").count() == 1


def test_who_was_asked_in_the_last_days_is_not_reminded_of_the_same(asked, round_):
    asked.sent_at = round_.confirm_until - DAY
    asked.save()
    turn(round_.confirm_until - HOUR)
    assert len(told("to_confirm")) == 1


def test_what_was_confirmed_is_neither_reminded_nor_mailed(asked, round_, delegate):
    turn(round_.confirm_until - 7 * DAY)
    amendments.confirm_amendment(amendment=asked, by=delegate, seen_text=asked.text_id)
    states = Letter.objects.filter(kind="to_confirm").values_list("state", flat=True)
    assert list(states) == ["kept", "kept"]
    turn(round_.confirm_until - HOUR)
    assert len(told("to_confirm")) == 2


def test_a_round_opens_closes_soon_and_has_closed(round_, officer, moderator):
    turn(round_.opens_at - HOUR)
    assert told("round_opens") == []
    turn(round_.opens_at)
    assert told("round_opens") == [("round_opens", officer)]
    turn(round_.proposals_until - 7 * DAY, round_.proposals_until - DAY)
    assert told("round_closes") == [("round_closes", officer)]
    turn(round_.proposals_until)
    assert told("round_closed") == [("round_closed", officer)]
    rounds.close_round(round_=round_, by=moderator, at=round_.support_until)
    turn(round_.support_until, round_.support_until + DAY)
    assert [kind for kind, _ in told("round_opens", "round_closes", "round_closed")] == [
        "round_opens",
        "round_closes",
        "round_closed",
        "round_closed",
    ]


def test_a_round_of_long_ago_is_no_news(version, officer, moderator):
    old = factories.deciding(version)
    turn(timezone.now())
    rounds.close_round(round_=old, by=moderator, at=timezone.now() - 8 * DAY)
    turn(timezone.now())
    assert Letter.objects.count() == 0


def test_a_moved_day_is_told_and_asked_about_anew(round_, officer, moderator):
    turn(round_.proposals_until - 7 * DAY)
    later = {"proposals_until": round_.proposals_until + 2 * DAY}
    timetables.change_timetable(
        round_=round_, by=moderator, note="More write.", at=round_.proposals_until - 3 * DAY, **later
    )
    turn(later["proposals_until"] - 7 * DAY)
    assert told("round_closes", "timetable_moved") == [
        ("round_closes", officer),
        ("timetable_moved", officer),
        ("round_closes", officer),
    ]


def test_cities_that_have_not_answered_are_reminded(compromise, city, delegate, other_delegate):
    end = compromise.answer_by
    compromises.answer_compromise(compromise=compromise, organisation=city, by=delegate, answer="yes")
    turn(end - 7 * DAY, end - 6 * DAY, end - HOUR)
    assert told("compromise")[2:] == [("compromise", other_delegate)] * 2


def test_moderators_are_told_when_the_time_to_answer_is_over(compromise, city, delegate, moderator):
    compromises.answer_compromise(compromise=compromise, organisation=city, by=delegate, answer="yes")
    turn(compromise.answer_by - SECOND)
    assert told("compromise_over") == []
    turn(compromise.answer_by, compromise.answer_by + DAY)
    assert ("compromise_over", moderator) in told("compromise_over")
    letter = Letter.objects.get(kind="compromise_over", to=moderator)
    assert letter.body.startswith("Yes: 1. No: 0. No reply: 1.")


def test_a_closed_compromise_asks_nobody(compromise, moderator):
    compromises.close_compromise(compromise=compromise, by=moderator, agreed=False)
    turn(compromise.answer_by - HOUR, compromise.answer_by)
    assert len(told("compromise", "compromise_over")) == 2
    assert Compromise.objects.get().state == "closed"


def test_words_enter_when_support_has_ended(round_, moderator):
    place = factories.provision(round_.charter, 6)
    editor, second = (factories.holder("language_editor", "fr") for _ in range(2))
    factories.adopt(place, "The city answers each request within twenty days.", by=moderator)
    words = "La ville répond à chaque demande dans les vingt jours."
    source = factories.working(place).wording
    written = alignments.write_alignment(provision=place, language="fr", source=source, words=words, by=editor)
    alignments.approve_alignment(alignment=alignments.submit_alignment(alignment=written, by=editor), by=second)
    turn(round_.support_until - SECOND)
    assert factories.working(place, "fr").wording.html != words
    turn(round_.support_until)
    assert factories.working(place, "fr").wording.html == words
    assert (enter_due_text(now=round_.support_until), Record.objects.filter(act="wording entered").count()) == (0, 1)


def test_what_fails_does_not_stop_the_rest(asked, round_, monkeypatch, caplog):
    def broken(now):
        raise RuntimeError("no")

    monkeypatch.setattr(tasks, "JOBS", [("a broken job", broken), *tasks.JOBS])
    turn(round_.confirm_until)
    asked.refresh_from_db()
    assert asked.state == "not_confirmed"
    assert [record.getMessage() for record in caplog.records] == ["The clock could not do: a broken job"] * 2


def test_files_of_the_latest_version_are_asked_for_one_a_turn(db, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    factories.version(factories.charter(languages=("en",)))
    counts = []
    for _turn in range(len(Text.extensions) + 1):
        tasks.request_next_file(timezone.now())
        counts.append(Download.objects.count())
    assert counts == [1, 2, 3, 4, 5, 6, 7, 7]


def test_a_turn_after_all_files_are_asked_for_asks_little(version, settings, django_assert_max_num_queries):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    for _turn in range(3 * len(Text.extensions) + 1):
        tasks.request_next_file(timezone.now())
    with django_assert_max_num_queries(3):
        tasks.request_next_file(timezone.now())


def test_turns_that_have_nothing_to_do_ask_few_questions(asked, round_, django_assert_max_num_queries):
    turn(round_.confirm_until - HOUR)
    with django_assert_max_num_queries(30):
        tasks.run_due(round_.confirm_until - HOUR)


def test_two_workers_at_once_do_nothing_twice(transactional_db):
    round_ = factories.round_(factories.version(factories.charter()))
    city = factories.organisation("Tamanrit")
    officer, _ = factories.member(city, "officer"), factories.member(city, "delegate")
    factories.sent(round_, city, officer)
    for at in (round_.proposals_until - 7 * DAY, round_.confirm_until - HOUR, round_.confirm_until):
        with ThreadPoolExecutor(3) as pool:
            list(pool.map(in_a_thread, [at] * 3))
    kinds = [kind for kind, _ in told("round_closes", "not_confirmed")]
    assert sorted(kinds) == ["not_confirmed"] * 2 + ["round_closes"] * 2
    assert Letter.objects.filter(key__startswith="confirm_soon").count() == 1
    assert Record.objects.filter(act="amendment not confirmed in time").count() == 1
    assert Round.objects.get().amendments.get().state == "not_confirmed"


def in_a_thread(at):
    try:
        tasks.run_due(at)
    finally:
        connection.close()


def test_who_signed_an_exception_is_reminded_once_in_its_last_week(charter, moderator):
    factories.adopt(factories.provision(charter, 5), "New words.", by=moderator)
    exception = factories.excepted(charter, "fr", 5)
    end = timezone.now() + timedelta(days=30)
    turn(end - 9 * DAY, end - 6 * DAY, end - 2 * DAY, end + 2 * DAY)
    assert told("exception_ends") == [("exception_ends", exception.signed_by)]
