"""A whole charter that comes back: changes in many articles, each at its provision."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from charter.actions.languages.editions import Origin
from charter.actions.papers import issued_papers, received_papers
from charter.exports import working_papers
from charter.exports.office_details import parts_of
from charter.files.archives import pack_archive
from charter.forms.papers.working_papers import ChangesForm
from charter.importing import returned_papers, storing
from charter.importing.returned_changes import find_changes
from charter.importing.returned_lines import read
from charter.models import Charter
from charter.queries.papers.working_papers import lines_in
from tests import factories
from tests.charter.importing.returned import Edited

LANGUAGES = ("en", "fr", "es", "ar")


@pytest.fixture
def demonstrated(db, demo):
    """Version 1 of the demonstration's charter in four languages."""
    for language, edition in demo.items():
        origin = Origin(f"charter.{language}.html", "0" * 64)
        stored = storing.take_edition(
            edition,
            charter_slug="charter",
            origin=origin,
            by=None,
            at=timezone.now(),
            required=language != "ar",
        )
    return factories.version(stored.charter)


@pytest.fixture
def issue(city, officer):
    def whole(version, language="en"):
        return issued_papers.issue_paper(
            version=version, article=None, language=language, organisation=city, by=officer
        )

    return whole


@pytest.fixture
def compare(city, officer):
    """What a file changes, as the page has it."""

    def returned(data, name="charter.docx"):
        reading = read(data, name)
        source = returned_papers.identify(Charter.objects.get(), reading, None, "en")
        received = received_papers.receive_paper(
            organisation=city,
            by=officer,
            file=ContentFile(data),
            filename=name,
            digest="1",
            reading=reading.as_json(),
            version=source.version,
            article=source.article,
            language=source.language,
            paper=source.paper,
        )
        return source, returned_papers.compare(received)

    return returned


def edited(data, charter, *places):
    file = Edited(data)
    for place in places:
        text = factories.WORDS["en"][place]
        file.retype(factories.provision(charter, place).key.hex, f"{text} New words.")
    return file.save()


def test_changes_in_several_articles_are_each_at_their_provision(version, charter, issue, compare):
    paper = issue(version)
    source, returned = compare(edited(working_papers.docx(paper), charter, 1, 5, 8))
    assert (source.article, source.paper) == (None, paper)
    assert [change.provision for change in returned.changes] == [
        factories.provision(charter, place) for place in (1, 5, 8)
    ]
    assert len({change.article for change in returned.changes}) == 3 and not returned.unplaced


def test_changes_become_one_draft_for_each_article(version, charter, issue, compare):
    _source, returned = compare(edited(working_papers.docx(issue(version)), charter, 5, 6, 8))
    names = [change.name for change in returned.changes]
    form = ChangesForm({"changes": names, "as_drafts": "article"}, returned_changes=returned.changes)
    assert form.is_valid(), form.errors
    assert [len(group) for group in form.chosen()] == [2, 1]


def test_a_file_without_id_is_one_of_the_whole_charter_by_its_bookmarks(version, charter, issue, compare):
    file = Edited(edited(working_papers.docx(issue(version)), charter, 5))
    file.without_id()
    source, returned = compare(file.save())
    assert (source.article, source.paper, len(returned.changes)) == (None, None, 1)


def test_a_provision_of_another_article_does_not_make_the_file_one_of_the_whole(
    version, charter, city, officer, compare
):
    line = version.manifest.get(provision=factories.provision(charter, 5), language="en")
    paper = issued_papers.issue_paper(
        version=version, article=line.article, language="en", organisation=city, by=officer
    )
    file = Edited(working_papers.docx(paper))
    file.without_id()
    data = file.save()
    foreign = factories.provision(charter, 8).key.hex.encode()
    parts = parts_of(data)
    name = "word/document.xml"
    parts[name] = parts[name].replace(factories.provision(charter, 6).key.hex.encode(), foreign)
    source, _returned = compare(pack_archive(parts))
    assert source.article == line.article


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_demonstration_as_it_was_downloaded_has_no_change(demonstrated, issue, language):
    base = returned_papers.base_lines(lines_in(demonstrated, None, language))
    for ending, write in working_papers.WRITERS.items():
        returned = read(write(issue(demonstrated, language)), f"charter.{ending}")
        found = find_changes(base, returned, returned.authors)
        assert (found.changes, found.unplaced, found.left_out, found.share) == ((), (), (), 1), ending
