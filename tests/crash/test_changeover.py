"""`deploy/upgrade` on a clone with a web server that runs: to a newer version, and back by itself where it fails."""

from __future__ import annotations

import os
import shlex
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

pytestmark = [pytest.mark.large, pytest.mark.nightly]
ROOT = Path(__file__).resolve().parents[2]
# The packages are the test environment's own, so that nothing is downloaded: pip finds each in place.
PYTHON = """#!/bin/sh
{python} "$@" || exit
[ "$1 $2" = "-m venv" ] || exit 0
echo {packages} > "$(echo "$3"/lib/python3*/site-packages)/shared.pth"
for program in {programs}/*; do [ -e "$3/bin/${{program##*/}}" ] || ln -s "$program" "$3/bin/"; done
"""
PROBE = "from accounts.models import Person; print(list(Person.objects.values_list('email', flat=True)))"


@dataclass
class Site:
    folder: Path
    env: dict[str, str]

    def run(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        return subprocess.run(words, cwd=self.folder, env=self.env, capture_output=True, text=True, check=check)

    def manage(self, *words: str) -> str:
        return self.run(".venv/bin/python", "manage.py", *words).stdout

    def manage_second(self, *words: str) -> str:
        return self.run("env", "ENV_FILE=.env.second", ".venv/bin/python", "manage.py", *words).stdout

    def upgrade(self) -> subprocess.CompletedProcess[str]:
        return self.run("deploy/upgrade", check=False)

    def version(self) -> str:
        return self.run("git", "log", "-1", "--format=%s").stdout.strip()

    def asked(self) -> list[str]:
        """The commands sent to systemd since the site was started."""
        return (self.folder.parent / "units" / "asked.log").read_text().split()

    def status(self) -> int:
        """Of the health check of the web process; waits until something listens."""
        for _ in range(3000):
            try:
                return int(urllib.request.urlopen(self.env["HEALTH"], timeout=20).status)
            except OSError:
                time.sleep(0.1)
        return 0


def git(folder: Path, *words: str) -> None:
    names = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
    subprocess.run(["git", *names, *words], cwd=folder, check=True, capture_output=True)


def release(upstream: Path, subject: str, **files: str) -> None:
    """A newer version: a commit with these files, `__` in a name being a slash."""
    for name, text in files.items():
        path = upstream / name.replace("__", "/").replace("_py", ".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    git(upstream, "add", "--all")
    git(upstream, "commit", "--quiet", "--message", subject)


@pytest.fixture
def upstream(tmp_path: Path) -> Path:
    """The repository that the site follows: this one, with what is not committed yet."""
    folder = tmp_path / "upstream"
    git(ROOT, "clone", "--quiet", "--no-hardlinks", str(ROOT), str(folder))
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True)
    names = [name for name in listed.stdout.split(b"\0") if name and (ROOT / os.fsdecode(name)).exists()]
    subprocess.run(
        ["rsync", "-a", "--from0", "--files-from=-", f"{ROOT}/", str(folder)], input=b"\0".join(names), check=True
    )
    (folder / "first").touch()
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "The first version")
    return folder


@pytest.fixture
def site(upstream: Path, tmp_path: Path, sqlite: Callable[[], str]) -> Iterator[Site]:
    """A site that was installed by the guide, with its services running."""
    folder, units, programs = tmp_path / "site", tmp_path / "units", tmp_path / "bin"
    git(tmp_path, "clone", "--quiet", str(upstream), str(folder))
    units.mkdir()
    programs.mkdir()
    packages = next(path for path in map(Path, sys.path) if path.name == "site-packages")
    wrapper = programs / "python-for-venv"
    wrapper.write_text(
        PYTHON.format(python=shlex.quote(sys.executable), packages=packages, programs=Path(sys.executable).parent)
    )
    systemctl = programs / "systemctl"
    systemctl.write_text(f'#!/bin/sh\ncd {ROOT} && exec {sys.executable} -m tests.crash.units "$@"\n')
    for program in (wrapper, systemctl):
        program.chmod(0o755)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    clean = {
        name: value for name, value in os.environ.items() if name not in ("DJANGO_SETTINGS_MODULE", "DATABASE_URL")
    }
    env = {**clean, "PATH": f"{programs}:{os.environ['PATH']}", "PYTHON": str(wrapper), "REDIS_URL": ""}
    env |= {"UNITS": str(units), "SITE": str(folder), "PORT": str(port), "HEALTH_SECONDS": "120"}
    env |= {"HEALTH": f"http://127.0.0.1:{port}/health/web/"}
    new_site = Site(folder, env)
    new_site.run("make", "install")
    new_site.manage("setup", "--no-input")
    shutil.copy(sqlite().removeprefix("sqlite:///"), folder / "var" / "consultation.sqlite3")
    new_site.manage("collectstatic", "--no-input", "--verbosity", "0")
    new_site.manage("new_admin", "kept@example.org")
    new_site.run("sh", "-c", f"cp deploy/systemd/* {units}/ && systemctl enable charter-web.service")
    assert new_site.status() == 200
    (units / "asked.log").unlink()
    try:
        yield new_site
    finally:
        new_site.run("sh", "-c", "systemctl stop $(ls deploy/systemd | sed 's/@/@second/')", check=False)
        new_site.run("sh", "-c", "systemctl stop $(ls deploy/systemd)", check=False)


MIGRATION = """
from django.db import migrations, models
class Migration(migrations.Migration):
    dependencies = [("consultation", "{after}")]
    operations = [migrations.CreateModel("colour", [("id", models.BigAutoField(primary_key=True))]){more}]
"""
BROKEN = ", migrations.RunPython(lambda apps, editor: 1 / 0)"


def migration(more: str = "") -> dict[str, str]:
    """A file of a migration behind those that there are."""
    last = sorted((ROOT / "consultation/migrations").glob("0*.py"))[-1].stem
    return {"consultation__migrations__0999_colour_py": MIGRATION.format(after=last, more=more)}


def test_one_command_brings_the_site_to_the_newest_version(site, upstream):
    release(upstream, "The second version", **migration())
    result = site.upgrade()
    assert (result.returncode, result.stdout.splitlines()[-1][:30]) == (0, "Done: the site runs version "[:30]), (
        result.stderr
    )
    assert (site.version(), site.status()) == ("The second version", 200)
    assert "[X] 0999_colour" in site.manage("showmigrations", "consultation")
    assert site.manage("shell", "-v", "0", "-c", PROBE).strip() == "['kept@example.org']"
    assert not (site.folder / "var" / "next").exists() and not (site.folder / ".venv-before").exists()
    assert site.upgrade().stdout.strip() == "This is the newest version already."


def test_a_version_whose_migration_fails_never_stops_the_site(site, upstream):
    release(upstream, "The second version", **migration(BROKEN))
    result = site.upgrade()
    assert (result.returncode, "ZeroDivisionError" in result.stderr) == (1, True), result.stderr
    assert "The new version does not fit the data. Nothing was changed." in result.stderr
    assert (site.version(), site.status()) == ("The first version", 200)
    assert not (site.folder.parent / "units" / "asked.log").exists()
    assert not (site.folder / "var" / "next").exists()


def test_a_version_that_does_not_answer_goes_back_with_code_data_and_units(site, upstream):
    unit = "[Unit]\nDescription=more\n[Service]\nExecStart=/bin/sleep 60\n[Install]\nWantedBy=multi-user.target\n"
    (upstream / "deploy/systemd/charter-more.service").write_text(unit)
    release(upstream, "The second version", **migration())
    (upstream / "gunicorn.conf.py").write_text("raise SystemExit('This version does not start.')\n")
    release(upstream, "The third version")
    result = site.upgrade()
    assert (result.returncode, result.stderr.splitlines()[-1]) == (1, "The version before runs again, with its data.")
    assert (site.version(), site.status()) == ("The first version", 200)
    assert "0999" not in site.manage("showmigrations", "consultation")
    assert site.manage("shell", "-v", "0", "-c", PROBE).strip() == "['kept@example.org']"
    assert not (site.folder.parent / "units" / "charter-more.service").exists()


@pytest.fixture
def second(site: Site) -> str:
    """The address of the health check of a second site in the same folder, with its services running."""
    site.manage("setup", "--no-input", "--beside", "second")
    settings = site.folder / ".env.second"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings.write_text(settings.read_text().replace("PORT=8001", f"PORT={port}"))
    site.manage_second("upgrade")
    site.manage_second("new_admin", "second@example.org")
    site.run("systemctl", "enable", "--now", "charter-web@second.service")
    return f"http://127.0.0.1:{port}/health/web/"


def test_one_command_brings_both_sites_to_the_newest_version(site, second, upstream):
    release(upstream, "The second version", **migration())
    result = site.upgrade()
    assert result.returncode == 0, result.stderr
    assert (site.status(), urllib.request.urlopen(second, timeout=20).status) == (200, 200)
    for manage, person in ((site.manage, "kept@example.org"), (site.manage_second, "second@example.org")):
        assert "[X] 0999_colour" in manage("showmigrations", "consultation")
        assert manage("shell", "-v", "0", "-c", PROBE).strip() == f"['{person}']"
    for data in ("var", "var-second"):
        assert len(list((site.folder / data / "backups").glob("*.zip"))) >= 1


def test_where_the_second_site_does_not_come_up_both_go_back(site, second, upstream):
    unfit = "import os\nif os.environ.get('ENV_FILE'):\n    raise SystemExit('This site does not start.')\n"
    (upstream / "gunicorn.conf.py").write_text(unfit)
    release(upstream, "The second version", **migration())
    result = site.upgrade()
    assert (result.returncode, result.stderr.splitlines()[-1]) == (1, "The version before runs again, with its data.")
    assert (site.version(), site.status()) == ("The first version", 200)
    assert urllib.request.urlopen(second, timeout=20).status == 200
    for manage in (site.manage, site.manage_second):
        assert "0999" not in manage("showmigrations", "consultation")


def test_a_file_that_was_changed_by_hand_is_not_written_over(site, upstream):
    release(upstream, "The second version", **migration())
    (site.folder / "README.md").write_text("Mine.")
    result = site.upgrade()
    assert (result.returncode, "Files were changed by hand" in result.stderr) == (1, True)
    assert (site.folder / "README.md").read_text() == "Mine."
