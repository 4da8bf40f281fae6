"""What machines find in the head of a page."""

from __future__ import annotations

import json

from lxml import html as parsing


def head(client, url):
    return parsing.fromstring(client.get(url).content).find("head")


def data(client, url):
    return json.loads(head(client, url).xpath("string(//script[@type='application/ld+json'])"))


def test_a_version_is_legislation_with_its_number_and_date(client, version):
    description = data(client, "/fr/charter/1/")
    assert (description["@context"], description["@type"], description["inLanguage"]) == (
        "https://schema.org",
        "Legislation",
        "fr",
    )
    assert (description["name"], description["legislationIdentifier"]) == ("Charte de la ville modèle", "charter/1")
    assert description["datePublished"] == version.published_at.date().isoformat()
    assert "legislationPassedBy" not in description


def test_an_article_is_part_of_its_version(client, version):
    description = data(client, "/en/charter/1/I/")
    assert (description["name"], description["isPartOf"]["version"]) == ("I. A home one can keep", 1)


def test_an_adopted_version_says_by_whom_and_when(client, version):
    from charter.models import VersionStatusAct

    act = {"status": "adopted", "body": "the assembly", "on": version.published_at.date()}
    VersionStatusAct.objects.create(version=version, by=version.published_by, at=version.published_at, **act)
    description = data(client, "/en/charter/1/")
    assert description["legislationPassedBy"] == {"@type": "Organization", "name": "the assembly"}
    assert description["legislationDate"] == act["on"].isoformat()


def test_words_cannot_end_the_block(version):
    from consultation.templatetags.look import linked_data

    assert str(linked_data({"name": "</script><b>"})).count("<") == 2


def test_the_preview_says_version_and_date(client, version):
    contents = head(client, "/en/charter/1/I/").xpath("//meta[@property='og:description']/@content")
    assert contents[0].startswith("Version 1, draft, published ")


def test_a_page_has_one_address_and_one_in_each_language(client, version):
    element = head(client, "/fr/charter/1/I/?who=I.1")
    assert element.xpath("//link[@rel='canonical']/@href") == ["http://localhost:8000/fr/charter/1/I/"]
    others = {row.get("hreflang"): row.get("href") for row in element.xpath("//link[@hreflang]")}
    assert others == {
        **{code: f"http://localhost:8000/{code}/charter/1/I/" for code in ("en", "fr", "es")},
        "x-default": "http://localhost:8000/en/charter/1/I/",
    }


def test_the_working_text_has_no_address_for_machines(client, version):
    element = head(client, "/en/charter/working/I/")
    assert element.xpath("//link[@rel='canonical'] | //link[@hreflang] | //script[@type]") == element.xpath(
        "//script[@type='module']"
    )
    assert element.xpath("//meta[@name='robots']/@content") == ["noindex"]


def test_a_room_behind_the_door_has_none_either(client, charter):
    assert head(client, "/en/accounts/login/").xpath("//link[@rel='canonical']") == []
