"""Root, files of another user, and a health check that is refused are reported."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from consultation.watching import machine
from consultation.watching.findings import Level

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files to another user")
NOBODY = 65534


@pytest.fixture
def folder(settings, tmp_path):
    """The folder of a site whose user is not root."""
    settings.VAR_DIR, settings.BASE_DIR = tmp_path / "var", tmp_path
    (tmp_path / "var" / "media").mkdir(parents=True)
    (tmp_path / "var" / "media" / "mandate.pdf").touch()
    (tmp_path / ".env").touch()
    for path in (tmp_path / ".env", *(tmp_path / "var").rglob("*"), tmp_path / "var"):
        os.chown(path, NOBODY, NOBODY)
    return tmp_path


def test_files_of_one_user_are_well(folder):
    assert (machine.check_owner().level, machine.check_owner().values) == (
        Level.OK,
        {"owner": machine.name_of(NOBODY)},
    )


@pytest.mark.parametrize("name", [".env", "var/media/mandate.pdf", "var/media"])
def test_a_file_of_another_user_is_named(folder, name):
    os.chown(folder / name, 0, 0)
    finding = machine.check_owner()
    assert (finding.level, finding.values["files"], finding.values["count"]) == (Level.FAIL, str(folder / name), 1)


def test_the_settings_file_that_the_site_reads_is_looked_at(folder, monkeypatch):
    (folder / "other.env").touch()
    monkeypatch.setenv("ENV_FILE", str(folder / "other.env"))
    assert machine.check_owner().values["files"] == str(folder / "other.env")


def as_user(uid, look):
    """What a look finds when another user makes it, in a process of its own."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.setuid(uid)
            os.write(writer, look().level.encode())
        finally:
            os._exit(0)  # whatever happens, no second process goes on with the tests
    os.waitpid(child, 0)
    os.close(writer)
    with os.fdopen(reader) as answer:
        return answer.read()


def test_another_user_than_the_owner_is_a_failure(folder):
    for path in (folder, *folder.parents):
        if path == Path(tempfile.gettempdir()):
            break
        path.chmod(0o755)
    assert [as_user(uid, machine.check_owner) for uid in (NOBODY, 12345)] == ["ok", "fail"]


def test_root_is_reported():
    assert (machine.check_user().level, as_user(NOBODY, machine.check_user)) == ("warn", "ok")


def test_a_missing_folder_is_a_failure(settings, tmp_path):
    settings.VAR_DIR = tmp_path / "nothing"
    assert machine.check_owner().level == "fail"


def test_a_health_check_by_the_address_of_the_machine_is_answered(db):
    assert machine.health_host().level == "ok"


def test_a_refused_health_check_is_a_failure(db, settings):
    settings.ALLOWED_HOSTS = ["charter.example.org"]
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.endswith("HealthMiddleware")]
    assert machine.health_host().values == {"host": "127.0.0.1:8000", "status": 400}
