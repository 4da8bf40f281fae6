"""Everything that waits for the secretariat: each kind is found, and is gone once it is done."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Pledge
from charter.actions.city import frameworks
from charter.actions.comments import comments
from charter.actions.deciding import compromises, decisions
from charter.actions.languages import tasks, uploads
from charter.actions.secretariat import work_items
from charter.actions.versions import corrigenda, versions
from charter.models import CharterComment, Task, TaskNote
from charter.queries.secretariat import work_items as matter_queries
from charter.queries.secretariat.pending_items import PendingQuery
from charter.queries.secretariat.work_items import Narrowed
from charter.states import WorkItemKind
from charter.wording.pending_items import title_of_item
from tests import factories
from tests.charter.views.city.test_frameworks import enter
from tests.charter.views.conftest import QUARTER, THIRD


@pytest.fixture
def homes(charter):
    return factories.provision(charter, 5)


@pytest.fixture
def reported(round_, homes, officer, stranger, city):
    arguments = {"target": homes, "language": "en", "round_": round_}
    comment = comments.post_comment(by=officer, organisation=city, text="Élan vital", **arguments)
    comments.report_comment(comment=comment, by=stranger)
    return comment


def waiting(charter, round_, person, now=None):
    return matter_queries.pending_items(PendingQuery(charter, round_, person, now or timezone.now(), "en"))


def kinds(rows):
    return sorted({row.kind.value for row in rows})


def of_each(round_, number, moderator, officer, stranger):
    """One more of every kind that there can be several of; each on a provision of its own where that matters."""
    charter, now = round_.charter, timezone.now()
    homes, place, town = (
        factories.provision(charter, 5),
        factories.provision(charter, 6 + number),
        factories.organisation(),
    )
    amendment = factories.under_review(round_, town, factories.member(town, "officer"), homes, THIRD)
    factories.entered(round_, town, moderator, 5)
    comment = comments.post_comment(by=officer, text="LocalizedText", target=homes, language="en", round_=round_)
    comments.report_comment(comment=comment, by=stranger)
    work_items.add_note(kind="comment", ref=str(comment.pk), text="Look.", by=moderator)
    TaskNote.objects.create(provision=place, language="fr", kind="unsayable", text="No.", by=moderator, at=now)
    soon, reason = now + timedelta(days=1), {"en": "Between."}
    at_homes = {"round_": round_, "provision": homes, "language": "en", "amendments": [amendment], "answer_by": soon}
    compromises.propose_compromise(html=QUARTER, reason=reason, by=moderator, **at_homes)
    words = {"provision": place, "language": "fr", "html": "Une ville.", "reason": {"en": "A misprint."}}
    corrigenda.propose_corrigendum(version=round_.version, by=moderator, **words)
    factories.adopt(place, f"Words {number}.", by=moderator)
    Task.objects.create(provision=place, language="fr", due=timezone.localdate() - timedelta(days=1))
    factories.wave(f"Wave {number}")
    enter(charter, town, f"Plan {number}")
    at = {"begun_at": now, "changed_at": now, "sent_at": now}
    named = {"name": f"Ville {number}", "name_language": "fr", "email": "v@example.org", "language": "fr"}
    Pledge.objects.create(digest=f"d{number}", state="complete", **named, **at)


def test_everything_of_every_kind_waits_in_one_list(charter, round_, moderator, officer, stranger):
    of_each(round_, 0, moderator, officer, stranger)
    uploads.keep_upload(by=moderator, filename="charter.docx", digest="", reading={}, language="fr", at=timezone.now())
    rows = waiting(charter, round_, moderator, timezone.now() + timedelta(days=2))
    assert kinds(rows) == sorted(WorkItemKind.values)


def test_a_reported_comment_waits_until_it_is_let_stand_and_again_when_it_is_reported_anew(
    charter, round_, moderator, reported, other_city
):
    def its():
        return [row.ref for row in waiting(charter, round_, moderator) if row.kind == "comment"]

    assert its() == [str(reported.pk)]
    comments.accept_comment(comment=reported, by=moderator)
    assert its() == []
    comments.report_comment(comment=reported, by=factories.member(other_city, "delegate"))
    assert its() == [str(reported.pk)]
    comments.remove_comment(comment=reported, by=moderator, because="It names a private person.")
    assert its() == []


def test_the_entry_of_a_framework_is_pending_until_the_secretariat_confirms_it(charter, round_, moderator, city):
    factories.wave()
    framework = enter(charter, city, "Plan de vivienda")
    [item] = waiting(charter, round_, moderator)
    assert (item.kind, title_of_item(item), item.words) == ("framework", f"{city}: Plan", "Plan de vivienda")
    assert item.about.members == (city,)
    frameworks.confirm_framework(framework=framework, by=moderator, revision=1)
    assert waiting(charter, round_, moderator) == []


def test_a_held_comment_waits_and_is_shown_once_it_is_let_stand(charter, round_, moderator, reported):
    comments.accept_comment(comment=reported, by=moderator)
    CharterComment.objects.filter(pk=reported.pk).update(is_public=False)
    assert [row.kind for row in waiting(charter, round_, moderator)] == ["comment"]
    comments.accept_comment(comment=reported, by=moderator)
    assert CharterComment.objects.get(pk=reported.pk).is_public


def test_a_compromise_waits_only_when_all_have_answered_or_the_time_is_over(
    charter, round_, homes, city, officer, delegate, moderator
):
    amendment = factories.under_review(round_, city, officer, homes, THIRD)
    compromise = compromises.propose_compromise(
        round_=round_,
        provision=homes,
        language="en",
        amendments=[amendment],
        html=QUARTER,
        reason={"en": "Between."},
        answer_by=timezone.now() + timedelta(days=5),
        by=moderator,
    )
    assert "compromise" not in kinds(waiting(charter, round_, moderator))
    compromises.answer_compromise(compromise=compromise, organisation=city, by=delegate, answer="yes")
    assert "compromise" in kinds(waiting(charter, round_, moderator))


def test_decisions_that_no_one_releases_wait_when_support_has_ended(charter, version, city, officer, moderator, homes):
    round_ = factories.deciding(version)
    amendment = factories.under_review(round_, city, officer, homes, THIRD)
    assert kinds(waiting(charter, round_, moderator)) == ["amendment"]
    decisions.decide_amendment(amendment=amendment, outcome="accepted", by=moderator, reason={"en": "It is clear."})
    assert kinds(waiting(charter, round_, moderator)) == ["deadline"]
    decisions.release_decisions(round_=round_, by=moderator)
    assert waiting(charter, round_, moderator) == []


def test_a_publication_waits_for_a_second_person(charter, moderator):
    versions.propose_version(charter=charter, by=moderator)
    assert kinds(waiting(charter, None, moderator)) == ["second"]


def test_another_person_sees_nothing_of_an_import(charter, moderator, second_moderator):
    uploads.keep_upload(by=moderator, filename="charter.docx", digest="", reading={}, language="fr", at=timezone.now())
    assert kinds(waiting(charter, None, moderator)) == ["import"]
    assert waiting(charter, None, second_moderator) == []


def test_filters_narrow_by_kind_person_day_and_words_without_accents(
    charter, round_, homes, city, officer, moderator, second_moderator, reported
):
    factories.under_review(round_, city, officer, homes, THIRD)
    today = timezone.localdate()
    work_items.assign_item(kind="comment", ref=str(reported.pk), to=second_moderator, due_on=today, by=moderator)
    rows = waiting(charter, round_, moderator)

    def left(**filters):
        return kinds(matter_queries.narrow_items(rows, Narrowed(**filters), title_of_item))

    assert left(kind="comment") == ["comment"]
    assert left(assigned=str(second_moderator.pk)) == ["comment"]
    assert left(assigned="nobody") == ["amendment"]
    assert left(due_until=today) == ["comment"]
    assert left(due_from=today + timedelta(days=1)) == []
    assert left(words="elan") == ["comment"]
    assert left(words="proposed change") == ["amendment"]
    assert dict(matter_queries.count_by_kind(rows)) == {"amendment": 1, "comment": 1}


def test_what_is_past_its_day_comes_first(charter, round_, homes, city, officer, moderator, reported):
    old = timezone.now() - timedelta(days=90)
    factories.under_review(round_, city, officer, homes, THIRD, at=old)
    assert [row.kind for row in waiting(charter, round_, moderator)] == ["amendment", "comment"]
    yesterday = timezone.localdate() - timedelta(days=1)
    work_items.assign_item(kind="comment", ref=str(reported.pk), to=None, due_on=yesterday, by=moderator)
    assert [row.kind for row in waiting(charter, round_, moderator)] == ["comment", "amendment"]


def test_three_of_everything_ask_no_more_than_one(charter, round_, officer, stranger, moderator):
    def asks():
        with CaptureQueriesContext(connection) as caught:
            rows = waiting(charter, round_, moderator, timezone.now() + timedelta(days=2))
        return len(caught), len(rows)

    of_each(round_, 0, moderator, officer, stranger)
    asks()  # what is remembered for a minute is asked for once
    once, rows = asks()
    for number in (1, 2):
        of_each(round_, number, moderator, officer, stranger)
    assert asks()[0] == once
    assert asks()[1] > 2 * rows


def test_the_list_of_languages_empties_when_the_desk_answers(charter, round_, homes, moderator):
    tasks.write_note(
        provision=homes, language="fr", kind="unsayable", text="No.", by=factories.holder("language_editor", "fr")
    )
    assert kinds(waiting(charter, round_, moderator)) == ["language"]
    tasks.write_note(provision=homes, language="fr", kind="answer", text="Say it so.", by=moderator)
    assert waiting(charter, round_, moderator) == []
