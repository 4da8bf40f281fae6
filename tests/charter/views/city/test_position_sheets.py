"""The sheet of a city's positions with its private notes: for its own team, and for nobody else."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from charter.actions.amending import positions
from charter.actions.city.suggested_positions import suggest_position
from charter.models import DraftNote
from tests import factories

SECRET = "Our council will not pay for it."


@pytest.fixture
def amendment(round_, city, delegate):
    return factories.confirmed(round_, city, delegate)


@pytest.fixture
def suggested(amendment, other_city, stranger):
    """A staff member of the other city suggests an objection, with a private note."""
    values = {"organisation": other_city, "text": amendment.text, "by": stranger, "stance": "objection"}
    return suggest_position(**values, word=SECRET, line="It costs too much.")


def sheet(client, person, city, name="city_position_sheet"):
    client.force_login(person)
    return client.get(reverse(name, args=[city.slug]))


def test_the_team_reads_positions_private_words_proposer_place_and_deadline(
    client, suggested, amendment, round_, other_city, other_delegate, stranger
):
    DraftNote.objects.create(
        amendment=amendment, organisation=other_city, text="Ask the mayor.", by=stranger, at=suggested.at
    )
    positions.take_position(
        organisation=other_city, text=amendment.text, by=other_delegate, stance="reservation", line="A third is much."
    )
    page = sheet(client, stranger, other_city).content.decode()
    for words in ("Amendment 1/1", "I.1.1", "Tamanrit", "Reservation", "A third is much.", SECRET, "Ask the mayor."):
        assert words in page
    assert "Deadline for positions" in page and str(round_.support_until.year) in page
    assert "The delegate took another position" in page


def test_a_suggestion_without_a_position_is_on_it(client, suggested, other_city, other_delegate):
    page = sheet(client, other_delegate, other_city).content.decode()
    assert "No position yet." in page and "Objection" in page and SECRET in page


def test_it_is_a_pdf_too(client, suggested, other_city, stranger):
    answer = sheet(client, stranger, other_city, "city_position_sheet_pdf")
    assert answer.content.startswith(b"%PDF") and "no-store" in answer["Cache-Control"]
    assert answer["Content-Disposition"] == f'inline; filename="positions-{other_city.slug}-en.pdf"'


@pytest.mark.parametrize("name", ["city_position_sheet", "city_position_sheet_pdf"])
def test_nobody_else_finds_it(client, suggested, other_city, city, officer, delegate, name):
    for person in (officer, delegate, factories.secretariat(), factories.secretariat("administrator")):
        assert sheet(client, person, other_city, name).status_code == 404
    client.logout()
    assert client.get(reverse(name, args=[other_city.slug])).status_code == 302
    assert sheet(client, officer, city, name).status_code == 200


def test_the_words_of_another_city_are_on_no_sheet(client, suggested, city, officer, amendment):
    DraftNote.objects.create(amendment=amendment, organisation=city, text="Ours.", by=officer, at=suggested.at)
    page = sheet(client, officer, city).content.decode()
    assert SECRET not in page and "No positions on amendments of other members yet." in page


def test_the_page_of_positions_leads_to_it(client, suggested, other_city, stranger):
    client.force_login(stranger)
    page = client.get(reverse("city_positions")).content.decode()
    assert f'href="{reverse("city_position_sheet", args=[other_city.slug])}"' in page


def test_many_positions_cost_what_few_cost(client, round_, city, delegate, other_city, other_delegate):
    def take(words):
        amendment = factories.confirmed(round_, city, delegate, words)
        positions.take_position(organisation=other_city, text=amendment.text, by=other_delegate, stance="support")

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert sheet(client, other_delegate, other_city).status_code == 200
        return len(captured)

    take("One half of new homes.")
    queries()
    before = queries()
    for words in ("One third of new homes.", "All new homes."):
        take(words)
    assert queries() <= before
