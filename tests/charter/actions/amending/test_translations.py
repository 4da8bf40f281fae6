"""Working translations: whose they are, what they hold for, and what a machine may do."""

from __future__ import annotations

import pytest

from accounts.models import Record
from accounts.rules import Refused
from charter.actions.amending import translations as translation_actions
from charter.models import WorkingTranslation
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


def piece(amendment, kind):
    return next(text_piece for text_piece in translations.pieces_of_text(amendment.text) if text_piece.kind == kind)


def said(amendment, language="fr"):
    translated_text = translations.translation_of_text(amendment.text, language)
    return {
        text_piece.kind: translated_text.translations[text_piece.of].text
        for text_piece in translated_text.pieces
        if text_piece.of in translated_text.translations
    }


def test_an_editor_says_each_piece_and_the_words_are_a_redline_of_the_own_edition(asked, editor):
    words = {piece(asked, "reason").of: "Des familles partent.", piece(asked, "words").of: TIERS}
    assert translation_actions.save_translation(amendment=asked, language="fr", words=words, by=editor) == 2
    assert said(asked) == {"reason": "Des familles partent.", "words": TIERS}
    translated_text = translations.translation_of_text(asked.text, "fr")
    assert "<ins" in translated_text.of_change(asked.text.changes.get()).redline
    assert {row.made_by for row in WorkingTranslation.objects.all()} == {"editor"}
    assert Record.objects.order_by("-number").first().act == "working translation written"


def test_the_people_of_the_member_may_and_others_may_not(asked, officer, stranger):
    words = {piece(asked, "words").of: TIERS}
    with pytest.raises(Refused):
        translation_actions.save_translation(amendment=asked, language="fr", words=words, by=stranger)
    translation_actions.save_translation(amendment=asked, language="fr", words=words, by=officer)
    assert WorkingTranslation.objects.get().made_by == "member"


def test_an_editor_of_another_language_may_not(asked):
    with pytest.raises(Refused):
        translation_actions.save_translation(
            amendment=asked, language="fr", words={}, by=factories.holder("language_editor", "en")
        )


def test_the_same_again_changes_nothing_and_other_words_keep_the_old_ones_as_history(asked, editor):
    of = piece(asked, "reason").of
    translation_actions.save_translation(amendment=asked, language="fr", words={of: "Un."}, by=editor)
    assert translation_actions.save_translation(amendment=asked, language="fr", words={of: "Un."}, by=editor) == 0
    translation_actions.save_translation(amendment=asked, language="fr", words={of: "Deux."}, by=editor)
    assert said(asked) == {"reason": "Deux."}
    assert WorkingTranslation.objects.count() == 2


def test_an_empty_box_takes_the_translation_out(asked, editor):
    of = piece(asked, "reason").of
    translation_actions.save_translation(amendment=asked, language="fr", words={of: "Un."}, by=editor)
    translation_actions.save_translation(amendment=asked, language="fr", words={of: " "}, by=editor)
    assert said(asked) == {}


def test_the_present_words_are_no_translation_of_a_change(asked, editor):
    words = {piece(asked, "words").of: factories.WORDS["fr"][HOMES]}
    assert translation_actions.save_translation(amendment=asked, language="fr", words=words, by=editor) == 0


def test_other_words_of_the_amendment_leave_the_translation_behind(asked, editor):
    translation_actions.save_translation(
        amendment=asked, language="fr", words={piece(asked, "words").of: TIERS}, by=editor
    )
    change = asked.text.changes.get()
    type(change).objects.filter(pk=change.pk).update(html="Otras palabras.")
    assert said(type(asked).objects.get(pk=asked.pk)) == {}


def test_where_the_language_is_behind_there_is_no_redline_of_words_that_mean_something_else(asked, editor, moderator):
    factories.adopt(
        factories.provision(asked.round.charter, HOMES), "La ville donne tout.", by=moderator, language="fr"
    )
    translation_actions.save_translation(
        amendment=asked, language="fr", words={piece(asked, "words").of: TIERS}, by=editor
    )
    assert WorkingTranslation.objects.get().base is None


def test_an_editor_stands_again_for_the_same_words_over_later_ones(asked, editor, moderator):
    words = {piece(asked, "words").of: TIERS}
    translation_actions.save_translation(amendment=asked, language="fr", words=words, by=editor)
    later = factories.reword(
        factories.provision(asked.round.charter, HOMES),
        factories.WORDS["fr"][HOMES].replace("réserve", "garde"),
        by=moderator,
        language="fr",
    )
    assert translation_actions.save_translation(amendment=asked, language="fr", words=words, by=editor) == 1
    current = WorkingTranslation.objects.current().get()
    assert (current.base, current.made_by) == (later, "editor")
    assert translation_actions.save_translation(amendment=asked, language="fr", words=words, by=editor) == 0


def test_what_others_than_an_editor_keep_stays_over_the_words_it_was_typed_over(asked, officer, moderator):
    words = {piece(asked, "words").of: TIERS}
    translation_actions.save_translation(amendment=asked, language="fr", words=words, by=officer)
    place = factories.provision(asked.round.charter, HOMES)
    factories.reword(place, "La ville garde un logement.", by=moderator, language="fr")
    assert translation_actions.save_translation(amendment=asked, language="fr", words=words, by=officer) == 0


def test_no_machine_is_asked_without_the_setting(asked, settings):
    settings.MACHINE_TRANSLATION = ""
    assert (
        translation_actions.draft_missing_translations(
            charter=asked.round.charter, languages=("en", "fr"), most=5, at=asked.confirmed_at
        )
        == 0
    )
    assert not WorkingTranslation.objects.exists()


def shout(text: str, source: str, target: str) -> str:
    return f"{source}-{target}: {text}"


def test_a_connected_machine_is_asked_once_and_marked(asked, settings):
    settings.MACHINE_TRANSLATION = f"{__name__}.shout"
    arguments = {"charter": asked.round.charter, "languages": ("en", "es", "fr"), "most": 5, "at": asked.confirmed_at}
    assert translation_actions.draft_missing_translations(**arguments) == 2
    assert said(asked)["words"] == f"es-fr: {ASKED}"
    assert set(WorkingTranslation.objects.values_list("made_by", "language")) == {("machine", "en"), ("machine", "fr")}
    assert translation_actions.draft_missing_translations(**arguments) == 0


def test_what_a_person_wrote_stays_and_takes_the_place_of_a_machine(asked, editor):
    of = piece(asked, "reason").of
    translation_actions.save_translation(amendment=asked, language="fr", words={of: "D’une personne."}, by=editor)
    translation_actions.draft_by_machine(amendment=asked, language="fr", hook=shout)
    assert said(asked)["reason"] == "D’une personne."
    translation_actions.save_translation(
        amendment=asked, language="fr", words={piece(asked, "words").of: TIERS}, by=editor
    )
    assert said(asked)["words"] == TIERS


def test_a_machine_that_fails_stops_nothing(asked, settings):
    settings.MACHINE_TRANSLATION = f"{__name__}.fail"
    assert (
        translation_actions.draft_missing_translations(
            charter=asked.round.charter, languages=("fr",), most=5, at=asked.confirmed_at
        )
        == 0
    )


def fail(text: str, source: str, target: str) -> str:
    raise ConnectionError("no answer")


def test_a_machine_never_gets_what_the_public_may_not_read(asked, settings):
    settings.MACHINE_TRANSLATION = f"{__name__}.shout"
    type(asked.round).objects.filter(pk=asked.round.pk).update(pending_is_public=False)
    assert (
        translation_actions.draft_missing_translations(
            charter=asked.round.charter, languages=("fr",), most=5, at=asked.confirmed_at
        )
        == 0
    )
