"""From pledge to text: the table of members, its file, the page of a member's text, and their figures."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Organisation, Wave
from charter.models import Amendment, CoProposal
from charter.queries.city import pledge_to_text
from charter.queries.reading import origins
from charter.states import CoProposalState, OriginKind
from cms.actions import sites
from cms.models import InitiativePage
from tests import factories
from tests.charter.views.city.test_frameworks import enter

WORDS = factories.WORDS["en"]
CHANGED = {5: WORDS[5].replace("one fifth", "at least one third"), 8: WORDS[8].replace("a fair", "a fair and low")}
COUNTED = ("frameworks", "initiatives", "amendments", "words")


def read(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def table(client, query=""):
    content = client.get(f"/en/pledge-to-text/pledge-to-text.csv{query}").content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content)))


def join(amendment, organisation, by):
    """A co-sponsor of an amendment."""
    CoProposal.objects.create(
        amendment=amendment,
        organisation=organisation,
        text=amendment.text,
        state=CoProposalState.JOINED,
        by=by,
        at=timezone.now(),
    )


def write_initiative(slug, member, **more):
    words = {"en": {"title": f"Keys {slug}", "place": "Tamanrit", "summary": "Empty flats.", **more}}
    sites.write_below(
        index=sites.INITIATIVES, model=InitiativePage, slug=slug, words=words, theme_id="housing", member=member
    )


@pytest.fixture
def joined_city(db):
    """A co-sponsor, with a wave of its own."""
    second = factories.wave("Second wave", 2023)
    return factories.organisation("Velmora", country="CO", joined_wave=second, sections=["latin_america"])


@pytest.fixture
def version_(moderator, city, officer, joined_city):
    """The second version: one amendment of the city, and one that it proposed together with Velmora."""
    wave = factories.wave()
    Organisation.objects.filter(pk=city.pk).update(
        country="MA", joined_wave=wave, joined_on=date(2022, 7, 7), is_pioneer=True, sections=["africa"]
    )
    factories.organisation("Ljus", country="SE")
    first = factories.version(factories.charter(languages=("en",)))
    version = factories.second_version(first, CHANGED, by=moderator, city=city, proposer=officer)
    join(Amendment.objects.get(text__changes__provision=factories.provision(first.charter, 8)), joined_city, officer)
    factories.site(version.charter)
    write_initiative("homes", city)
    enter(version.charter, joined_city, "Plan de vivienda", by=moderator)
    return version


def test_each_member_has_one_line_from_its_pledge_to_its_text(client, version_, city):
    velmora, tamanrit, ljus = table(client)
    assert [tamanrit[name] for name in COUNTED] == ["0", "1", "2", "5"]
    assert [velmora[name] for name in COUNTED] == ["1", "0", "1", "2"]
    assert [ljus[name] for name in COUNTED] == ["0", "0", "0", "0"]
    assert (tamanrit["member"], tamanrit["joined_on"], tamanrit["wave"]) == (city.slug, "2022-07-07", "first-wave")
    assert (tamanrit["provisions"], tamanrit["version"], tamanrit["language"]) == ("2", "2", "en")


def test_every_figure_of_the_page_is_computed_again_from_the_file(client, version_):
    page, lines = read(client, "/en/pledge-to-text/"), table(client)
    figures = [len(lines), *(sum(int(line[name]) > 0 for line in lines) for name in COUNTED)]
    details = page.split('<details id="steps">')[1].split("</details>")[0]
    assert [int(number) for number in re.findall(r"</span>(\d+)</td>", details)] == figures == [3, 1, 1, 2, 2]
    assert f"Members with text in the charter today: {figures[4]} of {figures[0]}." in page
    assert f"{len(lines)} members." in page
    cells = page.split('<table class="table section">')[1].split("<tbody>")[1]
    shown = re.findall(r'<td class="brief end">.*?</span>(?:<a href="[^"]+">)?(\d*)(?: words?)?(?:</a>)?</td>', cells)
    assert [number or "0" for number in shown] == [line[name] for line in lines for name in COUNTED]
    assert "Word counts refer to the text of version 2 (English)." in page


def test_words_of_members_are_those_of_the_figures_of_the_version(version_, city):
    counted = pledge_to_text.text_by_member(version_)
    assert sum(counted[city.pk].values()) == origins.shares_of_version(version_, "en")[OriginKind.MEMBERS]


def test_three_links_lead_from_the_pledge_of_a_member_to_its_text(client, version_, city):
    index, own = read(client, "/en/pledge-to-text/"), f"/en/cities/{city.slug}/"
    assert f'<a href="{own}">' in index
    member = read(client, own)
    pledge = member.split('id="pledge"')[1].split("</section>")[0]
    assert "Joined on 7 July 2022" in pledge and f'<a href="{own}text/">5 words in the charter</a>' in pledge
    text = read(client, f"{own}text/")
    assert "The member proposed 5 words of the charter" in text
    assert "The city keeps <mark>at least </mark>one <mark>third</mark> of new homes" in text
    [address] = re.findall(r'<a href="([^"]+)"><bdi>I.1.1</bdi>', text)
    assert 'id="I.1.1"' in read(client, address.partition("#")[0])


def test_counts_lead_to_the_parts_of_the_page_of_the_member(client, version_, city, joined_city):
    index, page = read(client, "/en/pledge-to-text/"), read(client, f"/en/cities/{city.slug}/")
    for part in ("initiatives", "amendments"):
        assert f'href="/en/cities/{city.slug}/#{part}"' in index and f'id="{part}"' in page
    assert "Keys homes" in page
    assert f'href="/en/cities/{joined_city.slug}/#frameworks"' in index


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Velmora", "Tamanrit", "Ljus"]),
        ("?order=words", ["Tamanrit", "Velmora", "Ljus"]),
        ("?order=frameworks", ["Velmora", "Tamanrit", "Ljus"]),
        ("?order=joined", ["Tamanrit", "Velmora", "Ljus"]),
        ("?wave=second-wave", ["Velmora"]),
        ("?section=africa", ["Tamanrit"]),
        ("?section=africa&wave=second-wave", []),
        ("?wave=nothing&order=nothing", ["Velmora", "Tamanrit", "Ljus"]),
    ],
)
def test_filters_and_order_are_those_of_the_file(client, version_, query, names):
    assert [line["member_name"] for line in table(client, query)] == names
    page = read(client, f"/en/pledge-to-text/{query}")
    places = [page.index(f"<bdi>{name}</bdi></a><p") for name in names]
    assert places == sorted(places) and page.count('<th scope="row"><a') == len(names)


def test_members_that_left_are_partners_or_withhold_their_names_have_no_line(client, version_, city):
    factories.organisation("Goneville", left_on=timezone.localdate())
    factories.organisation("Union", "partner")
    factories.organisation("Outside", is_campaign_member=False)
    Organisation.objects.filter(pk=city.pk).update(name_withheld=True)
    page = read(client, "/en/pledge-to-text/")
    for name in ("Goneville", "Union", "Outside", "Tamanrit"):
        assert name not in page
    assert "1 more member is not named." in page
    read(client, f"/en/cities/{city.slug}/text/", 404)


def test_initiatives_that_are_not_published_count_for_nobody(client, version_, city):
    write_initiative("hidden", city)
    InitiativePage.objects.get(slug="hidden").unpublish()
    assert table(client)[1]["initiatives"] == "1"
    assert "Keys hidden" not in read(client, f"/en/cities/{city.slug}/")


def test_an_initiative_in_two_languages_is_one(client, version_, city):
    page = InitiativePage.objects.get(slug="homes")
    version_.charter.languages.create(code="fr", place=2)
    factories.site(version_.charter)
    assert page.member == city
    sites.write_below(
        index=sites.INITIATIVES,
        model=InitiativePage,
        slug="both",
        words={code: {"title": f"Both {code}", "place": "T", "summary": "S"} for code in ("en", "fr")},
        theme_id="housing",
        member=city,
    )
    assert table(client)[1]["initiatives"] == "2"
    assert "Both fr" in read(client, f"/fr/cities/{city.slug}/") and "Both en" in read(
        client, f"/en/cities/{city.slug}/"
    )


def test_the_page_of_an_initiative_leads_to_its_member(client, version_, city):
    assert f'<a href="/en/cities/{city.slug}/">' in read(client, "/en/initiatives/homes/")


def test_before_a_version_no_words_are_counted(client, charter):
    factories.wave()
    factories.organisation("Velmora")
    page = read(client, "/en/pledge-to-text/")
    assert "No version of the charter has been published yet. Text that members proposed is not counted." in page
    assert table(client)[0]["words"] == "0" and table(client)[0]["version"] == ""


def test_the_page_of_a_wave_counts_its_members_alone(client, version_, city):
    factories.organisation("Porto", joined_wave=Wave.objects.get(code="first-wave"))
    page = read(client, "/en/waves/first-wave/")
    details = page.split('<details id="steps">')[1].split("</details>")[0]
    assert [int(number) for number in re.findall(r"</span>(\d+)</td>", details)] == [2, 1, 1, 1]
    assert '<a href="/en/pledge-to-text/?wave=first-wave">From pledge to text</a>' in page
    assert len(table(client, "?wave=first-wave")) == 2


def test_without_a_campaign_there_is_no_page_and_no_link_to_it(client, version, city):
    for address in ("pledge-to-text/", "pledge-to-text/pledge-to-text.csv", f"cities/{city.slug}/text/"):
        read(client, f"/en/{address}", 404)
    read(client, "/api/v1/pledge-to-text", 404)
    shown = read(client, "/en/cities/") + read(client, f"/en/cities/{city.slug}/") + read(client, "/sitemap.xml")
    assert "pledge-to-text" not in shown and 'id="pledge"' not in shown


def test_machines_read_the_same_lines(client, version_):
    answer = client.get("/api/v1/pledge-to-text?order=words").json()
    lines = table(client, "?order=words")
    assert [[str(row[name]) for name in COUNTED] for row in answer["items"]] == [
        [line[name] for name in COUNTED] for line in lines
    ]
    assert (answer["items"][0]["version"], answer["items"][0]["language"]) == (2, "en")


def test_no_page_asks_more_for_many_members_than_for_few(client, version_, city, officer):
    pages = (
        "/en/pledge-to-text/",
        "/en/pledge-to-text/pledge-to-text.csv",
        f"/en/cities/{city.slug}/",
        f"/en/cities/{city.slug}/text/",
        "/api/v1/pledge-to-text",
    )
    client.force_login(factories.person("Reader"))

    def count_queries():
        counts = []
        for page in pages:
            client.get(page)
            with CaptureQueriesContext(connection) as caught:
                client.get(page)
            counts.append(len(caught))
        return counts

    few = count_queries()
    amendment = Amendment.objects.filter(organisation=city).first()
    for number in range(4):
        other = factories.organisation(joined_wave=factories.wave(f"Wave {number}", 2024))
        join(amendment, other, officer)
        write_initiative(f"more-{number}", other if number % 2 else city)
    assert count_queries() == few
