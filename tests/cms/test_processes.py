"""Processes: what readers see of them, where they are listed, and what an editor cannot enter."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail_localize.fields import copy_synchronised_fields

from accounts.models import Wave
from charter.actions.versions import themes
from charter.models import VersionWording
from charter.queries.versions.quoted_provisions import quoted_provisions
from cms.actions import files, sites
from cms.models import ProcessIndexPage, ProcessPage
from cms.quotations import QuotationBlock
from tests import factories

ON = date(2025, 5, 3)
QUOTED = "I.1.1"


@pytest.fixture
def campaign(version):
    factories.wave()
    return factories.site(version.charter)


@pytest.fixture
def theme(version, moderator):
    return themes.save_theme(charter=version.charter, names={"en": "Homes", "fr": "Logement"}, typed="", by=moderator)


def process(slug="forum", languages=("en", "fr"), **same):
    titles = {"en": f"Forum {slug}", "fr": f"Forum français {slug}", "es": f"Foro {slug}"}
    words = {
        code: {"title": titles[code], "institution": f"Council {code}", "outcome": f"A report {code}."}
        for code in languages
    }
    quotations = [
        {"type": "provision", "value": {"version": number, "citation": citation}}
        for number, citation in same.pop("quotes", [])
    ]
    same = {"on": ON, "provisions": json.dumps(quotations), **same}
    sites.write_below(index=sites.PROCESSES, model=ProcessPage, slug=slug, words=words, **same)


def read(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_process_shows_what_was_entered(client, campaign, city, theme):
    process(members=[city], themes=[theme], address="https://example.org/report")
    page = read(client, "/fr/processes/forum/")
    for part in (
        "Forum français forum",
        "Council fr",
        "A report fr.",
        "3 mai 2025",
        'href="https://example.org/report"',
    ):
        assert part in page
    assert f'href="/fr/cities/{city.slug}/"' in page and 'href="/fr/themes/homes/">Logement<' in page


def test_a_quoted_provision_shows_the_wording_of_its_version_and_leads_there(client, campaign, version, moderator):
    line = VersionWording.objects.get(version=version, language="en", citation=QUOTED)
    factories.reword(line.provision, "Rewritten afterwards.", by=moderator)
    process(quotes=[(version.number, QUOTED)])
    page = read(client, "/en/processes/forum/")
    assert (line.wording.text in page, "Rewritten afterwards" in page) == (True, False)
    assert f"Version 1, provision {QUOTED}" in page
    address = f"/en/charter/1/{line.article_number}/#{QUOTED}"
    assert f'href="{address}"' in page and f'id="{QUOTED}"' in read(client, address)


def test_words_that_a_language_lacks_are_quoted_in_the_first_language(version):
    [quoted] = quoted_provisions(version.charter, [(version.number, QUOTED)], "ar")
    assert quoted.line.language == "en" and quoted.line.wording.text


def test_what_no_version_has_is_not_quoted(version):
    pairs = [(version.number, "XX.9"), (version.number + 1, QUOTED), (version.number, QUOTED.lower())]
    assert [quoted.citation for quoted in quoted_provisions(version.charter, pairs, "en")] == [QUOTED]


@pytest.mark.parametrize(("number", "citation"), [(1, "XX.9"), (7, QUOTED)])
def test_an_editor_quotes_only_what_a_version_has(version, number, citation):
    block = QuotationBlock()
    assert block.clean(block.to_python({"version": 1, "citation": QUOTED}))["citation"] == QUOTED
    with pytest.raises(ValidationError, match=f"Version {number} has no provision {citation}"):
        block.clean(block.to_python({"version": number, "citation": citation}))


def test_the_index_lists_processes_the_newest_first(client, campaign):
    assert "No process yet" in read(client, "/en/processes/")
    process("older", on=ON - timedelta(days=1))
    process("newer", on=ON + timedelta(days=1))
    process("middle")
    page = read(client, "/en/processes/?again=1")
    places = [page.index(f"Forum {slug}") for slug in ("newer", "middle", "older")]
    assert places == sorted(places)


def test_the_pages_of_a_member_and_of_a_theme_list_their_processes(client, campaign, city, theme):
    process(members=[city], themes=[theme])
    process("other")
    for address in (reverse("member", args=[city.slug]), reverse("theme", args=["homes"])):
        page = read(client, address)
        assert 'href="/en/processes/forum/">Forum forum<' in page and "Forum other" not in page
    assert 'href="#processes">1 process<' in read(client, reverse("theme", args=["homes"]) + "?again=1")


def test_a_member_that_withholds_its_name_is_not_named(client, campaign, city):
    process(members=[city])
    city.name_withheld = True
    city.save(update_fields=["name_withheld"])
    assert str(city) not in read(client, "/en/processes/forum/")


def test_a_site_without_a_campaign_has_no_processes(client, version, city, theme, site):
    process(members=[city], themes=[theme])
    for address in ("/en/processes/", "/en/processes/forum/"):
        assert client.get(address).status_code == 404
    for address in (reverse("member", args=[city.slug]), reverse("theme", args=["homes"]), "/en/cities/"):
        assert "processes" not in read(client, address).partition("<main")[2].partition("<footer")[0]
    assert "Forum" not in read(client, reverse("search") + "?q=forum").partition("<main")[2]
    assert "/processes/" not in client.get("/sitemap.xml").content.decode()
    factories.wave()
    assert 'href="/en/processes/">Processes<' in read(client, "/en/cities/?again=1")
    assert "Forum forum" in read(client, reverse("search") + "?q=report").partition("<main")[2]
    assert "/processes/forum/" in client.get("/sitemap.xml").content.decode()


def test_every_language_has_the_index(campaign):
    assert ProcessIndexPage.objects.live().count() == 3


def test_a_translation_follows_the_members_themes_and_provisions_of_its_source(campaign, city, theme):
    process(members=[city], themes=[theme], quotes=[(1, QUOTED)])
    process(languages=("es",))
    source = ProcessPage.objects.get(locale__language_code="en")
    target = ProcessPage.objects.get(locale__language_code="es")
    copy_synchronised_fields(source, target)
    assert (list(target.members.all()), list(target.themes.all())) == ([city], [theme])
    assert target.provisions[0].value["citation"] == QUOTED


def test_a_document_is_a_file_or_an_address(campaign):
    page = ProcessPage(title="P", slug="p", institution="Council", on=ON, address="https://example.org")
    page.clean()
    page.file = files.keep_file(title="Report", name="report.txt", data=b"words")
    with pytest.raises(ValidationError, match="not both"):
        page.clean()
    page.address = ""
    page.clean()


def test_the_form_of_the_secretariat_offers_members_and_themes_by_name(client, campaign, city, theme):
    client.force_login(factories.secretariat())
    index = ProcessIndexPage.objects.get(locale__language_code="en")
    page = read(client, reverse("wagtailadmin_pages:add", args=["cms", "processpage", index.pk]))
    assert f'<option value="{city.pk}">{city}</option>' in page and ">Homes</option>" in page


def test_the_administration_offers_processes_only_on_a_site_with_a_campaign(client, campaign):
    client.force_login(factories.secretariat())
    index = ProcessIndexPage.objects.get(locale__language_code="en")
    choices, form = (
        reverse("wagtailadmin_pages:add_subpage", args=[index.get_parent().pk]),
        reverse("wagtailadmin_pages:add", args=["cms", "processpage", index.pk]),
    )
    assert "processindexpage" in read(client, choices)
    Wave.objects.all().delete()
    assert "processindexpage" not in read(client, choices)
    assert client.get(form).status_code == 302


def test_more_processes_members_and_quotations_ask_no_more(client, campaign, city, theme):
    def cost(address):
        client.get(address)
        with CaptureQueriesContext(connection) as caught:
            client.get(address)
        return len(caught)

    addresses = ["/en/processes/", "/en/processes/forum/", reverse("theme", args=["homes"])]
    process(members=[city], themes=[theme], quotes=[(1, QUOTED)])
    process("second", members=[city], themes=[theme])
    before = [cost(address) for address in addresses]
    process(members=[city, factories.organisation()], themes=[theme], quotes=[(1, QUOTED), (1, "II.1")])
    process("third", members=[city], themes=[theme])
    assert [cost(address) for address in addresses] == before
