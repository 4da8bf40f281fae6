"""The life of a provision: words with their runs, wordings newest first, what was asked and what became of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from charter.actions.merging import merge_reversals
from charter.actions.versions import corrigenda, versions
from charter.models import Merge
from tests import factories

KEPT = "The city keeps one third of new homes for people with low incomes."


@pytest.fixture
def first(db):
    return factories.version(factories.charter(languages=("en",)))


@pytest.fixture
def second(first, moderator, city, officer):
    return factories.second_version(first, {5: KEPT}, by=moderator, city=city, proposer=officer)


def life(client, version, place=5, query=""):
    response = client.get(f"/en/provisions/{factories.provision(version.charter, place).short}/{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_each_run_of_the_last_words_leads_to_its_amendment(client, second):
    html = life(client, second)
    assert 'The city keeps one <a class="run"' in html
    assert '<sup class="run-no">1</sup>' in html


def test_the_note_of_a_run_names_city_reason_and_decision(client, second):
    html = life(client, second, query="?run=1")
    assert "Who proposed “third”?" in html
    for text in ("Tamanrit", "Why it is asked", "It is clear."):
        assert text in html


def test_wordings_stand_newest_first_with_a_redline(client, second):
    html = life(client, second)
    assert html.index("1 amendment changed the text") < html.index("First text")
    assert "<del" in html and "<ins" in html


def test_first_words_come_from_the_document_they_were_taken_from(client, first):
    html = life(client, first, 4)
    assert "from the first text" in html
    assert "sample.en.html" in html


def test_each_word_is_counted_once_with_all_its_sources(client, second, city):
    html = life(client, second)
    wording = factories.working(factories.provision(second.charter, 5)).wording
    total = len(wording.text.split())
    assert f"Source of these {total} words" in html
    assert f"{total - 1} from the first text" in html and "1 from Tamanrit" in html


def test_pending_amendments_stand_first(client, second, city, officer):
    round_ = factories.round_(second)
    factories.under_review(round_, city, officer, factories.provision(second.charter, 5), "All homes.")
    html = life(client, second)
    assert html.index("1 amendment awaits a decision") < html.index("1 amendment changed the text")


def test_a_decision_that_changed_nothing_is_told_with_its_reason(client, second, city, officer, moderator):
    round_ = factories.deciding(second)
    amendment = factories.under_review(round_, city, officer, factories.provision(second.charter, 5), "All homes.")
    factories.accepted(amendment, moderator, outcome="not_accepted")
    html = life(client, second)
    assert "Not accepted" in html and "It is clear." in html


def test_decisions_that_are_not_public_are_not_told(client, second, city, officer, moderator):
    round_ = factories.deciding(second)
    amendment = factories.under_review(round_, city, officer, factories.provision(second.charter, 5), "All homes.")
    factories.accepted(amendment, moderator, outcome="not_accepted", release=False)
    html = life(client, second)
    assert "Not accepted" not in html and "Under review" in html


def test_words_that_are_not_published_are_hidden_where_the_round_hides_them(client, first, city, officer, moderator):
    round_ = factories.deciding(first, pending_is_public=False)
    factories.merged(round_, {5: KEPT}, by=moderator, city=city, proposer=officer)
    assert ">third<" not in life(client, first)
    client.force_login(factories.holder("language_editor", "en"))
    assert ">third<" in life(client, first)


def test_the_other_languages_stand_below(client, charter, version):
    assert "La ville réserve un cinquième" in life(client, version)


def test_an_unknown_short_address_is_not_found(client, version):
    assert client.get("/en/provisions/zzzzzz/").status_code == 404


@pytest.mark.parametrize("amendments", [1, 3])
def test_questions_do_not_grow_with_amendments(
    client, second, city, officer, amendments, django_assert_max_num_queries
):
    round_ = factories.round_(second)
    for n in range(amendments):
        factories.under_review(round_, city, officer, factories.provision(second.charter, 5), f"Home number {n}.")
    life(client, second)
    with django_assert_max_num_queries(44):
        life(client, second)


def test_what_the_version_is_stands_beside_its_words(client, first):
    assert "From version 1, draft. English." in life(client, first)


def test_the_page_says_how_to_cite_the_provision(client, db, settings):
    version = factories.version(factories.charter())
    short = factories.provision(version.charter, 4).short
    page = client.get(reverse("provision", args=[short])).content.decode()
    cited = page.split('id="cite"')[1].split("</blockquote>")[0]
    assert "Charter of the sample city, <bdi>I.1</bdi>, version 1 (English), published" in cited
    assert f"{settings.SITE_URL}/en/provisions/{short}/" in cited
    assert page.index('id="cite"') < page.index('id="wordings"')


def test_a_version_after_a_reversed_merge_has_the_text_of_the_version_before(client, first, city, officer, moderator):
    round_ = factories.deciding(first)
    amendments = factories.merged(round_, {5: KEPT}, by=moderator, city=city, proposer=officer)
    merge_reversals.reverse_merge(merge=Merge.objects.get(), reason={"en": "It was too early."}, by=moderator)
    left = [amendment.pk for amendment in amendments]
    publication = versions.propose_version(charter=first.charter, by=moderator, carried_over=left)
    versions.publish_version(publication=publication, by=factories.holder("moderator"))
    entry = life(client, first).partition("The text of version 1 was restored")[2]
    entry = entry.partition("Working text, not adopted")[0]
    assert "It was too early." in entry and "<del" not in entry


@pytest.fixture
def published(first, moderator):
    """Publishes the working text."""

    def published():
        publication = versions.propose_version(charter=first.charter, by=moderator)
        return versions.publish_version(publication=publication, by=factories.holder("moderator"))

    return published


def entry(html, where):
    """The entry of the history with that place, from its place to the next one."""
    return html.partition('id="wordings"')[2].partition(where)[2].partition('class="when"')[0]


def test_a_version_is_compared_with_the_version_before_and_not_with_text_between_them(
    client, first, city, officer, moderator, published
):
    factories.merged(factories.deciding(first), {5: KEPT}, by=moderator, city=city, proposer=officer)
    edited = KEPT.replace("low incomes", "modest incomes")
    factories.reword(factories.provision(first.charter, 5), edited, by=moderator)
    published()
    html = life(client, first)
    version_2, between = entry(html, "Version 2"), entry(html, "Working text, not adopted")
    assert "fifth" in version_2 and "low" in version_2 and "modest" in version_2
    assert "1 amendment changed the text" in version_2 and "Amendment 1/1" in version_2
    assert "1 amendment changed the text" in between and "modest" not in between


def test_a_corrigendum_between_a_merge_and_its_version_hides_neither(
    client, first, city, officer, moderator, published
):
    factories.merged(factories.deciding(first), {5: KEPT}, by=moderator, city=city, proposer=officer)
    right = factories.WORDS["en"][5].replace("low incomes", "modest incomes")
    signed = {"version": first, "provision": factories.provision(first.charter, 5), "language": "en", "html": right}
    corrigenda.sign_corrigendum(reason="A misprint.", by=moderator, agreed_by=factories.holder("moderator"), **signed)
    published()
    html = life(client, first)
    corrected, version_2 = entry(html, "Corrigendum 1"), entry(html, "Version 2")
    assert "modest" in corrected and "third" not in corrected
    assert "third" in version_2 and "modest" in version_2 and "Amendment 1/1" in version_2


def test_before_a_round_opens_a_member_is_led_to_a_draft(client, second, officer):
    now = timezone.now()
    days = {name: now + timedelta(days=n) for n, name in enumerate(("opens_at", "proposals_until"), 3)}
    factories.round_(second, **days, confirm_until=now + timedelta(days=9), support_until=now + timedelta(days=12))
    client.force_login(officer)
    page = client.get("/en/charter/2/I/").content.decode()
    propose = reverse("propose", args=[factories.provision(second.charter, 5).short])
    assert "You may write drafts for Tamanrit." in page and "The drafts can be sent from" in page
    assert f'href="{propose}"' in page
    assert f'href="{propose}"' in life(client, second)
    assert client.get(propose).status_code == 200
