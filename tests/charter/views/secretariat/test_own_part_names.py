"""Filters, the table of languages and the repair of a file call the parts as the secretariat named them."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from lxml import html as parsing

from charter.actions.secretariat.text_structure import name_articles
from tests import factories

PLACES = [
    ("/en/amendments/", ".//label[@for='id_article']"),
    ("/en/desk/", ".//label[@for='id_article']"),
    ("/en/languages/", ".//thead//th[1]"),
]


@pytest.fixture
def rules(charter, moderator):
    name_articles(charter=charter, language="en", name="Rule", by=moderator)
    return charter


@pytest.fixture
def desk(client, moderator, settings):
    settings.DEMONSTRATION = True
    moderator.is_demonstration = True
    moderator.save(update_fields=["is_demonstration"])
    client.force_login(moderator)
    return client


@pytest.mark.parametrize(("address", "place"), PLACES)
def test_a_page_names_the_numbered_parts(desk, rules, version, address, place):
    factories.round_(version)
    page = parsing.fromstring(desk.get(address).content.decode())
    assert page.xpath(place)[0].text_content().strip() == "Rule"


def test_the_repair_of_a_file_offers_the_parts_by_their_names(desk, rules):
    file = SimpleUploadedFile("charter.html", b"<h1>Charter</h1><h2>Rule 1</h2><p>Water is for all.</p>")
    look = desk.post("/en/desk/import/", {"file": file, "language": "en"}).url
    options = parsing.fromstring(desk.get(f"{look}?line=0").content.decode()).xpath(".//option[@value='article']")
    assert {option.text for option in options} == {"Rule"}
