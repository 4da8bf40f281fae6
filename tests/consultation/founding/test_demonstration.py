"""The settings of the demonstration: nothing of another site, and never in the folder of one."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from consultation.founding import demonstration, environment

ROOT = Path(__file__).resolve().parents[3]
OF_A_REAL_SITE = {
    "SECRET_KEY": "of a real site",
    "MAIL_URL": "smtp+tls://real:password@mail.example.org:587",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "MINISIGN_KEY_FILE": "/srv/key",
    "VAR_DIR": "/srv/var",
    "DEBUG": "1",
}


@pytest.fixture(autouse=True)
def without_settings(monkeypatch):
    for name in (*demonstration.TAKEN, *demonstration.OF_A_SITE):
        monkeypatch.delenv(name, raising=False)


def of(folder, before=None, address="127.0.0.1", port=8000):
    return demonstration.make_settings(folder, before or {}, address, port)


def test_nothing_of_a_real_site_is_taken_from_the_environment(tmp_path, monkeypatch):
    expected = {**of(tmp_path), "SECRET_KEY": ""}
    for name, value in OF_A_REAL_SITE.items():
        monkeypatch.setenv(name, value)
    assert {**of(tmp_path), "SECRET_KEY": ""} == expected
    assert expected == {
        "DEMONSTRATION": "1",
        "SECRET_KEY": "",
        "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
        "SITE_NAME": "Charter-Agenda",
        "CONTACT": "secretariat@demo.example",
        "SITE_URL": "http://localhost:8000",
        "DATABASE_URL": "",
        "VAR_DIR": str(tmp_path),
    }


def test_a_file_that_is_named_counts_alone(tmp_path):
    """The settings themselves, with a real site in the environment and its file at ENV_FILE's side."""
    file = tmp_path / "demonstration.env"
    demonstration.write_settings(file, of(tmp_path))
    code = "from consultation.settings import *; print(MAIL_URL, REDIS_URL, MINISIGN_KEY_FILE, DEBUG, DATABASES)"
    env = {"PATH": os.environ["PATH"], **OF_A_REAL_SITE, "ENV_FILE": str(file), "DATABASE_URL": "postgres://h/real"}
    process = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True)
    assert process.stdout.startswith("   False {'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': '"), (
        process
    )
    assert str(tmp_path / "consultation.sqlite3") in process.stdout


def test_a_file_that_is_named_and_missing_stops_the_start(tmp_path):
    env = {"PATH": os.environ["PATH"], "ENV_FILE": str(tmp_path / "none.env"), "SECRET_KEY": "x"}
    process = subprocess.run([sys.executable, "manage.py", "check"], cwd=ROOT, env=env, capture_output=True, text=True)
    assert (process.returncode, process.stderr.strip()) == (
        1,
        f"ENV_FILE names {tmp_path}/none.env, and there is no such file.",
    )


def test_the_secret_stays_from_start_to_start_and_is_for_the_owner_alone(tmp_path):
    first, file = of(tmp_path), tmp_path / demonstration.FILE
    demonstration.write_settings(file, first)
    assert environment.read_settings(file) == {name: value for name, value in first.items() if value}
    assert of(tmp_path, environment.read_settings(file))["SECRET_KEY"] == first["SECRET_KEY"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("broken", [b"", b"\xff\xfe\x00", b"no line of settings"])
def test_broken_settings_are_made_anew(tmp_path, broken):
    (tmp_path / demonstration.FILE).write_bytes(broken)
    assert len(of(tmp_path, environment.read_settings(tmp_path / demonstration.FILE))["SECRET_KEY"]) > 60


def test_a_folder_has_one_database(tmp_path, monkeypatch):
    before = {"SECRET_KEY": "x", "DATABASE_URL": "postgres://h/one"}
    assert of(tmp_path, before)["DATABASE_URL"] == "postgres://h/one"
    monkeypatch.setenv("DATABASE_URL", "postgres://h/other")
    with pytest.raises(SystemExit, match="choose another folder"):
        of(tmp_path, before)


@pytest.mark.parametrize(
    ("address", "hosts"),
    [("0.0.0.0", "*"), ("192.0.2.7", "localhost,127.0.0.1,[::1],192.0.2.7"), ("::", "*")],
)
def test_it_answers_to_the_address_it_listens_on(tmp_path, address, hosts):
    assert of(tmp_path, address=address)["ALLOWED_HOSTS"] == hosts


@pytest.mark.parametrize(
    ("name", "is_free"),
    [("missing", True), ("empty", True), ("demonstration", True), ("site", False), ("file", False)],
)
def test_a_demonstration_stands_in_a_folder_of_its_own(tmp_path, name, is_free):
    for folder in ("empty", "demonstration", "site"):
        (tmp_path / folder).mkdir()
    for file in ("demonstration/demonstration.env", "demonstration/consultation.sqlite3", "site/backups", "file"):
        (tmp_path / file).touch()
    assert demonstration.is_free(tmp_path / name) is is_free
