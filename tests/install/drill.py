"""A person follows `deploy/README.md` on a new Debian: every line as it is written, with real services around it.

`make check-install` runs it; it needs root, since it boots a machine. The container, its systemd, Caddy, PostgreSQL
and the mail server are real. Two things stand for what the outside gives: the authority of Caddy (its internal one,
as Caddy chooses for names below `.localhost`) is made known to the machine, and the name stands in `/etc/hosts`.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import shlex
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.conftest import BROWSER, QUIET
from tests.crash.upgrades import COMMITS
from tests.install import guide, machines, roots
from tests.install.machines import Machine
from tests.install.person import CHARTER, Administrator, Mails

TOP = Path(__file__).resolve().parents[2]
FOLDER = TOP / "var" / "install"
NAME, EMAIL = "charter.localhost", "first@example.org"
MAIL_PORT, GIT_PORT, WAIT = 2525, 9418, 90
ANSWERS = {
    "NAME": NAME,
    "ADMINISTRATOR": EMAIL,
    "TITLE": "The drill",
    "MAIL_URL": f"smtp://127.0.0.1:{MAIL_PORT}",
    "MAIL_FROM": "consultation@example.org",
    "REPOSITORY": f"git://127.0.0.1:{GIT_PORT}/charter.git",
}
SITE = "cd /srv/charter/site && sudo -u charter .venv/bin/python manage.py"


@dataclass
class Place:
    """A machine, the repository that it is installed from, the mail that left it, and its log of commands."""

    machine: Machine
    repository: Path
    mails: Mails

    def follow(self, commands: list[str], answers: str) -> str:
        """The commands in one shell of root, which stops at the first that fails; gives what they wrote."""
        return self.machine.run("\n".join(["set -e", answers, *commands]), check=True).stdout

    def install(self, *, postgresql: bool) -> str:
        """The guide from its first line to its last. A person looks at the site before the last one, `doctor`."""
        commands, answers = guide.installing(postgresql=postgresql), self.answers()
        assert "doctor" in commands[-1]
        written = self.follow(commands[:-1], answers)
        self.wait_until_open()
        self.machine.run("caddy trust", check=True)
        all_is_well(self.machine.run("\n".join([answers, "cd /srv/charter/site", commands[-1]])).stdout)
        return written

    def answers(self) -> str:
        [block] = [block for block in guide.blocks() if block.kind == guide.ANSWERS]
        return guide.answered(block.text, ANSWERS)

    def ask(self, path: str, *, port: int = 443) -> http.client.HTTPResponse:
        """The answer of the site through its front server, whose certificate is looked at."""
        authority = self.machine.root / "var/lib/caddy/.local/share/caddy/pki/authorities/local/root.crt"
        plain = socket.create_connection(("127.0.0.1", port), timeout=30)
        context = ssl.create_default_context(cafile=str(authority)) if port == 443 else None
        connection = http.client.HTTPConnection(NAME)
        connection.sock = context.wrap_socket(plain, server_hostname=NAME) if context else plain
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.text = answer.read().decode()  # type: ignore[attr-defined]
        connection.close()
        return answer

    def wait_until_open(self) -> None:
        until, last = time.monotonic() + WAIT, ""
        while time.monotonic() < until:
            try:
                answer = self.ask("/en/")
                if answer.status == 200:
                    return
                last = f"{answer.status}: {answer.text[:300]}"  # type: ignore[attr-defined]
            except (OSError, ssl.SSLError) as error:
                last = repr(error)
            time.sleep(0.5)
        raise AssertionError(f"The home page does not answer: {last}\n{self._journal()}")

    def wait_until_shut(self) -> http.client.HTTPResponse:
        until = time.monotonic() + WAIT
        while time.monotonic() < until:
            answer = self.ask("/en/")
            if answer.status == 503:
                return answer
            time.sleep(0.5)
        raise AssertionError("The home page still answers.")

    def _journal(self) -> str:
        units = "systemctl --no-pager --failed; journalctl --no-pager --lines=60 -u caddy -u 'charter-*'"
        return self.machine.run(units).stdout


@pytest.fixture(scope="session")
def root() -> Path:
    if os.geteuid() != 0:
        pytest.skip("The drill boots a machine, which needs root.")
    FOLDER.mkdir(parents=True, exist_ok=True)
    packages = [word for command in guide.installing(postgresql=True) for word in _packages(command)]
    return roots.made(FOLDER, [*packages, "cloud-init"])


def _packages(command: str) -> list[str]:
    words = command.replace("\\\n", " ").split()
    return words[3:] if words[:3] == ["apt-get", "install", "--yes"] else []


@contextlib.contextmanager
def begun(root: Path, name: str, tmp_path: Path) -> Iterator[Place]:
    """A machine as one rents it, beside it a repository and a mail server."""
    repository = tmp_path / "git" / "charter.git"
    snapshot(repository)
    wheels = FOLDER / "pip"
    wheels.mkdir(exist_ok=True)
    wheels.chmod(0o777)
    booted = machines.booted(root, FOLDER, name, {wheels: "/var/cache/pip"})
    with booted as machine, machines.inside(machine.network):
        machine.run(f"echo 127.0.0.1 {NAME} >> /etc/hosts", check=True)
        machine.run("echo 'cache-dir = /var/cache/pip' >> /etc/pip.conf", check=True)
        with _served(repository), _mail(tmp_path / "mail"):
            yield Place(machine, repository, Mails(tmp_path / "mail"))


def snapshot(repository: Path, commit: str = "") -> None:
    """A bare repository whose branch is the working tree as it stands here, or a commit of its history."""
    if not repository.exists():
        _git("clone", "--quiet", "--bare", str(TOP), str(repository))
    if not commit:
        env = {**os.environ, "GIT_INDEX_FILE": str(repository.parent / "index")}
        _git("read-tree", "HEAD", env=env)
        _git("add", "--all", env=env)
        tree = _git("write-tree", env=env)
        commit = _git("commit-tree", tree, "-p", "HEAD", "-m", "The working tree")
    _git("push", "--quiet", "--force", str(repository), f"{commit}:refs/heads/drill")
    _git("--git-dir", str(repository), "symbolic-ref", "HEAD", "refs/heads/drill")


def _git(*arguments: str, env: dict[str, str] | None = None, may_fail: bool = False) -> str:
    process = subprocess.run(["git", *arguments], cwd=TOP, env=env, capture_output=True, text=True)
    assert may_fail or process.returncode == 0, process.stderr
    return process.stdout.strip()


@contextlib.contextmanager
def _served(repository: Path) -> Iterator[None]:
    daemon = ["git", "daemon", "--export-all", f"--base-path={repository.parent}", "--listen=127.0.0.1"]
    with _running([*daemon, f"--port={GIT_PORT}", "--reuseaddr"], GIT_PORT):
        yield


@contextlib.contextmanager
def _mail(folder: Path) -> Iterator[None]:
    """A real mail server, which keeps what it is given."""
    handler = ["-c", "aiosmtpd.handlers.Mailbox", str(folder)]
    with _running([sys.executable, "-m", "aiosmtpd", "-n", "-l", f"127.0.0.1:{MAIL_PORT}", *handler], MAIL_PORT):
        yield


@contextlib.contextmanager
def _running(command: list[str], port: int) -> Iterator[None]:
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            until = time.monotonic() + WAIT
            while time.monotonic() < until:
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                    break
                time.sleep(0.05)
            yield
        finally:
            process.terminate()


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_who_follows_the_guide_has_a_site_that_people_use(root, tmp_path, database):
    with begun(root, f"install-{database}", tmp_path) as place:
        written = place.install(postgresql=database == "postgresql")
        assert f"({database})" in place.machine.run(f"{SITE} doctor").stdout
        nothing_is_missing(place)
        with sync_playwright() as started:
            browser = started.chromium.launch(executable_path=BROWSER, args=QUIET)
            person = Administrator(browser, f"https://{NAME}", EMAIL)
            somebody_works(place, person, written)
            survives_a_restart(place, person)
        shows_the_maintenance_page(place)
        backs_up(place)


def all_is_well(report: str) -> None:
    """What `doctor` wrote: Caddy's own authority gives certificates for twelve hours, and nothing else may fail."""
    faults = re.findall(r"^fail .*$", report, re.MULTILINE)
    assert "\nok    pages " in report, report[-3000:]
    assert [fault for fault in faults if "Days until the certificate of the site expires: 0." not in fault] == []


def nothing_is_missing(place: Place) -> None:
    for path in ("/en/", "/fr/about/", "/es/help/", "/ar/news/", "/en/charter/", "/health/web/"):
        assert place.ask(path).status == 200, path
    assert place.ask("/en/", port=80).status in (301, 308)


def somebody_works(place: Place, person: Administrator, written: str) -> None:
    link = re.search(r"https://\S+/accounts/password/reset/key/\S+", written)
    assert link is not None
    person.set_password(link[0])
    person.sign_in(place.mails)
    person.set_up_second_factor()
    person.import_charter()
    # This one goes through the outbox and the worker.
    place.machine.run(f"{SITE} reset_second_factor {EMAIL}", check=True)
    place.mails.wait_for("second factor")


def survives_a_restart(place: Place, person: Administrator) -> None:
    """Power off and on: what is enabled starts by itself, and what people stored is there."""
    place.machine.shut_down()
    place.machine.boot()
    place.wait_until_open()
    place.machine.run("systemctl is-active charter-web charter-worker charter-queue charter-nightly.timer", check=True)
    person.sign_in_by_password()
    person.set_up_second_factor()
    assert "Every household has clean water." in person.reads("/en/charter/working/I/")


def shows_the_maintenance_page(place: Place) -> None:
    place.machine.run("systemctl stop charter-web", check=True)
    answer = place.wait_until_shut()
    assert (answer.getheader("Retry-After"), "Back in a few minutes" in answer.text) == ("120", True)  # type: ignore[attr-defined]
    place.machine.run("systemctl start charter-web", check=True)
    place.wait_until_open()


def backs_up(place: Place) -> None:
    place.machine.run("systemctl start charter-nightly.service", check=True)
    assert "consultation-" in place.machine.run("ls /srv/charter/site/var/backups", check=True).stdout


def test_cloud_init_makes_the_same_site(root, tmp_path):
    """By the program that reads such a file on a rented server. No hand is there to make the authority known."""
    with begun(root, "install-cloud", tmp_path) as place:
        # As images for rented servers have it: cloud-init writes to the files of sudo before anything is installed.
        place.machine.run("apt-get install --yes --no-install-recommends cloud-init sudo", check=True)
        place.machine.run("nohup sh -c 'until caddy trust; do sleep 0.2; done' >/dev/null 2>&1 &")
        seed = place.machine.root / "var/lib/cloud/seed/nocloud"
        seed.mkdir(parents=True)
        (seed / "meta-data").write_text("instance-id: drill\n")
        (seed / "user-data").write_text(guide.answered(guide.CLOUD.read_text(encoding="utf-8"), ANSWERS))
        place.machine.run(CLOUD_INIT, check=True)
        written = place.machine.run("cat /var/log/cloud-init-output.log").stdout
        place.wait_until_open()
        all_is_well(written)
        nothing_is_missing(place)


CLOUD_INIT = """set -e
echo 'datasource_list: [NoCloud]' > /etc/cloud/cloud.cfg.d/90_drill.cfg
echo 'network: {config: disabled}' >> /etc/cloud/cloud.cfg.d/90_drill.cfg
cloud-init schema --config-file /var/lib/cloud/seed/nocloud/user-data
cloud-init init --local
cloud-init init
cloud-init modules --mode=config
cloud-init modules --mode=final >> /var/log/cloud-init-output.log 2>&1 || true
"""


def test_the_steps_of_the_dockerfile_make_a_site_that_answers(root, tmp_path):
    """The steps alone, without Docker: for its first line stand Debian's own Python and an environment of it."""
    with begun(root, "install-image", tmp_path) as place:
        run_step = ImageSteps(place.machine)
        place.machine.run("apt-get update -qq && apt-get install --yes -qq git python3-venv curl", check=True)
        place.machine.run("python3 -m venv /usr/local/image", check=True)
        place.machine.run(f"git clone --quiet {ANSWERS['REPOSITORY']} {run_step.context}", check=True)
        for pattern in (TOP / ".dockerignore").read_text(encoding="utf-8").splitlines():
            if pattern and not pattern.startswith("#"):
                place.machine.run(
                    f"cd {run_step.context} && shopt -s globstar nullglob && rm -rf {pattern}", check=True
                )
        for name, rest in guide.image_steps():
            run_step(name, rest)
        run_step.environment |= {
            "SECRET_KEY": "the-key-of-the-drill-which-signs-nothing-that-anybody-keeps",
            "SITE_URL": f"https://{NAME}",
            "ALLOWED_HOSTS": NAME,
            "BEHIND_PROXY": "1",
            "MAIL_URL": ANSWERS["MAIL_URL"],
            "MAIL_FROM": ANSWERS["MAIL_FROM"],
        }
        run_step("RUN", "python manage.py upgrade")
        run_step("RUN", f"({run_step.command}) > /srv/charter/var/web.log 2>&1 &")
        answer = "curl --silent --retry 60 --retry-connrefused --retry-delay 1 --header 'X-Forwarded-Proto: https'"
        for path in ("/health/web/", "/en/", "/ar/about/", "/en/charter/"):
            status = f"{answer} --header 'Host: {NAME}' --output /dev/null --write-out '%{{http_code}}'"
            assert place.machine.run(f"{status} http://127.0.0.1:8000{path}").stdout == "200", path
        run_step("RUN", "deploy/nightly --once")
        assert "consultation-" in place.machine.run("ls /srv/charter/var/backups").stdout


class ImageSteps:
    """Carries out instructions of a Dockerfile in a machine; raises `KeyError` for one that it does not know."""

    context = "/srv/context"

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.folder, self.user, self.command = "/", "root", ""
        self.environment = {"PATH": "/usr/local/image/bin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"}
        self.instructions = {
            "FROM": lambda rest: None,
            "RUN": self.run,
            "WORKDIR": self.enter,
            "COPY": self.copy,
            "USER": partial(setattr, self, "user"),
            "ENV": self.set_value,
            "CMD": self.keep_command,
        }

    def __call__(self, name: str, rest: str) -> None:
        self.instructions[name](rest)

    def run(self, command: str) -> None:
        values = " ".join(shlex.quote(f"{name}={value}") for name, value in self.environment.items())
        inner = shlex.quote(f"cd {self.folder} && {command}")
        self.machine.run(f"runuser -u {self.user} -- env {values} sh -c {inner}", check=True)

    def enter(self, folder: str) -> None:
        self.folder = folder
        self.machine.run(f"mkdir -p {folder}", check=True)

    def copy(self, places: str) -> None:
        source, target = places.split()
        self.machine.run(f"cd {self.context} && cp -a {source} {self.folder}/{target}", check=True)

    def set_value(self, pair: str) -> None:
        name, _, value = pair.partition("=")
        self.environment[name] = value

    def keep_command(self, words: str) -> None:
        self.command = shlex.join(json.loads(words))


@pytest.mark.parametrize("commit", COMMITS)
def test_an_older_version_comes_up_to_date_by_the_lines_of_the_guide(root, tmp_path, commit):
    if subprocess.run(
        ["git", "cat-file", "-e", f"{commit}^{{commit}}"], cwd=TOP, stderr=subprocess.DEVNULL
    ).returncode:
        pytest.skip(f"This copy of the repository has no history back to {commit}.")
    with begun(root, f"install-{commit}", tmp_path) as place:
        snapshot(place.repository, commit)
        commands = guide.installing(postgresql=False)[:-1]
        front = [command for command in commands if "/etc/caddy" in command or command == "systemctl reload caddy"]
        place.follow([command for command in commands if command not in front], place.answers())
        charter = place.machine.root / "srv/charter/charter.html"
        charter.write_bytes(CHARTER)
        place.machine.run(f"{SITE} import_charter --charter charter --lang en ../charter.html --apply", check=True)
        head = place.machine.run(f"{SITE} verify_record", check=True).stdout.split()[-1].rstrip(".")
        snapshot(place.repository)
        place.follow(guide.updating(), place.answers())
        place.follow(["cd /srv/charter/site", *front], place.answers())
        place.wait_until_open()
        nothing_is_missing(place)
        place.machine.run(f"{SITE} check_consultation", check=True)
        place.machine.run(f"{SITE} verify_record --head {head}", check=True)
        assert "Every household has clean water." in place.machine.run(f"{SITE} shell -c '{WORDINGS}'").stdout


WORDINGS = "from charter.models import Wording; print([one.text for one in Wording.objects.all()])"
