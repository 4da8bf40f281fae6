"""Down and up: what an editor publishes becomes wordings, what happens to the charter comes to the pages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import Letter
from accounts.rules import Refused
from charter.actions.languages import structure
from charter.actions.languages.structure import Why
from charter.models import Adoption, CurrentWording, Wording
from charter.queries.languages import ledger
from cms.models import SectionPage
from tests import factories

FIFTH = factories.WORDS["en"][5]
THIRD = FIFTH.replace("fifth", "third")
HOMES = 3  # the block of the article that FIFTH stands in; the article begins with the third provision


@pytest.fixture
def homes(charter):
    return factories.provision(charter, 5)


def reload(page):
    return SectionPage.objects.get(pk=page.pk)


def words(page, place=HOMES):
    return page.blocks[place].html


def draft(page):
    return reload(page).get_latest_revision_as_object()


# --- Down ---------------------------------------------------------------------------------------------------------


def test_publishing_writes_a_wording_for_the_block_that_changed(section, homes, moderator):
    before = Wording.objects.count()
    factories.edited(section, HOMES, THIRD, by=moderator).publish(user=moderator)
    wording = factories.working(homes).wording
    assert Wording.objects.count() == before + 1
    assert (wording.html, wording.came_from, wording.by) == (THIRD, "editor", moderator)
    adoption = wording.carries.get()
    assert (adoption.reason.text, adoption.asked_by_words) == ("It reads better.", "The secretariat")


def test_after_publishing_the_page_says_what_the_text_says_and_asks_anew(section, moderator):
    factories.edited(section, HOMES, THIRD, by=moderator).publish(user=moderator)
    page = reload(section)
    assert (words(page), page.reason, page.has_unpublished_changes) == (THIRD, "", False)
    assert [b[1] for b in page.bases] == [b.base for b in page.blocks]


def test_the_other_languages_are_behind_after_a_publication(section, charter, moderator):
    factories.edited(section, HOMES, THIRD, by=moderator).publish(user=moderator)
    assert [line.language for line in ledger.lines_behind(charter)] == ["fr", "es"]


def test_without_a_reason_nothing_is_published_and_the_draft_stays(section, homes, moderator):
    revision = factories.edited(section, HOMES, THIRD, by=moderator, reason=" ")
    with pytest.raises(Refused, match="Give the reason"):
        revision.publish(user=moderator)
    assert factories.working(homes).wording.html == FIFTH
    assert words(reload(section)) == FIFTH
    assert words(draft(section)) == THIRD


def test_wagtails_own_way_past_the_page_is_undone_too(section, homes, moderator):
    from wagtail.actions.publish_page_revision import PublishPageRevisionAction

    revision = factories.edited(section, HOMES, THIRD, by=moderator, reason="")
    with pytest.raises(Refused):
        PublishPageRevisionAction(revision, user=moderator).execute(skip_permission_checks=True)
    assert (words(reload(section)), factories.working(homes).wording.html) == (FIFTH, FIFTH)


def test_during_a_round_publishing_is_refused(section, moderator, round_):
    with pytest.raises(Refused, match="only by amendments"):
        factories.edited(section, HOMES, THIRD, by=moderator).publish(user=moderator)


def test_a_misprint_waits_for_a_second_person_and_for_the_end_of_support(
    section, homes, moderator, second_moderator, round_
):
    revision = factories.edited(section, HOMES, FIFTH.replace("low", "lower"), by=moderator, scope="one")
    with pytest.raises(Refused, match="A second person"):
        revision.publish(user=moderator)
    revision.publish(user=second_moderator)
    assert (words(reload(section)), factories.working(homes).wording.html) == (FIFTH, FIFTH)
    assert Adoption.objects.get().agreed_by == second_moderator
    from charter.actions.languages import agreed_words

    agreed_words.enter_due_text(now=round_.support_until)
    assert words(reload(section)) == FIFTH.replace("low", "lower")
    assert not reload(section).has_unpublished_changes


def test_a_new_block_is_a_new_provision_in_all_languages(section, charter, moderator):
    page = draft(section)
    new = {"type": "subparagraph", "id": "7a6b0a52-7f0e-4d4c-9a9e-111111111111", "value": {"words": "<p>New.</p>"}}
    raw = [*page.body.raw_data, new]
    factories.drafted(page, raw, by=moderator).publish(user=moderator)
    charter.refresh_from_db()
    assert words(reload(section), -1) == "New."
    french = SectionPage.objects.get(slug=section.slug, locale__language_code="fr")
    assert (french.blocks[-1].key, french.blocks[-1].html) == (new["id"], "")
    assert ledger.lines_behind(charter)[0].state == "missing"


def test_a_new_order_is_a_new_arrangement_for_all_languages(section, charter, moderator):
    page = draft(section)
    raw = list(page.body.raw_data)
    raw[3], raw[4] = raw[4], raw[3]
    factories.drafted(page, raw, by=moderator).publish(user=moderator)
    charter.refresh_from_db()
    french = SectionPage.objects.get(slug=section.slug, locale__language_code="fr")
    keys = [block.key for block in charter.arrangement.sections[1].blocks]
    assert keys == [block["id"] for block in raw] == [block.key for block in french.blocks]
    assert set(fate["fate"] for fate in charter.arrangement.fates.values()) == {"moved"}


# --- Up -----------------------------------------------------------------------------------------------------------


def test_words_that_come_in_stand_on_the_page(section, homes, moderator):
    factories.adopt(homes, THIRD, by=moderator)
    assert words(reload(section)) == THIRD
    assert not reload(section).has_unpublished_changes


def test_a_draft_elsewhere_is_carried_over(section, homes, moderator):
    factories.edited(section, 4, "The city answers within a week.", by=moderator)
    factories.adopt(homes, THIRD, by=moderator)
    assert (words(reload(section)), words(reload(section), 4)) == (THIRD, factories.WORDS["en"][6])
    assert (words(draft(section)), words(draft(section), 4)) == (THIRD, "The city answers within a week.")
    assert draft(section).reason == "It reads better."


def test_both_at_once_in_one_block_go_together(section, homes, moderator):
    factories.edited(section, HOMES, FIFTH.replace("low incomes", "small incomes"), by=moderator)
    factories.adopt(homes, THIRD, by=moderator)
    assert words(draft(section)) == THIRD.replace("low incomes", "small incomes")
    draft(section).latest_revision.publish(user=moderator)
    assert factories.working(homes).wording.html == THIRD.replace("low incomes", "small incomes")


def test_where_they_meet_the_editor_keeps_the_words_and_sees_both(section, homes, moderator):
    quarter = FIFTH.replace("fifth", "quarter")
    factories.edited(section, HOMES, quarter, by=moderator)
    factories.adopt(homes, THIRD, by=moderator)
    draft_ = draft(section)
    assert words(draft_) == quarter
    assert draft_.meetings == [{"key": str(homes.key), "yours": quarter, "theirs": THIRD}]
    assert Letter.objects.filter(to=moderator, kind="section_met").count() == 1


def test_a_meeting_is_published_only_when_both_texts_were_compared(section, homes, moderator):
    factories.edited(section, HOMES, FIFTH.replace("fifth", "quarter"), by=moderator)
    factories.adopt(homes, THIRD, by=moderator)
    with pytest.raises(Refused, match="Compare both texts"):
        draft(section).latest_revision.publish(user=moderator)
    half = FIFTH.replace("fifth", "half")
    factories.edited(section, HOMES, half, by=moderator, compared=True).publish(user=moderator)
    assert factories.working(homes).wording.html == half


def test_a_stale_revision_is_refused_with_both_texts(section, homes, moderator):
    revision = factories.edited(section, HOMES, FIFTH.replace("fifth", "quarter"), by=moderator)
    factories.adopt(homes, THIRD, by=moderator)
    with pytest.raises(Refused, match=r"quarter.*third"):
        revision.publish(user=moderator)
    assert factories.working(homes).wording.html == THIRD


def test_a_language_page_is_made_by_our_own_action(site, charter):
    pages = SectionPage.objects.filter(slug="water-for-all")
    assert sorted(page.locale.language_code for page in pages) == ["en", "es", "fr"]
    keys = [[block.key for block in page.blocks] for page in pages]
    assert keys[0] == keys[1] == keys[2]
    assert CurrentWording.objects.count() == 33


# --- By the clock -------------------------------------------------------------------------------------------------


def schedule(section, moderator, **fields):
    later = timezone.now() + timedelta(days=1)
    revision = factories.edited(section, HOMES, THIRD, by=moderator, go_live_at=later, **fields)
    revision.publish(user=moderator)
    type(revision).objects.filter(pk=revision.pk).update(approved_go_live_at=timezone.now() - timedelta(hours=1))
    content = {**revision.content, "go_live_at": (timezone.now() - timedelta(hours=1)).isoformat()}
    type(revision).objects.filter(pk=revision.pk).update(content=content)


def test_a_scheduled_section_is_published_with_the_reason_it_was_saved_with(section, homes, moderator):
    schedule(section, moderator)
    assert factories.working(homes).wording.html == FIFTH
    call_command("publish_scheduled")
    assert factories.working(homes).wording.carries.get().reason.text == "It reads better."


def test_a_refused_scheduled_section_stays_a_draft_and_its_editor_is_told(section, homes, moderator):
    schedule(section, moderator, reason="")
    call_command("publish_scheduled")
    assert factories.working(homes).wording.html == FIFTH
    assert (words(reload(section)), words(draft(section))) == (FIFTH, THIRD)
    assert Letter.objects.filter(to=moderator, kind="section_not_published").count() == 1
    assert not reload(section).revisions.exclude(approved_go_live_at=None).exists()


# --- Divided and joined -------------------------------------------------------------------------------------------


CUT = FIFTH.replace(" for people", "\n\nfor people")
WHY = Why("It is clearer.")


def split(homes, by):
    base = factories.working(homes).wording
    return structure.split_provision(provision=homes, language="en", base=base, words=CUT, by=by, why=WHY)


def test_the_pages_of_all_languages_follow_a_division(section, homes, moderator):
    second = split(homes, moderator)
    page = reload(section)
    assert [b.html for b in page.blocks[HOMES : HOMES + 2]] == CUT.split("\n\n")
    assert page.blocks[HOMES + 1].key == str(second.key)
    french = SectionPage.objects.get(slug=section.slug, locale__language_code="fr")
    assert [b.html for b in french.blocks[HOMES : HOMES + 2]] == [factories.WORDS["fr"][5], ""]


def test_the_pages_of_all_languages_follow_a_join(section, charter, homes, moderator):
    structure.combine_provisions(provision=homes, other=factories.provision(charter, 6), by=moderator, why=WHY)
    for code in ("en", "fr"):
        page = SectionPage.objects.get(slug=section.slug, locale__language_code=code)
        assert [b.html for b in page.blocks[HOMES:]] == [" ".join(factories.WORDS[code][5:7])]


def test_a_draft_that_changes_another_provision_goes_on_after_a_division(section, homes, moderator):
    factories.edited(section, HOMES - 1, "Everyone has a home.", by=moderator)
    split(homes, moderator)
    page = draft(section)
    assert [b.html for b in page.blocks[HOMES - 1 :]][:3] == ["Everyone has a home.", *CUT.split("\n\n")]
    assert page.meetings == []
