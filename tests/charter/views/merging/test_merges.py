"""Merging by the page: begin, choose, settle, see what follows, apply."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.translation import override

from charter.actions.amending import positions
from charter.actions.deciding import decisions
from charter.actions.merging import merges
from charter.forms.merging.desk_merges import WRITE
from charter.models import Article, Merge
from charter.models.arrangements import Section
from charter.queries.merging import merge_views
from charter.states import ArticleKind, MergeState
from charter.views.desk_frame import short_name_of_article
from charter.views.merging.merge_pages import _spaces_apart
from tests import factories
from tests.charter.views.conftest import FIFTH, QUARTER, THIRD
from tests.site.attacking import page_of
from tests.site.descriptions import untied

TO_MEMBERS = {"answer_by": "2099-01-01", "to_members": "All can live with it."}


@pytest.fixture
def deciding(version):
    return factories.deciding(version)


@pytest.fixture
def asked(deciding, homes, city, other_city, officer, stranger, moderator):
    first = factories.under_review(deciding, city, officer, homes, THIRD)
    second = factories.under_review(deciding, other_city, stranger, homes, QUARTER)
    return [factories.accepted(amendment, moderator) for amendment in (first, second)]


@pytest.fixture
def merge(desk, asked):
    """An open merge with both chosen, by the page."""
    article = Article.objects.get(slug="a-home-one-can-keep")
    answer = desk.post(reverse("desk_merges"), {"article": article.key, "language": "en", "token": "begin"})
    chosen = {"amendments": [a.pk for a in asked], "token": "choose", "revision": 1}
    desk.post(f"{answer.url}choose/", chosen)
    return Merge.objects.get()


def show(desk, merge, query=""):
    return desk.get(reverse("desk_merge", args=[merge.key]) + query).content.decode()


def settle(desk, merge, act="resolve", **fields):
    from charter.actions.merging import merges

    conflict = merges.preview_merge(merge).conflicts[0]
    fields = {
        "conflict": conflict.id,
        "revision": merge.revision,
        "token": "settle",
        "then": "later",
        **fields,
    }
    return desk.post(reverse(f"desk_merge_{act}", args=[merge.key]), fields)


@pytest.fixture
def built(merge, monkeypatch):
    """Each view of a merge that is computed from now on."""
    views, compute = [], merge_views.view_of_merge
    monkeypatch.setattr(merge_views, "view_of_merge", lambda merge: views.append(compute(merge)) or views[-1])
    return views


@pytest.mark.parametrize(
    ("act", "sent"),
    [
        ("resolve", {"choice": "base"}),
        ("resolve", {"choice": "base", "then": ""}),
        ("resolve", {"choice": WRITE, "words": "One quarter.", **TO_MEMBERS}),
        ("refer", {"reason": "The assembly decides."}),
        ("refer", {"reason": ""}),
        ("undo", {"revision": 1}),
    ],
)
def test_the_result_of_a_merge_is_computed_once_for_each_request(desk, merge, act, sent, built):
    conflict = merge_views.view_of_merge(merge).conflicts[0]
    built.clear()
    fields = {"conflict": conflict.id, "revision": merge.revision, "then": "later", "token": "one"}
    desk.post(reverse(f"desk_merge_{act}", args=[merge.key]), fields | sent)
    assert len(built) == 1
    built.clear()
    show(desk, merge)
    assert len(built) == 1


def test_the_result_that_is_applied_is_computed_once(desk, merge, built):
    settle(desk, merge, choice="base")
    built.clear()
    desk.post(reverse("desk_merge_apply", args=[merge.key]), {"token": "apply"})
    assert len(built) == 1
    assert Merge.objects.get().state == MergeState.APPLIED


def test_articles_with_accepted_amendments_are_listed_by_language(desk, asked):
    page = desk.get(reverse("desk_merges")).content.decode()
    assert "Start a merge" in page
    assert "English" in page


def test_a_new_merge_has_the_listed_amendments_selected(desk, asked):
    article = Article.objects.get(slug="a-home-one-can-keep")
    listed = desk.get(reverse("desk_merges")).content.decode()
    assert all(reverse("desk_decide", args=[1, a.number]) in listed for a in asked)
    answer = desk.post(reverse("desk_merges"), {"article": article.key, "language": "en", "token": "begin"})
    assert set(Merge.objects.get().amendments.all()) == set(asked)
    assert "Conflict 1 of 1: “<bdi>fifth</bdi>”" in desk.get(answer.url).content.decode()


def test_an_open_conflict_is_framed_and_applying_is_refused_with_its_reason(desk, merge):
    page = show(desk, merge)
    assert "Conflict 1 of 1: “<bdi>fifth</bdi>”" in page
    assert "No wording is preselected." in page
    assert "checked" not in page.split('class="conflict"')[1].split("</form>")[0]
    assert 'aria-disabled="true"' in page
    assert "Resolve 1 conflict first." in page


def test_a_chosen_wording_settles_it_and_the_numbers_stand_beside_the_words(desk, merge, asked):
    change = asked[0].text.changes.get()
    assert settle(desk, merge, choice=f"side:{change.pk}").status_code == 302
    page = show(desk, merge)
    assert "Conflict 1" not in page
    assert '<sup class="run-no">1</sup>' in page
    assert "Apply the merge" in page


def test_written_words_settle_it_and_are_the_secretariats(desk, merge):
    settle(desk, merge, choice="write", words=FIFTH.replace("fifth", "fair share"), **TO_MEMBERS)
    assert '<sup class="run-no">secretariat</sup>' in show(desk, merge)


def test_words_of_ones_own_ask_until_when_and_why(desk, merge):
    answer = settle(desk, merge, choice="write", words=FIFTH.replace("fifth", "fair share"))
    page = answer.content.decode()
    assert answer.status_code == 422 and "<title>Error: " in page
    assert "Choose the last day for replies from members." in page
    assert "Explain why the members could agree on this text." in page
    assert "one fair share" in page


def test_before_its_date_the_page_asks_for_a_reason(desk, merge):
    settle(desk, merge, choice="write", words=FIFTH.replace("fifth", "fair share"), **TO_MEMBERS)
    assert "Members can still reply to 1 compromise text" in show(desk, merge)
    url = reverse("desk_merge_apply", args=[merge.key])
    assert desk.post(url, {"token": "a"}).status_code == 422
    desk.post(url, {"token": "b", "early": "The assembly meets tomorrow."})
    merge.refresh_from_db()
    assert (merge.state, merge.reason.text) == (MergeState.APPLIED, "The assembly meets tomorrow.")


def test_settling_asks_what_becomes_of_the_others(desk, merge):
    answer = settle(desk, merge, choice="base", then="")
    assert answer.status_code == 422
    assert "Choose what happens to the amendments whose wording is not chosen." in answer.content.decode()
    assert settle(desk, merge, choice="base", then="follows", token="2").status_code == 422
    settle(desk, merge, choice="base", then="follows", why="A fifth is enough.", token="3")
    assert show(desk, merge).count("With the merge: Not accepted. A fifth is enough.") == 2


def test_what_is_not_public_is_released_with_the_merge(desk, deciding, homes, city, officer, moderator):
    amendment = factories.accepted(
        factories.under_review(deciding, city, officer, homes, THIRD), moderator, release=False
    )
    article = Article.objects.get(slug="a-home-one-can-keep")
    response = desk.post(reverse("desk_merges"), {"article": article.key, "language": "en", "token": "begin"})
    desk.post(f"{response.url}choose/", {"amendments": [amendment.pk], "token": "choose", "revision": 1})
    assert "Publish decisions and apply merge" in desk.get(response.url).content.decode()
    refused = desk.post(f"{response.url}release/", {"body-body": "The assembly", "token": "r"})
    assert refused.status_code == 422 and 'value="The assembly"' in refused.content.decode()
    fields = {"body-body": "The assembly", "body-endorsed_on": "2026-11-01", "body-minutes": "Item 3"}
    desk.post(f"{response.url}release/", {**fields, "token": "r2"})
    amendment = type(amendment).objects.get(pk=amendment.pk)
    assert (amendment.state, amendment.decision.release.minutes) == ("merged", "Item 3")


def test_nothing_chosen_is_said_and_the_words_stay(desk, merge):
    answer = settle(desk, merge, words="My own words.")
    assert answer.status_code == 422
    assert "Choose one of the wordings, or write a new wording." in answer.content.decode()
    assert "My own words." in answer.content.decode()


def test_who_supports_one_wording_of_several_is_counted_once(desk, merge, asked, homes, deciding, moderator):
    third = factories.under_review(deciding, factories.organisation("Karasu"), moderator, homes, THIRD)
    same, cities = factories.accepted(third, moderator), [factories.organisation() for _ in range(3)]
    speakers = {city: factories.member(city, "delegate") for city in cities}
    for amendment, supporting in ((asked[0], cities[:2]), (same, cities[1:])):
        for city in supporting:
            arguments = {"organisation": city, "by": speakers[city], "stance": "support"}
            positions.take_position(text=amendment.text, at=deciding.support_until - timedelta(hours=1), **arguments)
    chosen = {"amendments": [a.pk for a in (*asked, same)], "token": "more", "revision": 2}
    desk.post(reverse("desk_merge_choose", args=[merge.key]), chosen)
    assert "Support: 3." in show(desk, merge)


def refer(desk, merge, **fields):
    return settle(desk, merge, act="refer", **fields)


def test_wordings_may_stay_open_for_the_body_that_the_round_names(desk, merge, asked):
    assert "Refer to the assembly of members, in square brackets" in show(desk, merge)
    assert refer(desk, merge, reason="The members are divided.").status_code == 302
    page = show(desk, merge)
    assert "[fifth]" in page and "[third]" in page and "[quarter]" in page
    assert page.count("open, in square brackets") == 2
    desk.post(reverse("desk_merge_apply", args=[merge.key]), {"token": "apply"})
    public = desk.get(reverse("amendment", args=[1, asked[0].number])).content.decode()
    assert "Referred to the assembly of members" in public and "The members are divided." in public


def test_wordings_stay_open_for_a_reason_only(desk, merge):
    answer = refer(desk, merge, reason=" ", words="My own words.")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert '<a href="#id_reason">' in page and 'id="id_reason"' in page and '<details class="refer" open>' in page
    assert "My own words." in page


def test_an_older_page_is_told_who_was_faster(desk, merge, asked):
    answer = settle(desk, merge, choice="base", revision=1)
    assert "changed this merge in the meantime" in answer.content.decode()


def test_the_page_tells_what_moved_under_the_merge(desk, merge, asked, charter, moderator):
    factories.reword(factories.provision(charter, 6), "The city answers soon.", by=moderator)
    assert "The text of this article has changed since the merge was saved" in show(desk, merge)
    desk.post(reverse("desk_merge_choose", args=[merge.key]), {"amendments": [asked[0].pk], "token": "again"})
    assert "The text of this article has changed since the merge was saved" not in show(desk, merge)
    note = {"reason": {"en": "A count."}, "note": "The count was wrong."}
    decisions.correct_decision(decision=asked[0].decision, outcome="not_accepted", by=moderator, **note)
    assert f"Amendments that changed since the merge was saved: {asked[0]}." in show(desk, merge)


def test_all_three_views_answer(desk, merge):
    for view in ("result", "changes", "printed"):
        assert "new homes for people with low incomes" in show(desk, merge, f"?view={view}")


def test_choices_are_undone_by_a_button(desk, merge, asked):
    url = reverse("desk_merge", args=[merge.key])
    chosen = {"amendments": [asked[0].pk], "revision": merge.revision, "token": "choose another"}
    desk.post(f"{url}choose/", chosen)
    merge.refresh_from_db()
    assert merge.amendments.count() == 1
    desk.post(f"{url}undo/", {"revision": merge.revision, "token": "undo"})
    assert merge.amendments.count() == 2


def test_applying_leads_to_what_was_done(desk, merge):
    settle(desk, merge, choice="base")
    url = reverse("desk_merge", args=[merge.key])
    answers = [desk.post(f"{url}apply/", {"token": "apply"}) for _ in range(2)]
    merge.refresh_from_db()
    assert merge.state == MergeState.APPLIED
    assert [answer.url for answer in answers] == [url, url]
    assert "Applied by moderator" in desk.get(url).content.decode()


def test_the_forecast_names_who_must_check_and_who_falls(
    desk,
    merge,
    asked,
    deciding,
    homes,
    moderator,
    officer,
):
    third = factories.under_review(
        deciding, factories.organisation("Karasu"), officer, homes, FIFTH[:-1] + ", always."
    )
    same = factories.under_review(deciding, factories.organisation("Ikirezi"), officer, homes, THIRD)
    fourth = factories.under_review(deciding, factories.organisation("Bellwarra"), officer, homes, QUARTER)
    change = asked[0].text.changes.get()
    settle(desk, merge, choice=f"side:{change.pk}")
    page = show(desk, merge)
    assert f"{same.number} Ikirezi" in page.split("Amendments that will be in the text:")[1]
    assert f"{fourth.number} Bellwarra" in page.split("Amendments that fall:")[1]
    assert "3 pending amendments" in page
    assert f"{third.number} Karasu" not in page.split("Amendments that fall:")[1]
    assert "French and Spanish: 1 provision will be out of date" in page


def test_a_member_has_no_merges(client, delegate, merge):
    client.force_login(delegate)
    assert client.get(reverse("desk_merge", args=[merge.key])).status_code == 404


def test_the_list_asks_the_same_for_one_and_for_three(desk, asked, deciding, charter, officer, moderator):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count():
        with CaptureQueriesContext(connection) as queries:
            desk.get(reverse("desk_merges"))
        return len(queries)

    count()
    before = count()
    for place in (1, 8, 9):
        more = factories.under_review(
            deciding, factories.organisation(), officer, factories.provision(charter, place), "Words."
        )
        factories.accepted(more, moderator)
    assert count() == before


def test_every_form_of_a_merge_carries_its_protection(desk, merge):
    page = show(desk, merge)
    assert page.count('method="post"') == page.count("csrfmiddlewaretoken") == 5


def test_an_applied_merge_is_taken_back_by_its_page_with_a_reason(desk, merge):
    settle(desk, merge, choice="base")
    desk.post(reverse("desk_merge_apply", args=[merge.key]), {"token": "apply"})
    assert "Reverse the merge" in show(desk, merge)
    without = desk.post(reverse("desk_merge_reverse", args=[merge.key]), {"reason": "", "token": "back"})
    assert (without.status_code, "Give the reason for reversing the merge." in without.content.decode()) == (422, True)
    url = reverse("desk_merge_reverse", args=[merge.key])
    answer = desk.post(url, {"reason": "Too soon.", "token": "back"}, follow=True)
    undoing = Merge.objects.get(undoes=merge)
    assert answer.redirect_chain == [(reverse("desk_merge", args=[undoing.key]), 302)]
    assert "Too soon." in answer.content.decode()
    assert "The merge was reversed." in show(desk, merge)


def test_both_in_order_is_offered_with_its_words(
    desk, deciding, homes, city, other_city, officer, stranger, moderator
):
    amendments = [
        factories.under_review(deciding, by_city, by, homes, FIFTH.replace("homes", f"homes {words}"))
        for by_city, by, words in ((city, officer, "at a fair rent"), (other_city, stranger, "near transport"))
    ]
    for amendment in amendments:
        factories.accepted(amendment, moderator)
    article = Article.objects.get(slug="a-home-one-can-keep")
    answer = desk.post(reverse("desk_merges"), {"article": article.key, "language": "en", "token": "begin"})
    chosen = {"amendments": [a.pk for a in amendments], "token": "choose", "revision": 1}
    desk.post(f"{answer.url}choose/", chosen)
    merge = Merge.objects.get()
    assert "All texts, in this order: 1 and 2" in show(desk, merge)
    settle(desk, merge, choice="both")
    assert "at a fair rent near transport" in re.sub(r"<[^>]+>", "", show(desk, merge, "?view=printed"))


def test_what_another_moderator_changed_is_said_on_the_page_and_to_who_has_it_open(
    desk, merge, moderator, second_moderator
):
    second_moderator.name = "Nadia Ben"
    second_moderator.save()
    url, now = reverse("desk_merge", args=[merge.key]), reverse("desk_merge_now", args=[merge.key])
    assert f'data-moved="{now}" data-revision="{merge.revision}"' in desk.get(url).content.decode()
    merges.choose_amendments(merge=merge, amendments=[], by=second_moderator)
    status = desk.get(now).json()
    assert status["revision"] == merge.revision and "by Nadia Ben" in status["said"]
    assert "by Nadia Ben" in desk.get(url).content.decode()


def test_a_mark_covers_no_space_so_that_the_number_is_apart_from_the_next_word():
    assert _spaces_apart("market, ") == ("", "market,", " ")
    assert _spaces_apart(" and fair rents") == (" ", "and fair rents", "")
    assert _spaces_apart("  ") == ("  ", "", "")


ACTS = ["choose", "resolve", "refer", "undo", "redo", "discard", "apply", "release", "reverse"]


@pytest.mark.parametrize("act", ACTS)
def test_a_member_of_the_body_reads_a_merge_and_cannot_act_on_it(client, merge, act):
    client.force_login(factories.holder("body_member"))
    assert client.get(reverse("desk_merge", args=[merge.key])).status_code == 200
    assert client.post(reverse(f"desk_merge_{act}", args=[merge.key])).status_code == 404


@pytest.mark.parametrize("act", ACTS)
def test_the_address_of_each_act_opened_as_a_page_leads_to_the_merge(desk, merge, act):
    answer = desk.get(reverse(f"desk_merge_{act}", args=[merge.key]))
    assert (answer.status_code, answer.url) == (302, reverse("desk_merge", args=[merge.key]))


@pytest.mark.parametrize(
    ("act", "fields"),
    [
        ("resolve", {"choice": WRITE, "words": "", "then": "follows"}),
        ("resolve", {"choice": "nothing", "then": "nothing"}),
        ("refer", {"reason": ""}),
    ],
)
def test_errors_of_a_conflict_are_tied_to_its_fields(desk, merge, act, fields):
    page = page_of(settle(desk, merge, act, **fields))
    assert (list(untied(page)), len(page.xpath("//*[@aria-invalid='true']")) > 0) == ([], True)


def test_a_merge_names_a_part_without_number_in_the_language_of_the_page(charter):
    with override("fr"):
        assert short_name_of_article(Section("a", ArticleKind.PREAMBLE, "preamble", ())) == "Préambule"
    assert short_name_of_article(Section("b", ArticleKind.ARTICLE, "homes", (), "VI")) == "VI"
