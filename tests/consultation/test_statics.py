"""Addresses of static files: the ones the manifest names."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware

from consultation.statics import NamedOnceStorage
from tests.consultation.served import served

FOLDERS = [("templates", "html"), *((app, "py") for app in ("accounts", "charter", "cms", "consultation"))]


@pytest.fixture
def storage(tmp_path):
    (tmp_path / "staticfiles.json").write_text('{"version": "1.1", "paths": {"css/site.css": "css/site.abc.css"}}')
    return NamedOnceStorage(location=str(tmp_path), base_url="/static/")


def test_a_name_leads_to_the_file_with_its_digest_each_time(storage):
    assert [storage.url("css/site.css") for _ in range(2)] == ["/static/css/site.abc.css"] * 2


def test_a_name_that_the_manifest_lacks_leads_to_the_file_and_is_logged(storage, caplog):
    assert storage.url("css/none.css") == "/static/css/none.css"
    assert ["none.css" in record.getMessage() for record in caplog.records] == [True]


@pytest.mark.parametrize("words", ["", "{", '{"version": "9", "paths": {}}', "[]"])
def test_a_broken_manifest_lacks_every_name(tmp_path, words):
    (tmp_path / "staticfiles.json").write_text(words)
    storage = NamedOnceStorage(location=str(tmp_path), base_url="/static/")
    assert storage.url("css/site.css") == "/static/css/site.css"


@pytest.mark.parametrize("manifest", [None, "{"], ids=["missing", "broken"])
def test_where_the_manifest_is_missing_or_broken_pages_are_read(transactional_db, version, tmp_path, manifest):
    if manifest is not None:
        (tmp_path / "static").mkdir()
        (tmp_path / "static" / "staticfiles.json").write_text(manifest)
    with served(tmp_path) as site:
        pages = [site.get(path) for path in ("/en/", "/en/charter/", "/fr/accounts/login/", "/health/web/")]
    assert [page.status for page in pages] == [200] * 4, site.log.read_text()
    assert 'href="/static/css/site.css"' in pages[1].body


NAMED = re.compile(r"""{% *static ["']([^"'{]+)["'] *%}|\bstatic\("([^"{]+)"\)""")


def test_each_static_file_that_code_or_a_template_names_is_there():
    """A wrong name fails no page, so it is found here."""
    files = [file for folder, end in FOLDERS for file in (settings.BASE_DIR / folder).rglob(f"*.{end}")]
    names = {first or other for file in files for first, other in NAMED.findall(file.read_text(encoding="utf-8"))}
    assert len(names) > 10
    assert sorted(name for name in names if finders.find(name) is None) == []


def test_the_server_tells_files_with_a_digest_by_their_names_and_logs_nothing(settings, tmp_path, caplog):
    """To WhiteNoise a name with two points, such as that of a licence, looks as if it had a digest."""
    for name in ("vendor.js.LICENSE.txt", "site.0123456789ab.css"):
        (tmp_path / name).touch()
    settings.STATIC_ROOT, settings.WHITENOISE_AUTOREFRESH, settings.WHITENOISE_USE_FINDERS = tmp_path, False, False
    own = {"BACKEND": "consultation.statics.NamedOnceStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": own}
    server = WhiteNoiseMiddleware(lambda request: HttpResponse())
    kept = {url: server.immutable_file_test("", url) for url in server.files}
    assert kept == {"/static/vendor.js.LICENSE.txt": False, "/static/site.0123456789ab.css": True}
    assert caplog.records == []
