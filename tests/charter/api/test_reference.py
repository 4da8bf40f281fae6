"""The page for people: nothing is missing on it, and every example works."""

from __future__ import annotations

from lxml import html as parsing

from charter.api import examples, reference, site
from tests.site import stage


def test_every_example_of_the_page_works(client, db):
    stage.build()
    page = parsing.fromstring(client.get("/api/v1/docs").content)
    urls = page.xpath("//a[@data-example]/@href")
    assert {url: client.get(url).status_code for url in urls} == dict.fromkeys(urls, 200)
    assert len(urls) == len(site.description(("en", "fr"))["paths"])


def test_an_address_of_which_there_is_nothing_yet_has_no_example(charter):
    assert "/api/v1/versions/{number}" not in examples.examples()
    assert examples.examples()["/api/v1/charters/{slug}"] == "/api/v1/charters/charter?language=es"


def test_without_a_charter_there_are_no_examples(db):
    assert examples.examples() == {}


def test_every_shape_that_is_named_is_explained(db):
    description = reference.reference()
    names = {shape.name for shape in description.shapes}
    addresses = [address for room in description.rooms.values() for address in room]
    parts = [part for address in addresses for part in (address.answer, *address.parts)]
    parts += [part for shape in description.shapes for part in shape.parts]
    assert {part.shape for part in parts} - {""} <= names
    assert all(address.about for address in addresses)


def test_the_description_is_openapi_3_1(client, db):
    description = client.get("/api/v1/openapi.json").json()
    assert (description["openapi"], description["servers"]) == ("3.1.0", [{"url": "http://localhost:8000"}])
    assert "/api/v1/provisions/{short}/origins" in description["paths"]


def test_the_bare_address_leads_to_the_page(client, db):
    assert client.get("/api/v1/")["Location"] == "/api/v1/docs"
