"""The page of the structure of the text: ready-made structures, the preview, and what version 1 closes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.urls import reverse

from accounts.models import Record
from accounts.rules import Refused
from charter.actions.secretariat.text_structure import change_structure
from charter.models import Charter
from charter.queries.versions import manifests
from charter.states import ClosedPart
from charter.structure import DEFAULT_STRUCTURE, PartNames, TextStructure
from tests import factories

BYLAWS = {"numerals": "arabic", "points_1": "capital", "points_2": "number", "points_3": "none"}
NAMES = {"article_en": "Section", "preamble_en": "Recitals", "article_fr": "Règle"}


@pytest.fixture
def address(client, charter):
    client.force_login(factories.secretariat())
    return reverse("desk_text_structure")


def structure_now() -> TextStructure:
    return Charter.objects.get().text_structure


def test_the_default_structure_is_stored_nowhere(charter):
    assert (structure_now(), charter.structure) == (DEFAULT_STRUCTURE, {})


@pytest.mark.parametrize("name", ["charter", "treaty", "bylaws", "resolution", "standard"])
def test_a_ready_made_structure_fills_the_form_and_is_not_saved(client, address, name):
    page = client.get(address, {"ready": name})
    assert page.status_code == 200
    initial = page.context["form"].initial
    saved = client.post(address, {field: value for field, value in initial.items()})
    assert structure_now() == DEFAULT_STRUCTURE or saved.status_code == 302
    assert {"standard": "Annex"}.get(name, "") == initial["final_en"]


def test_the_preview_shows_the_new_labels_and_saves_nothing(client, address):
    page = client.post(address, {**BYLAWS, **NAMES, "act": "preview"})
    shown = page.content.decode()
    assert page.status_code == 200
    assert all(words in shown for words in ("Section ", "Recitals.1", "Preamble.1"))
    assert structure_now() == DEFAULT_STRUCTURE


def test_a_saved_structure_is_on_the_pages_of_the_text_and_in_the_audit_log(client, address):
    assert client.post(address, {**BYLAWS, **NAMES}).status_code == 302
    record = Record.objects.order_by("number").last()
    assert (record.act, record.content["after"]["numerals"]) == ("text structure changed", "arabic")
    version = factories.version(Charter.objects.get())
    page = client.get(f"/en/charter/{version.number}/1/").content.decode()
    assert "Section 1" in page
    assert "Article 1" not in page
    assert "Règle 1" in client.get(f"/fr/charter/{version.number}/1/").content.decode()
    assert "Artículo 1" in client.get(f"/es/charter/{version.number}/1/").content.decode()
    assert set(version.manifest.values_list("citation", flat=True)) >= {"1.1", "Recitals.1"}


def test_a_closed_part_has_a_reason_instead_of_the_link_to_propose(client, charter, city, officer):
    version = factories.version(charter)
    factories.round_(version)
    client.force_login(officer)
    article = reverse("article", args=[version.number, "I"])
    title, paragraph = factories.provision(charter, 2), factories.provision(charter, 4)
    addresses = [reverse("propose", args=[provision.short]) for provision in (title, paragraph)]
    assert all(address in client.get(article).content.decode() for address in addresses)
    factories.close_parts(charter, ClosedPart.HEADINGS)
    page = client.get(article).content.decode()
    assert addresses[0] not in page and addresses[1] in page
    history = client.get(reverse("provision", args=[title.short])).content.decode()
    assert addresses[0] not in history and "cannot amend it: Titles and headings" in history
    assert client.get(addresses[0]).status_code == 403 and client.get(addresses[1]).status_code == 200


def test_parts_can_be_closed_after_version_1_and_the_audit_log_says_so(client, address, version):
    assert client.post(address, {**BYLAWS, "closed": ["preamble", "plans"]}).status_code == 302
    assert structure_now() == replace(DEFAULT_STRUCTURE, closed=("preamble", "plans"))
    content = Record.objects.order_by("number").last().content
    assert (content["before"]["closed"], content["after"]["closed"]) == ([], ["preamble", "plans"])


def test_in_a_second_reading_only_changed_provisions_have_the_link_to_propose(client, charter, version, city, officer):
    factories.reword(factories.provision(charter, 5), "The city keeps one quarter.", by=factories.holder("moderator"))
    second = factories.version(charter)
    factories.round_(second, changed_only=True)
    client.force_login(officer)
    page = client.get(reverse("article", args=[second.number, "I"])).content.decode()
    links = [reverse("propose", args=[factories.provision(charter, place).short]) in page for place in (4, 5, 6)]
    assert links == [False, True, False]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("Part 1", "without digits, dots or commas"),
        ("VI", "without digits, dots or commas"),
        ("General", "Another part has this name"),
    ],
)
def test_names_that_would_make_two_citations_equal_are_refused(client, address, name, sentence):
    page = client.post(address, {**BYLAWS, "preamble_en": name})
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert structure_now() == DEFAULT_STRUCTURE


def test_after_version_1_only_names_that_no_citation_has_change(client, address, version):
    before = manifests.recompute_digest(version)
    assert client.post(address, {**BYLAWS, **NAMES}).status_code == 302
    names = (("en", PartNames(article="Section")), ("fr", PartNames(article="Règle")))
    assert structure_now() == TextStructure(names=names)
    assert manifests.recompute_digest(version) == before == version.digest
    labels = Charter.objects.get().arrangement.labels("en")
    published = version.manifest.filter(language="en").values_list("provision__key", "citation")
    assert {str(key): citation for key, citation in published} == {key: labels[key].citation for key in labels}
    assert "A version is published" in client.get(address).content.decode()


@pytest.mark.parametrize(
    "structure",
    [
        TextStructure(numerals="arabic"),
        TextStructure(points=("letter", "letter", "letter")),
        TextStructure(names=(("fr", PartNames(preamble="Considérants")),)),
    ],
)
def test_the_action_refuses_what_would_change_published_citations(version, moderator, structure):
    with pytest.raises(Refused, match="A version is published"):
        change_structure(charter=version.charter, structure=structure, by=moderator)


def test_only_the_secretariat_changes_the_structure(client, charter, stranger):
    client.force_login(stranger)
    assert client.post(reverse("desk_text_structure"), BYLAWS).status_code == 404
    assert structure_now() == DEFAULT_STRUCTURE
