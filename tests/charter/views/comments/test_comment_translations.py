"""Working translations of comments: read in place of the original, which is one click away, and written by people."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from charter.actions.comments import comment_translations, comments
from charter.models import CharterComment, CommentTranslation
from charter.queries.comments.comment_translations import piece_of_comment
from tests import factories

FRENCH = "Les logements vides doivent servir."
SPANISH = "Las viviendas vacías deben usarse."
LABEL = "Traducción de trabajo"


@pytest.fixture
def comment(round_, city, officer):
    return comments.post_comment(
        target=factories.provision(round_.charter, 4),
        by=officer,
        text=FRENCH,
        language="fr",
        round_=round_,
        organisation=city,
    )


@pytest.fixture
def editor(db):
    return factories.holder("language_editor", "es")


@pytest.fixture
def translated(comment, editor):
    return translate(comment, editor)


def translate(comment, by, text=SPANISH, language="es"):
    of = piece_of_comment(comment).of
    comment_translations.save_translation(comment=comment, language=language, text=text, of=of, by=by)
    return comment


def page(client, comment, language):
    with translation.override(language):
        address = reverse("provision", args=[comment.content_object.short])
    return client.get(address).content.decode()


def address(comment, language="es"):
    return reverse("comment_translation", args=[comment.pk, language])


def sent(client, url, text):
    form = client.get(url).context["form"]
    return {**{field.name: field.value() or "" for field in form}, "piece-0": text}


def test_a_delegate_who_reads_spanish_reads_a_french_comment(client, translated, delegate):
    client.force_login(delegate)
    shown = page(client, translated, "es")
    assert (
        shown.index(LABEL)
        < shown.index(SPANISH)
        < shown.index('<details><summary class="note">')
        < shown.index(FRENCH)
    )
    assert re.search(
        rf'<summary class="note">Texto original en [^<]+</summary>\s*<div lang="fr" dir="ltr"><p>{FRENCH}', shown
    )


def test_other_readers_read_the_original(client, translated):
    for language in ("fr", "en"):
        shown = page(client, translated, language)
        assert FRENCH in shown and SPANISH not in shown


def test_the_original_states_its_language_and_direction(client, comment):
    translate(comment, factories.holder("language_editor", "en"), "Empty homes must be used.", "en")
    shown = page(client, comment, "en")
    assert '<div lang="fr" dir="ltr">' in shown and "Working translation by a language editor" in shown


def test_an_editor_writes_it_beside_the_original_and_another_person_corrects_it(client, comment, editor, officer):
    client.force_login(editor)
    url = address(comment)
    assert f"/comments/{comment.pk}/in/es/" in page(client, comment, "es")
    assert FRENCH in client.get(url).content.decode()
    answer = client.post(url, sent(client, url, "Las casas."))
    assert answer.url.endswith(f"#comment-{comment.pk}")
    client.force_login(officer)
    assert "Las casas." in client.get(url).content.decode()
    client.post(url, sent(client, url, SPANISH))
    row = CommentTranslation.objects.get()
    assert (row.text, row.made_by, row.by) == (SPANISH, "member", officer)


def test_a_number_that_differs_from_the_comment_is_stored_only_when_it_is_confirmed(client, comment, editor, officer):
    comments.edit_comment(comment=comment, by=officer, text="Il faut 14 logements.")
    client.force_login(editor)
    typed = sent(client, address(comment), "Hacen falta 41 viviendas.")
    answer = client.post(address(comment), typed)
    assert answer.status_code == 422 and not CommentTranslation.objects.exists()
    ((value, sentence),) = answer.context["form"].fields["confirmed"].choices
    assert "14" in sentence and "41" in sentence and sentence in answer.content.decode()
    assert client.post(address(comment), {**typed, "confirmed": [value]}).status_code == 302
    assert CommentTranslation.objects.get().text == "Hacen falta 41 viviendas."


def test_an_empty_box_deletes_it(client, translated, editor):
    client.force_login(editor)
    client.post(address(translated), sent(client, address(translated), " "))
    assert not CommentTranslation.objects.exists()


def test_text_that_another_person_saved_meanwhile_is_not_replaced(client, comment, editor, officer):
    client.force_login(editor)
    typed = sent(client, address(comment), "Mis palabras.")
    translate(comment, officer)
    answer = client.post(address(comment), typed)
    assert (answer.status_code, answer.context["form"]["piece-0"].value()) == (422, "Mis palabras.")
    assert CommentTranslation.objects.get().text == SPANISH


def test_a_translation_of_text_that_changed_meanwhile_is_refused(client, comment, editor, officer):
    client.force_login(editor)
    typed = sent(client, address(comment), SPANISH)
    comments.edit_comment(comment=comment, by=officer, text="Autre texte.")
    assert client.post(address(comment), typed).status_code == 422
    assert not CommentTranslation.objects.exists()


def test_who_has_no_part_in_it_finds_neither_the_page_nor_the_link(client, comment, stranger):
    client.force_login(stranger)
    assert client.get(address(comment)).status_code == 404
    assert f"/comments/{comment.pk}/in/" not in page(client, comment, "es")
    assert client.post(address(comment), {"piece-0": SPANISH}).status_code == 404


def test_its_own_language_and_a_language_that_the_charter_lacks_have_no_page(client, comment, moderator):
    client.force_login(factories.with_second_factor(moderator))
    assert client.get(address(comment)).status_code == 200
    assert [client.get(address(comment, code)).status_code for code in ("fr", "ar", "xx")] == [404, 404, 404]


def test_the_translation_of_a_removed_comment_is_deleted(client, translated, moderator, editor):
    comments.remove_comment(comment=translated, by=moderator, because="rude")
    client.force_login(editor)
    assert SPANISH not in page(client, translated, "es")
    assert not CommentTranslation.objects.exists()
    assert client.get(address(translated)).status_code == 404


def test_the_translation_of_a_withheld_comment_is_shown_to_nobody(client, translated, editor):
    CharterComment.objects.filter(pk=translated.pk).update(is_public=False)
    client.force_login(editor)
    assert SPANISH not in page(client, translated, "es")
    assert client.get(address(translated)).status_code == 404


def test_the_comments_of_a_page_ask_once_for_all_their_translations(client, translated, editor, round_, officer):
    page(client, translated, "es")
    with CaptureQueriesContext(connection) as for_one:
        page(client, translated, "es")
    for n in range(3):
        target = translated.content_object
        arguments = {"target": target, "by": officer, "language": "fr", "round_": round_}
        translate(comments.post_comment(text=f"Encore {n}.", **arguments), editor, f"Otra vez {n}.")
    page(client, translated, "es")
    with CaptureQueriesContext(connection) as for_four:
        shown = page(client, translated, "es")
    assert "Otra vez 2." in shown and len(for_four) == len(for_one) > 5


def test_the_secretariat_reads_it_where_it_answers_the_comments(client, translated, moderator):
    client.force_login(factories.with_second_factor(moderator))
    short = translated.content_object.short
    with translation.override("es"):
        addresses = [reverse("desk_comments", args=[short]), reverse("desk_provision", args=[short])]
    for url in addresses:
        shown = client.get(url).content.decode()
        assert LABEL in shown and shown.index(SPANISH) < shown.index(FRENCH)


def test_the_secretariat_reads_it_beside_a_reported_comment(client, translated, moderator, stranger):
    comments.report_comment(comment=translated, by=stranger, why="¿Quién?")
    client.force_login(factories.with_second_factor(moderator))
    with translation.override("es"):
        url = reverse("desk_matter", args=["comment", translated.pk])
    shown = client.get(url).content.decode()
    assert LABEL in shown and SPANISH in shown and FRENCH in shown


def test_a_comment_without_a_translation_is_pending_in_each_other_language_until_it_is_translated(
    client, comment, editor
):
    client.force_login(editor)
    work = reverse("language_work", args=["es"])
    link = f'<a href="{address(comment)}" lang="fr" dir="ltr">{FRENCH}</a>'
    assert link in client.get(work).content.decode()
    translate(comment, editor)
    assert FRENCH not in client.get(work).content.decode()


def test_a_comment_that_is_removed_or_in_the_language_is_not_pending(client, comment, moderator):
    client.force_login(moderator)
    assert FRENCH not in client.get(reverse("language_work", args=["fr"])).content.decode()
    comments.remove_comment(comment=comment, by=moderator, because="It names a private person.")
    assert FRENCH not in client.get(reverse("language_work", args=["es"])).content.decode()
