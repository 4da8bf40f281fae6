"""`manage.py setup --beside NAME`: a further site in the same folder, which leaves the first as it is."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from consultation.founding import environment

ROOT = Path(__file__).resolve().parents[3]
NAMED_ONCE = ("SECRET_KEY", "SETUP_KEY", "SITE_URL", "ALLOWED_HOSTS", "VAR_DIR", "PORT")


@pytest.fixture
def folder(tmp_path, settings):
    """The folder of a site whose emails leave by a server of its own."""
    settings.BASE_DIR = tmp_path
    call_command(
        "setup",
        no_input=True,
        file=tmp_path / ".env",
        stdout=io.StringIO(),
        SITE_URL="https://first.example.org",
        MAIL_URL="smtp://mail.example.org:25",
        TIME_ZONE="America/Bogota",
    )
    return tmp_path


def beside(name: str, **answers: object) -> str:
    out = io.StringIO()
    call_command("setup", no_input=True, beside=name, stdout=out, **answers)
    return out.getvalue()


def test_a_further_site_has_everything_of_its_own_and_the_first_stays_as_it_was(folder):
    before = (folder / ".env").read_bytes()
    beside("water", SITE_URL="https://water.example.org", SITE_NAME="Water charter")
    beside("bread", SITE_URL="https://bread.example.org")
    sites = [environment.read_settings(folder / name) for name in (".env", ".env.water", ".env.bread")]
    assert (folder / ".env").read_bytes() == before
    for name in NAMED_ONCE:
        assert len({site.get(name) for site in sites}) == 3, name
    assert [site.get("PORT") for site in sites] == [None, "8001", "8002"]
    assert {site["MAIL_URL"] for site in sites} == {"smtp://mail.example.org:25"}
    assert {site["TIME_ZONE"] for site in sites} == {"America/Bogota"}
    assert (folder / "var-water").is_dir() and (folder / ".env.water").stat().st_mode & 0o777 == 0o600


def test_the_settings_are_those_of_a_site_with_its_own_database_and_uploads(folder):
    beside("water", SITE_URL="https://water.example.org")
    code = (
        "from consultation.settings import *; print(DATABASES['default']['NAME'], MEDIA_ROOT, STATIC_ROOT, SITE_URL)"
    )
    env = {"PATH": "", "ENV_FILE": str(folder / ".env.water")}
    process = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True)
    data = ROOT / "var-water"  # below the folder of the program that runs, which is this one here
    assert process.stdout.split() == [
        f"{data}/consultation.sqlite3",
        f"{data}/media",
        f"{data}/static",
        "https://water.example.org",
    ]


def test_the_front_server_gets_the_address_and_the_port_of_the_site(folder):
    beside("water", SITE_URL="https://water.example.org")
    text = (folder / "var-water" / "Caddyfile").read_text()
    example = (ROOT / "deploy" / "Caddyfile").read_text()
    assert "\nwater.example.org {\n" in text and "reverse_proxy 127.0.0.1:8001 {" in text
    assert text.replace("water.example.org", "charter.example.org").replace("8001", "8000") == example


def test_it_prints_what_was_written_and_what_to_run_next(folder):
    out = beside("water", SITE_URL="https://water.example.org")
    key = environment.read_settings(folder / ".env.water")["SETUP_KEY"]
    for words in (".env.water is written", "port 8001", f"https://water.example.org/en/setup/\n  {key}"):
        assert words in out
    assert re.findall(r"manage\.py (\w+)", out) == ["upgrade", "new_admin", "doctor"]
    started = re.search(r"enable --now (.+)", out)
    assert started is not None
    for unit in started[1].split():
        template = unit.replace("@water", "@")
        assert (ROOT / "deploy/systemd" / (template if "." in template else f"{template}.service")).is_file()


@pytest.mark.parametrize(
    ("name", "answers", "sentence"),
    [
        ("Water", {}, "The name starts with a letter"),
        ("../etc", {}, "The name starts with a letter"),
        ("20261130120000", {}, "The name starts with a letter"),
        ("water", {"SITE_URL": "https://first.example.org"}, "Another site here has the address first.example.org."),
        ("water", {"DATABASE_URL": "postgres:///second"}, "Another site here has this database."),
        ("second", {}, "exists already"),
        ("full", {}, "is not empty"),
    ],
)
def test_what_is_of_another_site_is_refused_and_nothing_is_written(folder, name, answers, sentence):
    beside("second", SITE_URL="https://second.example.org", DATABASE_URL="postgres:///second")
    (folder / "var-second" / "Caddyfile").unlink()
    (folder / "var-full").mkdir()
    (folder / "var-full" / "data").touch()
    before = sorted(folder.rglob("*"))
    with pytest.raises(CommandError, match=re.escape(sentence)):
        beside(name, **answers)
    assert sorted(folder.rglob("*")) == before


def test_without_a_first_site_there_is_nothing_to_stand_beside(tmp_path, settings):
    settings.BASE_DIR = tmp_path
    with pytest.raises(CommandError, match="There is no first site here"):
        beside("water")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_was_set_aside_is_no_site(folder):
    beside("water")
    (folder / "var-water" / "Caddyfile").unlink()
    beside("water", force=True)
    assert environment.read_settings(folder / ".env.water")["PORT"] == "8001"
