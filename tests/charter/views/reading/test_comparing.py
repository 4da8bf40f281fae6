"""Comparing two versions: changes, before, after, side by side, and the change log."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from accounts.models import create_localized_text
from charter.actions.languages import charter_languages, structure
from charter.actions.languages.structure import Why
from charter.models import Adoption
from charter.queries.versions import numbering
from tests import factories

KEPT = "The city keeps one third of new homes for people with low incomes."
UNWRITTEN = "The article has no text in this language yet. Choose another language to see the changes."


@pytest.fixture
def second(db, moderator, city, officer):
    first = factories.version(factories.charter(languages=("en",)))
    return factories.second_version(first, {5: KEPT}, by=moderator, city=city, proposer=officer)


def page(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def test_the_numbers_are_notices(client, second):
    html = page(client, "/en/charter/1..2/I/")
    assert "<strong>1 change</strong> in 1 provision: 1 change of wording." in html
    assert "No provision was renumbered." in html


def test_changes_show_the_redline_with_its_amendment(client, second):
    html = page(client, "/en/charter/1..2/I/")
    assert "fifth" in html and "<del" in html and "third" in html and "<ins" in html
    assert '<a href="/en/amendments/1/1/">amendment 1</a>' in html


def test_the_changes_stand_in_words_and_lead_to_their_place(client, second):
    html = page(client, "/en/charter/1..2/I/")
    assert 'href="#change-2-1"' in html and 'id="change-2-1"' in html
    assert "replace “fifth” with “third”" in html


def test_before_and_after_are_clean_texts(client, second):
    before, after = page(client, "/en/charter/1..2/I/?view=before"), page(client, "/en/charter/1..2/I/?view=after")
    assert "one fifth of new homes" in before and "<del" not in before
    assert "one third of new homes" in after and "<ins" not in after


def test_side_by_side_leaves_out_what_did_not_change(client, second):
    html = page(client, "/en/charter/1..2/I/?view=side")
    assert html.count('<tr id="') == 1
    assert "5 provisions did not change" in html or "4 provisions did not change" in html


def test_the_whole_shows_only_what_changed_unless_asked(client, second):
    assert "clean water" not in page(client, "/en/charter/1..2/")
    assert "clean water" in page(client, "/en/charter/1..2/?all=1")


@pytest.mark.parametrize("proposer", ["the secretariat", "Velmora", "The drafting group"])
def test_a_combination_without_an_amendment_names_its_proposer(client, db, moderator, proposer):
    """The change log did, the page beside it named nobody."""
    charter = factories.charter(languages=("en",))
    factories.version(charter)
    why = {
        "the secretariat": Why("One duty."),
        "Velmora": Why("One duty.", asked_by=factories.organisation("Velmora")),
        "The drafting group": Why("One duty.", asked_by_words="The drafting group"),
    }[proposer]
    places = [factories.provision(charter, place) for place in (5, 6)]
    structure.combine_provisions(provision=places[0], other=places[1], by=moderator, why=why)
    factories.next_version(charter, by=moderator)
    for path in ("/en/charter/1..2/", "/en/charter/1..2/I/", "/en/charter/2/changes/"):
        assert proposer in page(client, path), path


def test_a_split_and_other_words_of_the_secretariat_name_it(client, db, moderator):
    charter = factories.charter(languages=("en",))
    factories.version(charter)
    place = factories.provision(charter, 6)
    factories.reword(factories.provision(charter, 8), "Water for all.", by=moderator)
    structure.split_provision(
        provision=place,
        language="en",
        base=factories.working(place).wording,
        words="The city answers each request\n\nwithin thirty days.",
        by=moderator,
        why=Why("Two duties."),
    )
    factories.next_version(charter, by=moderator)
    for article in ("I", "II"):
        assert "<bdi>the secretariat</bdi>" in page(client, f"/en/charter/1..2/{article}/")


def test_the_wrong_way_round_is_turned(client, second):
    assert client.get("/en/charter/2..1/I/").headers["Location"] == "/en/charter/1..2/I/"


def test_a_version_beside_itself_has_no_changes(client, second):
    assert "Nothing changed between these two versions." in page(client, "/en/charter/2..2/")


def test_unknown_versions_and_articles_are_not_found(client, second):
    for path in ("/en/charter/1..9/", "/en/charter/1..2/IX/"):
        assert client.get(path).status_code == 404


def test_the_change_log_says_who_asked_and_why(client, second):
    html = page(client, "/en/charter/2/changes/")
    assert "replace “fifth” with “third”" in html
    assert "Tamanrit" in html and "Why it is asked" in html


def test_the_first_version_has_nothing_before_it(client, version):
    assert "There is no earlier version" in page(client, "/en/charter/1/changes/")


@pytest.mark.parametrize("changes", [{5: KEPT}, {5: KEPT, 6: "The city answers at once.", 8: "Water."}])
@pytest.mark.parametrize("path", ["/en/charter/1..2/", "/en/charter/2/changes/"])
def test_questions_do_not_grow_with_changes(client, db, moderator, city, officer, changes, path):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    first = factories.version(factories.charter(languages=("en",)))
    factories.second_version(first, changes, by=moderator, city=city, proposer=officer)
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    assert len(queries) <= (23 if "changes" in path else 9)


@pytest.fixture
def renumbered(db, moderator, city, officer):
    """A second version in which the secretariat left a paragraph out and mended another one's words."""
    first = factories.version(factories.charter(languages=("en",)))
    charter = first.charter
    adoption = Adoption.objects.create(
        provision=factories.provision(charter, 8),
        language="en",
        by=moderator,
        at=timezone.now() - timedelta(days=1),
        asked_by_words="The drafting group",
        reason=create_localized_text("It was misspelt.", "en"),
    )
    factories.reword(adoption.provision, "Water for all.", by=moderator, adoptions=[adoption])
    factories.without(charter, 5)
    first.charter.refresh_from_db()
    return factories.second_version(first, {5: "The city answers at once."}, by=moderator, city=city, proposer=officer)


def test_the_change_log_has_what_changed_without_an_amendment(client, renumbered):
    html = page(client, "/en/charter/2/changes/")
    others = html.split("Text changed without an amendment")[1]
    assert "It was misspelt." in others and "The drafting group" in others


def test_the_change_log_has_old_and_new_numbers(client, renumbered):
    rows = numbering.renumbered_provisions(renumbered.charter.versions.get(number=1), renumbered, "en")
    assert [(row.old, row.new) for row in rows] == [("I.1.2", "I.1.1")]
    assert "Old and new numbers" in page(client, "/en/charter/2/changes/")


def test_no_place_has_two_provisions_where_one_took_anothers_number(client, renumbered):
    html = page(client, "/en/charter/1..2/I/?all=1")
    assert html.count('id="I.1.1"') == 1 and html.count('id="was-I.1.1"') == 1


def test_numbers_of_an_old_version_keep_answering(client, renumbered):
    assert 'id="I.1.2"' in page(client, "/en/charter/1/I/")
    assert 'id="I.1.2"' not in page(client, "/en/charter/2/I/")


def test_what_each_version_is_comes_before_the_numbers(client, second):
    html = page(client, "/en/charter/1..2/I/")
    places = [html.index(f"<strong>Version {number}</strong>, ") for number in (1, 2)]
    assert places[0] < places[1] < html.index("<strong>1 change</strong>")


def test_an_article_without_words_in_a_language_says_so_and_is_named_in_the_first_one(
    client, db, moderator, city, officer
):
    charter = factories.charter(languages=("en",))
    charter_languages.add_language(charter=charter, code="ar", by=moderator)
    first = factories.version(charter)
    factories.second_version(first, {5: KEPT}, by=moderator, city=city, proposer=officer)
    title = factories.provision(charter, 0).current_wordings.get(language="en").wording.text
    html = page(client, "/ar/charter/1..2/I/")
    assert f'<span lang="en" dir="ltr">{title}</span>' in html
    with translation.override("ar"):
        sentence = translation.gettext(UNWRITTEN)
    assert sentence in html and "beside=en" in html
    assert UNWRITTEN not in page(client, "/en/charter/1..2/I/")
