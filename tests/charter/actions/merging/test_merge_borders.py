"""Merging divisions and joins: borders and words together, each word with who asked, other languages behind."""

from __future__ import annotations

import pytest

from accounts.models import Record
from accounts.rules import Refused
from charter.actions.deciding.decisions import decide_amendment, release_decisions
from charter.actions.languages import alignments
from charter.actions.merging import merge_reversals, merges
from charter.models import Adoption, Amendment, Article, CurrentWording, Provision
from charter.queries.languages import ledger
from charter.queries.merging import forecasts, merge_views
from charter.queries.reading import divisions
from charter.queries.versions import data_faults
from charter.states import AmendmentState, LedgerState, Outcome, RebaseState
from tests import factories

FIRST, SECOND = "The city keeps one fifth of new homes", "for people with low incomes."
WHOLE = f"{FIRST} {SECOND}"
ANSWERS = "The city answers each request within thirty days."


@pytest.fixture
def deciding(version):
    return factories.deciding(version)


@pytest.fixture
def homes(charter):
    return factories.provision(charter, 5)


@pytest.fixture
def answers(charter):
    return factories.provision(charter, 6)


@pytest.fixture
def merge(deciding, moderator):
    article = Article.objects.get(slug="a-home-one-can-keep")
    return merges.begin_merge(article=article, language="en", round_=deciding, by=moderator)


@pytest.fixture
def ask(deciding, homes, city, officer, moderator):
    """An accepted amendment on the paragraph on homes."""

    def asked(html="", organisation=city, provision=homes, **more):
        amendment = factories.under_review(deciding, organisation, officer, provision, html, **more)
        return factories.accepted(amendment, moderator)

    return asked


@pytest.fixture
def divide(ask, charter):
    """An accepted amendment that divides the paragraph before a word."""

    def made(before=SECOND, **more):
        cut = len(WHOLE.partition(before)[0].rstrip())
        return ask(kind="split", cut=cut, new_provision=Provision.objects.create(charter=charter), **more)

    return made


@pytest.fixture
def unite(ask, answers):
    """An accepted amendment that joins both paragraphs."""

    def made(**more):
        return ask(kind="join", after=answers, after_base=factories.working(answers).wording, **more)

    return made


@pytest.fixture
def apply(merge, moderator):
    def applied(*amendments):
        merges.choose_amendments(merge=merge, amendments=amendments, by=moderator)
        merges.apply_merge(merge=merge, by=moderator)

    return applied


def words(provision, language="en") -> str | None:
    standing = CurrentWording.objects.filter(provision=provision, language=language).select_related("wording").first()
    return standing.wording.html if standing else None


def keys(charter, place) -> list[str]:
    charter.refresh_from_db()
    return [block.key for block in charter.arrangement.section_of(place.key).blocks]


def second_of(amendment) -> Provision:
    return amendment.text.changes.get(kind="split").new_provision


def states(charter, place) -> list[str]:
    return [ledger.ledger_line(charter, place, code).state for code in ("en", "fr", "es")]


def sound() -> None:
    assert list(data_faults.all_faults()) == []


def test_a_division_makes_two_and_is_the_member_s(apply, divide, charter, homes, city):
    amendment = divide()
    apply(amendment)
    second = second_of(amendment)
    assert (words(homes), words(second)) == (FIRST, SECOND)
    assert keys(charter, homes)[3:5] == [str(homes.key), str(second.key)]
    adoption = Adoption.objects.get(change__text__amendment=amendment)
    fields = (adoption.fate, adoption.provision, adoption.other, adoption.asked_by, adoption.reason.text)
    assert fields == ("split", homes, second, city, "It is clear.")
    assert divisions.divisions_of_provision(second) == [adoption]
    sound()


def test_the_amendment_is_in_the_text_afterwards(apply, divide):
    amendment = divide()
    apply(amendment)
    amendment.refresh_from_db()
    assert (amendment.state, amendment.text.changes.get().carry) == (AmendmentState.MERGED, RebaseState.MERGED)
    assert Record.objects.latest("number").content["merged"] == [amendment.pk]


def test_other_languages_keep_the_whole_and_are_asked_to_divide(apply, divide, charter, homes):
    amendment = divide()
    apply(amendment)
    charter.refresh_from_db()
    assert words(homes, "fr") == factories.WORDS["fr"][5]
    assert states(charter, homes) == [LedgerState.IN_STEP, LedgerState.BEHIND, LedgerState.BEHIND]
    assert states(charter, second_of(amendment)) == [LedgerState.IN_STEP, LedgerState.TO_DIVIDE, LedgerState.TO_DIVIDE]


def test_words_of_others_go_to_the_part_that_they_are_in(apply, ask, divide, homes, other_city):
    parted, third, rent = (
        divide(),
        ask(WHOLE.replace("fifth", "third"), other_city),
        ask(WHOLE.replace("low", "small")),
    )
    apply(parted, third, rent)
    second = second_of(parted)
    assert (words(homes), words(second)) == (FIRST.replace("fifth", "third"), SECOND.replace("low", "small"))
    own = {a.change.text.amendment_id: a for a in Adoption.objects.exclude(change=None)}
    assert (own[third.pk].provision, own[rent.pk].provision) == (homes, second)
    for place, word, amendment in ((homes, "third", third), (second, "small", rent)):
        run = next(r for r in factories.working(place).wording.runs if r["text"].strip() == word)
        assert run["by"] == [f"adoption:{own[amendment.pk].pk}"]
    kept = factories.working(second).wording.runs[0]
    assert kept["text"].startswith("for people") and kept["by"][0].startswith("source:")
    assert own[rent.pk] in factories.working(second).wording.carries.all()
    assert own[rent.pk] not in factories.working(homes).wording.carries.all()
    sound()


def test_the_same_cut_of_two_members_is_one_division_and_both_are_in_the_text(
    apply, divide, charter, homes, other_city
):
    first, other = divide(), divide(organisation=other_city)
    apply(first, other)
    assert len(keys(charter, homes)) == 6
    assert set(Amendment.objects.values_list("state", flat=True)) == {AmendmentState.MERGED}
    assert sorted(Adoption.objects.exclude(change=None).values_list("fate", flat=True)) == ["", "split"]
    sound()


def test_two_cuts_make_three(apply, divide, homes, other_city, charter):
    first, other = divide(), divide("of new homes", organisation=other_city)
    apply(first, other)
    assert [words(homes), words(second_of(other)), words(second_of(first))] == [
        "The city keeps one fifth",
        "of new homes",
        SECOND,
    ]
    assert keys(charter, homes)[3:6] == [str(p.key) for p in (homes, second_of(other), second_of(first))]
    sound()


def test_a_join_makes_one_in_every_language(apply, unite, charter, homes, answers):
    amendment = unite()
    apply(amendment)
    assert words(homes) == f"{WHOLE} {ANSWERS}"
    assert words(homes, "fr") == f"{factories.WORDS['fr'][5]} {factories.WORDS['fr'][6]}"
    assert str(answers.key) not in keys(charter, homes)
    assert states(charter, homes) == [LedgerState.IN_STEP] * 3
    assert charter.arrangement.fates == {str(answers.key): {"fate": "joined", "into": [str(homes.key)]}}
    sound()


def test_words_of_both_change_and_join_together(apply, ask, unite, homes, answers, other_city):
    sooner = ask(ANSWERS.replace("thirty", "ten"), other_city, answers)
    apply(unite(), ask(WHOLE.replace("fifth", "third")), sooner)
    assert words(homes) == f"{WHOLE} {ANSWERS}".replace("fifth", "third").replace("thirty", "ten")
    run = next(r for r in factories.working(homes).wording.runs if r["text"].strip() == "ten")
    adoption = Adoption.objects.get(change__text__amendment=sooner)
    assert (run["by"], adoption.provision) == ([f"adoption:{adoption.pk}"], homes)
    sound()


def test_what_is_divided_is_joined_in_a_later_merge(apply, divide, unite, homes, other_city):
    with pytest.raises(Refused, match="in a later merge"):
        apply(divide(), unite(organisation=other_city))
    assert words(homes) == WHOLE


def test_words_rewritten_over_the_cut_are_a_conflict_that_the_division_may_lose(merge, ask, divide, homes, moderator):
    parted, anew = divide("of new homes"), ask("The city keeps homes for people with low incomes.")
    merges.choose_amendments(merge=merge, amendments=[parted, anew], by=moderator)
    [conflict] = merge_views.view_of_merge(merge).conflicts
    assert not conflict.may_stay_open
    side = next(
        option for option in conflict.options if [asking.amendment for asking in option.merge_changes] == [anew]
    )
    merges.resolve_conflict(merge=merge, conflict_id=conflict.id, choice=side.choice, by=moderator)
    merges.apply_merge(merge=merge, by=moderator)
    assert words(homes) == "The city keeps homes for people with low incomes."
    parted.refresh_from_db()
    assert (parted.state, Adoption.objects.filter(change__text__amendment=parted).count()) == ("decided", 0)
    sound()


def test_the_division_may_win_the_conflict(merge, ask, divide, homes, moderator):
    parted, anew = divide("of new homes"), ask("The city keeps homes for people with low incomes.")
    merges.choose_amendments(merge=merge, amendments=[parted, anew], by=moderator)
    [conflict] = merge_views.view_of_merge(merge).conflicts
    side = next(
        option for option in conflict.options if [asking.amendment for asking in option.merge_changes] == [parted]
    )
    merges.resolve_conflict(merge=merge, conflict_id=conflict.id, choice=side.choice, by=moderator)
    merges.apply_merge(merge=merge, by=moderator)
    assert words(homes) == "The city keeps one fifth"
    sound()


def test_words_written_whole_by_a_moderator_are_not_divided(merge, ask, divide, homes, moderator):
    parted, anew = divide("of new homes"), ask("The city keeps homes for people with low incomes.")
    merges.choose_amendments(merge=merge, amendments=[parted, anew], by=moderator)
    [conflict] = merge_views.view_of_merge(merge).conflicts
    merges.resolve_conflict(merge=merge, conflict_id=conflict.id, html="The city keeps many homes.", by=moderator)
    merges.apply_merge(merge=merge, by=moderator)
    assert (words(homes), words(second_of(parted))) == ("The city keeps many homes.", None)
    sound()


def test_a_deletion_of_what_is_joined_is_a_conflict(merge, ask, unite, answers, other_city, moderator):
    joined = unite()
    gone = ask("", other_city, answers, kind="delete")
    merges.choose_amendments(merge=merge, amendments=[joined, gone], by=moderator)
    [conflict] = merge_views.view_of_merge(merge).conflicts
    assert {asking.amendment for option in conflict.options for asking in option.merge_changes} == {joined, gone}


def test_pending_amendments_go_to_their_part(apply, divide, homes, deciding, other_city, stranger):
    waits = factories.under_review(deciding, other_city, stranger, homes, WHOLE.replace("low", "small"))
    parted = divide()
    apply(parted)
    waits.refresh_from_db()
    change = waits.text.changes.get()
    assert (change.provision, change.html, change.carry) == (
        second_of(parted),
        SECOND.replace("low", "small"),
        "clean",
    )
    sound()


def test_two_that_no_longer_follow_each_other_are_not_joined(merge, ask, unite, homes, answers, moderator, other_city):
    joined = unite()
    between = ask(
        "A new rule.",
        kind="insert",
        new_kind="subparagraph",
        new_provision=Provision.objects.create(charter=homes.charter),
    )
    merges.choose_amendments(merge=merge, amendments=[between], by=moderator)
    merges.apply_merge(merge=merge, by=moderator)
    again = merges.begin_merge(article=merge.article, language="en", round_=merge.round, by=moderator)
    merges.choose_amendments(merge=again, amendments=[joined], by=moderator)
    with pytest.raises(Refused, match="1/1 cannot be merged: The text that the amendment changes is no longer in"):
        merges.apply_merge(merge=again, by=moderator)


def test_editors_of_another_language_follow_what_a_member_asked_for(apply, divide, charter, homes):
    parted = divide()
    apply(parted)
    charter.refresh_from_db()
    division = divisions.split_to_follow(charter, homes, "fr")
    editor, other = (factories.holder("language_editor", "fr") for _ in range(2))
    french = factories.WORDS["fr"][5].replace(" aux", "\n\naux")
    written = alignments.split_alignment(division=division, language="fr", words=french, by=editor)
    alignments.submit_alignment(alignment=written, by=editor)
    alignments.approve_alignment(alignment=written, by=other)
    assert words(second_of(parted), "fr") == "aux personnes à faibles revenus."
    assert states(charter, second_of(parted))[:2] == [LedgerState.IN_STEP, LedgerState.IN_STEP]
    sound()


def test_what_was_divided_is_not_taken_back_with_its_merge(merge, apply, divide, moderator):
    apply(divide())
    merge.refresh_from_db()
    with pytest.raises(Refused, match="After the round, the secretariat can undo these changes manually"):
        merge_reversals.reverse_merge(merge=merge, reason={"en": "Too soon."}, by=moderator)


def test_the_forecast_says_what_becomes_of_others_and_comes_true(
    merge, divide, homes, deciding, other_city, stranger, moderator
):
    wordings = {
        "stays": WHOLE.replace("low", "small"),
        "checks": "The city keeps one fifth of all new homes for some people with low incomes.".replace(
            "new homes for some", "homes, for some"
        ),
    }
    waits = {
        name: factories.under_review(deciding, factories.organisation(name), stranger, homes, html)
        for name, html in wordings.items()
    }
    same = factories.under_review(deciding, other_city, stranger, homes, "", kind="split", cut=len(FIRST))
    merges.choose_amendments(merge=merge, amendments=[divide()], by=moderator)
    forecast = forecasts.forecast_merge(merge_views.view_of_merge(merge))
    assert (waits["stays"] in forecast.stays, same in forecast.grants, forecast.languages) == (
        True,
        True,
        ("fr", "es"),
    )
    merges.apply_merge(merge=merge, by=moderator)
    carries = {
        name: Amendment.objects.get(pk=amendment.pk).text.changes.first().carry for name, amendment in waits.items()
    }
    carries["same"] = Amendment.objects.get(pk=same.pk).text.changes.get().carry
    assert (carries["stays"], carries["same"]) == ("clean", "adopted")
    assert (waits["checks"] in forecast.checks) == (carries["checks"] == "check")


def test_an_amendment_that_a_division_carries_over_has_the_outcome_of_the_identical_merged_one(
    apply, ask, divide, deciding, homes, city, other_city, officer, moderator
):
    html = WHOLE.replace("low incomes", "low or no incomes")
    late = factories.under_review(deciding, city, officer, homes, html)
    apply(ask(html=html, organisation=other_city), divide())
    late.refresh_from_db()
    assert late.text.changes.get().provision != homes
    decide_amendment(amendment=late, by=moderator, outcome=Outcome.NOT_ACCEPTED, reason={"en": "It goes too far."})
    with pytest.raises(Refused, match="Amendments 2 and 1 propose identical text"):
        release_decisions(round_=deciding, by=moderator)
