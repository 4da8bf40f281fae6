"""A moderator sends a merge to a legal service, imports the file that comes back, and uses a text of it."""

from __future__ import annotations

import pytest

from accounts.models import Person
from charter.actions.merging import merges
from charter.models import Article
from charter.queries.merging import merge_views
from tests import factories
from tests.charter.importing.returned import Edited
from tests.charter.views.conftest import FIFTH, QUARTER, THIRD
from tests.journeys.walking import enter

pytestmark = pytest.mark.browser


@pytest.fixture
def merge(transactional_db, settings):
    """A merge with a conflict, and an amendment of another provision without one."""
    settings.DEMONSTRATION = True
    charter = factories.charter()
    deciding = factories.deciding(factories.version(charter))
    moderator = factories.holder("moderator")
    Person.objects.filter(pk=moderator.pk).update(is_demonstration=True)
    homes, next_one = factories.provision(charter, 5), factories.provision(charter, 6)
    city, other = factories.organisation("Tamanrit"), factories.organisation("Velmora")
    officer = factories.member(city, "officer")
    texts = [(city, homes, THIRD), (other, homes, QUARTER), (city, next_one, "Nobody is put out of a home by force.")]
    amendments = [factories.under_review(deciding, member, officer, *change) for member, *change in texts]
    article = Article.objects.get(slug="a-home-one-can-keep")
    begun = merges.begin_merge(article=article, language="en", round_=deciding, by=moderator)
    accepted = [factories.accepted(amendment, moderator) for amendment in amendments]
    return merges.choose_amendments(merge=begun, amendments=accepted, by=moderator)


def test_a_clean_copy_goes_from_the_download_to_a_text_of_the_secretariat(merge, reader, tmp_path):
    desk = enter(reader(), Person.objects.get(pk=merge.begun_by_id))
    page = desk.go(f"/en/desk/merges/{merge.key}/")
    with page.expect_download() as download:
        page.get_by_role("button", name="Merge as Word file").click()
    edited = Edited(download.value.path().read_bytes(), author=None)
    edited.settle("del", "ins")
    homes, other = (factories.provision(merge.charter, place) for place in (5, 6))
    edited.retype(homes.key.hex, FIFTH.replace("fifth", "half"))
    edited.retype(other.key.hex, "No one is put out of a home by force.")
    file = tmp_path / "clean.docx"
    file.write_bytes(edited.save())
    desk.follow("Import the clean copy")
    page.get_by_label("File").set_input_files(file)
    desk.press("Check the file")
    assert page.get_by_text("Changed").first.is_visible()
    page.get_by_text("Use this text").click()
    desk.press("Use as text of the secretariat")
    assert page.get_by_text("The merge already has this text.").is_visible()
    desk.follow("Resolve the conflict with this text")
    assert page.get_by_label("Your text").input_value() == FIFTH.replace("fifth", "half")
    merge.refresh_from_db()
    words = merge_views.view_of_merge(merge).result.words
    assert words[str(other.key)] == "No one is put out of a home by force."
