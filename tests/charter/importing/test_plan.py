from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils.translation import override

from charter.facts.finding import Finding
from charter.importing.drafts import Edition
from charter.importing.placements import Placement
from charter.importing.plan import plan_import
from charter.quality import printing
from charter.quality.printing import as_report, as_text
from tests.charter.importing.made import edition

ONE = "<h1>Charter</h1><h2>Article 1</h2><p>Water is for all who live here.</p><p>Bread is for all as well.</p>"


def keyed(text: Edition) -> Edition:
    """An edition as if it were stored: each provision under a key."""
    articles = (
        replace(
            article,
            key=f"article {article.number}",
            provisions=tuple(replace(provision, key=f"key {provision.citation}") for provision in article.provisions),
        )
        for article in text.articles
    )
    return replace(text, articles=tuple(articles))


def done(text: Edition, *stored: Edition) -> list[tuple[str, str, str]]:
    return [
        (planned.action, planned.draft.key, planned.draft.text) for planned in plan_import(text, stored).provisions()
    ]


def test_a_first_edition_is_all_new() -> None:
    import_plan = plan_import(edition(ONE))
    assert (import_plan.founding, import_plan.counts["add"], import_plan.title) == (True, 2, "Charter")


def test_the_same_again_changes_nothing() -> None:
    assert plan_import(edition(ONE), [keyed(edition(ONE))]).changes_nothing


def test_a_later_edition_keeps_keys_and_says_what_changes() -> None:
    later = edition(ONE.replace("who live here", "who live or stay here") + "<p>Peace is a new promise.</p>")
    assert done(later, keyed(edition(ONE))) == [
        ("change", "key 1.1", "Water is for all who live or stay here."),
        ("leave", "key 1.2", "Bread is for all as well."),
        ("add", "", "Peace is a new promise."),
    ]


def test_what_a_later_edition_lacks_is_removed() -> None:
    import_plan = plan_import(edition(ONE.partition("<p>Bread")[0]), [keyed(edition(ONE))])
    assert [provision.key for provision in import_plan.removed] == ["key 1.2"]


def test_a_further_language_takes_the_keys_and_the_order_of_the_first() -> None:
    spanish = edition(
        "<h2>Artículo 1</h2><p>El agua es para todos los que viven.</p><p>El pan es para todos también.</p>", "es"
    )
    assert [(action, key) for action, key, _text in done(spanish, keyed(edition(ONE)))] == [
        ("add", "key 1.1"),
        ("add", "key 1.2"),
    ]


def test_words_that_a_language_lacks_are_missing_and_new_ones_stand_in_place() -> None:
    spanish = edition("<h2>Artículo 1</h2><p>El agua es para todos los que viven aquí.</p>", "es")
    import_plan = plan_import(spanish, [keyed(edition(ONE))])
    placed = plan_import(
        spanish,
        [keyed(edition(ONE))],
        placements=[
            Placement("1.1", "", "new", "1.1"),
            Placement("", "1.1", "missing"),
            Placement("", "1.2", "missing"),
        ],
    )
    assert not import_plan.may_be_done
    assert [(planned.action, planned.draft.key) for planned in placed.provisions()] == [
        ("missing", "key 1.1"),
        ("add", ""),
        ("missing", "key 1.2"),
    ]


def test_labels_counted_otherwise_are_said() -> None:
    import_plan = plan_import(edition("<h2>Article 1</h2><p>1. One.</p><p>3. Three.</p>"))
    assert [(renumbering.base, renumbering.incoming) for renumbering in import_plan.renumbered] == [("3", "2")]


def test_the_text_shows_tree_differences_and_sums() -> None:
    spanish = edition(
        "<h2>Artículo 1</h2><p>El agua es para todos los 30 que viven.</p><p>El pan es para todos también.</p>", "es"
    )
    lines = as_text(plan_import(spanish, [keyed(edition(ONE))])).splitlines()
    assert "  1.1: numbers: nothing in the source text, “30” here" in lines
    assert lines[-1] == "add 2, change 0, keep 0, delete 0, missing 0"


def test_the_report_can_be_handed_back() -> None:
    report = as_report(plan_import(edition("<h2>Artículo 1</h2><p>Agua.</p>", "es"), [edition(ONE)]))
    assert {row["place"] for row in report["placements"]} <= {"1.1", "1.2", "new", "missing"}
    assert report["counts"]["add"] == len(
        [row for article in report["articles"] for row in article["provisions"] if row["action"] == "add"]
    )


TWO = (
    "<h1>Charter</h1><h2>Article 1. Water</h2><p>Water is for all here.</p><h2>Article 2. Bread</h2><p>Bread too.</p>"
)


def test_articles_that_change_places_are_a_change() -> None:
    head, water, bread = TWO.replace("<h2>", "|<h2>").split("|")
    import_plan = plan_import(edition(head + bread + water), [keyed(edition(TWO))])
    assert (import_plan.reordered, import_plan.changes_nothing, import_plan.counts["leave"]) == (True, False, 4)


def test_another_title_is_a_change() -> None:
    assert not plan_import(edition(ONE.replace("Charter", "Carta")), [keyed(edition(ONE))]).changes_nothing


def test_another_kind_is_a_change() -> None:
    import_plan = plan_import(edition(ONE.replace("<p>Bread", "<p>1. Bread")), [keyed(edition(ONE))])
    assert [planned.reshaped for planned in import_plan.provisions()] == [False, True]
    assert "     previous type: Unnumbered paragraph" in as_text(import_plan).splitlines()


def test_a_provision_that_moves_is_marked() -> None:
    later = ONE.replace("<p>Water is for all who live here.</p>", "") + "<p>Water is for all who live here.</p>"
    lines = as_text(plan_import(edition(later), [keyed(edition(ONE))])).splitlines()
    assert sum(line.startswith(">") for line in lines) == 1


def test_articles_counted_otherwise_are_said() -> None:
    import_plan = plan_import(edition(TWO.replace("Article 2", "Article 5")))
    assert [
        (renumbering.citation, renumbering.base, renumbering.incoming) for renumbering in import_plan.renumbered
    ] == [("5", "5", "2")]


def test_headings_of_groups_are_left_out_once_each() -> None:
    grouped = "<h1>C</h1><h2>Land</h2><h3>Article 1</h3><p>x</p><h3>Article 2</h3><p>y</p>"
    grouped += "<h2>Sea</h2><h3>Article 3</h3><p>z</p>"
    assert [(part.what, part.words) for part in plan_import(edition(grouped)).left_out] == [
        ("group", "Land"),
        ("group", "Sea"),
    ]


SPANISH = "<h2>Artículo 1</h2><p>El agua es para todos los que viven aquí.</p><p>El pan es para todos también.</p>"


def languages() -> tuple[Edition, Edition]:
    """The charter in English and, under the same keys, in Spanish."""
    return keyed(edition(ONE)), keyed(edition(SPANISH, "es"))


def test_a_later_further_language_is_found_again_by_its_words() -> None:
    later = edition(SPANISH.replace("viven aquí", "viven o están aquí"), "es")
    assert [(action, key) for action, key, _text in done(later, *languages())] == [
        ("change", "key 1.1"),
        ("leave", "key 1.2"),
    ]


def test_a_later_further_language_that_lacks_a_provision_cannot_be_done() -> None:
    import_plan = plan_import(edition(SPANISH.partition("<p>El pan")[0], "es"), languages())
    assert ([provision.key for provision in import_plan.lost], import_plan.may_be_done) == (["key 1.2"], False)
    assert as_report(import_plan)["lost"] == [{"citation": "1.2", "text": "El pan es para todos también."}]


def test_words_for_what_the_language_lacked_are_placed_by_a_person() -> None:
    english = keyed(edition(ONE + "<p>Peace is for all, and it is kept by all who live here together.</p>"))
    longer = SPANISH + "<p>La paz es para todos, y la guardan todos los que viven aquí juntos.</p>"
    import_plan = plan_import(edition(longer, "es"), [english, languages()[1]])
    placed = plan_import(edition(longer, "es"), [english, languages()[1]], placements=import_plan.to_place)
    assert [(planned.action, planned.draft.key) for planned in placed.provisions()][-1] == ("add", "key 1.3")


def test_the_same_further_language_again_changes_nothing() -> None:
    assert plan_import(edition(SPANISH, "es"), languages()).changes_nothing


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "numbers: “12” in the source text, nothing here"),
        ("fr", "nombres : « 12 » dans le texte source, rien ici"),
    ],
)
def test_a_finding_has_no_empty_quotation_marks(language: str, sentence: str) -> None:
    with override(language):
        assert printing.difference_in_words(Finding("numbers", "I.1", "12", "")) == sentence
