"""One editor writes, a second one approves, and the language is in step."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.db import OperationalError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from accounts.models import Letter, Record
from accounts.rules import Refused
from charter.actions.languages import agreed_words, alignments
from charter.models import Alignment, CurrentWording, Entry
from charter.queries.languages import ledger
from tests import factories

THIRD = "The city keeps one third of new homes for people with low incomes."
TIERS = "La ville réserve un tiers des logements neufs aux personnes à faibles revenus."


@pytest.fixture
def homes(charter):
    return factories.provision(charter, 5)


@pytest.fixture
def source(homes, moderator):
    return factories.adopt(homes, THIRD, by=moderator)


@pytest.fixture
def editor(db):
    return factories.holder("language_editor", "fr")


@pytest.fixture
def second(db):
    return factories.holder("language_editor", "fr")


@pytest.fixture
def waiting(homes, source, editor):
    alignment = alignments.write_alignment(provision=homes, language="fr", source=source, words=TIERS, by=editor)
    return alignments.submit_alignment(alignment=alignment, by=editor)


def state(charter, homes, code="fr"):
    return ledger.ledger_line(charter, homes, code).state


def test_the_language_is_in_step_when_a_second_editor_has_approved(charter, homes, source, waiting, second):
    assert state(charter, homes) == "to_approve"
    wording = alignments.approve_alignment(alignment=waiting, by=second)
    assert state(charter, homes) == "in_step"
    assert factories.working(homes, "fr").wording == wording
    assert (wording.html, wording.aligned_to, wording.by, wording.approved_by) == (
        TIERS,
        source,
        waiting.written_by,
        second,
    )


def test_words_that_come_by_alignment_lead_to_the_adoption(homes, source, waiting, second):
    wording = alignments.approve_alignment(alignment=waiting, by=second)
    mark = f"adoption:{source.carries.get().pk}"
    assert [run["text"] for run in wording.runs if run["by"] == [mark]] == ["tiers"]


def test_the_writer_cannot_approve(waiting, editor):
    with pytest.raises(Refused, match="A second person"):
        alignments.approve_alignment(alignment=waiting, by=editor)


def test_an_editor_of_another_language_finds_nothing(homes, source):
    stranger = factories.holder("language_editor", "es")
    with pytest.raises(Refused) as refused:
        alignments.write_alignment(provision=homes, language="fr", source=source, words=TIERS, by=stranger)
    assert refused.value.refusal.hidden


def test_no_change_needed_brings_the_language_in_step_with_the_same_words(charter, homes, source, editor, second):
    words = factories.working(homes, "fr").wording.html
    alignment = alignments.write_alignment(
        provision=homes, language="fr", source=source, by=editor, no_change_needed=True
    )
    alignments.approve_alignment(alignment=alignments.submit_alignment(alignment=alignment, by=editor), by=second)
    assert state(charter, homes) == "in_step"
    assert factories.working(homes, "fr").wording.html == words


@pytest.mark.parametrize("words", ["", "   ", "x" * 20_001, factories.WORDS["fr"][5]])
def test_empty_unchanged_and_endless_words_are_refused(homes, source, editor, words):
    with pytest.raises(Refused):
        alignments.write_alignment(provision=homes, language="fr", source=source, words=words, by=editor)
    assert Alignment.objects.count() == 0


def test_typed_markup_is_text(homes, source, editor):
    alignment = alignments.write_alignment(
        provision=homes, language="fr", source=source, words="<b>tiers</b>", by=editor
    )
    assert alignment.html == "&lt;b&gt;tiers&lt;/b&gt;"


def test_a_source_that_moved_is_refused(homes, source, editor, moderator):
    factories.adopt(homes, THIRD.replace("new", "all new"), by=moderator)
    with pytest.raises(Refused, match="changed since"):
        alignments.write_alignment(provision=homes, language="fr", source=source, words=TIERS, by=editor)


def test_where_two_languages_meet_nothing_is_written(homes, source, editor, moderator):
    factories.adopt(homes, TIERS, by=moderator, language="fr")
    with pytest.raises(Refused, match="The secretariat must first decide"):
        alignments.write_alignment(provision=homes, language="fr", source=source, words="Autre.", by=editor)


def test_a_returned_alignment_keeps_its_words_and_tells_its_writer(waiting, editor, second):
    back = alignments.return_(alignment=waiting, word="Un tiers de quoi ?", by=second)
    assert (back.state, back.html, back.returned_with) == ("writing", TIERS, "Un tiers de quoi ?")
    assert Letter.objects.filter(to=editor, kind="alignment_returned").count() == 1


def test_the_second_editor_is_told_and_the_writer_is_not(waiting, editor):
    other = factories.holder("language_editor", "fr")
    again = alignments.write_alignment(
        provision=waiting.provision, language="fr", source=waiting.source, words=TIERS + " Oui.", by=editor
    )
    alignments.submit_alignment(alignment=again, by=editor)
    assert list(Letter.objects.filter(kind="alignment_to_approve").values_list("to", flat=True)) == [other.pk]


def test_while_the_text_stands_still_approved_words_wait(round_, charter, homes, waiting, second):
    wording = alignments.approve_alignment(alignment=waiting, by=second)
    assert state(charter, homes) == "approved"
    assert Entry.objects.get().wording == wording
    assert agreed_words.enter_due_text(now=timezone.now()) == 0
    assert agreed_words.enter_due_text(now=round_.support_until) == 1
    assert state(charter, homes) == "in_step"


def test_words_that_could_not_enter_say_why_in_their_own_language(round_, homes, waiting, moderator, second):
    alignments.approve_alignment(alignment=waiting, by=second)
    factories.reword(homes, "La ville garde un logement.", by=moderator, language="fr")
    with override("es"):
        assert agreed_words.enter_due_text(now=round_.support_until) == 0
    waiting.refresh_from_db()
    with override("fr"):
        assert (waiting.state, waiting.returned_with) == ("writing", str(agreed_words.MOVED))


def test_words_are_not_approved_over_others_that_wait(round_, homes, waiting, second, moderator):
    misprint = factories.waiting(homes, "La ville garde un cinquième.", by=moderator, language="fr")
    with pytest.raises(Refused, match="The site inserts it into the charter when the support period ends"):
        alignments.approve_alignment(alignment=waiting, by=second)
    assert Entry.objects.get().wording == misprint


def test_words_that_wait_are_not_written_over_under_an_exception(round_, homes, source, waiting, second, editor):
    alignments.approve_alignment(alignment=waiting, by=second)
    factories.excepted(homes.charter, "fr", 5)
    with pytest.raises(Refused, match="The site inserts it into the charter when the support period ends"):
        alignments.write_alignment(provision=homes, language="fr", source=source, words=TIERS + " Oui.", by=editor)


def test_an_alignment_follows_the_words_it_was_written_over(waiting, homes, moderator):
    now = factories.WORDS["fr"][5].replace("aux personnes", "aux familles")
    factories.reword(homes, now, by=moderator, language="fr")
    waiting.refresh_from_db()
    assert waiting.base.html == now
    assert waiting.html == TIERS.replace("aux personnes", "aux familles")


def test_where_they_meet_the_editor_keeps_the_words_and_is_told(waiting, homes, moderator):
    factories.reword(homes, factories.WORDS["fr"][5].replace("cinquième", "quart"), by=moderator, language="fr")
    waiting.refresh_from_db()
    assert (waiting.state, waiting.html) == ("writing", TIERS)
    assert waiting.returned_with


def test_words_beside_those_that_changed_are_read_by_the_editor_again(homes, source, editor, moderator):
    old = factories.WORDS["fr"][5]
    words = old.replace("aux personnes", "aux personnes âgées")
    waiting = alignments.write_alignment(provision=homes, language="fr", source=source, words=words, by=editor)
    alignments.submit_alignment(alignment=waiting, by=editor)
    factories.reword(homes, old.replace("aux personnes", "aux familles"), by=moderator, language="fr")
    waiting.refresh_from_db()
    assert (waiting.state, waiting.html) == ("writing", words)
    with override("fr"):
        assert waiting.returned_with == str(alignments.GROUND_MOVED)


def test_what_came_back_says_why_in_its_own_language(waiting, homes, moderator):
    with override("es"):
        factories.reword(homes, factories.WORDS["fr"][5].replace("cinquième", "quart"), by=moderator, language="fr")
    waiting.refresh_from_db()
    with override("fr"):
        assert waiting.returned_with == str(alignments.GROUND_MOVED)


def test_new_words_for_a_missing_language(charter, homes, editor, second, source):
    CurrentWording.objects.filter(provision=homes, language="fr").delete()
    alignment = alignments.write_alignment(provision=homes, language="fr", source=source, words=TIERS, by=editor)
    wording = alignments.approve_alignment(
        alignment=alignments.submit_alignment(alignment=alignment, by=editor), by=second
    )
    assert wording.parent is None
    assert state(charter, homes) == "in_step"


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite holds the whole file")
def test_words_of_one_language_hold_none_of_another(transactional_db):
    homes = factories.provision(factories.charter(), 5)
    by, words = factories.holder("moderator"), {"fr": TIERS, "es": "La ciudad reserva un tercio."}
    with transaction.atomic():
        source = factories.adopt(homes, THIRD, by=by)
    for language, foreign_words in words.items():
        editor = factories.holder("language_editor", language)
        alignments.write_alignment(provision=homes, language=language, source=source, words=foreign_words, by=editor)
    with transaction.atomic():
        factories.reword(homes, "La ville garde un tiers.", by=by, language="fr")
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(free_to_hold, homes).result() == {"es"}


def free_to_hold(provision):
    """The languages whose words, and work on them, another transaction can hold at once."""
    free = set()
    for language in ("fr", "es"):
        with suppress(OperationalError), transaction.atomic():
            for rows in (CurrentWording.objects, Alignment.objects):
                rows.select_for_update(nowait=True).get(provision=provision, language=language)
            free.add(language)
    connection.close()
    return free


def test_every_act_of_alignment_is_in_the_record(waiting, second):
    alignments.approve_alignment(alignment=waiting, by=second)
    acts = Record.objects.filter(about=f"alignment:{waiting.pk}").values_list("act", flat=True)
    assert list(acts) == ["alignment sent", "alignment approved"]


def test_where_one_editor_is_enough_the_words_stand_at_once_and_the_record_says_so(
    settings, charter, homes, editor, source
):
    settings.ALIGNMENT_NEEDS_TWO = False
    written = alignments.write_alignment(provision=homes, language="fr", source=source, words=TIERS, by=editor)
    entered = alignments.submit_alignment(alignment=written, by=editor)
    acts = Record.objects.filter(about=f"alignment:{written.pk}").values_list("act", flat=True)
    assert (entered.state, entered.approved_by, entered.wording.approved_by) == ("approved", None, None)
    assert (state(charter, homes), list(acts)) == ("in_step", ["alignment entered by one"])
    assert not Letter.objects.filter(kind="alignment_to_approve").exists()


FOURTEEN = "La ville réserve aux jeunes de 14 ans un logement."


@pytest.fixture
def correction(homes, source, waiting, second, editor):
    alignments.approve_alignment(alignment=waiting, by=second)
    return alignments.write_correction(provision=homes, language="fr", source=source, words=FOURTEEN, by=editor)


def test_a_text_that_is_up_to_date_is_corrected_by_two_editors(charter, homes, source, correction, second):
    before = factories.working(homes, "fr").wording
    sent = alignments.submit_alignment(alignment=correction, by=correction.written_by)
    assert (state(charter, homes), factories.working(homes, "fr").wording) == ("in_step", before)
    wording = alignments.approve_alignment(alignment=sent, by=second)
    assert (factories.working(homes, "fr").wording, wording.text, wording.parent) == (wording, FOURTEEN, before)
    assert (wording.carries_digest, wording.approved_by, state(charter, homes)) == (
        source.carries_digest,
        second,
        "in_step",
    )
    assert ledger.ledger_line(charter, homes, "fr").alignment is None


def test_each_corrected_word_has_a_mark_and_the_rules_of_the_data_hold(correction, second):
    sent = alignments.submit_alignment(alignment=correction, by=correction.written_by)
    wording = alignments.approve_alignment(alignment=sent, by=second)
    assert all(run["by"] for run in wording.runs)


def test_the_first_language_is_not_corrected_as_a_translation(homes, source, waiting, second):
    alignments.approve_alignment(alignment=waiting, by=second)
    with pytest.raises(Refused):
        alignments.write_correction(
            provision=homes,
            language="en",
            source=factories.working(homes, "fr").wording,
            words="Another text.",
            by=factories.holder("language_editor", "en"),
        )


def test_the_first_language_is_corrected_where_its_text_is_a_translation(charter, homes, moderator):
    source = factories.adopt(homes, "La ville réserve un quart des logements.", by=moderator, language="fr")
    writer, other = (factories.holder("language_editor", "en") for _ in range(2))
    written = alignments.write_alignment(
        provision=homes, language="en", source=source, words="The city keeps one third of homes.", by=writer
    )
    alignments.approve_alignment(alignment=alignments.submit_alignment(alignment=written, by=writer), by=other)
    line = ledger.ledger_line(charter, homes, "en")
    assert (line.state, line.counterpart) == ("in_step", source)
    right = "The city keeps one quarter of homes."
    correction = alignments.write_correction(provision=homes, language="en", source=source, words=right, by=writer)
    wording = alignments.approve_alignment(
        alignment=alignments.submit_alignment(alignment=correction, by=writer), by=other
    )
    assert (wording.text, factories.working(homes, "en").wording) == (right, wording)
    assert state(charter, homes, "en") == "in_step" and all(run["by"] for run in wording.runs)


def test_the_page_of_the_language_that_is_right_leads_to_the_translation_that_is_wrong(
    client, charter, homes, moderator
):
    source = factories.adopt(homes, "La ville réserve un quart des logements.", by=moderator, language="fr")
    writer, other = (factories.holder("language_editor", "en") for _ in range(2))
    written = alignments.write_alignment(
        provision=homes, language="en", source=source, words="The city keeps one third of homes.", by=writer
    )
    alignments.approve_alignment(alignment=alignments.submit_alignment(alignment=written, by=writer), by=other)
    client.force_login(factories.with_second_factor(moderator))
    english, french = (reverse("alignment", args=[code, homes.short]) for code in ("en", "fr"))
    assert f'href="{english}"' in client.get(french).content.decode()
    client.force_login(factories.with_second_factor(writer))
    page = client.get(english).content.decode()
    assert "La ville réserve un quart" in page and 'name="words"' in page
