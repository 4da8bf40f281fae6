"""Deletions, moves and divisions name who proposed them, once each, wherever a version's changes are told."""

from __future__ import annotations

import pytest
from django.urls import reverse

from charter.actions.languages import structure
from charter.actions.merging import merges
from charter.actions.versions import versions
from charter.models import Amendment, Article, Charter, Provision
from charter.queries.reading.articles import anchor_of
from charter.queries.versions import data_faults
from charter.wording.charter_text import name_proposers
from tests import factories

FIRST = "The city keeps one fifth of new homes"


@pytest.fixture
def told(db, moderator):
    """A version in which one member moved a provision, one deleted one, and one divided one: by number."""
    first = factories.version(factories.charter(languages=("en",)))
    round_, charter = factories.deciding(first), first.charter
    place = {n: factories.provision(charter, n) for n in (4, 5, 6)}
    second = Provision.objects.create(charter=charter)
    asked = {
        "split": (place[5], {"kind": "split", "cut": len(FIRST), "new_provision": second}),
        "delete": (place[6], {"kind": "delete"}),
        "move": (place[4], {"kind": "move", "after": place[5]}),
    }
    made = []
    for name, (provision, more) in asked.items():
        city = factories.organisation(f"City of the {name}")
        who = factories.member(city, "officer")
        made.append(factories.accepted(factories.under_review(round_, city, who, provision, "", **more), moderator))
    for amendment in made:
        change = amendment.text.changes.get()
        section = Charter.objects.get().arrangement.section_of(change.provision.key)
        article = Article.objects.get(key=section.key)
        merge = merges.begin_merge(article=article, language="en", round_=round_, by=moderator)
        merges.choose_amendments(merge=merge, amendments=[amendment], by=moderator)
        merges.apply_merge(merge=merge, by=moderator)
    publication = versions.propose_version(charter=Charter.objects.get(), by=moderator)
    versions.publish_version(publication=publication, by=factories.holder("moderator"))
    return [Amendment.objects.get(pk=one.pk) for one in made]


def test_the_change_log_names_each_proposer_once(client, told):
    page = client.get(reverse("change_log", args=[2])).content.decode()
    assert [page.count(name_proposers(amendment)) for amendment in told] == [1, 1, 1]


def test_the_comparison_names_the_amendments_at_the_rows_that_it_marks(client, told):
    """It marks the neighbours of what moved here, and not the moved provision itself."""
    page = client.get(reverse("compare", args=[1, 2])).content.decode()
    for amendment in told[:2]:
        assert reverse("amendment", args=[1, amendment.number]) in page


def test_the_amendments_are_in_the_text_since_that_version(client, told):
    for amendment in told:
        page = client.get(reverse("amendment", args=[1, amendment.number])).content.decode()
        assert "In the text since version 2" in page
    assert list(data_faults.all_faults()) == []


def test_an_editor_reads_which_amendment_divided_a_provision(client, version, charter, city, officer, moderator):
    homes, round_ = factories.provision(charter, 5), factories.deciding(version)
    border = {"kind": "split", "cut": len(FIRST), "new_provision": Provision.objects.create(charter=charter)}
    asked = factories.under_review(round_, city, officer, homes, "", **border)
    merge = merges.begin_merge(
        article=Article.objects.get(slug="a-home-one-can-keep"), language="en", round_=round_, by=moderator
    )
    merges.choose_amendments(merge=merge, amendments=[factories.accepted(asked, moderator)], by=moderator)
    merges.apply_merge(merge=merge, by=moderator)
    client.force_login(factories.holder("language_editor", "fr"))
    page = client.get(reverse("alignment", args=["fr", homes.short])).content.decode()
    assert "Provision split in English" in page and "Changed by the secretariat" not in page
    assert name_proposers(asked) in page and "Amendment 1/1" in page


@pytest.fixture
def combined(db, moderator):
    """A version in which an amendment combined two provisions and the secretariat two others, each for one member."""
    first = factories.version(factories.charter(languages=("en",)))
    charter = first.charter
    city, other_city = (factories.organisation(f"City of the {name}") for name in ("taps", "homes"))
    homes, answers = factories.provision(charter, 5), factories.provision(charter, 6)
    why = structure.Why("One duty.", asked_by=other_city)
    structure.combine_provisions(provision=homes, other=answers, by=moderator, why=why)
    round_ = factories.deciding(first)
    tap, desk = (Provision.objects.get(key=key) for key in list(Charter.objects.get().arrangement.keys())[-2:])
    officer, base = factories.member(city, "officer"), factories.working(desk).wording
    amendment = factories.under_review(round_, city, officer, tap, "", kind="join", after=desk, after_base=base)
    article = Article.objects.get(slug="water-for-all")
    merge = merges.begin_merge(article=article, language="en", round_=round_, by=moderator)
    merges.choose_amendments(merge=merge, amendments=[factories.accepted(amendment, moderator)], by=moderator)
    merges.apply_merge(merge=merge, by=moderator)
    publication = versions.propose_version(charter=Charter.objects.get(), by=moderator)
    versions.publish_version(publication=publication, by=factories.holder("moderator"))
    return {tap: city, homes: other_city}


def test_the_change_log_names_who_proposed_a_combination_once_in_each_list(client, combined):
    by_article, others = (
        client.get(reverse("change_log", args=[2])).content.decode().split("Text changed without an amendment")
    )
    assert [by_article.count(str(city)) for city in combined.values()] == [1, 1]
    assert [others.count(str(city)) for city in combined.values()] == [0, 1]


def test_the_comparison_names_the_amendment_of_a_combination_once(client, combined):
    page = client.get(reverse("compare", args=[1, 2])).content.decode()
    assert page.count(reverse("amendment", args=[1, 1])) == 1


@pytest.mark.parametrize("place", [0, 1])
def test_who_proposed_this_names_who_proposed_a_combination_once(client, combined, place):
    provision, city = list(combined.items())[place]
    citation = Charter.objects.get().arrangement.labels("en")[str(provision.key)].citation
    page = client.get(f"/en/charter/2/{citation.split('.')[0]}/", {"who": anchor_of(citation)}).content.decode()
    note = page.split('class="run-note"')[1].split("</section>")[0]
    assert "<dt>Combined on the proposal of</dt>" in note and page.count(str(city)) == 1


@pytest.mark.parametrize(("name", "place"), [("Split", 0), ("Moved", 2)])
def test_who_proposed_this_names_who_split_and_who_moved_a_provision(client, told, name, place):
    key = told[place].text.changes.get().provision.key
    citation = Charter.objects.get().arrangement.labels("en")[str(key)].citation
    page = client.get("/en/charter/2/I/", {"who": anchor_of(citation)}).content.decode()
    note = page.split('class="run-note"')[1].split("</section>")[0]
    assert f"<dt>{name} on the proposal of</dt>" in note and note.count(name_proposers(told[place])) == 1


def test_the_table_of_decisions_names_who_proposed_a_combination_once(client, combined):
    page = client.get(reverse("decisions")).content.decode().split("<tbody>", 1)[1]
    assert [page.count(str(city)) for city in combined.values()] == [1, 1]
