"""An amendment written in one language enters the merge of another by a translation that an editor stands for."""

from __future__ import annotations

import pytest

from accounts.rules import Refused
from charter.actions.amending import translations
from charter.actions.merging import merge_reversals, merges
from charter.models import Adoption, Amendment, Article, Charter, Decision, Provision
from charter.queries.amending.translations import pieces_of_text
from charter.queries.languages import ledger
from charter.queries.merging import merge_views
from charter.queries.merging.border_faults import MergeFault
from charter.queries.reading import word_sources
from charter.states import LedgerState
from tests import factories

HOMES, DATA = 5, 6
SPANISH, ENGLISH, FRENCH = (factories.WORDS[code][HOMES] for code in ("es", "en", "fr"))
TERCIO = SPANISH.replace("una quinta parte", "un tercio")
THIRD = ENGLISH.replace("one fifth", "one third")
TIERS = FRENCH.replace("un cinquième", "un tiers")
QUARTER = ENGLISH.replace("one fifth", "one quarter")


@pytest.fixture
def round_(version):
    return factories.deciding(version)


@pytest.fixture
def editor():
    return factories.holder("language_editor", "en")


@pytest.fixture
def french_editor():
    return factories.holder("language_editor", "fr")


@pytest.fixture
def homes(charter):
    return factories.provision(charter, HOMES)


@pytest.fixture
def spanish(round_, other_city, delegate, homes):
    return factories.under_review(round_, other_city, delegate, homes, TERCIO, language="es")


def translated(amendment, by, words=THIRD, language="en", piece=-1):
    translated_words = {pieces_of_text(amendment.text)[piece].of: words}
    translations.save_translation(amendment=amendment, language=language, words=translated_words, by=by)


def merge_of(round_, moderator, *amendments, language="en"):
    article = Article.objects.get(slug="a-home-one-can-keep")
    merge = merges.begin_merge(article=article, language=language, round_=round_, by=moderator)
    return merges.choose_amendments(merge=merge, amendments=amendments, by=moderator)


def states(charter, provision):
    lines = ledger.ledger_lines(Charter.objects.get(pk=charter.pk))
    return {line.language: line.state for line in lines if line.provision.pk == provision.pk}


def words(provision, language):
    return factories.working(provision, language).wording


def test_it_becomes_the_same_provision_in_both_languages(charter, round_, spanish, homes, editor, moderator):
    translated(spanish, editor)
    accepted = factories.accepted(spanish, moderator)
    merges.apply_merge(merge=merge_of(round_, moderator, accepted), by=moderator)
    assert (words(homes, "en").html, words(homes, "es").html) == (THIRD, TERCIO)
    ledger_states = states(charter, homes)
    assert (ledger_states["en"], ledger_states["es"], ledger_states["fr"]) == (
        LedgerState.IN_STEP,
        LedgerState.IN_STEP,
        LedgerState.BEHIND,
    )
    accepted.refresh_from_db()
    assert accepted.state == "merged"


@pytest.mark.parametrize(("language", "run"), [("en", "third"), ("es", "un tercio")])
def test_each_language_says_who_asked(round_, spanish, homes, other_city, editor, moderator, language, run):
    translated(spanish, editor)
    merges.apply_merge(merge=merge_of(round_, moderator, factories.accepted(spanish, moderator)), by=moderator)
    wording = words(homes, language)
    brought = next(piece for piece in wording.runs if run in piece["text"])
    asker = word_sources.sources_by_mark(brought["by"])[brought["by"][0]]
    assert asker.adoption is not None
    assert (asker.adoption.asked_by, asker.adoption.change.text.amendment) == (other_city, spanish)


@pytest.mark.parametrize("writer", ["nobody", "member", "desk"])
def test_without_an_editor_s_translation_it_waits_for_its_own_language(round_, spanish, moderator, writer, stranger):
    if writer != "nobody":
        translated(spanish, stranger if writer == "member" else moderator)
    accepted = factories.accepted(spanish, moderator)
    with pytest.raises(Refused, match="Only accepted amendments"):
        merge_of(round_, moderator, accepted)
    merges.apply_merge(merge=merge_of(round_, moderator, accepted, language="es"), by=moderator)


def test_an_editor_approves_what_another_wrote_by_keeping_it(round_, spanish, stranger, editor, moderator):
    translated(spanish, stranger)
    translated(spanish, editor)
    assert merge_of(round_, moderator, factories.accepted(spanish, moderator)).amendments.count() == 1


def test_words_that_an_editor_puts_anew_are_looked_at_before_they_enter(round_, spanish, homes, editor, moderator):
    translated(spanish, editor)
    merge = merge_of(round_, moderator, factories.accepted(spanish, moderator))
    assert not merge_views.view_of_merge(merge).stale
    translated(spanish, editor, ENGLISH.replace("one fifth", "a third part"))
    assert merge_views.view_of_merge(merge).stale.amendments == (spanish,)
    with pytest.raises(Refused, match="changed since the merge was saved"):
        merges.apply_merge(merge=merge, by=moderator)
    merges.apply_merge(merge=merges.choose_amendments(merge=merge, amendments=[spanish], by=moderator), by=moderator)
    assert "a third part" in words(homes, "en").html


def test_what_clashes_is_shown_where_it_is_solved(charter, round_, spanish, homes, city, officer, editor, moderator):
    translated(spanish, editor)
    english = factories.under_review(round_, city, officer, homes, QUARTER)
    chosen = [factories.accepted(item, moderator) for item in (spanish, english)]
    merge = merge_of(round_, moderator, *chosen)
    conflict = merges.preview_merge(merge).conflicts[0]
    assert {item.amendment for option in conflict.options for item in option.merge_changes} == {spanish, english}
    choice = next(o.choice for o in conflict.options if [a.amendment for a in o.merge_changes] == [english])
    merge = merges.resolve_conflict(
        merge=merge, conflict_id=conflict.id, choice=choice, why="A quarter.", by=moderator
    )
    merges.apply_merge(merge=merge, by=moderator)
    assert (words(homes, "en").html, words(homes, "es").html) == (QUARTER, SPANISH)
    assert states(charter, homes)["es"] == LedgerState.BEHIND


def test_what_is_left_open_goes_on_asking_in_its_own_language(
    round_, spanish, homes, city, officer, editor, moderator
):
    translated(spanish, editor)
    english = factories.under_review(round_, city, officer, homes, QUARTER)
    merge = merge_of(
        round_, moderator, *[factories.accepted(amendment, moderator) for amendment in (spanish, english)]
    )
    [conflict] = merges.preview_merge(merge).conflicts
    merges.apply_merge(
        merge=merges.refer_conflict(merge=merge, conflict_id=conflict.id, reason="So.", by=moderator), by=moderator
    )
    assert words(homes, "en").text == ENGLISH.replace("fifth", "[fifth] [third] [quarter]")
    asks = {
        amendment.pk: Amendment.objects.get(pk=amendment.pk).text.changes.get() for amendment in (spanish, english)
    }
    assert (asks[spanish.pk].html, asks[spanish.pk].base) == (TERCIO, words(homes, "es"))
    assert (asks[english.pk].html, asks[english.pk].base) == (QUARTER, words(homes, "en"))
    outcomes = Decision.objects.filter(superseded_at=None).values_list("outcome", flat=True)
    assert list(outcomes) == ["referred", "referred"]
    merge_reversals.reverse_merge(merge=merge, reason={"en": "Too early."}, by=moderator)
    asks = {
        amendment.pk: Amendment.objects.get(pk=amendment.pk).text.changes.get() for amendment in (spanish, english)
    }
    assert (asks[spanish.pk].html, asks[spanish.pk].base) == (TERCIO, words(homes, "es"))
    assert (asks[english.pk].html, asks[english.pk].base) == (QUARTER, words(homes, "en"))


def test_a_language_is_behind_by_what_the_other_brought(round_, spanish, homes, city, officer, editor, moderator):
    translated(spanish, editor)
    roof = ENGLISH.replace("homes", "dwellings")
    english = factories.under_review(round_, city, officer, homes, roof)
    chosen = [factories.accepted(amendment, moderator) for amendment in (spanish, english)]
    merges.apply_merge(merge=merge_of(round_, moderator, *chosen), by=moderator)
    assert words(homes, "en").html == THIRD.replace("homes", "dwellings")
    assert words(homes, "es").html == TERCIO
    lacks = words(homes, "en").carries.exclude(pk__in=words(homes, "es").carries.all())
    assert [adoption.change.text.amendment for adoption in lacks] == [english]


def test_a_translation_of_words_that_moved_since_does_not_enter(round_, spanish, homes, editor, moderator):
    translated(spanish, editor)
    accepted = factories.accepted(spanish, moderator)
    merge = merge_of(round_, moderator, accepted)
    factories.reword(homes, ENGLISH.replace("homes", "houses"), by=moderator)
    view = merge_views.view_of_merge(merge)
    assert MergeFault.TEXT_CHANGED in {ask.fault for ask in view.merge_changes}


def test_a_new_provision_enters_both_languages(round_, other_city, delegate, homes, editor, moderator):
    new = Provision.objects.create(charter=homes.charter)
    arguments = {"kind": "insert", "new_kind": "paragraph", "new_provision": new, "language": "es"}
    spanish = factories.under_review(round_, other_city, delegate, homes, "La ciudad presta llaves.", **arguments)
    translated(spanish, editor, "The city lends keys.")
    accepted = factories.accepted(spanish, moderator)
    merges.apply_merge(merge=merge_of(round_, moderator, accepted), by=moderator)
    assert [words(new, code).text for code in ("en", "es")] == ["The city lends keys.", "La ciudad presta llaves."]


def test_a_deletion_needs_no_words(round_, other_city, delegate, homes, moderator):
    spanish = factories.under_review(round_, other_city, delegate, homes, "", kind="delete", language="es")
    merges.apply_merge(merge=merge_of(round_, moderator, factories.accepted(spanish, moderator)), by=moderator)
    assert str(homes.key) not in set(Charter.objects.get(pk=homes.charter_id).arrangement.keys())


def test_what_one_merge_brought_in_another_language_does_not_bring_again(
    charter, round_, spanish, homes, editor, french_editor, moderator
):
    translated(spanish, editor)
    translated(spanish, french_editor, TIERS, "fr")
    accepted = factories.accepted(spanish, moderator)
    english = merge_of(round_, moderator, accepted)
    french = merge_of(round_, moderator, accepted, language="fr")
    merges.apply_merge(merge=english, by=moderator)
    with pytest.raises(Refused, match="changed since the merge was saved"):
        merges.apply_merge(merge=french, by=moderator)
    with pytest.raises(Refused, match="Only accepted amendments"):
        merges.choose_amendments(merge=french, amendments=[accepted], by=moderator)
    assert (words(homes, "fr").html, Adoption.objects.count(), accepted.decisions.count()) == (FRENCH, 1, 1)
    assert states(charter, homes)["fr"] == LedgerState.BEHIND


def test_what_is_left_of_it_enters_the_other_merge_once_somebody_looked_again(
    charter, round_, spanish, homes, editor, french_editor, moderator
):
    data = factories.provision(charter, DATA)
    factories.change(spanish, data, "La ciudad responde en veinte días.")
    translated(spanish, editor, piece=-2)
    translated(spanish, french_editor, TIERS, "fr", piece=-2)
    translated(spanish, french_editor, "La ville répond dans les vingt jours.", "fr")
    accepted = factories.accepted(spanish, moderator)
    english = merge_of(round_, moderator, accepted)
    french = merge_of(round_, moderator, accepted, language="fr")
    merges.apply_merge(merge=english, by=moderator)
    with pytest.raises(Refused, match="changed since the merge was saved"):
        merges.apply_merge(merge=french, by=moderator)
    merges.apply_merge(merge=merges.choose_amendments(merge=french, amendments=[accepted], by=moderator), by=moderator)
    assert (words(homes, "fr").html, words(data, "fr").html) == (FRENCH, "La ville répond dans les vingt jours.")
    assert sorted(Adoption.objects.values_list("provision", "merge")) == [(homes.pk, english.pk), (data.pk, french.pk)]
    accepted.refresh_from_db()
    assert accepted.state == "merged"


def test_taking_the_merge_back_takes_it_out_of_both(charter, round_, spanish, homes, editor, moderator):
    translated(spanish, editor)
    merge = merge_of(round_, moderator, factories.accepted(spanish, moderator))
    merges.apply_merge(merge=merge, by=moderator)
    merge_reversals.reverse_merge(merge=merge, reason={"en": "Too early."}, by=moderator)
    assert (words(homes, "en").html, words(homes, "es").html) == (ENGLISH, SPANISH)
    ledger_states = states(charter, homes)
    assert (ledger_states["en"], ledger_states["es"]) == (LedgerState.IN_STEP, LedgerState.IN_STEP)
