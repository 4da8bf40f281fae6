"""`manage.py setup`: answers become a file that the settings read, and a wrong answer becomes a sentence."""

from __future__ import annotations

import io
import stat
import subprocess
import sys
from pathlib import Path

import environ
import pytest
from django.core.management import CommandError, call_command

from consultation.archives import writing
from consultation.founding import environment
from consultation.founding.questions import QUESTIONS

ROOT = Path(__file__).resolve().parents[3]


def written(file, **answers):
    call_command("setup", no_input=True, file=file, stdout=io.StringIO(), **answers)
    env = type("Found", (environ.Env,), {"ENVIRON": {}})
    env.read_env(str(file))
    return env.ENVIRON


def test_there_are_six_questions_and_each_default_is_a_right_answer():
    assert [question.fault(question.default) for question in QUESTIONS] == [""] * 6


def test_the_defaults_make_a_site_on_this_machine(tmp_path):
    settings = written(tmp_path / "env")
    assert len(settings.pop("SECRET_KEY")) > 60
    assert len(settings.pop("SETUP_KEY")) > 30
    assert settings == {
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "SITE_URL": "http://localhost:8000",
        "SITE_NAME": "Charter",
        "MAIL_FROM": "consultation@localhost",
        "TIME_ZONE": "Europe/Madrid",
    }


def test_the_next_commands_name_a_file_of_another_name(tmp_path):
    out = io.StringIO()
    call_command("setup", no_input=True, file=tmp_path / "my site.env", stdout=out)
    assert f"export ENV_FILE='{tmp_path}/my site.env'\n  .venv/bin/python manage.py upgrade" in out.getvalue()


def test_what_follows_from_the_address_is_written_with_it(tmp_path):
    settings = written(tmp_path / "env", SITE_URL="https://charter.example.org")
    assert (settings["ALLOWED_HOSTS"], settings["BEHIND_PROXY"]) == ("charter.example.org", "1")


@pytest.mark.parametrize("name", ['Cité "A" #1', "back\\slash", "l'Agenda", "ميثاق المدن"])
def test_any_name_is_read_back_as_it_was_said(tmp_path, name):
    assert written(tmp_path / "env", SITE_NAME=name)["SITE_NAME"] == name


def test_the_file_is_for_its_owner_alone_and_each_secret_is_new(tmp_path):
    first, second = written(tmp_path / "a"), written(tmp_path / "b")
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o600
    assert first["SECRET_KEY"] != second["SECRET_KEY"]


def test_a_file_that_is_there_is_kept_unless_one_forces_it(tmp_path):
    before = written(tmp_path / "env")
    with pytest.raises(CommandError, match="exists already"):
        written(tmp_path / "env")
    assert (tmp_path / "env").read_text().count(before["SECRET_KEY"]) == 1
    assert written(tmp_path / "env", force=True)["SECRET_KEY"] != before["SECRET_KEY"]


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("SITE_URL", "charter.example.org"),
        ("SITE_URL", "http://charter.example.org"),
        ("SITE_URL", "https://charter.example.org/fr/"),
        ("SITE_NAME", "a" * 81),
        ("DATABASE_URL", "mysql://root@localhost/a"),
        ("MAIL_URL", "mail.example.org"),
        ("MAIL_FROM", "the secretariat"),
        ("TIME_ZONE", "Madrid"),
    ],
)
def test_a_wrong_answer_is_said_and_nothing_is_written(tmp_path, name, answer):
    fault = next(question for question in QUESTIONS if question.name == name).fault(answer)
    assert fault.endswith(".")
    with pytest.raises(CommandError) as refused:
        written(tmp_path / "env", **{name: answer})
    assert str(refused.value).endswith(fault)
    assert not (tmp_path / "env").exists()


def test_it_runs_where_nothing_is_set_yet(tmp_path):
    process = subprocess.run(
        [sys.executable, "manage.py", "setup", "--no-input", "--file", str(tmp_path / "env")],
        cwd=ROOT,
        env={"PATH": "", "VAR_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert (process.returncode, process.stderr) == (0, "")
    assert "manage.py new_admin" in process.stdout
    key = environment.read_settings(tmp_path / "env")["SETUP_KEY"]
    assert f"http://localhost:8000/en/setup/\n  {key}" in process.stdout


def test_a_question_is_asked_again_until_the_answer_fits(tmp_path, monkeypatch):
    typed = iter(["nowhere", "https://charter.example.org", "", "", "", "", ""])
    monkeypatch.setattr("builtins.input", lambda words: next(typed))
    monkeypatch.setattr("sys.stdin", type("Terminal", (io.StringIO,), {"isatty": lambda self: True})())
    out = io.StringIO()
    call_command("setup", file=tmp_path / "env", stdout=out)
    assert "SITE_URL=https://charter.example.org\n" in (tmp_path / "env").read_text()
    assert "The address starts with https://" in out.getvalue()


def test_settings_of_a_backup_are_taken_over_but_for_those_without_their_password(tmp_path, db, monkeypatch):
    settings = {
        "SITE_NAME": "Charter of the backup",
        "SITE_URL": "https://charter.example.org",
        "KEEP_LETTERS_DAYS": "99",
        "VAR_DIR": "/data/of/the/old/machine",
        "MAIL_URL": "smtp+tls://me:hidden@mail.example.org:587",
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    writing.write_backup(tmp_path / "backup.zip")
    out = io.StringIO()
    call_command("setup", file=tmp_path / "env", from_backup=tmp_path / "backup.zip", stdout=out, SITE_NAME="New")
    text = (tmp_path / "env").read_text()
    assert "Set these in .env again: MAIL_URL." in out.getvalue()
    assert ("SITE_NAME=New" in text, "KEEP_LETTERS_DAYS=99" in text, "BEHIND_PROXY=1" in text) == (True, True, True)
    assert not any(word in text for word in ("VAR_DIR", "MAIL_URL", "hidden"))


def test_a_former_key_in_the_environment_is_kept_beside_the_new_one_of_a_restored_site(tmp_path, db, settings):
    settings.SECRET_KEY_FALLBACKS = ["the key of the old machine"]
    writing.write_backup(tmp_path / "backup.zip")
    assert b"the key of the old machine" not in (tmp_path / "backup.zip").read_bytes()
    restored = written(tmp_path / "env", from_backup=tmp_path / "backup.zip")
    assert restored["SECRET_KEY_FALLBACKS"] == "the key of the old machine"
    assert restored["SECRET_KEY"] not in ("the key of the old machine", settings.SECRET_KEY)


def test_a_damaged_backup_gives_no_settings(tmp_path):
    (tmp_path / "backup.zip").write_bytes(b"PK" * 100)
    with pytest.raises(CommandError, match="damaged"):
        call_command("setup", file=tmp_path / "env", from_backup=tmp_path / "backup.zip")
    assert not (tmp_path / "env").exists()
