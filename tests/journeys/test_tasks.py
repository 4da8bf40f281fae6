"""The ten tasks that people come for, by mouse and by the keyboard alone: how many steps they take, and their end."""

from __future__ import annotations

import pytest

from charter.models import Decision
from tests.journeys.hands import Crew, Keyboard, Mouse
from tests.journeys.tasks import desk, founding, proposing, reading
from tests.journeys.tasks import stage as stages

pytestmark = pytest.mark.browser
by_both_hands = pytest.mark.parametrize("hand", [pytest.param(Mouse, marks=pytest.mark.large), Keyboard])


@pytest.fixture
def crew_of(reader):
    """Makes hands of one kind for people."""

    def make(hand, people):
        return Crew(lambda role: hand(reader(), people.get(role)))

    return make


@pytest.fixture
def stage(transactional_db, settings):
    settings.DEMONSTRATION = True
    return stages.build(amendments=1)


@pytest.fixture
def desk_stage(transactional_db, settings):
    settings.DEMONSTRATION = True
    new_stage = stages.build(amendments=desk.MANY + 1)
    new_stage.end_support()
    return new_stage


@by_both_hands
def test_reading_takes_few_steps(stage, crew_of, hand):
    """T1: three to the article; T2: two to what changed; T10: two to who asked for its words."""
    for task, most in ((reading.find_the_fifth_article, 3), (reading.see_what_changed, 2), (reading.ask_who_asked, 2)):
        crew = crew_of(hand, {})
        task(crew, stage)
        assert crew.steps <= most, task.__name__


@by_both_hands
def test_an_amendment_is_sent_in_five_steps(stage, crew_of, hand):
    crew = crew_of(hand, stage.people)
    proposing.send_an_amendment(crew, stage)
    assert crew.steps <= 5


@by_both_hands
def test_a_provision_is_followed_and_spoken_of(stage, crew_of, hand):
    """Three steps to ask for its news and to confirm that; two to a comment."""
    for task, most in ((reading.follow_a_provision, 3), (proposing.comment_on_a_provision, 2)):
        crew = crew_of(hand, stage.people)
        task(crew, stage)
        assert crew.steps <= most, task.__name__


@by_both_hands
def test_a_mail_leads_to_an_amendment_and_to_the_end_of_mails(stage, crew_of, hand, settings, live_server):
    """T4: one step to what became of it; T9: one on the page that the mail leads to."""
    settings.SITE_URL = live_server.url
    stage.end_support()
    for task in (proposing.learn_what_became_of_it, proposing.stop_all_mails):
        crew = crew_of(hand, stage.people)
        task(crew, stage)
        assert crew.steps == 1, task.__name__


@by_both_hands
def test_the_fifth_article_is_read_on_320_pixels(stage, crew_of, hand):
    reading.read_on_a_narrow_screen(crew_of(hand, {}), stage)


@pytest.mark.large
@by_both_hands
def test_twenty_amendments_are_decided_with_reasons(desk_stage, crew_of, hand):
    """T5: one step opens the first, and one for each decides it and opens the next."""
    crew = crew_of(hand, desk_stage.people)
    desk.decide_twenty(crew, desk_stage)
    assert crew.steps == desk.MANY + 1
    decisions = Decision.objects.filter(amendment__round=desk_stage.round).order_by("pk")
    assert [decision.reason.text for decision in decisions] == [desk.reason(n) for n in range(desk.MANY)]
    assert {decision.by_id for decision in decisions} == {desk_stage.people["moderator"].pk}


@pytest.mark.large
@by_both_hands
def test_ten_amendments_are_merged_and_published_in_three_languages(stage, crew_of, hand):
    stage.end_support()
    stages.accepted_in_the_fifth(stage)
    stages.refuse_the_rest(stage)
    desk.merge_and_publish(crew_of(hand, stage.people), stage)


@by_both_hands
def test_a_word_charter_comes_in_and_a_round_is_opened_on_it(transactional_db, settings, crew_of, hand):
    settings.DEMONSTRATION = True
    founding.import_and_open(crew_of(hand, founding.founders()), None)
