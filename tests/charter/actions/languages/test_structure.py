"""Dividing and joining provisions: the first key stays, words keep who asked for them, other languages follow."""

from __future__ import annotations

import pytest

from accounts.actions import following
from accounts.models import Follow, Record, Theme
from accounts.rules import Refused
from charter import tracing
from charter.actions.comments import comments
from charter.actions.languages import structure
from charter.actions.languages.structure import Why
from charter.models import Adoption, CharterComment, CurrentWording, Provision
from charter.queries.languages import ledger
from charter.queries.versions import data_faults
from charter.states import LedgerState
from tests import factories

BOTH = "The city keeps one fifth of new homes. It says each year which ones."
FIRST, SECOND = "The city keeps one fifth of new homes.", "It says each year which ones."
CUT = f"{FIRST}\n\n{SECOND}"
WHY = Why("Two duties stand in it.")


def divide(place: Provision, by, words: str = CUT, **more) -> Provision:
    values = {"language": "en", "base": factories.working(place).wording, "why": WHY, **more}
    return structure.split_provision(provision=place, words=words, by=by, **values)


def words(place: Provision, language: str = "en") -> str | None:
    standing = CurrentWording.objects.filter(provision=place, language=language).first()
    return standing.wording.html if standing else None


def states(place: Provision) -> dict[str, str]:
    charter = place.charter
    charter.refresh_from_db()
    codes = charter.languages.values_list("code", flat=True)
    return {code: ledger.ledger_line(charter, place, code).state for code in codes}


def sound() -> None:
    assert list(data_faults.all_faults()) == []


@pytest.fixture
def place(charter, moderator):
    """A paragraph of two sentences in English, aligned in both other languages."""
    provision = factories.provision(charter, 5)
    adopted = factories.adopt(provision, BOTH, by=moderator).carries.get()
    for code in ("fr", "es"):
        factories.reword(
            provision,
            factories.working(provision, code).wording.html,
            by=moderator,
            language=code,
            adoptions=[adopted],
        )
    return provision


@pytest.fixture
def second(place, moderator):
    return divide(place, moderator)


def test_the_first_key_keeps_the_part_before_and_a_new_one_has_the_part_after(place, second):
    assert (words(place), words(second)) == (FIRST, SECOND)


def test_the_new_key_stands_behind_with_the_same_kind_and_depth(charter, place, second):
    charter.refresh_from_db()
    blocks = charter.arrangement.section_of(place.key).blocks
    n = [block.key for block in blocks].index(str(place.key))
    assert blocks[n + 1].key == str(second.key)
    assert (blocks[n].kind, blocks[n].depth) == (blocks[n + 1].kind, blocks[n + 1].depth)
    assert charter.arrangement.fates == {str(place.key): {"fate": "split", "into": [str(place.key), str(second.key)]}}


def test_every_word_keeps_who_asked_for_it(place, moderator):
    before = factories.working(place).wording
    second = divide(place, moderator)
    first, rest = factories.working(place).wording, factories.working(second).wording
    assert first.runs == tracing.cut_runs(before.runs, 0, len(FIRST))
    assert rest.runs == tracing.cut_runs(before.runs, len(BOTH) - len(SECOND), len(BOTH))
    marks = {mark for wording in (first, rest) for run in wording.runs for mark in run["by"]}
    assert marks == {mark for run in before.runs for mark in run["by"]}
    sound()


def test_formats_are_cut_with_the_words(place, moderator):
    factories.adopt(place, "The city keeps <b>one fifth. It says</b> which ones.", by=moderator)
    second = divide(place, moderator, "The city keeps one fifth.\n\nIt says which ones.")
    assert (words(place), words(second)) == ("The city keeps <b>one fifth.</b>", "<b>It says</b> which ones.")


def test_other_languages_keep_the_whole_and_are_asked_to_divide(place, second):
    whole = words(place, "fr")
    assert whole is not None and words(second, "fr") is None
    assert states(place) == {"en": LedgerState.IN_STEP, "fr": LedgerState.BEHIND, "es": LedgerState.BEHIND}
    assert states(second) == {"en": LedgerState.IN_STEP, "fr": LedgerState.TO_DIVIDE, "es": LedgerState.TO_DIVIDE}


def test_one_adoption_for_all_languages_says_why_and_for_whom(place, moderator, city):
    second = divide(place, moderator, why=Why("Two duties.", city, "its council"))
    adoption = Adoption.objects.latest("pk")
    fields = (adoption.fate, adoption.provision, adoption.other, adoption.scope, adoption.reason.text)
    assert fields == ("split", place, second, "all", "Two duties.")
    assert (adoption.asked_by, adoption.asked_by_words) == (city, "its council")


def test_the_act_is_in_the_record(place, second, moderator):
    act = Record.objects.latest("number")
    assert (act.act, act.person, act.content["other"]) == ("provision divided", moderator.pk, second.pk)


def test_changed_words_divide_nothing(place, moderator):
    with pytest.raises(Refused, match="empty line"):
        divide(place, moderator, CUT.replace("ones", "of them"))
    assert words(place) == BOTH


def test_words_that_moved_are_not_cut(place, moderator):
    seen = factories.working(place).wording
    factories.adopt(place, BOTH.replace("fifth", "third"), by=moderator)
    with pytest.raises(Refused, match="The text changed since you opened this page"):
        divide(place, moderator, base=seen)


def test_a_reason_is_required(place, moderator):
    with pytest.raises(Refused, match="Give the reason"):
        divide(place, moderator, why=Why(" "))


def test_a_heading_is_not_divided(charter, moderator):
    with pytest.raises(Refused, match="heading"):
        divide(factories.provision(charter, 3), moderator, "The right\n\nof the inhabitants")


def test_a_round_holds_the_text(place, round_, moderator):
    with pytest.raises(Refused, match="only by amendments"):
        divide(place, moderator)
    with pytest.raises(Refused, match="only by amendments"):
        structure.combine_provisions(
            provision=place, other=factories.provision(place.charter, 6), by=moderator, why=WHY
        )


def test_words_that_wait_to_enter_are_neither_divided_nor_joined(place, moderator):
    other = factories.provision(place.charter, 6)
    factories.waiting(other, "La ville répond.", by=moderator, language="fr")
    with pytest.raises(Refused, match="The site inserts it into the charter when the support period ends"):
        structure.combine_provisions(provision=place, other=other, by=moderator, why=WHY)
    factories.waiting(place, BOTH.replace("fifth", "third"), by=moderator)
    with pytest.raises(Refused, match="The site inserts it into the charter when the support period ends"):
        divide(place, moderator)
    assert words(place) == BOTH


def test_another_language_that_waits_holds_up_no_division(place, moderator):
    factories.waiting(place, "La ville garde.", by=moderator, language="fr")
    assert words(divide(place, moderator)) == SECOND


def test_a_delegate_divides_nothing(place, delegate):
    with pytest.raises(Refused):
        divide(place, delegate)


def test_a_language_that_has_not_followed_is_not_divided_again(place, second, moderator):
    with pytest.raises(Refused, match="must first split"):
        divide(place, moderator, "La ville\n\n", language="fr", base=factories.working(place, "fr").wording)


def test_a_join_puts_the_words_of_both_one_behind_the_other_in_each_language(charter, place, moderator):
    other = factories.provision(charter, 6)
    joined = {code: f"{words(place, code)} {words(other, code)}" for code in ("en", "fr", "es")}
    structure.combine_provisions(provision=place, other=other, by=moderator, why=WHY)
    assert {code: words(place, code) for code in joined} == joined
    assert set(states(place).values()) == {LedgerState.IN_STEP}
    charter.refresh_from_db()
    assert charter.arrangement.section_of(other.key) is None
    assert charter.arrangement.fates == {str(other.key): {"fate": "joined", "into": [str(place.key)]}}
    sound()


def test_joined_words_keep_who_asked_for_them(charter, place, moderator):
    other = factories.provision(charter, 6)
    before, after = factories.working(place).wording.runs, factories.working(other).wording.runs
    structure.combine_provisions(provision=place, other=other, by=moderator, why=WHY)
    assert factories.working(place).wording.runs == tracing.in_one(before, after, " ")


@pytest.mark.parametrize("lacking", [5, 6])
def test_where_a_language_lacks_one_it_carries_the_other_and_is_behind(charter, moderator, lacking):
    place, other = factories.provision(charter, 5), factories.provision(charter, 6)
    factories.language_without(charter, "ar", lacking)
    kept = words(other if lacking == 5 else place, "ar")
    structure.combine_provisions(provision=place, other=other, by=moderator, why=WHY)
    assert words(place, "ar") == kept
    assert {code for code, state in states(place).items() if state != LedgerState.IN_STEP} == {"ar"}
    sound()


def test_joining_again_undoes_a_division_in_every_language(charter, place, second, moderator):
    whole = words(place, "fr")
    structure.combine_provisions(provision=place, other=second, by=moderator, why=WHY)
    assert (words(place), words(place, "fr")) == (BOTH, whole)
    assert set(states(place).values()) == {LedgerState.IN_STEP}
    sound()


def test_dividing_again_undoes_a_join(charter, place, moderator):
    other = factories.provision(charter, 6)
    old = words(other)
    structure.combine_provisions(provision=place, other=other, by=moderator, why=WHY)
    again = divide(place, moderator, f"{BOTH}\n\n{old}")
    assert (words(place), words(again)) == (BOTH, old)
    sound()


def test_only_the_next_one_of_the_same_kind_is_joined(charter, place, moderator):
    for other in (4, 7, 8):
        with pytest.raises(Refused, match="consecutive provisions"):
            structure.combine_provisions(
                provision=place, other=factories.provision(charter, other), by=moderator, why=WHY
            )


def test_a_part_that_is_whole_elsewhere_is_not_joined_with_a_third(charter, place, second, moderator):
    with pytest.raises(Refused, match="must still be split"):
        structure.combine_provisions(provision=second, other=factories.provision(charter, 6), by=moderator, why=WHY)


@pytest.fixture
def talked(place, charter, moderator):
    """Comments on the whole, each with an answer: one on all of it, one on words of the second sentence alone."""
    round_ = factories.round_(factories.version(charter))
    arguments = {"target": place, "by": moderator, "kind": "question", "language": "en", "round_": round_}
    talk = [comments.post_comment(text="Why so?", quote=quote, **arguments) for quote in ("", "which ones")]
    for comment in talk:
        comments.post_comment(text="So.", reply_to=comment, **arguments)
    round_.delete()
    return talk


def test_comments_on_words_of_the_second_part_go_with_them(place, talked, moderator):
    second = divide(place, moderator)
    for comment, where in zip(talked, (place, second), strict=True):
        thread = CharterComment.objects.filter(thread_id=comment.thread_id)
        assert set(thread.values_list("object_pk", flat=True)) == {str(where.pk)}


def test_comments_on_what_is_joined_stand_at_what_it_went_into(charter, place, talked, moderator):
    other = factories.provision(charter, 6)
    CharterComment.objects.update(object_pk=str(other.pk))
    structure.combine_provisions(provision=place, other=other, by=moderator, why=WHY)
    assert set(CharterComment.objects.values_list("object_pk", flat=True)) == {str(place.pk)}


def test_themes_of_the_words_go_with_them(charter, place, moderator):
    theme = Theme.objects.get(code="housing")
    theme.provisions.add(place)
    second = divide(place, moderator)
    assert set(theme.provisions.all()) == {place, second}


def test_who_follows_what_is_divided_follows_both_parts_until_they_are_joined_again(place, moderator):
    for address in ("a@example.org", "unconfirmed@example.org"):
        following.email_confirmation_link(
            address=address, language="en", about=f"provision/{place.short}", title="A life"
        )
    following.confirm_follow(follow=Follow.objects.get(follower__address="a@example.org"))
    second = divide(place, moderator)
    rows = Follow.objects.filter(follower__address="a@example.org").values_list("about", "told_until")
    assert {about for about, _until in rows} == {f"provision/{place.short}", f"provision/{second.short}"}
    assert len({until for _about, until in rows}) == 1
    assert Follow.objects.filter(follower__address="unconfirmed@example.org").count() == 1
    structure.combine_provisions(provision=place, other=second, by=moderator, why=WHY)
    assert Follow.objects.get(follower__address="a@example.org").about == f"provision/{place.short}"


def test_who_follows_what_is_joined_follows_what_it_went_into_once(charter, place, moderator):
    other = factories.provision(charter, 6)
    for address, followed in (("a@example.org", (place, other)), ("b@example.org", (other,))):
        for provision in followed:
            following.email_confirmation_link(
                address=address, language="en", about=f"provision/{provision.short}", title="A life"
            )
    structure.combine_provisions(provision=place, other=other, by=moderator, why=WHY)
    follows = Follow.objects.values_list("follower__address", "about")
    assert sorted(follows) == [
        (follower, f"provision/{place.short}") for follower in ("a@example.org", "b@example.org")
    ]
