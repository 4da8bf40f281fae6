"""The public pages as plain files: every link of the archive leads to a file of it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from django.core.management import CommandError, call_command
from lxml import html as parsing

from tests import factories

KEPT = "The city keeps one third of new homes for people with low incomes."


@pytest.fixture
def site(db, moderator, city, officer, settings):

    settings.SITE_URL = "http://testserver"
    first = factories.version(factories.charter(languages=("en",)))
    factories.site(first.charter)
    return factories.second_version(first, {5: KEPT}, by=moderator, city=city, proposer=officer)


def broken(folder: Path) -> list[tuple[str, str]]:
    """Links of the archive, with the page they stand on, that lead to no file, as a plain server would look for it."""
    broken_links = []
    for page in folder.rglob("*.html"):
        root = parsing.fromstring(page.read_bytes())
        for link in root.xpath("//@href | //@src"):
            parts = urlsplit(link)
            if parts.scheme or parts.netloc or not parts.path:
                continue
            assert not parts.query, link
            target = folder / unquote(parts.path).lstrip("/")
            if not (target / "index.html").exists() and not target.is_file():
                broken_links.append((str(page.relative_to(folder)), link))
    return broken_links


def test_every_link_of_the_archive_leads_to_a_file_of_it(site, tmp_path, capsys):
    call_command("export_site", tmp_path / "site", without_files=True)
    folder = tmp_path / "site"
    assert broken(folder) == []
    assert "third" in (folder / "en/charter/2/I/index.html").read_text("utf-8")
    assert "fifth" in (folder / "en/charter/1/I/index.html").read_text("utf-8")
    assert (folder / "404.html").exists() and "<form" not in (folder / "en/index.html").read_text("utf-8")


def test_who_asked_for_words_can_be_read_in_the_archive(site, tmp_path, capsys):
    call_command("export_site", tmp_path / "site", without_files=True)
    root = parsing.fromstring((tmp_path / "site/en/charter/2/I/index.html").read_bytes())
    [link] = [a.get("href") for a in root.iter("a") if a.text_content().startswith("Who proposed this?")]
    page = tmp_path / "site" / urlsplit(link).path.lstrip("/") / "index.html"
    assert "Tamanrit" in page.read_text("utf-8")


@pytest.mark.large
def test_files_are_in_the_archive_too(site, tmp_path, capsys):
    call_command("export_site", tmp_path / "site")
    folder = tmp_path / "site"
    assert broken(folder) == []
    assert (folder / "en/charter/2.docx").read_bytes()[:2] == b"PK"
    assert (folder / "en/release/2.json").exists()


def test_a_folder_that_holds_something_is_left_alone(db, tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(CommandError, match="not empty"):
        call_command("export_site", tmp_path)
