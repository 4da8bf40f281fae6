"""Rows of the table of amendments: the same words that the page of each one says, by a fixed number of questions."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from accounts.actions import organisations
from accounts.models import LocalizedText
from charter.queries.amending import amendments
from charter.queries.amending.amendment_rows import ListedAmendments
from charter.views.amending.amendment_table import table_of
from charter.wording import amendments as proposing
from charter.wording.charter_text import amendment_status, in_words, proposers_html
from tests import factories


@pytest.fixture
def several(version, city, other_city, officer, moderator):
    """One decided with two changes, one of a member that withholds its name, one that is not decided in public."""
    round_, charter = factories.deciding(version), version.charter
    decided = factories.under_review(round_, city, officer, factories.provision(charter, 4), "Other words.")
    factories.change(decided, factories.provision(charter, 5), "More of them.")
    factories.accepted(decided, moderator, outcome="accepted")
    hidden = factories.under_review(round_, other_city, officer, factories.provision(charter, 5), "No words.")
    waiting = factories.under_review(round_, city, officer, factories.provision(charter, 6), "A wish.", language="fr")
    factories.accepted(waiting, moderator, release=False)
    organisations.rename_organisation(organisation=city, name="Greater Tamanrit", language="en", by=moderator)
    organisations.withhold_name(organisation=other_city, by=moderator, because="threats")
    LocalizedText.objects.create(original=decided.text.title, language="fr", text="Ce qui est demandé")
    return [decided, hidden, waiting]


def _language(amendment):
    return amendment.text.changes.all()[0].language


def of_each(loaded):
    """What filters of templates say of the same amendments, each loaded with all that belongs to it."""
    return [
        (
            in_words(amendment.text.title),
            proposers_html(amendment),
            proposing.describe_entry(amendment),
            amendment_status(amendment),
            amendment.text.changes.all()[0].language,
        )
        for amendment in loaded
    ]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_row_says_what_the_amendment_itself_says(several, charter, language):
    with override(language):
        rows = table_of([amendment.pk for amendment in several], charter)
        by_pk = {amendment.pk: amendment for amendment in amendments.listed_amendments(None)}
        expected = of_each([by_pk[amendment.pk] for amendment in several])
    shown = [(row["title"], row["askers"], row["came"], row["status"], row.get("lang", language)) for row in rows]
    assert shown == expected


def test_the_words_and_the_citation_are_those_of_the_first_change(several, charter):
    labels = charter.arrangement.labels("en")
    by_pk = {amendment.pk: amendment for amendment in amendments.listed_amendments(None)}
    first = [amendments.shown_changes(by_pk[amendment.pk].text, labels, "en")[0] for amendment in several]
    rows = table_of(several, charter)
    assert [(row["citation"], row["words"]) for row in rows] == [
        (amendment.citation, amendment.redline) for amendment in first
    ]
    assert [row["more"] for row in rows] == [True, False, False]


def test_rows_come_in_the_order_that_is_asked_for(several, charter):
    numbers = [row["number"] for row in table_of(several[::-1], charter)]
    assert numbers == [str(amendment) for amendment in several[::-1]]


def test_many_rows_are_asked_for_as_often_as_one(several, charter):
    def asked(keys):
        with CaptureQueriesContext(connection) as caught:
            table_of(keys, charter)
        return len(caught)

    asked(several[:1])  # what is remembered for a minute is asked for once
    assert asked(several[:1]) == asked(several)


@pytest.mark.parametrize("inside", [False, True])
def test_pages_of_the_list_hold_what_the_list_itself_holds(several, moderator, inside):
    person, charter = moderator if inside else None, several[0].round.charter
    keys = list(amendments.amendments_in_order(person).filter(round__charter=charter).values_list("pk", flat=True))
    listed = ListedAmendments(charter, person)
    assert (listed.count(), listed[0:2] + listed[2:9]) == (len(keys), keys)


def test_a_list_without_amendments_has_an_empty_page(charter):
    listed = ListedAmendments(charter, None)
    assert (listed.count(), listed[0:0]) == (0, [])
