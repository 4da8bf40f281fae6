"""Words that a decision or a compromise gave enter the merge of another language by an editor's translation."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Record
from accounts.rules import Refused
from charter.actions.amending import translations
from charter.actions.deciding import compromises, decisions
from charter.actions.merging import merge_reversals, merges
from charter.models import Adoption, Article, Charter, WorkingTranslation
from charter.queries.amending import accepted_words
from charter.queries.amending.translations import pieces_of_text
from charter.queries.languages import ledger
from charter.queries.merging import merge_views
from charter.queries.merging.border_faults import MergeFault
from charter.queries.secretariat import cross_language_conflicts
from charter.queries.secretariat.cross_language_conflicts import Lack
from charter.states import LedgerState
from tests import factories

HOMES = 5
SPANISH, ENGLISH = (factories.WORDS[code][HOMES] for code in ("es", "en"))
TERCIO = SPANISH.replace("una quinta parte", "un tercio")
THIRD = ENGLISH.replace("one fifth", "one third")
# What the decision makes of it: the secretariat adds words of its own.
LICENCIA = TERCIO.replace("viviendas nuevas", "viviendas nuevas que autoriza")
PERMITTED = THIRD.replace("new homes", "new homes that it permits")
CUARTO, QUARTER = (SPANISH.replace("una quinta parte", "un cuarto"), ENGLISH.replace("one fifth", "one quarter"))


@pytest.fixture
def round_(version):
    return factories.deciding(version)


@pytest.fixture
def editor(db):
    return factories.holder("language_editor", "en")


@pytest.fixture
def homes(charter):
    return factories.provision(charter, HOMES)


@pytest.fixture
def spanish(round_, other_city, delegate, homes):
    return factories.under_review(round_, other_city, delegate, homes, TERCIO, language="es")


@pytest.fixture
def changed(spanish, moderator):
    """Accepted with changed words in its own language, in public."""
    return with_changes(spanish, moderator)


@pytest.fixture
def article():
    return Article.objects.get(slug="a-home-one-can-keep")


@pytest.fixture
def merge(article, round_, moderator):
    return merges.begin_merge(article=article, language="en", round_=round_, by=moderator)


def with_changes(amendment, moderator, words=LICENCIA, **more):
    decided_words = {amendment.text.changes.get().pk: words}
    return factories.accepted(amendment, moderator, outcome="accepted_with_changes", words=decided_words, **more)


def say(amendment, by, words=PERMITTED, language="en"):
    """The words that were accepted, in another language."""
    [piece] = accepted_words.accepted_pieces(type(amendment).objects.get(pk=amendment.pk))
    translations.save_translation(amendment=amendment, language=language, words={piece.of: words}, by=by)


def say_own(amendment, by, words=THIRD):
    translations.save_translation(
        amendment=amendment, language="en", words={pieces_of_text(amendment.text)[-1].of: words}, by=by
    )


def bring(merge, moderator, *amendments):
    merges.apply_merge(merge=merges.choose_amendments(merge=merge, amendments=amendments, by=moderator), by=moderator)


def agreed(amendments, homes, moderator, html=CUARTO):
    arguments = {"round_": amendments[0].round, "amendments": amendments, "provision": homes, "language": "es"}
    until = timezone.now() + timedelta(days=5)
    compromise = compromises.propose_compromise(
        **arguments, html=html, reason={"en": "It meets both."}, by=moderator, answer_by=until
    )
    return factories.agreed(compromise, moderator)


def words(provision, language):
    return factories.working(provision, language).wording


def credits(provision, language):
    """For each stretch that a merge brought: whether it is the member's, the secretariat's, or both."""
    members = {f"adoption:{adoption.pk}": adoption.asked_by for adoption in Adoption.objects.all()}
    runs = words(provision, language).runs
    credited = [(run["text"].strip(), [members[mark] for mark in run["by"] if mark in members]) for run in runs]
    return [(text, by) for text, by in credited if by]


def lacks(merge):
    return [
        conflict.lacks for conflict in cross_language_conflicts.conflicts_elsewhere(merge_views.view_of_merge(merge))
    ]


def test_each_language_takes_what_was_accepted(charter, changed, homes, editor, merge, moderator):
    say(changed, editor)
    bring(merge, moderator, changed)
    assert (words(homes, "en").html, words(homes, "es").html) == (PERMITTED, LICENCIA)
    lines = ledger.ledger_lines(Charter.objects.get(pk=charter.pk))
    states = {line.language: line.state for line in lines if line.provision == homes}
    assert (states["en"], states["es"], states["fr"]) == (LedgerState.IN_STEP, LedgerState.IN_STEP, LedgerState.BEHIND)
    changed.refresh_from_db()
    assert changed.state == "merged"


def test_text_in_place_of_two_amendments_is_credited_to_who_proposed_each_part(
    round_, homes, city, other_city, officer, delegate, article, moderator
):
    one = factories.under_review(round_, city, officer, homes, SPANISH.replace("quinta", "16.ª"), language="es")
    added = SPANISH.removesuffix(".") + ", y lo publica cada otoño."
    other = factories.under_review(round_, other_city, delegate, homes, added, language="es")
    both = added.replace("quinta", "16.ª").replace("cada otoño", "cada otoño en su web")
    agreed([one, other], homes, moderator, both)
    amendments = [with_changes(amendment, moderator, both) for amendment in (one, other)]
    merge = merges.begin_merge(article=article, language="es", round_=round_, by=moderator)
    bring(merge, moderator, *amendments)
    assert credits(homes, "es") == [
        ("16.ª", [city]),
        (", y lo publica cada otoño", [other_city]),
        ("en su web", [None, None]),
    ]


def test_a_member_of_whose_proposal_nothing_is_in_the_agreed_text_is_not_named_as_its_proposer(
    round_, homes, city, other_city, officer, delegate, article, moderator
):
    tenth, third = (SPANISH.replace("quinta", fraction) for fraction in ("décima", "tercera"))
    one = factories.under_review(round_, city, officer, homes, tenth, language="es")
    other = factories.under_review(round_, other_city, delegate, homes, third, language="es")
    agreed([one, other], homes, moderator, tenth)
    amendments = [with_changes(amendment, moderator, tenth) for amendment in (one, other)]
    merge = merges.begin_merge(article=article, language="es", round_=round_, by=moderator)
    bring(merge, moderator, *amendments)
    assert credits(homes, "es") == [("décima", [city])]
    askers = {adoption.change.text.amendment: adoption.asked_by for adoption in Adoption.objects.all()}
    assert askers == {one: city, other: None}


def test_what_the_member_did_not_ask_for_is_the_secretariat_s_in_both(
    spanish, homes, other_city, editor, merge, moderator
):
    say_own(spanish, editor)
    amendment = with_changes(spanish, moderator)
    say(amendment, editor)
    bring(merge, moderator, amendment)
    assert credits(homes, "en") == [("third", [other_city]), ("that it permits", [None])]
    assert credits(homes, "es") == [("un tercio", [other_city]), ("que autoriza", [None])]


def test_where_nobody_said_what_the_member_asked_for_no_word_is_called_its_own(
    changed, homes, other_city, editor, merge, moderator
):
    say(changed, editor)
    bring(merge, moderator, changed)
    assert credits(homes, "en") == [("third", [None]), ("that it permits", [None])]
    assert credits(homes, "es") == [("un tercio", [other_city]), ("que autoriza", [None])]


def test_words_that_the_member_took_for_its_own_are_named_as_its_own(
    changed, homes, other_city, editor, merge, moderator
):
    until = timezone.now() + timedelta(days=5)
    for compromise in compromises.propose_decided_text(decision=changed.decision, answer_by=until, by=moderator):
        delegate = factories.member(other_city, "delegate")
        compromises.answer_compromise(compromise=compromise, organisation=other_city, by=delegate, answer="yes")
    say(changed, editor)
    bring(merge, moderator, type(changed).objects.get(pk=changed.pk))
    assert credits(homes, "en") == [("third", [other_city]), ("that it permits", [other_city])]
    assert {adoption.asked_by for adoption in Adoption.objects.all()} == {other_city}


def test_a_compromise_is_said_once_for_all_that_it_settles(
    round_, spanish, homes, city, officer, editor, merge, moderator
):
    other = factories.under_review(round_, city, officer, homes, SPANISH.replace("quinta", "sexta"), language="es")
    compromise = agreed([spanish, other], homes, moderator)
    both = [factories.accepted(item, moderator) for item in (spanish, other)]
    say(both[0], editor, QUARTER)
    bring(merge, moderator, *both)
    assert (words(homes, "en").html, words(homes, "es").html) == (QUARTER, CUARTO)
    own = Adoption.objects.filter(asked_by=None)
    assert [(item.compromise, item.change.text.amendment) for item in own] == [(compromise, item) for item in both]
    acts = Record.objects.filter(act="working translation written")
    assert {item.content["pieces"] == acts[0].content["pieces"] for item in acts} == {True}
    assert len(acts) == 2


@pytest.mark.parametrize("writer", ["nobody", "desk"])
def test_the_translation_of_its_own_words_does_not_stand_for_what_was_accepted(
    spanish, editor, merge, moderator, writer
):
    say_own(spanish, editor)
    amendment = with_changes(spanish, moderator)
    if writer == "desk":
        say(amendment, moderator)
    with pytest.raises(Refused, match="Only accepted amendments"):
        merges.choose_amendments(merge=merge, amendments=[amendment], by=moderator)
    assert lacks(merge) == [Lack.DECIDED]


def test_what_its_own_people_cannot_write_is_not_theirs_to_approve(changed, other_city):
    with pytest.raises(Refused, match=r"changed\. Open the page again"):
        say(changed, factories.member(other_city, "officer"))


def test_an_editor_approves_what_the_desk_wrote_by_keeping_it(changed, editor, merge, moderator):
    say(changed, moderator)
    say(changed, editor)
    assert lacks(merge) == [Lack.NOTHING]


def test_clashes_are_sought_on_the_translated_words(round_, changed, homes, city, officer, editor, merge, moderator):
    say(changed, editor)
    english = factories.under_review(
        round_, city, officer, homes, ENGLISH.replace("new homes", "new homes near trams")
    )
    chosen = [changed, factories.accepted(english, moderator)]
    merges.choose_amendments(merge=merge, amendments=chosen, by=moderator)
    [conflict] = merges.preview_merge(merge).conflicts
    by = {option.merge_changes[0].amendment: option for option in conflict.options if option.merge_changes}
    assert by.keys() == {changed, english}
    assert "new homes that it permits" in by[changed].html
    merges.resolve_conflict(merge=merge, conflict_id=conflict.id, choice=by[english].choice, why="So.", by=moderator)
    merges.apply_merge(merge=merge, by=moderator)
    assert words(homes, "en").html == THIRD.replace("new homes", "new homes near trams")


def test_words_that_the_member_did_not_write_itself_stay_in_no_brackets(
    round_, changed, homes, city, officer, other_city, editor, merge, moderator
):
    until = timezone.now() + timedelta(days=5)
    [compromise] = compromises.propose_decided_text(decision=changed.decision, answer_by=until, by=moderator)
    delegate = factories.member(other_city, "delegate")
    compromises.answer_compromise(compromise=compromise, organisation=other_city, by=delegate, answer="yes")
    say(changed, editor)
    english = factories.accepted(factories.under_review(round_, city, officer, homes, QUARTER), moderator)
    merges.choose_amendments(merge=merge, amendments=[changed, english], by=moderator)
    assert [conflict.may_stay_open for conflict in merges.preview_merge(merge).conflicts] == [False]


def test_other_words_of_a_corrected_decision_leave_the_translation_behind(changed, editor, merge, moderator):
    say(changed, editor)
    merges.choose_amendments(merge=merge, amendments=[changed], by=moderator)
    change = changed.text.changes.get().pk
    arguments = {"outcome": "accepted_with_changes", "reason": {"en": "So."}, "note": "A slip.", "by": moderator}
    corrected = decisions.correct_decision(decision=changed.decision, words={change: CUARTO}, **arguments)
    view = merge_views.view_of_merge(merge)
    assert lacks(merge) == [Lack.ANEW]
    assert [decision.pk for decision in view.wordless] == [changed.pk]
    with pytest.raises(Refused, match="has no approved translation"):
        merges.apply_merge(merge=merge, by=moderator)
    decisions.correct_decision(decision=corrected, words={change: LICENCIA}, **arguments)
    assert lacks(merge) == []


def test_a_later_compromise_leaves_the_translation_of_the_one_before(spanish, homes, editor, merge, moderator):
    agreed([spanish], homes, moderator)
    amendment = factories.accepted(spanish, moderator)
    assert lacks(merge) == [Lack.COMPROMISE]
    say(amendment, editor, QUARTER)
    assert lacks(merge) == [Lack.NOTHING]
    agreed([spanish], homes, moderator, html=LICENCIA)
    assert lacks(merge) == [Lack.ANEW]
    say(amendment, editor)
    assert lacks(merge) == [Lack.NOTHING]


def test_words_of_a_decision_that_are_the_member_s_own_need_no_second_translation(spanish, editor, merge, moderator):
    say_own(spanish, editor)
    with_changes(spanish, moderator, words=TERCIO)
    assert lacks(merge) == [Lack.NOTHING]


def test_a_new_provision_enters_in_the_words_of_the_decision(
    round_, other_city, delegate, homes, editor, merge, moderator
):
    new = factories.Provision.objects.create(charter=homes.charter)
    arguments = {"kind": "insert", "new_kind": "paragraph", "new_provision": new, "language": "es"}
    spanish = factories.under_review(round_, other_city, delegate, homes, "La ciudad presta llaves.", **arguments)
    amendment = with_changes(spanish, moderator, words="La ciudad presta llaves y muebles.")
    say(amendment, editor, "The city lends keys and furniture.")
    bring(merge, moderator, amendment)
    assert words(new, "en").text == "The city lends keys and furniture."
    assert words(new, "es").text == "La ciudad presta llaves y muebles."


def test_what_a_decision_in_part_left_out_lacks_nothing(spanish, homes, moderator, merge):
    left = factories.change(spanish, factories.provision(homes.charter, 6), "La ciudad responde en veinte días.")
    factories.accepted(spanish, moderator, outcome="accepted_in_part", taken={left.pk: False})
    assert lacks(merge) == [Lack.OWN]


def test_where_it_divides_can_only_be_said_in_its_own_language(round_, other_city, delegate, homes, moderator, merge):
    new = factories.Provision.objects.create(charter=homes.charter)
    cut = len(SPANISH.partition(" para")[0])
    arguments = {"kind": "split", "cut": cut, "new_provision": new, "language": "es"}
    factories.accepted(factories.under_review(round_, other_city, delegate, homes, "", **arguments), moderator)
    assert lacks(merge) == [Lack.BORDER]


def test_words_that_moved_under_the_translation_keep_it_out(changed, homes, editor, merge, moderator):
    say(changed, editor)
    factories.reword(homes, ENGLISH.replace("homes", "houses"), by=moderator)
    [conflict] = cross_language_conflicts.conflicts_elsewhere(merge_views.view_of_merge(merge))
    assert (conflict.is_ready, conflict.fault) == (False, MergeFault.TEXT_CHANGED)


def test_taking_the_merge_back_takes_it_out_of_both(changed, homes, editor, merge, moderator):
    say(changed, editor)
    bring(merge, moderator, changed)
    merge_reversals.reverse_merge(merge=merge, reason={"en": "Too early."}, by=moderator)
    assert (words(homes, "en").html, words(homes, "es").html) == (ENGLISH, SPANISH)


def test_the_editors_are_told_what_waits_for_them(charter, changed, editor, moderator):
    def waiting(language):
        return [decision.pk for decision in cross_language_conflicts.amendments_to_translate(charter, language)]

    assert (waiting("en"), waiting("fr"), waiting("es")) == ([changed.pk], [changed.pk], [])
    say(changed, moderator)
    assert waiting("en") == [changed.pk]
    say(changed, editor)
    assert (waiting("en"), waiting("fr")) == ([], [changed.pk])


def test_a_machine_is_never_asked_for_words_of_a_decision(changed):
    translations.draft_by_machine(amendment=changed, language="en", hook=lambda text, *languages: text)
    assert WorkingTranslation.objects.exclude(accepted_in=None).count() == 0
