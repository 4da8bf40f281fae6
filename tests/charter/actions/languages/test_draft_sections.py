"""Publishing a section: a wording a changed block, for a reason, asked of the rules, never over newer words."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest

from accounts.models import Record
from accounts.rules import Refused
from charter.actions.languages import draft_sections
from charter.actions.languages.draft_sections import SectionBlock, Stale, publish_section
from charter.models import Adoption, Article, Entry, Wording
from tests import factories

FIFTH = factories.WORDS["en"][5]
THIRD = FIFTH.replace("fifth", "third")


@pytest.fixture
def article(charter):
    return Article.objects.get(slug="a-home-one-can-keep")


@pytest.fixture
def blocks(charter):
    """The blocks of article I in English as they stand."""
    out = []
    for block in charter.arrangement.sections[1].blocks:
        wording = Wording.objects.get(provision__key=block.key, language="en")
        out.append(SectionBlock(block.key, block.kind, block.depth, wording.html, wording.pk))
    return out


def with_words(blocks, html, place=3):
    return [*blocks[:place], replace(blocks[place], html=html), *blocks[place + 1 :]]


def publish(article, blocks, by, **fields):
    values = {"reason": "It reads better.", "language": "en", **fields}
    return publish_section(article=article, blocks=blocks, by=by, **values)


def test_nothing_changed_writes_nothing(article, blocks, moderator):
    assert not publish(article, blocks, moderator, reason="")
    assert Adoption.objects.count() == 0


def test_the_words_are_cleaned(article, blocks, moderator):
    publication = publish(
        article, with_words(blocks, '<script>x</script><strong onclick="x">One</strong> home'), moderator
    )
    assert publication.wordings[0].html == "<b>One</b> home"


def test_who_asked_stands_with_the_adoption(article, blocks, moderator, city):
    publication = publish(article, with_words(blocks, THIRD), moderator, asked_by=city, asked_by_words="its council")
    adoption = publication.wordings[0].carries.get()
    assert (adoption.asked_by, adoption.asked_by_words, adoption.scope) == (city, "its council", "all")


def test_the_act_is_in_the_record_with_digests_alone(article, blocks, moderator):
    publication = publish(article, with_words(blocks, THIRD), moderator)
    act = Record.objects.latest("number")
    assert (act.act, act.person) == ("section published", moderator.pk)
    assert act.content["wordings"] == [[publication.wordings[0].pk, publication.wordings[0].digest]]


def test_a_reason_is_required(article, blocks, moderator):
    with pytest.raises(Refused, match="Give the reason"):
        publish(article, with_words(blocks, THIRD), moderator, reason=" \u200b ")


def test_words_written_over_older_ones_are_refused_with_both_texts(article, blocks, moderator, charter):
    factories.adopt(factories.provision(charter, 5), THIRD, by=moderator)
    with pytest.raises(Stale) as stale:
        publish(article, with_words(blocks, FIFTH.replace("fifth", "quarter")), moderator)
    assert [(m.yours, m.theirs) for m in stale.value.meetings] == [(FIFTH.replace("fifth", "quarter"), THIRD)]


def test_two_blocks_with_one_key_are_refused(article, blocks, moderator):
    with pytest.raises(Refused, match="same identifier"):
        publish(article, [*blocks, blocks[-1]], moderator)


def test_a_key_of_another_article_is_refused(article, blocks, moderator, charter):
    other = str(factories.provision(charter, 8).key)
    with pytest.raises(Refused, match="another place"):
        publish(article, [*blocks, SectionBlock(other, "paragraph", 0, "Water.")], moderator)


@pytest.mark.parametrize("key", ["", "no key", "7A6B0A52-7F0E-4D4C-9A9E-111111111111"])
def test_what_is_no_key_is_refused(article, blocks, moderator, key):
    with pytest.raises(Refused):
        publish(article, [*blocks, SectionBlock(key, "paragraph", 0, "Water.")], moderator)


@pytest.mark.parametrize("place", [3, -1])
def test_a_block_without_words_is_refused(article, blocks, moderator, place):
    new = SectionBlock(str(uuid.uuid4()), "paragraph", 0, "words")
    blocks = [*blocks, new]
    blocks[place] = replace(blocks[place], html="<b> </b>")
    with pytest.raises(Refused, match="no text"):
        publish(article, blocks, moderator)


def test_a_deleted_block_leaves_the_text_for_a_reason(article, blocks, moderator, charter):
    publish(article, blocks[:-1], moderator)
    charter.refresh_from_db()
    assert charter.arrangement.fates == {blocks[-1].key: {"fate": "deleted", "into": []}}
    assert Adoption.objects.get().reason.text == "It reads better."


def test_a_moved_block_alone_has_a_fate(article, blocks, moderator, charter):
    publish(article, [*blocks[:2], blocks[4], blocks[2], blocks[3]], moderator)
    charter.refresh_from_db()
    assert charter.arrangement.fates == {blocks[4].key: {"fate": "moved", "into": []}}


def test_a_drafter_publishes_assigned_sections_alone(article, blocks, charter):
    key = str(article.key)
    drafter, other = factories.holder("drafter", scope=[key]), factories.holder("drafter", scope=["x"])
    with pytest.raises(Refused, match="not assigned"):
        publish(article, with_words(blocks, THIRD), other)
    assert publish(article, with_words(blocks, THIRD), drafter).wordings[0].by == drafter


def test_nobody_publishes_while_a_round_runs(article, blocks, moderator, round_):
    with pytest.raises(Refused, match="only by amendments"):
        publish(article, with_words(blocks, THIRD), moderator)


@pytest.mark.parametrize("second", ["nobody", "same", "officer"])
def test_a_misprint_needs_a_second_one_of_the_secretariat(article, blocks, moderator, officer, second):
    agreed_by = {"nobody": None, "same": moderator, "officer": officer}[second]
    with pytest.raises(Refused):
        publish(article, with_words(blocks, THIRD), moderator, scope="one", agreed_by=agreed_by)
    assert Adoption.objects.count() == 0


def test_a_misprint_is_carried_by_no_other_language(article, blocks, moderator, second_moderator, charter):
    publication = publish(article, with_words(blocks, THIRD), moderator, scope="one", agreed_by=second_moderator)
    assert publication.stand
    assert publication.wordings[0].carries.count() == 0
    assert publication.wordings[0].runs[1] == {"text": "third", "by": [f"adoption:{Adoption.objects.get().pk}"]}


def test_a_misprint_never_changes_the_order(article, blocks, moderator, second_moderator):
    with pytest.raises(Refused, match="never the order"):
        publish(article, blocks[::-1], moderator, scope="one", agreed_by=second_moderator)


def test_a_misprint_waits_while_the_text_stands_still(article, blocks, moderator, second_moderator, round_, charter):
    publication = publish(article, with_words(blocks, THIRD), moderator, scope="one", agreed_by=second_moderator)
    assert not publication.stand
    assert factories.working(factories.provision(charter, 5)).wording.html == FIFTH


def test_a_misprint_is_not_written_over_one_that_waits(article, blocks, moderator, second_moderator, round_):
    arguments = {"scope": "one", "agreed_by": second_moderator}
    publish(article, with_words(blocks, THIRD), moderator, **arguments)
    with pytest.raises(Refused, match="The site inserts it into the charter when the support period ends"):
        publish(article, with_words(blocks, FIFTH.replace("low", "lower")), moderator, **arguments)
    assert Entry.objects.get().wording.html == THIRD
    assert publish(article, with_words(blocks, "Each request is answered.", 4), moderator, **arguments)


def test_strangers_are_keys_that_stand_elsewhere(charter):
    own, elsewhere = factories.provision(charter, 5), factories.provision(charter, 8)
    section = charter.arrangement.sections[1]
    assert draft_sections.foreign_keys(section, [str(own.key), str(elsewhere.key), "x"]) == [str(elsewhere.key)]
