"""Divisions and joins as the desk and the public read them: in the merge, by provision, in files, for machines."""

from __future__ import annotations

import csv
import io

import pytest
from django.urls import reverse

from charter.actions.merging import merges
from charter.actions.versions import versions
from charter.exports import files
from charter.exports.city_letters import CityLetter
from charter.exports.decisions import DecisionTable
from charter.models import Amendment, Article, Charter, Merge, Provision
from charter.queries.deciding import effects
from tests import factories

FIRST, SECOND = "The city keeps one fifth of new homes", "for people with low incomes."
ANEW = "The city keeps homes for people with low incomes."


@pytest.fixture
def deciding(version):
    return factories.deciding(version)


@pytest.fixture
def answers(charter):
    return factories.provision(charter, 6)


@pytest.fixture
def parted(deciding, homes, city, officer, moderator, charter):
    """An accepted division of the paragraph on homes."""
    more = {"cut": len(FIRST), "new_provision": Provision.objects.create(charter=charter)}
    return factories.accepted(
        factories.under_review(deciding, city, officer, homes, "", kind="split", **more), moderator
    )


@pytest.fixture
def joined(deciding, homes, answers, city, officer):
    """A join of both paragraphs that nobody decided on yet."""
    more = {"after": answers, "after_base": factories.working(answers).wording}
    return factories.under_review(deciding, city, officer, homes, "", kind="join", **more)


@pytest.fixture
def merge(deciding, parted, moderator):
    article = Article.objects.get(slug="a-home-one-can-keep")
    return merges.begin_merge(article=article, language="en", round_=deciding, by=moderator)


def read(page) -> str:
    return " ".join(page.content.decode().split())


def choose(merge, moderator, *amendments):
    merges.choose_amendments(merge=merge, amendments=amendments, by=moderator)


@pytest.mark.parametrize("query", ["", "?view=changes", "?view=printed"])
def test_the_page_of_a_merge_shows_both_parts_and_says_divided(desk, merge, parted, moderator, query):
    choose(merge, moderator, parted)
    page = read(desk.get(reverse("desk_merge", args=[merge.key]) + query))
    assert "(split)" in page and FIRST in page and SECOND in page and "(new)" not in page


def test_a_conflict_says_that_one_side_divides(desk, merge, parted, homes, deciding, other_city, officer, moderator):
    Amendment.objects.filter(pk=parted.pk).update()
    parted.text.changes.update(cut=len("The city keeps one fifth"))
    anew = factories.accepted(factories.under_review(deciding, other_city, officer, homes, ANEW), moderator)
    choose(merge, moderator, parted, anew)
    page = read(desk.get(reverse("desk_merge", args=[merge.key])))
    assert f"{parted.number} · Split" in page


def test_the_merge_is_applied_by_its_page(desk, merge, parted, homes, moderator):
    choose(merge, moderator, parted)
    answer = desk.post(reverse("desk_merge_apply", args=[merge.key]), {"token": "apply"}, follow=True)
    assert Merge.objects.get().state == "applied" and answer.status_code == 200
    life = read(desk.get(reverse("provision", args=[homes.short])))
    assert "Split on" in life and "Tamanrit" in life


@pytest.mark.parametrize("border", ["parted", "joined"])
def test_its_page_says_why_it_cannot_be_taken_back_and_asks_nothing(desk, merge, border, request, moderator):
    amendment = request.getfixturevalue(border)
    if border == "joined":
        factories.accepted(amendment, moderator)
    choose(merge, moderator, amendment)
    merges.apply_merge(merge=merge, by=moderator)
    url = reverse("desk_merge", args=[merge.key])
    why = "The merge cannot be reversed. The merge has split or combined provisions."
    page = read(desk.get(url))
    assert page.count(why) == 1 and 'name="reason"' not in page and "Reverse the merge" not in page
    answer = desk.post(f"{url}reverse/", {"reason": "Too soon.", "token": "back"})
    assert answer.status_code == 422 and why in read(answer)


def test_a_join_is_listed_at_both_provisions_of_the_desk_and_can_be_decided(desk, joined, homes, answers):
    for place in (homes, answers):
        page = read(desk.get(reverse("desk_provision", args=[place.short]) + "?round=1"))
        assert "Combine with the next provision" in page and 'class="join"' in page
    assert desk.get(reverse("desk_decide", args=[1, joined.number])).status_code == 200
    assert "Combine with the next provision" in read(desk.get(reverse("desk")))


def test_the_table_of_decisions_has_both_parts_on_lines_of_their_own(parted, deciding, charter):
    table = DecisionTable(charter, deciding, "en")
    [_head, row] = list(csv.reader(io.StringIO(files.write_file(table, "csv").decode("utf-8-sig"))))
    assert "Split" in row and f"{FIRST}\n{SECOND}" in row and f"{FIRST} {SECOND}" in row


def test_the_letter_of_the_city_shows_the_border(parted, deciding, charter, city):
    letter = CityLetter(charter, deciding, "en", city)
    [change] = letter.template_values()["proposals"][0]["changes"]
    assert change["kind"] == "Split" and 'class="split"' in change["asked"]


def test_machines_read_the_kind_and_both_sides(client, parted, joined, answers):
    shown = client.get("/api/v1/amendments/1/1").json()["changes"][0]
    assert (shown["kind"], shown["html"]) == ("split", f"<p>{FIRST}</p><p>{SECOND}</p>")
    shown = client.get("/api/v1/amendments/1/2").json()["changes"][0]
    whole, rest = f"{FIRST} {SECOND}", factories.working(answers).wording.html
    assert (shown["kind"], shown["before_html"]) == ("join", f"<p>{whole}</p><p>{rest}</p>")
    assert (shown["html"], shown["after"]) == (f"{whole} {rest}", "I.1.2")


def test_what_it_did_is_told_from_the_version(db, city, officer, moderator):
    first = factories.version(factories.charter(languages=("en",)))
    round_ = factories.deciding(first)
    place = factories.provision(first.charter, 5)
    more = {"cut": len(FIRST), "new_provision": Provision.objects.create(charter=first.charter)}
    amendment = factories.accepted(
        factories.under_review(round_, city, officer, place, "", kind="split", **more), moderator
    )
    article = Article.objects.get(slug="a-home-one-can-keep")
    merge = merges.begin_merge(article=article, language="en", round_=round_, by=moderator)
    choose(merge, moderator, amendment)
    merges.apply_merge(merge=merge, by=moderator)
    publication = versions.propose_version(charter=Charter.objects.get(pk=first.charter_id), by=moderator)
    version = versions.publish_version(publication=publication, by=factories.holder("moderator"))
    assert effects.amendments_in_version(round_, version) == {amendment.pk}
