"""What a campaign is for: an initiative from the staff of a member to its readers, and from a pledge to the text."""

from __future__ import annotations

import csv
import io

import pytest
from PIL import Image

from accounts.models import Person
from charter.actions.versions import themes
from charter.models import Framework, Initiative, Version
from charter.states import InitiativeState
from tests import factories
from tests.charter.importing.test_documents import PDF
from tests.charter.views.city.test_pledge_to_text import CHANGED
from tests.journeys.walking import enter

pytestmark = pytest.mark.browser


@pytest.fixture
def charter(transactional_db, settings):
    """The charter of a campaign with one wave and one theme, in English, on a site without second factors."""
    settings.DEMONSTRATION = True
    factories.wave()
    charter = factories.version(factories.charter(languages=("en",))).charter
    themes.save_theme(charter=charter, names={"en": "Homes"}, typed="I.1", by=factories.secretariat())
    return charter


def picture():
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "#7a1d4b").save(out, "JPEG")
    return {"name": "keys.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def plan(name, content):
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


@pytest.mark.parametrize("script", [True, False])
def test_a_framework_is_entered_with_its_document_confirmed_and_read(charter, reader, script):
    city, options = factories.organisation("Tamanrit"), {"java_script_enabled": script}

    officer = enter(reader(**options), factories.member(city, "officer"))
    officer.go("/en/city/frameworks/")
    officer.follow("Enter a local framework")
    officer.page.get_by_label("Title", exact=True).fill("Plan for homes")
    officer.page.get_by_label("Document").set_input_files(plan("plan.txt", b"A plan."))
    officer.page.get_by_label("Homes").check()
    officer.page.get_by_label("Provisions of the charter that the framework implements").fill("II.1")
    officer.press("Send to the secretariat")
    assert officer.page.get_by_text("The file is not a PDF, Word (DOCX)").first.is_visible()
    assert officer.page.get_by_label("Homes").is_checked()
    officer.page.get_by_label("Document").set_input_files(plan("plan.pdf", PDF))
    officer.press("Send to the secretariat")
    assert officer.page.get_by_role("link", name="Document (PDF) Plan for homes").is_visible()
    framework = Framework.objects.get()
    document = f"/en/frameworks/documents/{framework.pk}.pdf"

    anyone = reader(**options)
    assert anyone.page.goto(anyone.url + document).status == 404

    secretariat = factories.holder("moderator")
    Person.objects.update(is_demonstration=True)
    moderator = enter(reader(**options), secretariat)
    moderator.go("/en/desk/frameworks/")
    moderator.follow("Plan for homes")
    assert moderator.page.get_by_role("link", name="Document (PDF)").is_visible()
    moderator.press("Confirm the entry")

    shown = [f"/en/cities/{city.slug}/", "/en/themes/homes/", "/en/frameworks/?theme=homes"]
    shown.append(f"/en/provisions/{framework.provisions.get().short}/")
    for address in shown:
        anyone.go(address)
        assert anyone.page.get_by_text("Plan for homes").first.is_visible(), address
        link = anyone.page.get_by_role("link", name="Document (PDF) Plan for homes")
        assert link.get_attribute("href") == document, address
    with anyone.page.expect_download() as download:
        link.click()
    assert download.value.path().read_bytes() == PDF


@pytest.mark.parametrize("script", [True, False])
def test_an_initiative_is_written_returned_confirmed_featured_and_read(charter, reader, script):
    factories.site(charter)
    city, options = factories.organisation("Tamanrit"), {"java_script_enabled": script}

    officer = enter(reader(**options), factories.member(city, "officer"))
    officer.go("/en/city/")
    officer.follow("Initiatives")
    officer.follow("Write an initiative")
    officer.page.get_by_label("Title in English").fill("Keys before winter")
    officer.page.get_by_label("Summary in English").fill("Empty flats are let to families.")
    officer.page.get_by_label("Homes").check()
    officer.page.get_by_label("Provisions of the charter that the initiative implements").fill("I.1.1")
    officer.page.get_by_label("International day").select_option("12-10")
    officer.page.get_by_label("Add a picture").set_input_files(picture())
    officer.press("Save the draft")
    assert officer.page.get_by_text("Describe what the picture shows").first.is_visible()
    assert officer.page.get_by_label("Title in English").input_value() == "Keys before winter"
    officer.page.get_by_label("Add a picture").set_input_files(picture())
    officer.page.get_by_label("Description of the picture").fill("A street with lit houses")
    officer.press("Save the draft")
    officer.press("Send to the delegate")

    delegate = enter(reader(**options), factories.member(city, "delegate"))
    delegate.go("/en/city/initiatives/")
    delegate.follow("Read and change")
    delegate.page.get_by_text("Return to the team with comments").click()
    delegate.page.get_by_label("Comments for the team").fill("Name the place.")
    delegate.press("Return with comments")

    officer.go("/en/city/initiatives/")
    assert officer.page.get_by_text("Name the place.").is_visible()
    officer.follow("Read and change")
    officer.page.get_by_label("Place").fill("Tamanrit, old town")
    officer.press("Save the draft")
    officer.press("Send to the delegate")
    delegate.go("/en/city/initiatives/")
    delegate.press("Publish")

    secretariat = factories.holder("moderator")
    Person.objects.update(is_demonstration=True)
    moderator = enter(reader(**options), secretariat)
    moderator.go("/en/desk/initiatives/")
    moderator.follow("Keys before winter")
    moderator.press("Feature the initiative")
    assert Initiative.objects.get().state == InitiativeState.PUBLISHED

    visitor = reader(**options)
    for address in (f"/en/cities/{city.slug}/", "/en/themes/homes/", "/en/un-days/12-10/"):
        visitor.go(address)
        assert visitor.page.get_by_role("link", name="Keys before winter").first.is_visible(), address
    visitor.follow("Keys before winter")
    assert visitor.page.get_by_alt_text("A street with lit houses").is_visible()
    assert visitor.page.get_by_text("Featured by the secretariat").is_visible()
    visitor.follow("I.1.1", exact=True)
    assert visitor.page.get_by_role("link", name="Keys before winter").first.is_visible()


def test_a_reader_comes_from_a_pledge_to_the_text_and_counts_the_report_again(charter, reader):
    city, moderator = factories.organisation("Tamanrit"), factories.holder("moderator")
    officer = factories.member(city, "officer")
    factories.second_version(Version.objects.get(), CHANGED, by=moderator, city=city, proposer=officer)
    factories.site(charter)

    visitor = reader()
    visitor.go("/en/pledge-to-text/")
    visitor.follow("Tamanrit")
    visitor.page.locator("#pledge").get_by_role("link", name="words in the charter").click()
    assert visitor.page.locator("mark", has_text="at least").first.is_visible()
    visitor.follow("I.1.1", exact=True)
    assert "The city keeps at least" in visitor.page.locator("[id='I.1.1']").inner_text()
    assert visitor.page.get_by_text("Proposers are shown").first.is_visible()

    visitor.go("/en/campaign-report/")
    row = visitor.page.locator("#total tbody tr", has_text="Amendments")
    with visitor.page.expect_download() as download:
        row.get_by_role("link").click()
    content = download.value.path().read_text("utf-8-sig")
    counted = sum(int(line["number"]) for line in csv.DictReader(io.StringIO(content)))
    assert row.locator("td").first.inner_text().split()[-1] == str(counted) == "2"
