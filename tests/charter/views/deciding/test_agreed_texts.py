"""The text to which members agreed: shown with who agreed, over published words, and what was revised afterwards."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html as parsing

from charter.actions.amending import revisions
from charter.actions.amending.amendments import ChangeInput
from charter.actions.deciding import compromises
from charter.actions.merging import merges
from charter.models import Article, Compromise, Response
from tests import factories

FIFTH = factories.WORDS["en"][5]
HALF = FIFTH.replace("fifth", "half").replace("new homes", "new social homes")
THIRD = FIFTH.replace("fifth", "third")
FLATS = FIFTH.replace("new homes", "new flats")
MODEST = FLATS.replace("low incomes", "modest incomes")
UNPUBLISHED = FIFTH.replace("new homes", "new and unpublished homes")


@pytest.fixture
def deciding(version):
    return factories.deciding(version)


@pytest.fixture
def homes(charter):
    return factories.provision(charter, 5)


@pytest.fixture
def amendment(deciding, city, officer, homes):
    return factories.under_review(deciding, city, officer, homes, HALF)


@pytest.fixture
def agreed(deciding, amendment, homes, moderator, delegate):
    """All members that propose the amendment agree to one third instead of one half."""
    arguments = {"reason": {"en": "Between."}, "answer_by": timezone.now() + timedelta(days=9), "by": moderator}
    placing = {"round_": deciding, "amendments": [amendment], "provision": homes, "language": "en", "html": THIRD}
    return factories.agreed(compromises.propose_compromise(**placing, **arguments), moderator)


def main(client, address):
    [element] = parsing.fromstring(client.get(address).content.decode()).xpath("//main")
    return element


def plain(element):
    return " ".join(element.text_content().split())


def page(client, amendment, view=""):
    amendment.refresh_from_db()
    return main(client, reverse("amendment", args=[amendment.round.number, amendment.number]) + view)


def told(client, amendment):
    """What the history tells of the compromise."""
    [entry] = page(client, amendment).xpath(".//ol[@class='story']/li[contains(@id, 'compromise-')]")
    return entry


def test_the_history_shows_the_text_and_who_agreed(client, amendment, agreed, city, moderator):
    factories.accepted(amendment, moderator)
    entry = told(client, amendment)
    assert entry.get("id") == f"compromise-{agreed.pk}"
    assert "Compromise text, agreed" in plain(entry) and f"Agreed: {city}" in plain(entry)
    [words] = entry.xpath(".//p[contains(@class, 'words')]")
    assert "third" in plain(words.xpath("./ins")[0]) and "fifth" in plain(words.xpath("./del")[0])
    assert "the text of version 1" in plain(entry) and "revised" not in plain(entry)


def test_the_table_of_decisions_shows_the_text_and_leads_to_it(client, amendment, agreed, moderator):
    factories.accepted(amendment, moderator)
    [row] = main(client, reverse("decisions")).xpath(".//tbody/tr[td]")[:1]
    [link] = row.xpath(f".//a[contains(@href, '#compromise-{agreed.pk}')]")
    assert plain(link) == "Compromise text, agreed"
    assert len([ins for ins in row.xpath(".//ins") if "third" in plain(ins)]) == 1


def test_as_decided_it_is_the_agreed_text_and_not_the_secretariat_s(client, amendment, agreed, moderator):
    factories.accepted(amendment, moderator)
    shown = page(client, amendment, "?view=decided")
    [flow] = shown.xpath(".//div[@class='flow']")
    assert "third" in plain(flow) and "half" not in plain(flow)
    assert "the compromise text to which its proposers agreed" in plain(flow)
    assert "text of the secretariat" not in plain(flow)


@pytest.fixture
def answered_before(agreed):
    """Everybody replied before the text of the provision changes, which factories do as of yesterday."""
    Response.objects.update(at=timezone.now() - timedelta(days=3))
    Compromise.objects.update(at=timezone.now() - timedelta(days=4))


def test_a_text_that_was_carried_over_is_shown_over_the_published_one(
    client, amendment, agreed, answered_before, homes, moderator
):
    factories.accepted(amendment, moderator)
    factories.reword(homes, UNPUBLISHED, by=moderator)
    entry = plain(told(client, amendment))
    assert "third" in entry and "unpublished" not in entry


@pytest.fixture
def revised(amendment, agreed, answered_before, homes, moderator, delegate):
    """After the agreement the working text changes, and the proposer revises its amendment for it."""
    factories.reword(homes, FLATS, by=moderator)
    amendment.refresh_from_db()
    revising = {"title": "Modest", "reason": "It is wider.", "seen_text": amendment.text_id}
    changes = [ChangeInput("replace", homes, MODEST)]
    revisions.revise_amendment(amendment=amendment, by=delegate, changes=changes, **revising)
    return factories.accepted(amendment, moderator)


def test_a_revision_after_the_agreement_is_named(client, amendment, revised):
    entry = plain(told(client, amendment))
    assert "Compromise text, agreed" in entry and "third" in entry and "modest" not in entry
    assert "the proposer revised the amendment after this text was sent to the members" in entry
    decided = plain(page(client, amendment, "?view=decided").xpath(".//div[@class='flow']")[0])
    assert "modest" in decided and "third" not in decided and "compromise" not in decided


def test_the_revised_text_enters_and_not_the_one_agreed_before(deciding, revised, homes, moderator):
    article = Article.objects.get(slug="a-home-one-can-keep")
    merge = merges.begin_merge(article=article, language="en", round_=deciding, by=moderator)
    merge = merges.choose_amendments(merge=merge, amendments=[revised], by=moderator)
    merges.apply_merge(merge=merge, by=moderator)
    assert factories.working(homes).wording.html == MODEST


def test_an_agreement_that_ended_with_the_text_is_not_called_a_refusal(client, amendment, agreed, homes, moderator):
    factories.accepted(amendment, moderator)
    factories.reword(homes, FIFTH.replace("fifth", "tenth"), by=moderator)
    entry = plain(told(client, amendment))
    assert "Compromise text, closed because the text of the provision changed" in entry
    assert "not agreed" not in entry


def test_a_form_of_a_decision_leads_to_the_agreed_text_and_takes_it_in(client, version, city, other_city, moderator):
    round_ = factories.deciding(version)
    homes = factories.provision(version.charter, 5)
    amendments = [
        factories.under_review(round_, member, factories.member(member, "officer"), homes, f"The city keeps {words}.")
        for member, words in ((city, "one third"), (other_city, "one half"))
    ]
    compromise = compromises.propose_compromise(
        round_=round_,
        amendments=amendments,
        provision=homes,
        language="en",
        html="The city keeps two fifths.",
        reason={"en": "It meets both."},
        by=moderator,
        answer_by=timezone.now() + timedelta(days=5),
    )
    client.force_login(factories.with_second_factor(moderator))
    address = reverse("desk_decide", args=[round_.number, amendments[0].number])
    assert "agreed to a compromise text" not in client.get(address).content.decode()
    factories.agreed(compromise, moderator)
    page = client.get(address).content.decode()
    assert f"a compromise text on this amendment and on {amendments[1].number}." in page
    assert f'href="?compromise={compromise.pk}#decide"' in page
    form = client.get(address, {"compromise": compromise.pk}).context["form"]
    change = amendments[0].text.changes.get()
    assert form.initial["outcome"] == "accepted_with_changes"
    assert form[f"words_{change.pk}"].value() == "The city keeps two fifths."
    assert form["reason_en"].value() == "It meets both."
