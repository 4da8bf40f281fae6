"""The report of the campaign: every figure of it is counted again from the files that it leads to."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html
from openpyxl import load_workbook

from accounts.exports import paper as paper_exports
from accounts.models import Organisation, Theme
from charter.exports import campaign_report, paper_names
from charter.models import Amendment
from charter.queries.reading import origins
from charter.states import OriginKind
from cms.actions import sites
from cms.models import InitiativePage
from tests import factories
from tests.charter.views.city.test_frameworks import ADOPTED, enter
from tests.charter.views.city.test_pledge_to_text import CHANGED, join, read, write_initiative

SUBJECTS = ("members", "frameworks", "initiatives", "amendments", "words")
COLUMNS = {"year": "day", "wave": "waves", "section": "sections", "theme": "themes"}
PAGE = "/en/campaign-report/"


@pytest.fixture
def version_(moderator, city, officer):
    """Two members of two waves, one with two sections, with something of everything; and a theme."""
    second = factories.wave("Second wave", 2023)
    other = factories.organisation(
        "Velmora", country="CO", joined_wave=second, joined_on=date(2023, 5, 2), sections=["latin_america", "regions"]
    )
    Organisation.objects.filter(pk=city.pk).update(
        country="MA",
        joined_wave=factories.wave(),
        joined_on=date(2021, 7, 7),
        sections=["africa"],
        themes=["housing", "water"],
    )
    factories.organisation("Ljus", country="SE")
    first = factories.version(factories.charter(languages=("en",)))
    charter = first.charter
    theme = Theme.objects.get(code="housing")
    theme.provisions.add(factories.provision(charter, 5))
    version = factories.second_version(first, CHANGED, by=moderator, city=city, proposer=officer)
    join(Amendment.objects.get(text__changes__provision=factories.provision(charter, 8)), other, officer)
    factories.site(charter)
    write_initiative("homes", city)
    sites.write_below(
        index=sites.INITIATIVES,
        model=InitiativePage,
        slug="nobody",
        words={"en": {"title": "Of nobody", "place": "T", "summary": "S"}},
        theme_id="housing",
    )
    enter(charter, other, "Plan de vivienda", by=moderator, typed="I.1.1", **ADOPTED)
    enter(charter, city, "Plan of all", by=moderator, themes=("housing", "water"))
    enter(charter, city, "Not confirmed")
    return version


def text(words):
    from accounts.models import LocalizedText

    return LocalizedText.objects.create(language="en", text=words)


def rows(client, subject):
    content = client.get(f"{PAGE}{subject}.csv").content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content)))


def count_again(table, column):
    """The figures of a table by the values of a column: plain Python, and nothing of the site."""
    counts = Counter()
    for row in table:
        cell = row[column]
        values = [cell[:4]] if column == "day" else cell.split(";")
        for value in values:
            counts[value] += int(row["number"])
    return counts


def figures(page):
    """The numbers of the page: the total of each subject, then each group by the names of its lines."""
    main = html.fromstring(page).get_element_by_id("main")
    sections = {part.get("id"): part for part in main.iter("section") if part.get("id")}

    def number(cell):
        digits = re.sub(r"\D", "", cell.text_content().rpartition(":")[2])
        assert digits != "0" or cell.getparent().getparent().getparent().getparent().get("id") == "total"
        return int(digits or 0)

    def lines(part):
        for line in part.find(".//tbody"):
            cells = list(line)
            yield cells[0].text_content(), [number(cell) for cell in cells[1:] if "end" in cell.get("class", "")]

    totals = [numbers[0] for _name, numbers in lines(sections["total"])]
    return totals, {group: dict(lines(sections[group])) for group in COLUMNS}


def test_every_figure_is_counted_again_from_the_files(client, version_):
    tables = {subject: rows(client, subject) for subject in SUBJECTS}
    answer, (totals, groups) = client.get("/api/v1/campaign-report").json(), figures(read(client, PAGE))
    again = {subject: sum(int(row["number"]) for row in table) for subject, table in tables.items()}
    assert again == {"members": 3, "frameworks": 2, "initiatives": 2, "amendments": 2, "words": 5}
    assert [total["number"] for total in answer["totals"]] == totals == list(again.values())
    for group in answer["groups"]:
        counted = {subject: count_again(tables[subject], COLUMNS[group["group"]]) for subject in SUBJECTS}
        lines = {line["value"]: [line[subject] for subject in SUBJECTS] for line in group["lines"]}
        assert {value for values in counted.values() for value in values} <= lines.keys()
        assert lines == {value: [counted[subject][value] for subject in SUBJECTS] for value in lines}
        assert groups[group["group"]] == {line["name"]: lines[line["value"]] for line in group["lines"]}


def test_the_rows_are_those_of_the_other_tables(client, version_):
    """So that the report does not count what no other page shows."""
    for subject, address in (
        ("members", "pledge-to-text/pledge-to-text.csv"),
        ("frameworks", "frameworks/frameworks.csv"),
        ("initiatives", "initiatives/initiatives.csv"),
    ):
        content = client.get(f"/en/{address}").content.decode("utf-8-sig")
        assert len(rows(client, subject)) == len(list(csv.DictReader(io.StringIO(content)))), subject
    assert len(rows(client, "amendments")) == client.get("/api/v1/amendments").json()["count"]
    words = sum(int(row["number"]) for row in rows(client, "words"))
    assert words == origins.shares_of_version(version_, "en")[OriginKind.MEMBERS] == 5


def test_years_waves_sections_and_themes_are_those_of_the_things(client, version_, city):
    lines = figures(read(client, PAGE))[1]
    this_year = str(timezone.localdate().year)
    assert lines["year"]["2021"] == [1, 0, 0, 0, 0] and lines["year"]["2022"] == [0, 0, 0, 0, 0]
    assert lines["year"]["2024"] == [0, 1, 0, 0, 0] and lines["year"][this_year] == [0, 0, 2, 2, 5]
    assert lines["year"]["Without a date"] == [1, 1, 0, 0, 0]
    assert lines["wave"] == {
        "First wave (2022)": [1, 1, 1, 2, 5],
        "Second wave (2023)": [1, 1, 0, 1, 2],
        "Without a wave": [1, 0, 1, 0, 0],
    }
    assert lines["section"]["Latin America"] == lines["section"]["Forum of Regions"] == [1, 1, 0, 1, 2]
    assert lines["section"]["Europe"] == [0, 0, 0, 0, 0]
    assert lines["theme"]["Housing"] == [1, 2, 2, 1, 3]
    assert lines["theme"]["Water, sanitation and energy"] == [1, 1, 0, 0, 0]


def test_each_figure_says_from_what_it_is_counted_and_leads_to_its_rows(client, version_):
    page, answer = read(client, PAGE), client.get("/api/v1/campaign-report").json()
    for sentence in (
        "Confirmed members of the campaign, as of ",
        "Words of version 2 (English) that members proposed first, alone or together.",
    ):
        assert sentence in page
    for total in answer["totals"]:
        assert total["counted_from"] in html.fromstring(page).text_content()
        assert page.count(f'href="{PAGE}{total["subject"]}.csv"') == 5
        assert total["rows"].endswith(f"{PAGE}{total['subject']}.csv")
        assert read(client, f"{PAGE}{total['subject']}.csv").startswith("\ufeffid,name,")


def test_every_row_leads_to_its_page(client, version_):
    for subject in SUBJECTS:
        for row in rows(client, subject):
            address = "/" + row["page"].partition("://")[2].partition("/")[2]
            assert client.get(address).status_code == 200, row


def test_members_without_a_public_name_are_not_counted_and_give_no_wave_away(client, version_, city):
    Organisation.objects.filter(pk=city.pk).update(name_withheld=True)
    page = read(client, PAGE)
    assert "1 more member is not named and is not counted here." in page
    assert client.get("/api/v1/campaign-report").json()["unnamed_members"] == 1
    files = "".join(read(client, f"{PAGE}{subject}.csv") for subject in SUBJECTS)
    assert city.slug not in files and "Tamanrit" not in page + files
    assert figures(page)[1]["wave"]["First wave (2022)"] == [0, 0, 0, 0, 0]
    assert figures(page)[1]["wave"]["Without a wave"][3] == 1


def test_words_of_partners_count_for_nobody(client, version_, city):
    Organisation.objects.filter(pk=city.pk).update(kind="partner")
    totals = figures(read(client, PAGE))[0]
    assert totals == [2, 2, 2, 0, 0]


def test_before_a_version_no_words_are_counted(client, charter):
    factories.wave()
    factories.organisation("Velmora")
    page = read(client, PAGE)
    assert "No version of the charter has been published yet. Text that members proposed is not counted." in page
    assert figures(page)[0] == [1, 0, 0, 0, 0]


def addresses():
    names = ("campaign-report/", "campaign-report.csv", "campaign-report/members.csv", "campaign-report/download/")
    return [*(f"/en/{name}" for name in names), "/api/v1/campaign-report"]


@pytest.mark.parametrize("address", addresses())
def test_without_a_campaign_or_a_member_there_is_no_report_and_no_link_to_it(client, version, city, address):
    read(client, address, 404)
    factories.wave()
    read(client, address, 200)
    Organisation.objects.update(is_campaign_member=False)
    read(client, address, 404)
    pages = ("/en/cities/", "/en/waves/", "/en/pledge-to-text/", "/en/frameworks/", "/sitemap.xml")
    assert not [page for page in pages if "campaign-report" in read(client, page)]


@pytest.mark.parametrize("page", ["cities/", "waves/", "pledge-to-text/", "frameworks/", "about/"])
def test_readers_are_led_to_the_report(client, version_, page):
    assert f'<a href="{PAGE}">Report of the campaign</a>' in read(client, f"/en/{page}")


def test_the_counter_and_the_chart_say_from_what_they_are_counted(client, version_):
    for page in ("", "cities/", "waves/"):
        assert "Confirmed members, as of " in read(client, f"/en/{page}")
    assert "The chart counts the frameworks in the table below" in read(client, "/en/frameworks/")


def test_the_report_is_in_the_sitemap(client, version_):
    assert f"{PAGE}</loc>" in read(client, "/sitemap.xml")


def test_there_is_no_table_of_another_name(client, version_):
    read(client, f"{PAGE}words-of-others.csv", 404)


def test_the_workbook_has_the_figures_and_all_rows(client, version_):
    book = load_workbook(io.BytesIO(client.get("/en/campaign-report.xlsx").content))
    assert book.sheetnames == [
        "Report of the campaign",
        "Members",
        "Local frameworks",
        "Initiatives",
        "Amendments",
        "Words in the charter",
    ]
    totals, _groups = figures(read(client, PAGE))
    sheet = list(book["Report of the campaign"].values)
    assert [line[3] for line in sheet if line[0] == "Total"] == totals
    assert [line[7] for line in list(book["Words in the charter"].values)[1:]] == [
        int(row["number"]) for row in rows(client, "words")
    ]


def test_only_a_workbook_with_many_rows_is_made_by_the_worker(version_, monkeypatch):
    paper = paper_names.find_paper("campaign-report", "en")
    assert paper.long_extensions == ()
    monkeypatch.setattr(campaign_report, "AT_ONCE", 10)
    assert paper.long_extensions == ("xlsx",)


def test_the_file_of_figures_has_those_of_the_page(client, version_):
    content = client.get("/en/campaign-report.csv").content.decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(content)))
    totals, groups = figures(read(client, PAGE))
    assert [int(line["Number"]) for line in lines] == [
        *totals,
        *(number for group in groups.values() for numbers in group.values() for number in numbers),
    ]
    assert {line["What is counted"] for line in lines} == {
        total["counted_from"] for total in client.get("/api/v1/campaign-report").json()["totals"]
    }


def test_the_document_has_the_figures_and_says_where_they_are(client, version_):
    if not paper_exports.is_ready():
        pytest.skip("the libraries that draw PDF are not here")
    from tests.site.test_asked_by import text_of

    answer = client.get("/en/campaign-report.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    printed = " ".join(text_of(answer.content).split())
    for part in ("Report of the campaign", "First wave (2022)", "Permanent address:", "/en/campaign-report/"):
        assert part in printed
    assert "Confirmed members of the campaign" in printed


def test_the_files_change_when_a_figure_does(client, version_):
    before = client.get("/en/campaign-report.csv").content
    assert client.get("/en/campaign-report.csv").content == before
    factories.organisation("New")
    assert client.get("/en/campaign-report.csv").content != before


def test_a_cell_is_never_a_formula(client, version_):
    factories.organisation("=1+1")
    assert "'=1+1" in [row["name"] for row in rows(client, "members")]


def test_the_page_asks_eighteen_times_at_most(client, version_):
    client.get(PAGE)
    with CaptureQueriesContext(connection) as caught:
        client.get(PAGE)
    assert len(caught) <= 18


def test_no_page_asks_more_for_many_members_than_for_few(client, version_, city, officer, moderator):
    client.force_login(factories.person("Reader"))
    pages = (PAGE, f"{PAGE}words.csv", "/en/campaign-report.csv", "/api/v1/campaign-report")

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
        write_initiative(f"more-{number}", other)
        enter(version_.charter, other, f"Plan {number}", by=moderator, typed="I.1.1", **ADOPTED)
    assert count_queries() == few
