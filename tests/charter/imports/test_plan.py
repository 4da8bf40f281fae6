from __future__ import annotations

from dataclasses import replace

from charter.imports.drafts import Edition
from charter.imports.placements import Placement
from charter.imports.plan import plan
from charter.imports.printing import as_report, as_text

from .made import edition

ONE = "<h1>Charter</h1><h2>Article 1</h2><p>Water is for all who live here.</p><p>Bread is for all as well.</p>"


def keyed(text: Edition) -> Edition:
    """An edition as if it were stored: each provision under a key."""
    articles = (
        replace(
            article,
            key=f"article {article.number}",
            provisions=tuple(replace(one, key=f"key {one.citation}") for one in article.provisions),
        )
        for article in text.articles
    )
    return replace(text, articles=tuple(articles))


def done(text: Edition, *stored: Edition) -> list[tuple[str, str, str]]:
    return [(one.action, one.draft.key, one.draft.text) for one in plan(text, stored).provisions()]


def test_a_first_edition_is_all_new() -> None:
    made = plan(edition(ONE))
    assert (made.founding, made.counts["add"], made.title) == (True, 2, "Charter")


def test_the_same_again_changes_nothing() -> None:
    assert plan(edition(ONE), [keyed(edition(ONE))]).changes_nothing


def test_a_later_edition_keeps_keys_and_says_what_changes() -> None:
    later = edition(ONE.replace("who live here", "who live or stay here") + "<p>Peace is a new promise.</p>")
    assert done(later, keyed(edition(ONE))) == [
        ("change", "key 1.1", "Water is for all who live or stay here."),
        ("leave", "key 1.2", "Bread is for all as well."),
        ("add", "", "Peace is a new promise."),
    ]


def test_what_a_later_edition_lacks_is_removed() -> None:
    made = plan(edition(ONE.partition("<p>Bread")[0]), [keyed(edition(ONE))])
    assert [one.key for one in made.removed] == ["key 1.2"]


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
    made = plan(spanish, [keyed(edition(ONE))])
    placed = plan(
        spanish,
        [keyed(edition(ONE))],
        placements=[
            Placement("1.1", "", "new", "1.1"),
            Placement("", "1.1", "missing"),
            Placement("", "1.2", "missing"),
        ],
    )
    assert not made.may_be_done
    assert [(one.action, one.draft.key) for one in placed.provisions()] == [
        ("missing", "key 1.1"),
        ("add", ""),
        ("missing", "key 1.2"),
    ]


def test_labels_counted_otherwise_are_said() -> None:
    made = plan(edition("<h2>Article 1</h2><p>1. One.</p><p>3. Three.</p>"))
    assert [(one.base, one.incoming) for one in made.renumbered] == [("3", "2")]


def test_the_text_shows_tree_differences_and_sums() -> None:
    spanish = edition(
        "<h2>Artículo 1</h2><p>El agua es para todos los 30 que viven.</p><p>El pan es para todos también.</p>", "es"
    )
    lines = as_text(plan(spanish, [keyed(edition(ONE))])).splitlines()
    assert "  1.1: numbers “”, here “30”" in lines
    assert lines[-1] == "add 2, change 0, leave 0, remove 0, missing 0"


def test_the_report_can_be_handed_back() -> None:
    report = as_report(plan(edition("<h2>Artículo 1</h2><p>Agua.</p>", "es"), [edition(ONE)]))
    assert {row["place"] for row in report["placements"]} <= {"1.1", "1.2", "new", "missing"}
    assert report["counts"]["add"] == len(
        [row for article in report["articles"] for row in article["provisions"] if row["action"] == "add"]
    )
