"""Writing a working translation, and reading it beneath the original."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from charter.actions.amending import translations as translation_actions
from charter.actions.merging import merges
from charter.models import Article, WorkingTranslation
from charter.queries.amending import translations
from tests import factories

HOMES = 5
ASKED = factories.WORDS["es"][HOMES].replace("una quinta parte", "un tercio")
TIERS = factories.WORDS["fr"][HOMES].replace("un cinquième", "un tiers")


@pytest.fixture
def asked(round_, city, delegate):
    return factories.confirmed(round_, city, delegate, ASKED, HOMES, language="es")


@pytest.fixture
def editor(db):
    return factories.holder("language_editor", "fr")


@pytest.fixture
def address(asked):
    return reverse("amendment_translation", args=[asked.round.number, asked.number, "fr"])


def page(client, amendment, language):
    with translation.override(language):
        address = reverse("amendment", args=[amendment.round.number, amendment.number])
    return client.get(address).content.decode()


def sent(client, address):
    form = client.get(address).context["form"]
    return {field.name: field.value() or "" for field in form}


def test_the_box_holds_the_present_words_and_the_original_stands_beside_it(client, address, editor):
    client.force_login(editor)
    answer = client.get(address)
    words = next(row for row in answer.context["rows"] if row["change"])
    assert words["field"].value() == factories.WORDS["fr"][HOMES]
    assert "tercio" in answer.content.decode()


def test_what_was_written_is_read_beneath_the_original_and_marked(client, address, asked, editor):
    client.force_login(editor)
    typed = sent(client, address)
    place = next(n for n, row in enumerate(client.get(address).context["rows"]) if row["change"])
    client.post(address, {**typed, f"piece-{place}": TIERS})
    client.logout()
    shown = page(client, asked, "fr")
    assert shown.index("tercio") < shown.index('class="translated"') < shown.index("tiers")
    assert 'class="translated"' not in page(client, asked, "es")
    assert 'class="translated"' not in page(client, asked, "en")
    assert f"/fr/amendments/{asked.round.number}/{asked.number}/" in page(client, asked, "en")


def test_who_stands_for_it_again_sees_the_words_that_moved_under_it(client, address, asked, editor, moderator):
    words = {translations.pieces_of_text(asked.text)[-1].of: TIERS}
    translation_actions.save_translation(amendment=asked, language="fr", words=words, by=editor)
    client.force_login(editor)
    assert "changed after" not in client.get(address).content.decode()
    later = factories.WORDS["fr"][HOMES].replace("neufs", "bâtis")
    factories.reword(factories.provision(asked.round.charter, HOMES), later, by=moderator, language="fr")
    page = client.get(address).content.decode()
    assert "changed after" in page and later in page


def test_a_machine_is_named_as_one(client, asked):
    translation_actions.draft_by_machine(
        amendment=asked, language="fr", hook=lambda text, source, target: "Une machine parle."
    )
    reading = translations.translation_of_text(asked.text, "fr")
    assert reading.reason.by_machine
    assert "Une machine parle." in page(client, asked, "fr")


def test_words_saved_by_another_meanwhile_are_not_written_over(client, address, asked, editor, officer):
    client.force_login(editor)
    typed = {**sent(client, address), "piece-0": "Mes mots."}
    of = translations.pieces_of_text(asked.text)[0].of
    translation_actions.save_translation(amendment=asked, language="fr", words={of: "Autres mots."}, by=officer)
    answer = client.post(address, typed)
    assert answer.status_code == 422
    assert answer.context["form"]["piece-0"].value() == "Mes mots."
    assert WorkingTranslation.objects.current().get(of=of).text == "Autres mots."


def test_who_has_no_part_in_it_does_not_find_the_page(client, address, stranger):
    client.force_login(stranger)
    assert client.get(address).status_code == 404


def test_its_own_language_needs_no_translation(client, asked, officer):
    client.force_login(officer)
    address = reverse("amendment_translation", args=[asked.round.number, asked.number, "es"])
    assert client.get(address).status_code == 404


def test_the_page_of_an_amendment_asks_as_much_for_three_changes_as_for_one(client, asked, editor):
    translation_actions.save_translation(
        amendment=asked,
        language="fr",
        words={piece.of: TIERS for piece in translations.pieces_of_text(asked.text)},
        by=editor,
    )
    page(client, asked, "fr")
    cache.clear()
    with CaptureQueriesContext(connection) as for_one:
        page(client, asked, "fr")
    for place in (4, 6):
        factories.change(asked, factories.provision(asked.round.charter, place), f"Palabras {place}.")
    cache.clear()
    with CaptureQueriesContext(connection) as for_three:
        page(client, asked, "fr")
    assert len(for_three) == len(for_one) > 5


def test_an_editor_is_told_what_cannot_be_read_yet(client, asked, editor, address):
    client.force_login(editor)
    work = reverse("language_work", args=["fr"])
    assert [row["url"] for row in client.get(work).context["to_read"]] == [address]
    translation_actions.save_translation(
        amendment=asked, language="fr", words={translations.pieces_of_text(asked.text)[-1].of: TIERS}, by=editor
    )
    assert client.get(work).context["to_read"] == []


def test_once_the_amendment_is_merged_its_translation_stands_beside_the_box(client, version, city, delegate, editor):
    round_ = factories.deciding(version)
    place, keeper = factories.provision(round_.charter, HOMES), factories.holder("moderator")
    amendment = factories.under_review(round_, city, delegate, place, ASKED, language="es")
    translation_actions.save_translation(
        amendment=amendment,
        language="fr",
        words={translations.pieces_of_text(amendment.text)[-1].of: TIERS},
        by=editor,
    )
    amendment = factories.accepted(amendment, keeper)
    article = Article.objects.get(slug="a-home-one-can-keep")
    merge = merges.begin_merge(article=article, language="es", round_=round_, by=keeper)
    merges.apply_merge(merge=merges.choose_amendments(merge=merge, amendments=[amendment], by=keeper), by=keeper)
    client.force_login(editor)
    page = client.get(reverse("alignment", args=["fr", place.short]))
    assert [translated.text for translated in page.context["translated"]] == [TIERS]


def number_typed(client, address, text):
    typed = sent(client, address)
    place = next(n for n, row in enumerate(client.get(address).context["rows"]) if row["change"])
    return {**typed, f"piece-{place}": text}, f"piece-{place}"


def test_a_number_that_differs_from_the_original_is_stored_only_when_it_is_confirmed(
    client, round_, city, delegate, editor
):
    spanish = factories.WORDS["es"][HOMES].replace("una quinta parte", "el 14 %")
    amendment = factories.confirmed(round_, city, delegate, spanish, HOMES, language="es")
    address = reverse("amendment_translation", args=[round_.number, amendment.number, "fr"])
    client.force_login(editor)
    french = factories.WORDS["fr"][HOMES].replace("un cinquième", "41 %")
    typed, place = number_typed(client, address, french)
    with translation.override("en"):
        answer = client.post(address, typed)
    assert answer.status_code == 422 and not WorkingTranslation.objects.exists()
    form = answer.context["form"]
    assert form[place].value() == french
    (value, sentence), *_others = form.fields["confirmed"].choices
    assert "14" in sentence and "41" in sentence
    assert client.post(address, {**typed, "confirmed": [value]}).status_code == 302
    assert WorkingTranslation.objects.current().get().text == french


def test_the_values_of_a_difference_stay_in_their_order_in_arabic(client, round_, city, delegate, editor):
    spanish = factories.WORDS["es"][HOMES].replace("una quinta parte", "el 14 %")
    amendment = factories.confirmed(round_, city, delegate, spanish, HOMES, language="es")
    address = reverse("amendment_translation", args=[round_.number, amendment.number, "fr"])
    client.force_login(editor)
    typed, _place = number_typed(client, address, "Voir le 3 mai 2031.")
    with translation.override("ar"):
        arabic = reverse("amendment_translation", args=[round_.number, amendment.number, "fr"])
    answer = client.post(arabic, typed)
    assert "«<bdi>2031-05-03</bdi>»" in answer.content.decode()


def test_a_confirmation_holds_for_the_text_that_was_shown(client, round_, city, delegate, editor):
    spanish = factories.WORDS["es"][HOMES].replace("una quinta parte", "el 14 %")
    amendment = factories.confirmed(round_, city, delegate, spanish, HOMES, language="es")
    address = reverse("amendment_translation", args=[round_.number, amendment.number, "fr"])
    client.force_login(editor)
    typed, place = number_typed(client, address, factories.WORDS["fr"][HOMES].replace("un cinquième", "41 %"))
    shown = client.post(address, typed).context["form"].fields["confirmed"].choices
    confirmed = {**typed, "confirmed": [value for value, _sentence in shown]}
    other = factories.WORDS["fr"][HOMES].replace("un cinquième", "42 %")
    assert client.post(address, {**confirmed, place: other}).status_code == 422
    assert not WorkingTranslation.objects.exists()
    right = factories.WORDS["fr"][HOMES].replace("un cinquième", "14 %")
    assert client.post(address, {**confirmed, place: right}).status_code == 302


def test_a_number_that_a_machine_changed_is_marked_for_a_check(client, round_, city, delegate, editor):
    spanish = factories.WORDS["es"][HOMES].replace("una quinta parte", "el 14 %")
    amendment = factories.confirmed(round_, city, delegate, spanish, HOMES, language="es")
    french = factories.WORDS["fr"][HOMES].replace("un cinquième", "%s %%")

    def machine(number):
        return lambda text, source, target: french % number if text == spanish else "Titre."

    translation_actions.draft_by_machine(amendment=amendment, language="fr", hook=machine(41))
    assert "À vérifier" in page(client, amendment, "fr")
    WorkingTranslation.objects.all().delete()
    translation_actions.draft_by_machine(amendment=amendment, language="fr", hook=machine(14))
    cache.clear()
    shown = page(client, amendment, "fr")
    assert 'class="translated"' in shown
    assert "À vérifier" not in shown
