"""Phrases in the form of a decision, their library, and the reasons asked from editors."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from charter.actions.secretariat import standard_reasons
from charter.models import Decision, StandardReason
from charter.states import AmendmentState
from tests import factories

FIRST, FIRST_FR = "For the reason the city gave.", "Pour la raison que la ville a donnée."


@pytest.fixture
def decide(asked):
    return reverse("desk_decide", args=[1, 1])


@pytest.fixture
def first(db):
    return str(StandardReason.objects.get().pk)


def test_a_phrase_is_inserted_behind_what_was_typed_and_nothing_is_decided(desk, decide, asked, first):
    fields = {"outcome": "not_accepted", "reason_en": "It is costly.", "phrase": first, "insert": "1", "token": "t"}
    answer = desk.post(decide, fields)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f"It is costly. {FIRST}" in page and FIRST_FR in page and " checked" in page
    assert type(asked[0]).objects.get(pk=asked[0].pk).state == AmendmentState.UNDER_REVIEW


def test_a_phrase_stands_for_the_reason_where_none_is_typed(desk, decide, first):
    desk.post(decide, {"outcome": "not_accepted", "reason_es": "Es caro.", "phrase": first, "token": "t"})
    reason = Decision.objects.get().reason
    texts = {code: reason.in_language(code).text for code in ("en", "fr", "es")}
    assert texts == {"en": FIRST, "fr": FIRST_FR, "es": "Es caro."}


def test_a_phrase_is_inserted_for_several(desk, asked, first):
    fields = {
        "chosen": [amendment.pk for amendment in asked],
        "phrase": first,
        "insert": "1",
        "outcome": "not_accepted",
    }
    page = desk.post(reverse("desk_decide_together"), fields).content.decode()
    assert FIRST_FR in page and page.count('name="chosen"') == 2
    assert Decision.objects.count() == 0


def test_the_library_says_which_languages_are_missing(desk, asked):
    address = reverse("desk_phrases")
    assert desk.post(address, {"words_en": "It is in the text.", "token": "t"}).url == address
    assert "Translation requested from the editors: French and Spanish" in desk.get(address).content.decode()
    desk.post(address, {"retire": StandardReason.objects.last().pk, "token": "u"})
    assert "It is in the text." not in desk.get(address).content.decode()


def test_an_empty_phrase_is_refused_beside_the_form(desk, asked):
    answer = desk.post(reverse("desk_phrases"), {"words_en": " ", "token": "t"})
    assert answer.status_code == 422
    assert "Write the standard reason in at least one language." in answer.content.decode()


@pytest.fixture
def editor(client, charter):
    person = factories.holder("language_editor", "fr")
    client.force_login(person)
    return client


def test_an_editor_says_a_reason_that_is_missing(editor, moderator):
    phrase = standard_reasons.add_reason(words={"en": "It is in the text."}, by=moderator)
    address = reverse("reasons", args=["fr"])
    assert "1 reason is not translated into this language yet." in editor.get(address).content.decode()
    assert address in editor.get(reverse("languages")).content.decode()
    answer = editor.post(address, {"reason": phrase.text_id, "text": " ", "token": "t"})
    assert (answer.status_code, "Write the text in your language." in answer.content.decode()) == (422, True)
    assert (
        editor.post(address, {"reason": phrase.text_id, "text": "C’est dans le texte.", "token": "t"}).url == address
    )
    assert phrase.text.translations.get().text == "C’est dans le texte."
    assert address not in editor.get(reverse("languages")).content.decode()


def test_the_reasons_of_another_language_are_not_there(editor):
    for code in ("es", "zh"):
        assert editor.get(reverse("reasons", args=[code])).status_code == 404


def test_more_reasons_ask_no_more(editor, moderator):
    def asked():
        with CaptureQueriesContext(connection) as caught:
            editor.get(reverse("reasons", args=["fr"]))
        return len(caught)

    standard_reasons.add_reason(words={"en": "One."}, by=moderator)
    asked()
    for_one = asked()
    for words in ("Two.", "Three."):
        standard_reasons.add_reason(words={"en": words}, by=moderator)
    assert asked() == for_one
