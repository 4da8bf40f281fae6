"""Addresses of static files: the ones the manifest names."""

from __future__ import annotations

import pytest

from consultation.statics import NamedOnceStorage


@pytest.fixture
def storage(tmp_path):
    (tmp_path / "staticfiles.json").write_text('{"version": "1.1", "paths": {"css/site.css": "css/site.abc.css"}}')
    return NamedOnceStorage(location=str(tmp_path), base_url="/static/")


def test_a_name_leads_to_the_file_with_its_digest_each_time(storage):
    assert [storage.url("css/site.css") for _ in range(2)] == ["/static/css/site.abc.css"] * 2


def test_a_name_that_no_file_has_is_refused(storage):
    with pytest.raises(ValueError, match="Missing staticfiles manifest entry"):
        storage.url("css/none.css")
