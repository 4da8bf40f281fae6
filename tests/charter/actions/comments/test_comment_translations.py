"""Working translations of comments: who may make them, how long they hold, and what a machine may do."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actions.erasures import erase_person
from accounts.models import Record
from accounts.rules import Refused
from charter.actions.comments import comment_translations, comments
from charter.models import CharterComment, CommentTranslation, Round
from charter.queries.comments.comment_translations import piece_of_comment
from tests import factories

FRENCH = "Les logements vides doivent servir."


@pytest.fixture
def comment(round_, city, officer):
    return post(factories.provision(round_.charter, 4), officer, round_, city)


@pytest.fixture
def editor(db):
    return factories.holder("language_editor", "es")


def post(target, by, round_, city=None):
    arguments = {"text": FRENCH, "language": "fr", "round_": round_, "organisation": city}
    return comments.post_comment(target=target, by=by, **arguments)


def save(comment, by, text="Una.", language="es", of=""):
    of = of or piece_of_comment(comment).of
    return comment_translations.save_translation(comment=comment, language=language, text=text, of=of, by=by)


def draft_all(charter, languages=("en", "es", "fr"), most=5):
    return comment_translations.draft_missing_translations(
        charter=charter, languages=languages, most=most, at=timezone.now()
    )


def stored():
    return set(CommentTranslation.objects.values_list("made_by", "language", "text"))


def test_each_person_who_may_translate_is_named_by_the_function(comment, editor, officer, moderator):
    for person, made_by in ((officer, "member"), (moderator, "desk"), (editor, "editor")):
        assert save(comment, person, f"De {made_by}.")
        assert stored() == {(made_by, "es", f"De {made_by}.")}
    act = Record.objects.order_by("-number").first()
    assert (act.act, act.person, act.content["language"]) == ("comment translated", editor.pk, "es")


def test_other_members_and_editors_of_other_languages_may_not(comment, stranger):
    for person in (stranger, factories.holder("language_editor", "en")):
        with pytest.raises(Refused):
            save(comment, person)
    assert stored() == set()


@pytest.mark.parametrize("language", ["fr", "ar", "xx"])
def test_its_own_language_and_one_that_the_charter_lacks_are_refused(comment, moderator, language):
    with pytest.raises(Refused):
        save(comment, moderator, language=language)


def test_the_same_again_is_no_act_unless_an_editor_approves_it(comment, officer, editor):
    assert [save(comment, officer), save(comment, officer), save(comment, editor)] == [True, False, True]
    assert stored() == {("editor", "es", "Una.")}
    assert save(comment, editor) is False


def test_an_empty_text_deletes_it(comment, editor):
    save(comment, editor)
    assert save(comment, editor, " ") and stored() == set()


def test_a_changed_comment_loses_its_translation(comment, editor, officer):
    save(comment, editor)
    read = piece_of_comment(comment).of
    comments.edit_comment(comment=comment, by=officer, text="Autre texte.")
    assert stored() == set()
    with pytest.raises(Refused):
        save(comment, editor, of=read)


def test_a_removed_or_withheld_comment_gets_none(comment, editor, moderator):
    save(comment, editor)
    CharterComment.objects.filter(pk=comment.pk).update(is_public=False)
    with pytest.raises(Refused):
        save(comment, editor, "Dos.")
    comments.remove_comment(comment=comment, by=moderator, because="rude")
    assert stored() == set()
    with pytest.raises(Refused):
        save(comment, editor, "Dos.")


def test_a_comment_on_a_draft_is_translated_by_nobody_who_may_not_read_the_draft(
    round_, city, delegate, officer, stranger, other_city, editor
):
    comment = post(factories.confirmed(round_, city, delegate), stranger, round_, other_city)
    draft = factories.draft(round_, city, officer)
    CharterComment.objects.update(object_pk=str(draft.pk))
    for person in (stranger, editor):
        with pytest.raises(Refused):
            save(CharterComment.objects.get(pk=comment.pk), person)


def test_the_translations_of_a_person_whose_account_is_erased_name_nobody(comment, officer):
    save(comment, officer)
    erase_person(person=officer)
    row = CommentTranslation.objects.select_related("by").get()
    assert (row.by.name, row.by.email) == ("", f"erased-{officer.pk}@erased.invalid")


@pytest.mark.parametrize("values", [{"made_by": "machine"}, {"by": None}])
def test_the_database_refuses_a_machine_with_a_person_and_a_person_without_one(comment, editor, values):
    save(comment, editor)
    with pytest.raises(IntegrityError), transaction.atomic():
        CommentTranslation.objects.update(**values)


def shout(text: str, source: str, target: str) -> str:
    return f"{source}-{target}: {text}"


def fail(text: str, source: str, target: str) -> str:
    raise ConnectionError("no answer")


def test_a_connected_machine_is_asked_once_and_marked(comment, settings):
    charter = comment.content_object.charter
    settings.MACHINE_TRANSLATION = ""
    assert draft_all(charter) == 0
    settings.MACHINE_TRANSLATION = f"{__name__}.shout"
    assert [draft_all(charter), draft_all(charter)] == [2, 0]
    assert stored() == {("machine", "en", f"fr-en: {FRENCH}"), ("machine", "es", f"fr-es: {FRENCH}")}
    assert Record.objects.order_by("-number").first().act == "comment translated by a machine"


def test_what_a_person_wrote_stays_and_takes_the_place_of_a_machine(comment, editor, settings):
    settings.MACHINE_TRANSLATION = f"{__name__}.shout"
    draft_all(comment.content_object.charter, ("es",))
    save(comment, editor, "De una persona.")
    assert draft_all(comment.content_object.charter, ("es",)) == 0
    comment_translations.draft_by_machine(comment=comment, language="es", hook=shout, at=timezone.now())
    assert stored() == {("editor", "es", "De una persona.")}


def test_a_comment_that_changes_while_the_machine_works_gets_nothing(comment, officer, moderator):
    def change(text, source, target):
        comments.edit_comment(comment=CharterComment.objects.get(pk=comment.pk), by=officer, text="Autre texte.")
        return "Old."

    def remove(text, source, target):
        current = CharterComment.objects.get(pk=comment.pk)
        comments.remove_comment(comment=current, by=moderator, because="rude")
        return "Removed."

    for hook in (change, remove):
        current = CharterComment.objects.get(pk=comment.pk)
        comment_translations.draft_by_machine(comment=current, language="en", hook=hook, at=timezone.now())
    assert stored() == set()


def test_a_machine_that_fails_stops_nothing(comment, settings):
    settings.MACHINE_TRANSLATION = f"{__name__}.fail"
    assert draft_all(comment.content_object.charter) == 0


def test_a_machine_never_gets_what_the_public_may_not_read(
    comment, round_, city, delegate, officer, moderator, settings
):
    settings.MACHINE_TRANSLATION = f"{__name__}.shout"
    post(factories.confirmed(round_, city, delegate), officer, round_, city)
    Round.objects.update(pending_is_public=False)
    CharterComment.objects.filter(pk=comment.pk).update(is_public=False)
    comments.remove_comment(comment=post(comment.content_object, moderator, round_), by=moderator)
    assert draft_all(round_.charter) == 0
