"""Asking on the sheet to divide a provision or to join it with the next, and reading it where others meet it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from charter.models import Amendment
from tests import factories
from tests.charter.views.amending.test_proposing import data

FIRST, SECOND = "The city keeps one fifth of new homes", "for people with low incomes."
CUT = f"{FIRST}\r\n\r\n{SECOND}"
ANSWERS = "The city answers each request within thirty days."


@pytest.fixture
def homes(charter):
    return factories.provision(charter, 5)


@pytest.fixture
def url(homes):
    return reverse("propose", args=[homes.short])


@pytest.fixture
def sheet(client, officer, round_):
    client.force_login(officer)
    return client


def read(page) -> str:
    return " ".join(page.content.decode().split())


def test_the_sheet_offers_both_and_says_that_no_word_changes(sheet, url):
    page = read(sheet.get(url))
    assert "Split the provision: leave an empty line where the second part begins" in page
    assert (
        "Combine with the next provision" in page
        and "To change the wording as well, add the same provision again below" in page
    )


def test_an_empty_line_shows_a_border_and_the_amending_sentence(sheet, url, homes, city):
    page = read(sheet.post(url, data(homes, city, text=CUT, kind="split"), follow=True))
    assert "Split this provision. The wording does not change:" in page and 'class="split"' in page
    assert "Split I.1.1 before “for”." in page and "Changes of spacing do not count" not in page


def test_the_parts_stand_apart_in_the_view_of_the_words_after(sheet, url, homes, city):
    answer = sheet.post(url, data(homes, city, text=CUT, kind="split"))
    assert f"{FIRST}<br><br>{SECOND}" in read(sheet.get(answer.url + "?view=after"))


def test_a_join_shows_the_words_of_both_and_the_amending_sentence(sheet, url, homes, city):
    page = read(sheet.post(url, data(homes, city, kind="join", text=factories.WORDS["en"][5]), follow=True))
    assert "Combine this provision with" in page and "Combine I.1.1 and I.1.2." in page and ANSWERS in page


def test_a_draft_comes_back_with_its_empty_line(sheet, url, homes, city):
    sheet.post(url, data(homes, city, text=CUT, kind="split"))
    page = sheet.get(reverse("draft", args=[Amendment.objects.get().key])).content.decode()
    assert f"{FIRST}\n\n{SECOND}" in page


def test_what_was_typed_wrongly_comes_back_with_the_reason(sheet, url, homes, city):
    typed = CUT.replace("low", "small")
    sheet.post(url, data(homes, city, text=typed, kind="split"))
    page = sheet.get(reverse("draft", args=[Amendment.objects.get().key]) + "?check=1").content.decode()
    assert (
        typed.replace("\r\n", "\n") in page and "To change the wording, add a second change to this provision" in page
    )


def test_the_same_cut_of_another_member_is_recognised(sheet, url, homes, city, other_city, delegate, round_):
    pending = factories.under_review(round_, other_city, delegate, homes, "", kind="split", cut=len(FIRST))
    sheet.post(url, data(homes, city, text=CUT, kind="split"))
    page = read(sheet.get(reverse("draft_check", args=[Amendment.objects.latest("pk").key])))
    assert f">Amendment {pending.number}</a>" in page and "Identical text." in page


@pytest.mark.parametrize("kind", ["split", "join"])
def test_once_numbered_it_is_read_on_its_page_and_in_the_list(client, homes, city, delegate, round_, charter, kind):
    more = {"cut": len(FIRST)} if kind == "split" else {}
    if kind == "join":
        after = factories.provision(charter, 6)
        more = {"after": after, "after_base": factories.working(after).wording}
    one = factories.under_review(round_, city, delegate, homes, "", kind=kind, **more)
    client.force_login(delegate)
    page = read(client.get(reverse("amendment", args=[1, one.number])))
    assert f'class="{kind}"' in page and ("Split I.1.1" in page or "Combine I.1.1" in page)
    assert f'class="{kind}"' in read(client.get(reverse("amendments")))
