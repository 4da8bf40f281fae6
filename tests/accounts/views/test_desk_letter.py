"""The letter of invitation: its text and signatory in each language, previewed, printed, with its earlier texts."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from accounts.models import InvitationLetter, Record
from accounts.views import joining_paper
from tests import factories

TYPED = {
    "title": "Écrivez avec nous",
    "text": "# Pourquoi\n\n{site} est votre charte.\nÉcrivez-la.\n\nLe formulaire : {join}",
    "signatory": "Salma Idrissi",
    "function": "Secrétaire générale",
    "token": "a",
}


@pytest.fixture
def moderator(db):
    return factories.secretariat()


@pytest.fixture
def desk(client, moderator):
    client.force_login(moderator)
    return client


def address(language="fr"):
    return reverse("desk_invitation_letter", args=[language])


def printed(language="fr"):
    with translation.override(language):
        return render_to_string("members/join/letter_paper.html", joining_paper.paper_context())


def test_the_printed_letter_has_the_text_and_the_signatory_of_its_language(desk, settings):
    assert desk.post(address(), {**TYPED, "act": "save"})["Location"] == address()
    french, english = printed("fr"), printed("en")
    assert "<h1>Écrivez avec nous</h1>" in french and "<h2>Pourquoi</h2>" in french
    assert f"{settings.SITE_NAME} est votre charte.<br>Écrivez-la." in french
    assert "<bdi>Salma Idrissi</bdi><br><bdi>Secrétaire générale</bdi><br>" in french
    assert f"{settings.SITE_URL}{reverse('join').replace('/en/', '/fr/')}" in french
    assert "Salma Idrissi" not in english and "<h2>Benefits</h2>" in english and "The secretariat" in english


def test_a_preview_stores_nothing_and_shows_what_was_typed(desk):
    page = desk.post(address(), {**TYPED, "act": "preview"}).content.decode()
    assert "<strong>Pourquoi</strong>" in page and page.count("{site} est votre charte") == 1
    assert not InvitationLetter.objects.exists()


def test_the_form_begins_with_the_standard_text_which_is_not_stored_as_own(desk, settings):
    page = desk.get(address("en")).content.decode()
    assert "{site} is the charter of human rights" in page and "Use the standard text again" not in page
    typed = {"title": "Will your local government write the charter with us?", "text": ""}
    desk.post(address("en"), {**typed, "signatory": "Ada Obi", "function": "", "token": "a"})
    letter = InvitationLetter.objects.get()
    assert (letter.title, letter.text, letter.signatory) == ("", "", "Ada Obi")
    assert "<bdi>Ada Obi</bdi><br>" in printed("en") and "<h2>Benefits</h2>" in printed("en")


def test_earlier_texts_stay_in_the_history_with_who_wrote_them(desk, moderator):
    desk.post(address(), TYPED)
    desk.post(address(), {**TYPED, "text": "Un autre texte.", "token": "b"})
    page = desk.get(address()).content.decode()
    history = page.partition('<ul class="rows close">')[2]
    assert history.count("<details>") == 2 and "Écrivez-la." in history and "Un autre texte." in history
    assert str(moderator) in history
    acts = Record.objects.filter(act="invitation letter written")
    assert [(act.person, act.content["language"]) for act in acts] == [(moderator.pk, "fr")] * 2


def test_the_standard_text_counts_again_and_the_same_text_is_stored_once(desk):
    desk.post(address(), TYPED)
    desk.post(address(), {**TYPED, "token": "b"})
    assert InvitationLetter.objects.count() == 1
    desk.post(address(), {"act": "restore", "token": "c"})
    assert "Écrivez avec nous" not in printed() and InvitationLetter.objects.count() == 2


def test_a_placeholder_that_the_letter_lacks_is_refused_by_name(desk):
    answer = desk.post(address(), {**TYPED, "text": "Dear {mayor}"})
    assert answer.status_code == 422 and "no placeholder {mayor}" in answer.content.decode()
    assert "Dear {mayor}" in answer.content.decode() and not InvitationLetter.objects.exists()


def test_typed_html_is_text(desk):
    desk.post(address(), {**TYPED, "text": "<b>bold</b>", "signatory": "<i>Ada</i>"})
    assert "&lt;b&gt;bold" in printed() and "&lt;i&gt;Ada" in printed()


def test_there_is_no_letter_in_a_language_without_an_interface(desk):
    assert desk.get(address("xx")).status_code == 404


def test_the_settings_lead_to_it_and_others_do_not_find_it(client, desk):
    assert address("en") in desk.get(reverse("desk_settings")).content.decode()
    client.force_login(factories.member(factories.organisation(), "delegate"))
    assert (client.get(address()).status_code, client.post(address(), TYPED).status_code) == (404, 404)
