"""`manage.py demo`, which is `make demo`: on data of its own alone, and Ctrl-C leaves nothing running."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from consultation import serving
from tests import databases
from tests.crash.conftest import POSTGRES

ROOT = Path(__file__).resolve().parents[2]
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(600)"


def test_a_child_that_does_not_end_by_itself_is_ended():
    children = [
        subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
        for code in (STUBBORN, STUBBORN.replace("SIG_IGN", "SIG_DFL"))
    ]
    for child in children:
        child.stdout.readline()
    serving.end_children(children, grace=0.2)
    assert [child.returncode for child in children] == [-signal.SIGKILL, -signal.SIGTERM]
    for child in children:
        child.stdout.close()


@pytest.fixture
def taken() -> Iterator[int]:
    """A port at which another program listens."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_port_that_is_taken_is_named_with_one_that_is_free(taken):
    with pytest.raises(serving.Refused) as refused:
        serving.take_port("127.0.0.1", taken, "make demo")
    [named, free] = map(int, re.findall(r"[Pp]ort (\d+).* make demo PORT=(\d+)", str(refused.value))[0])
    assert (named, free > taken) == (taken, True)
    serving.take_port("127.0.0.1", free, "make demo").close()


def test_an_address_of_another_machine_is_named():
    with pytest.raises(serving.Refused, match=r"192\.0\.2\.7 is no address of this machine"):
        serving.take_port("192.0.2.7", 8000, "make demo")


def command(*words: object, **env: str) -> dict[str, object]:
    """Of a process in which nothing is set but this."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {"args": [sys.executable, "manage.py", *map(str, words)], "env": {**kept, **env}, "text": True}


@pytest.mark.parametrize("port", ["0", "65536", "http"])
def test_what_is_no_port_is_refused_in_a_sentence(tmp_path, port):
    process = subprocess.run(**command("demo", "--port", port, "--data", tmp_path), cwd=ROOT, capture_output=True)
    assert (process.returncode, "invalid port value" in process.stderr) == (2, True)


def test_it_ends_with_a_fault_where_its_port_is_taken_and_changes_nothing(taken, tmp_path):
    process = subprocess.run(
        **command("demo", "--port", taken, "--data", tmp_path / "d"), cwd=ROOT, capture_output=True
    )
    assert (process.returncode, f"Port {taken} of 127.0.0.1 is taken" in process.stderr) == (1, True)
    assert list(tmp_path.iterdir()) == []


OLD = """
import os, sys
from datetime import timedelta
import django
django.setup()
from django.utils import timezone
from consultation import demonstrations
from accounts.actions import security
demonstrations.mark_database()
demonstrations.note_complete(timezone.now() - timedelta(days=2), is_renewed=True)
if "worked" in sys.argv:
    security.make_administrator(email="worked@demo.example", name="", language="en")
"""
WORKED = "from consultation import demonstrations as d; print(d.is_worked_in(d.read_mark()))"
ADDRESSES = "from accounts.models import Person; print(Person.objects.filter(email='worked@demo.example').count())"


def old(folder: Path, database: str, *how: str) -> None:
    """A demonstration of two days ago, without data, in which somebody has `worked`."""
    folder.mkdir(parents=True)
    if not database:
        shutil.copyfile(databases.sqlite_template(), folder / "consultation.sqlite3")
    file = folder / "demonstration.env"
    lines = [
        "DEMONSTRATION=1",
        "SECRET_KEY=x",
        "ALLOWED_HOSTS=localhost",
        f'VAR_DIR="{folder}"',
        f"DATABASE_URL={database}",
    ]
    file.write_text("\n".join(lines) + "\n")
    arguments = command(**{"DJANGO_SETTINGS_MODULE": "consultation.settings", "ENV_FILE": str(file)})
    subprocess.run([sys.executable, "-c", OLD, *how], cwd=ROOT, env=arguments["env"], check=True)


@contextmanager
def running(*words: object, cwd: Path = ROOT, until: str, **env: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The command, and what it told until those words; in the end nothing of it runs."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "start_new_session": True}
    with subprocess.Popen(**command(*words, PYTHONUNBUFFERED="1", **env), cwd=cwd, **pipes) as process:
        try:
            yield process, _until(process, until)
        finally:
            if _anybody_in(process.pid):
                os.killpg(process.pid, signal.SIGKILL)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request) -> Iterator[str]:
    """Where the data are: in the folder, or at an address, with tables and no row of anybody."""
    if request.param == "sqlite":
        yield ""
        return
    name = f"demonstration_{os.getpid()}"
    with databases.postgresql_server(POSTGRES) as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE {databases.postgresql_template(server, POSTGRES)}")
        yield f"{POSTGRES.rpartition('/')[0]}/{name}"
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.large
def test_data_in_which_somebody_worked_are_set_aside_and_can_be_used_again(database, tmp_path):
    folder = tmp_path / "with a space" / "demonstration"
    old(folder, database, "worked")
    inode = (folder / "consultation.sqlite3").stat().st_ino if not database else 0
    with running("demo", "--port", _free_port(), "--data", folder, until="A new demonstration is built") as (
        _,
        output,
    ):
        [aside] = [path for path in folder.parent.iterdir() if re.fullmatch(r"demonstration-\d{8}-\d{6}", path.name)]
        assert "Somebody has worked in this demonstration" in output
        assert f"make demo DATA='{aside}'" in output
    assert not database or "with the data in demonstration_" in output
    assert not inode or (aside / "consultation.sqlite3").stat().st_ino == inode
    with running("demo", "--port", _free_port(), "--data", aside, until="Ctrl-C stops everything") as (_, output):
        assert "Somebody has worked" not in output
    env = command("shell", "-c", ADDRESSES, ENV_FILE=str(aside / "demonstration.env"))
    assert subprocess.run(**env, cwd=ROOT, capture_output=True).stdout.split()[-1] == "1"


@pytest.mark.large
def test_data_in_which_nobody_worked_are_built_anew(database, tmp_path):
    folder = tmp_path / "demonstration"
    old(folder, database)
    with running("demo", "--port", _free_port(), "--data", folder, until="Preparing the database") as (_, output):
        assert "nobody has worked in it" in output
    assert sorted(path.name for path in tmp_path.iterdir()) == ["demonstration", "demonstration.lock"]


@pytest.fixture
def checkout(tmp_path) -> Path:
    """The site as it is got, in a folder with a space, with a real site set up in it."""
    folder = tmp_path / "my charter"
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in names.split("\0")[:-1]:
        if (ROOT / name).is_file() and not name.startswith("tests/"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    (folder / "var").mkdir()
    (folder / "var" / "consultation.sqlite3").write_bytes(b"a real database")
    (folder / "var" / "demo.made").write_bytes(b"\xff broken")
    mail = "MAIL_URL=smtp://127.0.0.1:1\nREDIS_URL=redis://127.0.0.1:1/0\nMAIL_FROM=real@example.org\n"
    data = "DATABASE_URL=sqlite:///var/consultation.sqlite3\n"
    (folder / ".env").write_text(f"SECRET_KEY=real\nALLOWED_HOSTS=charter.example.org\nDEBUG=nonsense\n{data}{mail}")
    return folder


@pytest.mark.large
@pytest.mark.nightly
def test_it_is_served_beside_a_real_site_that_it_leaves_alone(checkout):
    real = {name: (checkout / name).read_bytes() for name in (".env", "var/consultation.sqlite3", "var/demo.made")}
    port = _free_port()
    with running("demo", "--port", port, cwd=checkout, until="Ctrl-C stops everything") as (process, output):
        assert "a city for everyone" in output
        assert "ENV_FILE=var/demonstration/demonstration.env .venv/bin/python manage.py verify_record" in output
        assert "the cities, the people and the charter are invented" in _page(f"http://localhost:{port}/en/")
        assert _listening(port) == {"127.0.0.1"}
        os.killpg(process.pid, signal.SIGINT)  # what a terminal does at Ctrl-C
        assert "Stopped." in process.stdout.read()
        assert process.wait() == 0
        assert not _anybody_in(process.pid)
    assert real == {name: (checkout / name).read_bytes() for name in real}
    settings = {"ENV_FILE": "var/demonstration/demonstration.env"}
    subprocess.run(**command("worker", "--once", **settings), cwd=checkout, check=True)
    worked = subprocess.run(**command("shell", "-c", WORKED, **settings), cwd=checkout, capture_output=True)
    assert worked.stdout.split()[-1] == "False"  # a reader and the worker have left no work of anybody
    named = command("verify_record", **settings)
    assert " acts, head " in subprocess.run(**named, cwd=checkout, capture_output=True, check=True).stdout
    (checkout / ".env").unlink()
    plain = subprocess.run(**command("check_consultation"), cwd=checkout, capture_output=True, check=True)
    assert plain.stderr == "There is no .env: this works on the demonstration in var/demonstration.\n"
    site = subprocess.run(**command("run"), cwd=checkout, capture_output=True)
    assert (site.returncode, "No site is set up here." in site.stderr) == (1, True)


def make(target: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """The target, in a folder that has nothing but what a test put there."""
    words = ["make", "--file", str(ROOT / "Makefile"), "--directory", str(folder), target]
    return subprocess.run(words, capture_output=True, text=True)


def test_make_run_explains_how_a_site_is_set_up_where_there_is_none(tmp_path):
    (tmp_path / "var" / "demonstration").mkdir(parents=True)
    (tmp_path / "var" / "demonstration" / "demonstration.env").write_text("DEMONSTRATION=1\n")
    process = make("run", tmp_path)
    assert (process.returncode, "manage.py setup" in process.stdout, (tmp_path / ".venv").exists()) == (2, True, False)


def test_make_clean_leaves_data(tmp_path):
    kept = [Path("var", name) for name in ("consultation.sqlite3", "media/a.pdf", "backups/b.zip", "demonstration/c")]
    for file in (*kept, Path("var/results/x.xml"), Path(".venv/y")):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).touch()
    assert make("clean", tmp_path).returncode == 0
    assert sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()) == sorted(kept)


SITE = {"SECRET_KEY": "of a site", "ALLOWED_HOSTS": "localhost", "SITE_NAME": "Our charter", "LOG_REQUESTS": "0"}


def test_run_asks_for_an_upgrade_where_there_are_no_tables(tmp_path):
    process = subprocess.run(**command("run", VAR_DIR=str(tmp_path), **SITE), cwd=ROOT, capture_output=True)
    assert (process.returncode, "manage.py upgrade" in process.stderr) == (1, True)


def test_run_starts_no_demonstration(tmp_path):
    arguments = command("run", VAR_DIR=str(tmp_path), DEMONSTRATION="1", **SITE)
    process = subprocess.run(**arguments, cwd=ROOT, capture_output=True)
    assert (process.returncode, "`make demo` starts" in process.stderr) == (1, True)


@pytest.mark.large
def test_run_serves_the_site_that_is_set_up(tmp_path):
    shutil.copyfile(databases.sqlite_template(), tmp_path / "consultation.sqlite3")
    port = _free_port()
    settings = {"VAR_DIR": str(tmp_path), **SITE}
    with running("run", "--port", port, until="Ctrl-C stops everything", **settings) as (process, words):
        assert f"Our charter listens on 127.0.0.1, port {port}." in words
        assert "the cities, the people and the charter are invented" not in _page(
            f"http://localhost:{port}/en/accounts/login/"
        )
        os.killpg(process.pid, signal.SIGINT)
        assert process.stdout.read() == "Stopped.\n"
        assert process.wait() == 0


def _listening(port: int) -> set[str]:
    """The addresses of this machine at which somebody listens at that port."""
    with open("/proc/net/tcp", encoding="ascii") as lines:
        rows = [line.split() for line in lines]
    addresses = [row[1] for row in rows[1:] if row[3] == "0A" and int(row[1].partition(":")[2], 16) == port]
    return {socket.inet_ntoa(bytes.fromhex(address.partition(":")[0])[::-1]) for address in addresses}


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _until(running: subprocess.Popen[str], words: str) -> str:
    lines = []
    for line in running.stdout:
        lines.append(line)
        if words in line:
            return "".join(lines)
    raise AssertionError("".join(lines))


def _page(address: str) -> str:
    """Asked again until the server listens, two minutes at most."""
    until = time.monotonic() + 120
    while True:
        try:
            with urllib.request.urlopen(address) as page:
                return page.read().decode()
        except (ConnectionError, urllib.error.URLError):
            assert time.monotonic() < until
            time.sleep(0.2)


def _anybody_in(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
