"""The public pages as plain files: every link of the archive leads to a file of it."""

from __future__ import annotations

import resource
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from django.core.management import CommandError, call_command
from lxml import html as parsing

from charter.actions.comments import comments
from tests import factories

KEPT = "The city keeps one third of new homes for people with low incomes."


@pytest.fixture
def site(db, moderator, city, officer, settings):

    settings.SITE_URL = "http://testserver"
    first = factories.version(factories.charter(languages=("en",)))
    factories.site(first.charter)
    return factories.second_version(first, {5: KEPT}, by=moderator, city=city, proposer=officer)


def broken(folder: Path) -> list[tuple[str, str]]:
    """Links of the archive, with the page they stand on, that lead to no file, as a browser looks for it on a disk."""
    broken_links = []
    for page in folder.rglob("*.html"):
        root = parsing.fromstring(page.read_bytes())
        for link in root.xpath("//@href | //@src | //meta[@http-equiv='refresh']/@content"):
            parts = urlsplit(link.partition("url=")[2] if link.startswith("0; url=") else link)
            if parts.scheme or parts.netloc or not parts.path:
                continue
            assert not parts.query, link
            # A server answers with this page at any address.
            at_root = page == folder / "404.html" and parts.path.startswith("/")
            target = folder / unquote(parts.path)[1:] if at_root else page.parent / unquote(parts.path)
            if not target.is_file():
                broken_links.append((str(page.relative_to(folder)), link))
    return broken_links


@pytest.fixture
def comment(site, officer):
    text = {"text": "One third is not enough.", "language": "en", "round_": factories.round_(site)}
    return comments.post_comment(target=factories.provision(site.charter, 5), by=officer, **text)


def test_every_link_of_the_archive_leads_to_a_file_of_it(site, tmp_path, capsys):
    call_command("export_site", tmp_path / "site", without_files=True)
    folder = tmp_path / "site"
    assert broken(folder) == []
    assert "third" in (folder / "en/charter/2/I/index.html").read_text("utf-8")
    assert "fifth" in (folder / "en/charter/1/I/index.html").read_text("utf-8")
    assert (folder / "404.html").exists() and "<form" not in (folder / "en/index.html").read_text("utf-8")


def test_a_comment_is_read_in_the_archive_and_cannot_be_reported(site, comment, tmp_path, capsys):
    call_command("export_site", tmp_path / "site", without_files=True)
    pages = [page.read_text("utf-8") for page in (tmp_path / "site").rglob("*.html")]
    assert any("One third is not enough." in page for page in pages)
    assert not any(f"comments/{comment.pk}/report" in page for page in pages)
    assert broken(tmp_path / "site") == []


def test_no_paper_is_among_the_files_of_an_archive_without_files(site, comment, tmp_path, capsys):
    call_command("export_site", tmp_path / "site", without_files=True)
    written = [path.relative_to(tmp_path / "site").as_posix() for path in (tmp_path / "site").rglob("*")]
    assert [path for path in written if path.endswith((".docx", ".xlsx", ".pdf", "download"))] == []


@pytest.mark.browser
def test_the_archive_opens_from_a_disk(site, tmp_path, capsys, browser):
    call_command("export_site", tmp_path / "site", without_files=True)
    page = browser.new_page()
    page.goto((tmp_path / "site" / "en" / "index.html").as_uri())
    assert page.evaluate(
        "document.styleSheets.length && [...document.styleSheets].every(sheet => sheet.ownerNode.sheet)"
    )
    page.goto((tmp_path / "site" / "en" / "charter" / "2" / "I" / "index.html").as_uri())
    with page.expect_navigation():
        page.get_by_role("link", name="Version 1", exact=True).first.click()
    assert page.url.startswith((tmp_path / "site" / "en" / "charter" / "1").as_uri())
    page.close()


def test_who_asked_for_words_can_be_read_in_the_archive(site, tmp_path, capsys):
    call_command("export_site", tmp_path / "site", without_files=True)
    root = parsing.fromstring((tmp_path / "site/en/charter/2/I/index.html").read_bytes())
    [link] = [a.get("href") for a in root.iter("a") if a.text_content().startswith("Who proposed this?")]
    page = tmp_path / "site/en/charter/2/I" / urlsplit(link).path
    assert "Tamanrit" in page.read_text("utf-8")


@pytest.mark.large
def test_files_are_in_the_archive_too(site, tmp_path, capsys):
    call_command("export_site", tmp_path / "site")
    folder = tmp_path / "site"
    assert broken(folder) == []
    assert (folder / "en/charter/2.docx").read_bytes()[:2] == b"PK"
    assert (folder / "en/release/2.json").exists() and (folder / "en/comment-table.csv").exists()
    assert not list(folder.rglob("I.*")), "the page of the article and the files of the version say the same"


def test_other_views_of_a_page_are_left_out_and_their_links_become_plain_words(site, tmp_path, capsys):
    call_command("export_site", tmp_path / "site", without_files=True)
    page = tmp_path / "site/en/charter/1..2/I/index.html"
    labels = [a.text_content() for a in parsing.fromstring(page.read_bytes()).iter("a") if a.get("href") is None]
    assert "Side by side" in " ".join(labels)
    assert not (page.parent / "q").exists()


@pytest.fixture
def small_files_only():
    """The system refuses files above 8 KB, after the first pages, as it does where a disk is full."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8192, limits[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def test_an_export_that_ends_in_an_error_leaves_nothing_behind(site, small_files_only, tmp_path):
    with pytest.raises(OSError, match="File too large"):
        call_command("export_site", tmp_path / "site", without_files=True)
    assert not (tmp_path / "site").exists()


def test_a_folder_that_holds_something_is_left_alone(db, tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(CommandError, match="not empty"):
        call_command("export_site", tmp_path)
