"""The consultation that is made for measuring, by the same code at a small size."""

from __future__ import annotations

from collections import Counter
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Milestone, Organisation, Person
from charter import receivers
from charter.models import (
    Amendment,
    Change,
    CharterComment,
    Framework,
    HelpEntry,
    Initiative,
    Merge,
    Provision,
    Round,
    Version,
    Wording,
)
from charter.text import parse
from cms.models import EventPage, ProcessPage
from consultation.demo.congress import play, size, words
from tests.charter.management.plants import PLANTS, found, ran

SMALL = size.Size(
    governments=5,
    people=14,
    versions=3,
    articles=4,
    amendments=52,
    pending=20,
    on_first=14,
    comments=40,
    said_on_first=16,
)


@pytest.fixture
def congress(db, settings):
    settings.DEMONSTRATION = True
    return play.build_congress(SMALL, lambda line: None)


@pytest.fixture
def few(monkeypatch, settings):
    settings.DEMONSTRATION = True
    monkeypatch.setitem(size.SIZES, "congress", SMALL)


def test_the_command_makes_it_sound(db, few):
    call_command("load_demo", "--size", "congress", stdout=StringIO())
    call_command("check_consultation", stdout=StringIO())
    call_command("verify_record", stdout=StringIO())
    assert Version.objects.count() == 3


def test_the_command_knows_no_other_size(few):
    with pytest.raises(CommandError):
        call_command("load_demo", "--size", "village")


def test_there_is_as_much_as_was_asked_for(congress):
    assert Organisation.objects.count() == 5
    assert Person.objects.count() == 14 + 3  # and the secretariat
    assert Amendment.objects.filter(number__isnull=False).count() == 52
    assert CharterComment.objects.count() == 40
    assert list(Round.objects.values_list("last_number", flat=True)) == [16, 16, 20]


def test_the_campaign_has_as_much_for_each_government(congress):
    counts = [model.objects.count() for model in (Framework, Initiative, HelpEntry, Milestone, EventPage, ProcessPage)]
    assert counts == [10, 15, 5, 1, 1, 1]
    assert Framework.objects.filter(provisions__themes__isnull=False).distinct().count() == 10
    assert Initiative.objects.filter(themes__isnull=False, provisions__isnull=False).distinct().count() == 15
    assert EventPage.objects.get().members.count() == ProcessPage.objects.get().members.count() == 3


def test_the_measured_article_has_its_share(congress):
    first = congress.articles[0]
    assert len(first) == 12
    on_first = Change.objects.filter(provision__in=first, text__amendment__round__number=3)
    assert on_first.count() == 14
    counts = Counter(CharterComment.objects.values_list("content_type__model", flat=True))
    assert counts == {"provision": 16, "amendment": 24}


@pytest.mark.large
def test_a_fault_of_each_kind_is_found_in_it(congress):
    """With members, versions and merges beside the one that is faulty."""
    receivers.lift_guard()
    assert ran("check_consultation")[0] == 0
    assert {kind: found(kind, plant) for kind, plant in PLANTS.items()} == dict.fromkeys(PLANTS, True)


def test_what_is_accepted_stands_in_the_text_by_a_merge(congress):
    merged = Amendment.objects.filter(state="merged")
    provisions = {change.provision_id for amendment in merged for change in amendment.text.changes.all()}
    assert merged.count() == 12
    assert set(Wording.objects.filter(came_from="merge").values_list("provision", flat=True)) == provisions
    assert set(Merge.objects.values_list("state", flat=True)) == {"applied"}


def test_two_accepted_on_one_provision_are_both_in_it(db, settings):
    from consultation.demo.congress.asking import ROUND_TRIP

    settings.DEMONSTRATION = True
    play.build_congress(
        size.Size(4, 12, 2, 3, amendments=ROUND_TRIP + 4, pending=3, on_first=2, comments=0, said_on_first=0),
        lambda line: None,
    )
    twice = Provision.objects.filter(adoptions__merge__isnull=False)
    assert max(Counter(twice.values_list("pk", flat=True)).values()) == 2


def test_the_full_size_is_what_is_promised():
    full = size.CONGRESS
    assert (full.governments, full.people, full.amendments, full.comments, full.versions) == (
        1_000,
        3_000,
        2_000,
        10_000,
        30,
    )
    assert (full.on_first, full.said_on_first, full.pending) == (50, 600, 600)
    assert sum(full.asked_in(number) for number in full.rounds) + full.pending == 2_000


def test_no_two_provisions_have_the_same_words():
    texts = [words.provision_words("en", number) for number in range(480)]
    assert len(set(texts)) == 480


@pytest.mark.parametrize("turn", range(8))
def test_a_sentence_says_another_time_and_the_rest_stays(turn):
    before = words.provision_words("en", 7)
    after = words.words_with_other_time(before, 2, turn)
    changed = [n for n, (old, new) in enumerate(zip(before.split(". "), after.split(". "), strict=True)) if old != new]
    assert changed == [2]
    assert parse(f"<p>{after}</p>").text == after
