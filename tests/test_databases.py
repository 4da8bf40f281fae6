"""The database of a test process."""

from __future__ import annotations

import shutil
import sqlite3

import pytest
from django.db import connections

from tests.databases import SQLiteCopy


@pytest.fixture
def copy(tmp_path, monkeypatch):
    monkeypatch.setitem(connections.settings["default"], "NAME", connections.settings["default"]["NAME"])
    made = SQLiteCopy(tmp_path)
    yield made
    made.drop()


@pytest.mark.skipif(connections["default"].vendor != "sqlite", reason="the copies of SQLite are files")
def test_a_page_of_the_last_test_that_comes_late_does_not_write_into_the_next_copy(copy, monkeypatch):
    late = []
    copyfile = shutil.copyfile

    def copy_while_a_page_opens_the_database(source, target):
        late.append(sqlite3.connect(connections.settings["default"]["NAME"], isolation_level=None))
        late[0].execute("PRAGMA journal_mode=WAL")
        late[0].execute("CREATE TABLE written_late (number)")
        return copyfile(source, target)

    monkeypatch.setattr(shutil, "copyfile", copy_while_a_page_opens_the_database)
    copy.renew()
    late[0].close()
    with sqlite3.connect(copy.file) as current:
        tables = {name for (name,) in current.execute("SELECT name FROM sqlite_master")}
        assert current.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert "charter_amendment" in tables and "written_late" not in tables
