"""Words that a decision changed, put to who asked: theirs where all say yes, the secretariat's else."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Letter, Record
from accounts.rules import Refused
from charter import tasks
from charter.actions.amending import positions
from charter.actions.deciding import compromises, decisions
from charter.actions.merging import merges
from charter.models import Adoption, Article, Compromise
from charter.states import CompromiseState
from charter.wording.charter_text import name_source
from tests import factories

FIFTH = factories.WORDS["en"][5]
THIRD = FIFTH.replace("fifth", "third")
CHANGED = THIRD.replace("new homes", "the new homes it permits")
SOON = timedelta(days=5)


@pytest.fixture
def deciding(version):
    return factories.deciding(version)


@pytest.fixture
def homes(charter):
    return factories.provision(charter, 5)


@pytest.fixture
def asked(deciding, homes, city, officer, delegate, moderator):
    """An amendment that is accepted with changed words, in public."""
    amendment = factories.under_review(deciding, city, officer, homes, THIRD)
    words = {amendment.text.changes.get().pk: CHANGED}
    return factories.accepted(amendment, moderator, outcome="accepted_with_changes", words=words)


@pytest.fixture
def put(asked, moderator):
    return compromises.propose_decided_text(decision=asked.decision, answer_by=timezone.now() + SOON, by=moderator)[0]


def merged(decided, moderator, **more):
    article = Article.objects.get(slug="a-home-one-can-keep")
    merge = merges.begin_merge(article=article, language="en", round_=decided.round, by=moderator)
    merges.choose_amendments(merge=merge, amendments=[decided], by=moderator)
    merges.apply_merge(merge=merge, by=moderator, **more)
    return factories.working(factories.provision(merge.charter, 5)).wording


def test_its_city_is_asked_by_one_letter_and_in_its_room(put, asked, city, delegate):
    [letter] = Letter.objects.filter(kind="compromise")
    assert (letter.to, letter.link) == (delegate, reverse("compromise_answer", args=[put.pk]))
    assert (put.decided.html, put.html, list(put.asked.all())) == (CHANGED, CHANGED, [city])
    assert Record.objects.filter(act="decided words put").count() == 1


def test_words_that_the_city_takes_for_its_own_are_credited_to_it(put, asked, city, delegate, moderator):
    compromises.answer_compromise(compromise=put, organisation=city, by=delegate, answer="yes")
    put.refresh_from_db()
    assert (put.state, put.agreed) == (CompromiseState.CLOSED, True)
    wording = merged(asked, moderator)
    [own] = Adoption.objects.all()
    assert (wording.text, own.asked_by) == (CHANGED, city)
    assert {f"adoption:{own.pk}"} == {mark for run in wording.runs for mark in run["by"] if "adoption" in mark}


@pytest.mark.parametrize("answer", ["no", None])
def test_where_it_refuses_or_is_silent_its_name_is_not_given_as_their_author(
    answer, put, asked, city, delegate, moderator, client, settings
):
    if answer:
        compromises.answer_compromise(compromise=put, organisation=city, by=delegate, answer=answer)
    tasks.end_compromise_answers(put.answer_by)
    put.refresh_from_db()
    assert (put.state, put.agreed) == (CompromiseState.CLOSED, False)
    wording = merged(asked, moderator)
    theirs, ours = Adoption.objects.get(asked_by=city), Adoption.objects.get(asked_by=None)
    marks = {run["text"].strip(): run["by"] for run in wording.runs}
    assert (marks["third"], marks["it permits"]) == ([f"adoption:{theirs.pk}"], [f"adoption:{ours.pk}"])
    assert name_source(theirs) == str(city)
    assert name_source(ours) == f"the secretariat, instead of the proposal of {city}"


def test_while_it_may_still_answer_a_merge_says_why_it_does_not_wait(put, asked, city, moderator):
    with pytest.raises(Refused, match="Members can still reply"):
        merged(asked, moderator)
    merge = merges.Merge.objects.get()
    merges.apply_merge(merge=merge, by=moderator, early="The assembly meets tomorrow.")
    put.refresh_from_db()
    assert (put.state, put.agreed) == (CompromiseState.CLOSED, False)


def test_all_who_ask_for_it_are_asked_and_one_yes_is_not_all(deciding, homes, city, officer, delegate, moderator):
    amendment = factories.under_review(deciding, city, officer, homes, THIRD)
    third = factories.organisation("Third")
    third_delegate = factories.member(third, "delegate")
    at = deciding.support_until - timedelta(days=1)
    positions.join_amendment(amendment=amendment, organisation=third, by=third_delegate, at=at)
    words = {amendment.text.changes.get().pk: CHANGED}
    amendment = factories.accepted(amendment, moderator, outcome="accepted_with_changes", words=words)
    until = timezone.now() + SOON
    [compromise] = compromises.propose_decided_text(decision=amendment.decision, answer_by=until, by=moderator)
    compromises.answer_compromise(compromise=compromise, organisation=city, by=delegate, answer="yes")
    assert Compromise.objects.get().agreed is None
    compromises.answer_compromise(
        compromise=compromise, organisation=third, by=third_delegate, answer="yes_with_a_word", word="If."
    )
    assert Compromise.objects.get().agreed is True


def test_words_of_a_decision_that_is_corrected_are_asked_about_no_more(put, asked, city, delegate, moderator):
    arguments = {"outcome": "accepted", "reason": {"en": "As it was."}, "note": "It was right."}
    decisions.correct_decision(decision=asked.decision, by=moderator, **arguments)
    with pytest.raises(Refused, match="closed"):
        compromises.answer_compromise(compromise=put, organisation=city, by=delegate, answer="yes")


def test_they_are_put_once_and_only_where_words_were_changed(put, asked, moderator):
    with pytest.raises(Refused, match="All changed texts of the decision have already been sent"):
        compromises.propose_decided_text(decision=asked.decision, answer_by=timezone.now() + SOON, by=moderator)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time")
def test_two_moderators_at_once_put_them_once(transactional_db):
    round_ = factories.deciding(factories.version(factories.charter()))
    city, first_moderator, other = (
        factories.organisation("Tamanrit"),
        factories.holder("moderator"),
        factories.holder("moderator"),
    )
    delegate = factories.member(city, "delegate")
    amendment = factories.under_review(round_, city, delegate, factories.provision(round_.charter, 5), THIRD)
    words = {amendment.text.changes.get().pk: CHANGED}
    accepted = factories.accepted(amendment, first_moderator, outcome="accepted_with_changes", words=words)
    arguments = {"decision": accepted.decision, "answer_by": timezone.now() + SOON}
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            compromises.propose_decided_text(by=first_moderator, **arguments)
            second = pool.submit(in_a_thread, by=other, **arguments)
            while not (second.done() or somebody_waits()):
                pass
        with pytest.raises(Refused, match="All changed texts of the decision have already been sent"):
            second.result()


def in_a_thread(**arguments):
    try:
        return compromises.propose_decided_text(**arguments)
    finally:
        connection.close()


def somebody_waits():
    """Whether another transaction waits for what this one holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))")
        return cursor.fetchone() is not None


def test_words_of_a_new_provision_are_put_too(deciding, homes, city, officer, moderator):
    amendment = factories.under_review(deciding, city, officer, homes, "Trees.", kind="insert", new_kind="paragraph")
    words = {amendment.text.changes.get().pk: "Trees grow."}
    amendment = factories.accepted(amendment, moderator, outcome="accepted_with_changes", words=words)
    until = timezone.now() + SOON
    [compromise] = compromises.propose_decided_text(decision=amendment.decision, answer_by=until, by=moderator)
    assert (compromise.base, compromise.before, compromise.html) == (None, "", "Trees grow.")
