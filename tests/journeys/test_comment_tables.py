"""A table of comments that a city downloads, fills in and imports: the comments are on the page of the provision."""

from __future__ import annotations

import csv
import io

import pytest

from charter.actions.comments import comments
from tests import factories
from tests.journeys.walking import enter

pytestmark = pytest.mark.browser
FIRST, SECOND, LOST = "One fifth is too little.", "Who counts the homes?", "No such place."


@pytest.fixture
def scene(walked):
    """A staff member of a city, and a provision with a comment."""
    city = factories.organisation("Tamanrit")
    officer, homes = factories.member(city, "officer"), factories.provision(walked.charter, 5)
    comments.post_comment(target=homes, by=officer, text="We agree.", language="en", round_=walked, organisation=city)
    return officer, homes


def filled_in(data, homes):
    """The downloaded table with two comments more, and a row at a place that the charter does not have."""
    [head, *lines] = csv.reader(io.StringIO(data.decode("utf-8-sig")))
    rows = [
        {"Key": str(homes.key), "Comment": FIRST},
        {"Place": "I.1.1", "Comment": SECOND, "Type of comment": "Question"},
    ]
    rows.append({"Place": "XL.7", "Comment": LOST})
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([head, *lines, *([row.get(name, "") for name in head] for row in rows)])
    return out.getvalue().encode("utf-8")


def test_rows_that_a_city_adds_to_the_downloaded_table_become_comments(scene, reader, tmp_path):
    officer, homes = scene
    city = reader()
    enter(city, officer)
    city.go("/en/charter/1/I/")
    page = city.follow("Table of comments", exact=True)
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    download.value.save_as(tmp_path / "table.csv")
    data = filled_in((tmp_path / "table.csv").read_bytes(), homes)
    city.follow("Import a table of comments")
    page.locator("input[type=file]").set_input_files(
        files=[{"name": "table.csv", "mimeType": "text/csv", "buffer": data}]
    )
    city.press("Check the file")
    assert page.get_by_text("The charter has no provision “XL.7”.").is_visible()
    assert page.get_by_role("checkbox").count() == 2
    assert comments.CharterComment.objects.count() == 1
    city.press("Post the comments")
    assert page.get_by_text("2 comments were posted.").is_visible()
    city.go(f"/en/provisions/{homes.short}/")
    assert page.get_by_text(FIRST).is_visible() and page.get_by_text(SECOND).is_visible()
    assert page.get_by_text(LOST).count() == 0
