"""An edition taken in: rows are written only where something differs, and in one act."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actions.records import faults_of_record
from accounts.models import Record
from accounts.rules import Refused
from charter.actions.languages import file_intakes
from charter.actions.languages.editions import Edition, NewBlock, NewSection, Origin
from charter.actions.languages.file_intakes import merge_sections, moved_keys, structural_effects, take_in
from charter.models import Adoption, Arrangement, Block, Charter, CurrentWording, Section, Source, Wording
from charter.states import Phase
from tests import factories


def section(key: str, *keys: str) -> Section:
    return Section(key, "article", key, tuple(Block(key_of_block, "paragraph") for key_of_block in keys))


def order(sections: tuple[Section, ...]) -> list[tuple[str, str]]:
    return [(article.key, "".join(block.key for block in article.blocks)) for article in sections]


def as_it_stands(charter: Charter, language: str, **changed: str) -> Edition:
    """The edition that the charter has in a language, with other words by place (`at_5`)."""
    words = iter(factories.WORDS[language])
    sections, place = [], 0
    for article in charter.arrangement.sections:
        blocks = []
        for block in article.blocks:
            html = changed.get(f"at_{place}", next(words))
            blocks.append(NewBlock(block.kind, html, block.depth, block.key))
            place += 1
        sections.append(NewSection(article.kind, article.slug, tuple(blocks), article.key))
    return Edition(language, "", tuple(sections), Origin("later.html", "1" * 64, "The assembly"))


def take(edition: Edition, by=None, **more):
    return take_in(slug="charter", edition=edition, by=by, at=timezone.now(), **more)


def rows() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Arrangement, Wording, Source, Record, Adoption))


def test_a_first_edition_founds_and_gives_its_keys(db) -> None:
    intake = take(factories.edition("en"))
    assert [article.key for article in intake.sections] == [
        article.key for article in intake.charter.arrangement.sections
    ]
    assert (intake.changed, CurrentWording.objects.count(), list(faults_of_record())) == (True, 11, [])


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_what_stands_already_writes_nothing(charter, language: str) -> None:
    before = rows()
    assert take(as_it_stands(charter, language)).changed is False
    assert rows() == before


def test_one_changed_provision_is_one_wording_and_one_act(charter, moderator) -> None:
    before = rows()
    take(as_it_stands(charter, "en", at_5="The city keeps one third of new homes."), moderator)
    assert rows() == (before[0], before[1] + 1, before[2] + 1, before[3] + 1, 1)
    assert Record.objects.last().act == "edition taken in"


def test_a_changed_further_language_follows_the_first(charter) -> None:
    take(as_it_stands(charter, "fr", at_5="La ville réserve une part des logements."))
    french = factories.working(factories.provision(charter, 5), "fr").wording
    assert french.aligned_to == factories.working(factories.provision(charter, 5)).wording
    assert not Adoption.objects.exists()


def test_words_of_the_first_language_leave_the_others_behind(charter, moderator) -> None:
    take(as_it_stands(charter, "en", at_5="The city keeps one third of new homes."), moderator)
    adoption = Adoption.objects.get()
    assert (adoption.asked_by_words, adoption.by) == ("The assembly", moderator)
    assert adoption.reason.text == "A newer file was imported: later.html."
    assert [w.language for w in adoption.wordings.all()] == ["en"]


def test_changed_words_that_others_follow_need_a_name(charter) -> None:
    before = rows()
    with pytest.raises(Refused) as refused:
        take(as_it_stands(charter, "en", at_5="The city keeps one third of new homes."))
    assert (refused.value.refusal.why, rows()) == (file_intakes.NAMELESS, before)


def test_alone_a_language_needs_none(db) -> None:
    charter = factories.charter(languages=("en",))
    assert take(as_it_stands(charter, "en", at_5="The city keeps one third of new homes.")).changed


def test_a_provision_that_goes_leaves_every_language(charter) -> None:
    key = str(factories.provision(charter, 6).key)
    whole = as_it_stands(charter, "en")
    sections = tuple(replace(s, blocks=tuple(b for b in s.blocks if b.key != key)) for s in whole.sections)
    intake = take(replace(whole, sections=sections), gone=[key])
    assert key not in intake.charter.arrangement.keys()  # noqa: SIM118
    assert intake.charter.arrangement.fates == {key: {"fate": "deleted", "into": []}}


def test_a_provision_that_is_not_named_stays(charter) -> None:
    key = str(factories.provision(charter, 6).key)
    whole = as_it_stands(charter, "en")
    sections = tuple(replace(s, blocks=tuple(b for b in s.blocks if b.key != key)) for s in whole.sections)
    assert take(replace(whole, sections=sections)).changed is False


def test_another_title_is_a_change(charter) -> None:
    take(replace(as_it_stands(charter, "en"), title="Charter of the better city"))
    take(replace(as_it_stands(charter, "fr"), title="Charte de la meilleure ville"))
    title = Charter.objects.get().title
    assert (title.text, title.in_language("fr").text) == ("Charter of the better city", "Charte de la meilleure ville")


def test_who_may_not_import_is_refused(charter, officer, delegate) -> None:
    for person in (officer, delegate):
        with pytest.raises(Refused) as refused:
            take(as_it_stands(charter, "en"), person)
        assert refused.value.refusal.hidden


@pytest.mark.parametrize(
    ("opens", "support_ends", "closed", "may"),
    [(5, 40, None, True), (-5, 40, None, False), (-50, -1, None, False), (-50, -1, -1, False)],
)
def test_a_round_holds_the_text_from_its_opening_on_also_once_it_is_closed(
    version, opens: int, support_ends: int, closed: int | None, may: bool
) -> None:
    now = timezone.now()
    factories.round_(
        version,
        opens_at=now + timedelta(days=opens),
        proposals_until=now + timedelta(days=support_ends, hours=-2),
        confirm_until=now + timedelta(days=support_ends, hours=-1),
        support_until=now + timedelta(days=support_ends),
        closed_at=now + timedelta(days=closed) if closed else None,
    )
    assert bool(file_intakes.may_take_in(version.charter, now)) is may


def test_a_closed_round_holds_the_text_also_where_the_next_one_is_announced(version) -> None:
    now = timezone.now()
    factories.deciding(version, closed_at=now - timedelta(days=1))
    days = ("opens_at", "proposals_until", "confirm_until", "support_until")
    following = factories.round_(version, **{name: now + timedelta(days=n) for n, name in enumerate(days, 1)})
    assert following.phase(now) == Phase.ANNOUNCED
    assert not file_intakes.may_take_in(version.charter, now)


def test_once_the_version_of_a_round_is_out_the_text_may_change(db, city, officer, moderator) -> None:
    first = factories.version(factories.charter(languages=("en",)))
    words = {5: factories.WORDS["en"][5].replace("fifth", "third")}
    factories.second_version(first, words, by=moderator, city=city, proposer=officer)
    assert file_intakes.may_take_in(first.charter, timezone.now()) is True


@pytest.mark.parametrize(
    ("after", "gone", "expected"),
    [
        ([section("A", *"ac")], "", [("A", "abc"), ("B", "de")]),
        ([section("A", *"ac"), section("B", *"ed")], "b", [("A", "ac"), ("B", "ed")]),
        ([section("B", *"de")], "", [("A", "abc"), ("B", "de")]),
        ([section("A", *"cab")], "de", [("A", "cab")]),
        ([section("A", *"ce"), section("B", "d")], "", [("A", "abce"), ("B", "d")]),
        ([section("A", "n"), section("B", *"de")], "ac", [("A", "bn"), ("B", "de")]),
        ([], "", [("A", "abc"), ("B", "de")]),
    ],
)
def test_what_an_edition_does_not_name_stands_where_it_stood(after: list, gone: str, expected: list) -> None:
    before = (section("A", *"abc"), section("B", *"de"))
    assert order(merge_sections(before, after, set(gone))) == expected


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ("abcd", set()),
        ("bcda", {"a"}),
        ("acbd", {"b"}),
        ("abxcd", set()),
        ("abd", set()),
    ],
)
def test_the_fewest_are_said_to_have_moved(after: str, expected: set[str]) -> None:
    moved = moved_keys(dict.fromkeys("abcd", "A"), dict.fromkeys(after, "A"))
    assert len(moved) == len(expected)


def test_another_article_is_a_move() -> None:
    assert moved_keys({"a": "A", "b": "A"}, {"a": "A", "b": "B"}) == {"b"}


def test_fates_say_what_became_of_each() -> None:
    effects = structural_effects((section("A", *"abc"),), (section("A", *"bn"), section("B", "a")))
    assert {key: fate["fate"] for key, fate in effects.items()} == {"a": "moved", "c": "deleted", "n": "inserted"}
