"""A file in which two members worked: a moderator imports it, and each delegate finds the own draft."""

from __future__ import annotations

import pytest

from charter.actions.papers import issued_papers
from charter.exports import working_papers
from charter.queries.papers.working_papers import article_at
from tests import factories
from tests.charter.importing.returned import Edited
from tests.journeys.walking import enter

pytestmark = pytest.mark.browser
FIFTH = factories.WORDS["en"][5]
OURS, THEIRS = "Aminata", "Luis"


@pytest.fixture
def scene(walked):
    """Two members with their delegates, and a downloaded file with a tracked change of each of them."""
    city, other = factories.organisation("Tamanrit"), factories.organisation("Velmora")
    delegates = factories.member(city, "delegate"), factories.member(other, "delegate")
    paper = issued_papers.issue_paper(
        version=walked.version,
        article=article_at(walked.version, "I"),
        language="en",
        organisation=city,
        by=delegates[0],
    )
    file = Edited(working_papers.docx(paper), author=OURS)
    file.retype(factories.provision(walked.charter, 5).key.hex, FIFTH.replace("fifth", "third"))
    file.author = THEIRS
    file.delete(factories.provision(walked.charter, 6).key.hex)
    return delegates, file.save()


def test_a_moderator_imports_a_file_of_two_members_and_each_delegate_finds_its_draft(scene, reader):
    delegates, data = scene
    desk = reader()
    enter(desk, factories.secretariat())
    desk.go("/en/desk/on-behalf/")
    page = desk.follow("Import a file", exact=True)
    file = {"name": "law.docx", "mimeType": "application/octet-stream", "buffer": data}
    page.locator("input[type=file]").set_input_files(files=[file])
    desk.press("Check the file")
    assert page.get_by_role("button", name="Save as drafts").count() == 0
    page.get_by_label(OURS).select_option(label="Tamanrit")
    page.get_by_label(THEIRS).select_option(label="Velmora")
    page.get_by_label("belong to other members").check()
    desk.press("Save the members")
    page.get_by_label("Title of your amendment (one line)").fill("Homes for all")
    desk.press("Save as drafts")
    assert page.get_by_text("1 draft of Tamanrit was created.").is_visible()
    desk.follow("Velmora", exact=True)
    page.get_by_label("Title of your amendment (one line)").fill("A shorter article")
    desk.press("Save as drafts")
    assert page.get_by_text("1 draft of Velmora was created.").is_visible()
    for delegate, title, hidden in zip(
        delegates, ("Homes for all", "A shorter article"), ("A shorter article", "Homes for all"), strict=True
    ):
        city = reader()
        enter(city, delegate)
        page = city.go("/en/city/")
        assert page.get_by_role("link", name=title).is_visible()
        assert page.get_by_text("Imported by the secretariat from a file of").is_visible()
        assert page.get_by_text(hidden).count() == 0
