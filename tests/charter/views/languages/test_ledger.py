"""The ledger page: article by language, what holds the next version up."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories

THIRD = "The city keeps one third of new homes for people with low incomes."


@pytest.fixture
def editor(client):
    person = factories.holder("language_editor", "fr")
    client.force_login(person)
    return person


def marks(answer, row, column):
    return [(m["word"], m["count"], m["url"]) for m in answer.context["rows"][row]["cells"][column]["marks"]]


def test_a_charter_in_step_says_so(client, charter, editor):
    answer = client.get(reverse("languages"))
    assert answer.status_code == 200
    assert answer.context["waiting"] == 0
    assert marks(answer, 1, 1) == [("Up to date", 0, "")]


@pytest.mark.parametrize("interface", ["en", "ar"])
def test_a_head_stands_at_the_side_of_its_column_whatever_its_language(client, charter, editor, interface):
    page = client.get(reverse("languages").replace("/en/", f"/{interface}/")).content.decode()
    assert '<th scope="col"><bdi lang="es" dir="ltr">Español</bdi></th>' in page


def test_a_cell_leads_an_editor_to_the_work(client, charter, editor, moderator):
    homes = factories.provision(charter, 5)
    factories.adopt(homes, THIRD, by=moderator)
    answer = client.get(reverse("languages"))
    assert marks(answer, 1, 1) == [("Out of date", 1, reverse("alignment", args=["fr", homes.short]))]
    assert marks(answer, 1, 2) == [("Out of date", 1, "")]
    assert "cannot be published yet" in answer.content.decode()


def test_the_ledger_is_not_there_for_a_city(client, charter, officer):
    client.force_login(officer)
    assert client.get(reverse("languages")).status_code == 404


def test_the_page_asks_as_much_for_three_as_for_one(client, charter, editor, moderator):
    factories.adopt(factories.provision(charter, 5), THIRD, by=moderator)
    client.get(reverse("languages"))
    with CaptureQueriesContext(connection) as for_one:
        client.get(reverse("languages"))
    for place in (4, 6):
        factories.adopt(factories.provision(charter, place), THIRD, by=moderator)
    with CaptureQueriesContext(connection) as for_three:
        client.get(reverse("languages"))
    assert len(for_three) == len(for_one)


def test_a_number_that_differs_prevents_the_version_on_this_page_too(client, charter, editor):
    place = factories.provision(charter, 6)
    factories.reword(place, "La ville répond à chaque demande dans les quarante jours.", by=editor, language="fr")
    page = client.get(reverse("languages"))
    assert (page.context["waiting"], "differ between the languages" in page.content.decode()) == (0, True)
    assert "None: all languages are up to date." not in page.content.decode()


def test_the_legend_has_the_colon_of_the_language_of_the_page(client, charter, editor):
    page = client.get(reverse("languages").replace("/en/", "/fr/")).content.decode()
    assert "À jour\u00a0:</span>" in page
