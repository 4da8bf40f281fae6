"""The units of systemd: nightly services that do not stop each other, and commands that are there."""

from __future__ import annotations

import getpass
import os
import re
import shlex
import shutil
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[2]
UNITS = ROOT / "deploy" / "systemd"
NIGHTLY = ["charter-delete-old", "charter-prune", "charter-backup", "charter-copy"]


def unit(name):
    parser = ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str
    parser.read(UNITS / f"{name}.service")
    return parser


def command(name):
    """The arguments that a nightly service gives to `manage.py`."""
    return shlex.split(unit(name)["Service"]["ExecStart"])[2:]


def test_the_timer_starts_every_nightly_service():
    nightly = unit("charter-nightly")["Unit"]
    assert nightly["Wants"].split() == nightly["After"].split() == [f"{name}.service" for name in NIGHTLY]


@pytest.mark.parametrize("name", NIGHTLY)
def test_a_nightly_service_runs_one_command_and_requires_no_other(name):
    text = (UNITS / f"{name}.service").read_text()
    assert text.count("ExecStart=") == 1
    assert not any(f"\n{word}=" in text for word in ("Requires", "Requisite", "BindsTo", "PartOf"))
    assert command(name)[0] in get_commands()


def test_each_waits_for_those_before_it():
    for place, name in enumerate(NIGHTLY[1:], 1):
        before = {f"{other}.service" for other in NIGHTLY[max(0, place - 1) : place]}
        assert before <= set(unit(name)["Unit"]["After"].split())


@pytest.mark.parametrize("name", ["charter-web", "charter-worker", "charter-queue"])
def test_a_further_site_runs_what_the_first_site_runs_with_its_own_settings_data_and_port(name):
    first, further = dict(unit(name)["Service"]), dict(unit(f"{name}@")["Service"])
    assert further.pop("Environment") == "ENV_FILE=/srv/charter/site/.env.%i"
    assert further.pop("EnvironmentFile", "") == ("/srv/charter/site/.env.%i" if name == "charter-web" else "")
    first["ExecStart"] = first["ExecStart"].replace(":8000 ", ":${PORT} ")
    assert further == first | {"ReadWritePaths": "/srv/charter/site/var-%i"}


def test_the_nights_of_a_further_site_are_its_own():
    service = (UNITS / "charter-nightly@.service").read_text()
    assert "\nExecStart=/srv/charter/site/deploy/nightly --once\n" in service
    assert "\nEnvironment=ENV_FILE=/srv/charter/site/.env.%i\n" in service
    hours = [
        re.search(r"OnCalendar=.* (\S+)", (UNITS / f"{name}.timer").read_text())[1]
        for name in ("charter-nightly", "charter-nightly@")
    ]
    assert hours == ["03:00:00", "03:30:00"]


def test_systemd_accepts_the_units_of_a_further_site(tmp_path):
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd is missing")
    site, user = str(tmp_path / "site"), getpass.getuser()
    for path in UNITS.iterdir():
        text = path.read_text().replace("User=charter\n", f"User={user}\n").replace("/srv/charter/site", site)
        (tmp_path / path.name).write_text(re.sub(r"ExecStart=\S+", f"ExecStart={sys.executable}", text))
    names = ["web@water.service", "worker@water.service", "queue@water.service", "nightly@water.timer"]
    files = [str(tmp_path / f"charter-{name}") for name in names]
    run = subprocess.run([program, "verify", "--man=no", *files], capture_output=True, text=True)
    assert [line for line in run.stderr.splitlines() if "charter-" in line] == []


@pytest.fixture
def small_disk(tmp_path):
    """A folder on a disk of its own of 4 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "none", str(folder)], capture_output=True)
    if mounted.returncode:
        pytest.skip("needs the right to mount a disk")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.large
@pytest.mark.parametrize("full_of", ["old backups", "something else"])
def test_a_full_disk_stops_one_job_and_not_all(small_disk, tmp_path, full_of):
    backups = small_disk / "backups"
    backups.mkdir()
    names = [f"consultation-{n}.zip" for n in range(4)] if full_of == "old backups" else ["a.log"]
    url = f"sqlite:///{tmp_path / 'data.sqlite3'}"
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": url, "REDIS_URL": ""}
    env |= {"VAR_DIR": str(small_disk)}
    subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, env=env, check=True)
    for number, name in enumerate(names):
        (backups / name).write_bytes(b"1" * (1024 if number else 3 << 20))
        os.utime(backups / name, (number, number))
    fill(small_disk / "more")
    ended = {
        name: subprocess.run([sys.executable, "manage.py", *command(name)], cwd=ROOT, env=env, capture_output=True)
        for name in NIGHTLY
    }
    failed = [name for name, result in ended.items() if result.returncode]
    assert failed == ([] if full_of == "old backups" else ["charter-backup"])
    assert b"Traceback" not in ended["charter-backup"].stderr
    assert list(backups.glob("*.part")) == []


def fill(path):
    with path.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"1" * 65536)
        except OSError:
            return


def test_the_container_does_every_night_what_the_services_do():
    jobs = re.search(r"for job in (.*); do", (ROOT / "deploy" / "nightly").read_text())[1]
    assert shlex.split(jobs) == [" ".join(command(name)) for name in NIGHTLY]
    assert (
        "\n  nightly:\n    <<: *site\n    command: deploy/nightly\n" in (ROOT / "deploy" / "compose.yaml").read_text()
    )


@pytest.mark.large
def test_a_nightly_job_that_fails_does_not_stop_the_others(tmp_path):
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "python").symlink_to(sys.executable)
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": "sqlite:////nothing/data.sqlite3"}
    env |= {
        "VAR_DIR": str(tmp_path),
        "PATH": f"{programs}:{os.environ['PATH']}",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    result = subprocess.run(["deploy/nightly", "--once"], cwd=ROOT, env=env, capture_output=True, text=True)
    failed = re.findall(r"This nightly job failed: (\w+)", result.stderr)
    assert (failed, result.returncode) == (["delete_old", "backup"], 1)
    assert "Nothing to delete." in result.stdout
    assert "No copy is sent" in result.stdout


@pytest.mark.parametrize("name", [".env", "deploy/.env", ".git", "var", ".venv"])
def test_no_image_contains_secrets_data_or_history(name):
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    assert name in lines or f"**/{Path(name).name}" in lines


def test_the_image_has_the_packages_of_the_guide_that_draw_files_and_of_the_nightly_jobs():
    guide, image = ((ROOT / "deploy" / name).read_text() for name in ("README.md", "Dockerfile"))
    drawing = set(re.findall(r"\b(?:fontconfig|fonts-[\w-]+|lib(?:pango|harfbuzz)[\w.-]+)", guide))
    assert len(drawing) > 4
    assert drawing | {"age", "gnupg", "openssh-client", "bind9-dnsutils"} <= set(image.split())


def test_the_settings_of_the_containers_are_settings_and_name_what_compose_needs():
    named = dict(re.findall(r"^(\w+)=(.*)$", (ROOT / "deploy" / "compose.env").read_text(), re.MULTILINE))
    assert set(re.findall(r"\$\{(\w+)\}", (ROOT / "deploy" / "compose.yaml").read_text())) <= set(named)
    settings = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', (ROOT / "consultation" / "settings.py").read_text()))
    assert set(named) - {"HOST", "POSTGRES_PASSWORD"} <= settings
