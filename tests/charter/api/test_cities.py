"""Members and partners as machines read them."""

from __future__ import annotations

from tests import factories


def items(client, query=""):
    return client.get(f"/api/v1/cities{query}").json()["items"]


def test_a_city_says_its_names_and_where_its_page_is(client, charter, city):
    [shown] = items(client)
    assert (shown["slug"], shown["official_name"]) == (city.slug, {"text": "Tamanrit", "language": "en"})
    assert (shown["kind"], shown["page"]) == ("government", f"http://localhost:8000/en/cities/{city.slug}/")


def test_partners_stand_apart(client, charter, city):
    factories.organisation("Union of tenants", "partner")
    assert [row["name"]["text"] for row in items(client, "?kind=partner")] == ["Union of tenants"]
    assert [row["name"]["text"] for row in items(client)] == ["Tamanrit"]


def test_cities_are_narrowed(client, charter, city):
    assert [len(items(client, f"?words={words}")) for words in ("tama", "velm")] == [1, 0]
    assert [len(items(client, query)) for query in ("", "?country=XX", "?section=africa")] == [1, 0, 0]


def test_a_city_that_withholds_its_name_has_no_place_here(client, charter, city):
    type(city).objects.update(name_withheld=True)
    assert items(client) == []
    assert client.get(f"/api/v1/cities/{city.slug}").status_code == 404


def test_one_city_says_what_it_proposed(client, round_, city, officer):
    factories.under_review(round_, city, officer, factories.provision(round_.charter, 5), "Other words.")
    shown = client.get(f"/api/v1/cities/{city.slug}").json()
    assert [(amendment["round"], amendment["number"]) for amendment in shown["proposed"]] == [(1, 1)]
    assert (shown["joined"], shown["positions"], shown["former_names"]) == ([], [], [])
