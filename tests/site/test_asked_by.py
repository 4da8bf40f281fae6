"""Who asks together with others is named wherever those are: on pages, in files, to machines, in letters."""

from __future__ import annotations

import io
import zipfile
from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.actions import organisations
from accounts.exports import paper as paper_exports
from accounts.models import Letter
from charter.exports import files, paper_names
from charter.exports.packages import build_package
from charter.models import Charter, CoProposal
from charter.queries.reading import word_sources
from charter.wording.charter_text import name_proposers, proposers_html
from tests import factories

THIRD = factories.WORDS["en"][5].replace("fifth", "third")
PAGES = {
    "home": ("wagtail_serve", [""], ""),
    "article, who asked": ("article", [2, "I"], "?who=I.1.1"),
    "life": ("provision", ["SHORT"], "?run=1"),
    "change log": ("change_log", [2], ""),
    "amendments": ("amendments", [], ""),
    "amendments of the second": ("amendments", [], "?city=SECOND"),
    "amendment": ("amendment", [1, 1], ""),
    "decisions": ("decisions", [], ""),
    "decisions of the second": ("decisions", [], "?city=SECOND"),
    "search": ("search", [], "?q=asked"),
    "member": ("member", ["FIRST"], ""),
    "api origins": ("api_origins", ["SHORT"], ""),
    "api wordings": ("api_wordings", ["SHORT"], ""),
    "api amendments": ("api_amendments", [], ""),
    "api amendments of the second": ("api_amendments", [], "?city=SECOND"),
    "api amendment": ("api_amendment", [1, 1], ""),
    "api decisions": ("api_decisions", [], ""),
    "api decisions of the second": ("api_decisions", [], "?city=SECOND"),
    "feed of the provision": ("feed_provision", ["en", "SHORT"], ""),
    "feed of the first": ("feed_member", ["en", "FIRST"], ""),
    "feed of the second": ("feed_member", ["en", "SECOND"], ""),
    "feed of the round": ("feed_round", ["en", 1], ""),
}
OF_THE_SECOND = {name for name in PAGES if name.endswith("the second")}
FILES = [f"decisions/1.{ending}" for ending in ("csv", "xlsx", "docx", "odt", "html", "pdf")]
FILES += [f"charter/1..2.{ending}" for ending in ("docx", "odt", "epub", "md", "html", "pdf")]


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    """Version 2, in which words of an amendment stand that two cities asked for, and its people."""
    with django_db_blocker.unblock(), transaction.atomic():
        city, other = factories.organisation("Tamanrit"), factories.organisation("Velmora")
        people = {"officer": factories.member(city, "officer"), "other_delegate": factories.member(other, "delegate")}
        people |= {"delegate": factories.member(city, "delegate"), "moderator": factories.holder("moderator")}
        first = factories.version(factories.charter(languages=("en",)))
        factories.site(first.charter)
        factories.second_version(first, {5: THIRD}, by=people["moderator"], city=city, proposer=people["officer"])
        [amendment] = first.charter.rounds.get().amendments.all()
        join(amendment, other, people["other_delegate"])
        yield SimpleNamespace(first=first, city=city, other_city=other, amendment=amendment, **people)
        transaction.set_rollback(True)


def unread(name):
    """A fixture: the row of that name of what was built, as nobody has read it yet."""

    @pytest.fixture
    def row(built, db):
        instance = getattr(built, name)
        return type(instance).objects.get(pk=instance.pk)

    return row


together, city, other_city = unread("amendment"), unread("city"), unread("other_city")
officer, delegate, other_delegate = unread("officer"), unread("delegate"), unread("other_delegate")
moderator = unread("moderator")


def join(amendment, city, by):
    arguments = {"text": amendment.text, "state": "joined", "by": by, "at": timezone.now()}
    return CoProposal.objects.create(amendment=amendment, organisation=city, **arguments)


def address(name, together, city, other_city):
    route, args, query = PAGES[name]
    replacements = {
        "SHORT": together.text.changes.get().provision.short,
        "FIRST": city.slug,
        "SECOND": other_city.slug,
    }
    return reverse(route, args=[replacements.get(arg, arg) for arg in args]) + query.replace("SECOND", other_city.slug)


def text_of(data):
    """The text of a file, packed ones too; without the tags in which an office program breaks it up."""
    if data.startswith(b"%PDF"):
        pypdf = pytest.importorskip("pypdf", reason="pypdf, which reads PDF back, is not here")
        return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            data = b" ".join(packed.read(name) for name in packed.namelist())
    return data.decode("utf-8", "replace")


def said_at(client, url):
    response = client.get(url)
    assert response.status_code == 200
    return text_of(b"".join(response.streaming_content) if response.streaming else response.content)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_that_names_the_first_city_names_the_second(client, together, city, other_city, name):
    text = said_at(client, address(name, together, city, other_city))
    assert "Tamanrit" in text and "Velmora" in text


@pytest.mark.parametrize("name", FILES)
def test_so_does_every_file(together, name):
    if name.endswith("pdf") and not paper_exports.is_ready():
        pytest.skip("the libraries that draw PDF are not here")
    paper, _dot, ending = name.rpartition(".")
    text = text_of(files.write_file(paper_names.find_paper(paper, "en"), ending))
    assert "Tamanrit" in text and "Velmora" in text


@pytest.mark.parametrize("name", sorted(set(PAGES) - OF_THE_SECOND))
def test_who_withholds_its_name_is_named_at_none_of_them(client, together, city, other_city, moderator, name):
    organisations.withhold_name(organisation=other_city, by=moderator, because="threats")
    text = said_at(client, address(name, together, city, other_city))
    assert "Tamanrit" in text and "Velmora" not in text and other_city.slug not in text


@pytest.mark.parametrize("name", ["api amendments of the second", "api decisions of the second"])
def test_filters_find_nothing_of_a_member_without_a_name(client, together, city, other_city, moderator, name):
    organisations.withhold_name(organisation=other_city, by=moderator, because="threats")
    assert "Tamanrit" not in said_at(client, address(name, together, city, other_city))


@pytest.mark.parametrize("name", ["decisions/1", "charter/1..2"])
def test_a_kept_file_is_made_anew_when_who_is_named_moves(together, other_city, moderator, name):
    before = files.made_of(paper_names.find_paper(name, "en"))
    organisations.withhold_name(organisation=other_city, by=moderator, because="threats")
    withheld = files.made_of(paper_names.find_paper(name, "en"))
    CoProposal.objects.update(state="left")
    assert len({before, withheld, files.made_of(paper_names.find_paper(name, "en"))}) == 3


def test_letters_name_the_others_to_each_of_them(client, together, city, other_city, officer, other_delegate):
    for person, whose, other in ((officer, city, "Velmora"), (other_delegate, other_city, "Tamanrit")):
        client.force_login(person)
        letter = client.get(reverse("city_letter", args=[1, whose.slug])).content.decode()
        assert other in letter.partition("<main")[2]


def test_each_of_them_is_written_to_when_it_is_decided(built, city, delegate, other_city, other_delegate, moderator):
    charter = built.first.charter
    round_ = factories.deciding(charter.versions.get(number=2))
    amendment = factories.under_review(round_, city, delegate, factories.provision(charter, 6), "Other words.")
    join(amendment, other_city, other_delegate)
    before = list(Letter.objects.values_list("pk", flat=True))
    factories.accepted(amendment, moderator)
    letters = Letter.objects.filter(kind="decisions").exclude(pk__in=before)
    assert {letter.to for letter in letters} == {delegate, other_delegate}
    rooms = {reverse("city_letter", args=[round_.number, organisation.slug]) for organisation in (city, other_city)}
    assert {letter.link for letter in letters} == rooms


def test_names_are_joined_in_the_language_of_the_page(client, together):
    third = factories.organisation("Zorilla")
    join(together, third, factories.member(third, "delegate"))
    assert name_proposers(together) == "Tamanrit, Velmora, and Zorilla"
    assert "<bdi>Velmora</bdi>" in proposers_html(together)
    page = client.get(reverse("amendments").replace("/en/", "/fr/", 1)).content.decode()
    assert "<bdi>Tamanrit</bdi>, <bdi>Velmora</bdi> et <bdi>Zorilla</bdi>" in page


@pytest.mark.parametrize("state", ["asked", "left"])
def test_who_has_not_confirmed_or_has_left_is_not_named(together, state):
    CoProposal.objects.update(state=state)
    assert name_proposers(together) == "Tamanrit"


def test_a_second_city_goes_by_the_name_of_its_day(together, other_city, moderator):
    organisations.rename_organisation(organisation=other_city, name="Greater Velmora", language="en", by=moderator)
    assert name_proposers(type(together).objects.for_rows().get(pk=together.pk)) == "Tamanrit and Velmora"


def test_names_of_many_cost_no_more_than_names_of_one(together, officer):
    def counted():
        with CaptureQueriesContext(connection) as caught:
            [adoption] = [candidate for candidate in word_sources.adoptions_by_id(ids) if candidate.change]
            name_proposers(adoption.change.text.amendment)
        return len(caught)

    ids = list(together.text.changes.get().adoptions.values_list("pk", flat=True))
    counted()  # reads which organisations were renamed, which is kept
    for_one = counted()
    for number in range(2):
        more = factories.organisation(f"City {number}")
        join(together, more, officer)
    assert counted() == for_one


def test_the_package_has_the_second_city_in_a_cell_of_its_own(together):
    version = Charter.objects.get(pk=together.round.charter_id).versions.get(number=2)
    with zipfile.ZipFile(io.BytesIO(build_package(version)[1])) as packed:
        assert '"co_proposers": [\n   "Velmora"\n  ]' in packed.read("amendments.json").decode()
        assert ",Tamanrit,Velmora," in packed.read("amendments.csv").decode()
