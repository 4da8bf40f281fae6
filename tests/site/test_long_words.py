"""A megabyte in one box: the limit is said and the words come back. More than the site reads: a page that tells."""

from __future__ import annotations

import pytest
from django import forms
from django.core.cache import cache

from accounts.forms.acting import BoundedForm
from tests.site import asking, attacking
from tests.site.attacking import Words
from tests.site.crawling import twice

MEGABYTE = ("A word of a city. " * 60_000)[:1_048_576]
# Where the words are those of the page and not of a person, where a button beside them answers first, or where so many
# boxes are filled that the request is longer than the site reads.
NOT_BY_ITSELF = {
    "amendment",
    "amendment:theirs",
    "desk_decide",
    "desk_provision",
    "desk_publish",
    "desk_release",
    "desk_roles",
    "interface_texts",
    "desk_import",
    "account",
    "city_paper",
    "city_paper:imported",
    "city_initiative",
    "city_initiative_new",
}


class Endless(Words):
    def many(self, most: int) -> str:
        return MEGABYTE

    def one(self, most: int) -> str:
        return "A title"


@pytest.fixture(scope="module")
def sent(one_stage, django_db_blocker):
    """Each form that has a large box, as it was answered."""
    cache.clear()
    with django_db_blocker.unblock():
        return list(attacking.attack(one_stage, Endless(attacking.STORABLE), boxed="textarea"))


def test_a_megabyte_in_one_box_is_refused_with_the_limit_and_comes_back(sent, db):
    wrong = {}
    for name, answer in sent:
        page = attacking.page_of(answer)
        problem = "".join(page.xpath("string(//*[@id='problem'])").split())
        is_kept = any(len(box.text or "") > 1_000_000 for box in page.iter("textarea"))
        if name.split()[1] not in NOT_BY_ITSELF and not (
            (is_kept and "1048576" in problem) or "toomanywords" in problem
        ):
            wrong[name] = (answer.status_code, is_kept, problem[:200])
    assert wrong == {}
    assert len(sent) > 30


def test_no_id_stands_twice_on_a_page_that_comes_back(sent, db):
    assert {name: double for name, answer in sent if (double := twice(attacking.page_of(answer)))} == {}


def test_boxes_that_hold_no_words_are_read_as_before():
    class Form(BoundedForm):
        key, said = forms.UUIDField(), forms.CharField()

    form = Form({"key": "00000000-0000-0000-0000-000000000001", "said": "a" * 20_001})
    assert list(form.errors) == ["said"]


def test_a_word_to_an_amendment_comes_back_on_its_page(one_stage, db):
    client, theirs = asking.client_of(one_stage, "officer"), one_stage.things["theirs"]
    fields = {
        "organisation": one_stage.things["own"].slug,
        "text": theirs.text_id,
        "stance": "support",
        "word": MEGABYTE,
    }
    url = asking.addresses(one_stage)["suggest"]
    page = asking.text_of(client.post(url, fields, follow=True))
    assert "1048576" in page and MEGABYTE[:1_000_000] in page


@pytest.mark.parametrize("url", ["/en/accounts/login/", "/en/join/"])
def test_more_than_the_site_reads_is_answered_by_a_page_that_says_what_to_do(client, db, url, settings):
    answer = client.post(url, {"name": "a" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)})
    text = answer.content.decode()
    assert answer.status_code == 400
    assert all(f'lang="{code}"' in text for code in settings.INTERFACE_LANGUAGES)
    assert "5 MB" in text and "<script" not in text and "{" not in text


@pytest.mark.parametrize(
    "words",
    ["a\n\n" * 10_000, "<b>" * 3_000 + "a" + "</b>" * 3_000, "9" * 20_000, "( " * 10_000],
    ids=["paragraphs", "nested", "digits", "brackets"],
)
def test_words_as_long_as_may_be_are_taken_whatever_they_are(one_stage, db, words):
    class These(Words):
        def many(self, most: int) -> str:
            return words[:20_000]

        def one(self, most: int) -> str:
            return "A title"

    client = asking.client_of(one_stage, "officer")
    url = asking.addresses(one_stage)["draft:draft"]
    with asking.undone(client):
        [form] = attacking.forms(client, url)
        answer = client.post(url, attacking.filled(form, These(attacking.STORABLE)), follow=True)
        assert answer.status_code in (200, 422)


def test_words_come_without_control_characters_and_a_password_as_it_was_typed():
    class Form(BoundedForm):
        why, password = forms.CharField(), forms.CharField(widget=forms.PasswordInput)

    form = Form({"why": "a\x1b[31mred\n\tline\x07", "password": "a\x1bb"})
    assert form.is_valid()
    assert form.cleaned_data == {"why": "a[31mred\n\tline", "password": "a\x1bb"}
