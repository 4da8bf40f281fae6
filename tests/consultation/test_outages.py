"""What an outage looks like from outside: a locked file of SQLite, a full disk, a connection that is cut."""

from __future__ import annotations

import errno
import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import OperationalError, connection, connections, transaction
from django.urls import reverse

from accounts.models import Person
from charter.models import CharterComment
from consultation.middleware import Statements, is_repeatable
from consultation.outages import Outage, outage_of
from tests import factories
from tests.charter.views.amending import test_proposing
from tests.consultation.served import database_url, environment, served, session_of

sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite locks the whole file")
postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL has connections to cut")
WORDS = "Water is a right of everybody, and not only of those who can pay."


@contextmanager
def locked():
    """Somebody else writes, and does not come to an end."""
    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def comment(round_, city):
    """The address of a comment, and its form."""
    place = factories.provision(round_.charter, 5)
    fields = {"comment": WORDS, "kind": "argument", "language": "en", "organisation": city.slug}
    return f"/en/comments/provision/{place.short}/", {**fields, "token": "a-token-of-its-own"}


@sqlite
def test_with_a_locked_database_a_comment_comes_back_and_can_be_sent_again(
    transactional_db, round_, city, officer, tmp_path
):
    address, fields = comment(round_, city)
    with served(tmp_path) as site:
        site.sign_in(officer)
        with locked():
            refused, read = site.post(address, **fields), site.get("/en/charter/1/II/")
        sent = site.post(address, **fields)
    assert (refused.status, refused.headers["Retry-After"], read.status, sent.status) == (503, "5", 200, 302)
    assert "The site is busy" in refused.body and "Your text is kept on this page." in refused.body
    assert refused.body.count(WORDS) == 2  # to be read, and to be sent again
    assert [comment.comment for comment in CharterComment.objects.all()] == [WORDS]


@sqlite
def test_a_page_waits_for_the_lock_once_and_for_four_seconds(transactional_db, round_, city, officer, client):
    """Each wait is as long as the setting of the connection: two of them would be longer than a person may wait."""
    address, fields = comment(round_, city)
    client.force_login(officer)
    client.raise_request_exception = False
    waits = []

    def watch(execute, sql, params, many, context):
        try:
            return execute(sql, params, many, context)
        except Exception:
            with connection.cursor() as cursor:
                waits.append(cursor.execute("PRAGMA busy_timeout").fetchone()[0])
            raise

    connection.close()
    connections.settings["default"]["OPTIONS"]["timeout"] = 0.5
    try:
        with locked(), connection.execute_wrapper(watch):
            assert client.post(address, fields).status_code == 503
    finally:
        connection.close()
        connections.settings["default"]["OPTIONS"]["timeout"] = 20
    assert waits == [100, 500]  # the note of the visit, which may be left out, and the comment


@pytest.fixture
def small_disk(tmp_path) -> Iterator[Path]:
    """A folder that holds thirty megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    process = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=30m", "tmpfs", folder], capture_output=True, check=False
    )
    if process.returncode:
        pytest.skip("A small disk can be made by root alone.")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)  # processes of the site may still be ending


def fill(folder: Path) -> None:
    """Not one byte more goes in."""
    with (folder / "rest").open("wb", buffering=0) as file:
        for piece in (1 << 16, 1):
            try:
                while file.write(b"x" * piece):
                    pass
            except OSError as error:
                assert error.errno == errno.ENOSPC


def copy_of_the_data(folder: Path) -> str:
    """The address of a copy of the test's database in that folder."""
    file = folder / "consultation.sqlite3"
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as data, closing(sqlite3.connect(file)) as copy:
        data.backup(copy)
    return f"sqlite:///{file}"


@sqlite
def test_on_a_full_disk_the_pages_that_store_say_so_and_the_others_are_read(
    transactional_db, round_, city, officer, small_disk, tmp_path
):
    provision = factories.provision(round_.charter, 5)
    officer.password = PBKDF2PasswordHasher().encode("a password of her own", "salt")
    officer.save()
    cookies, propose = session_of(officer), reverse("propose", args=[provision.short])
    with served(tmp_path, DATABASE_URL=copy_of_the_data(small_disk)) as site:
        site.cookies = cookies
        assert site.get(propose).status == 200
        fill(small_disk)
        proposed = site.post(propose, **test_proposing.data(provision, city, reason=WORDS))
        read = site.get("/en/charter/1/II/")
        site.cookies = f"csrftoken={'c' * 32}"
        signed = site.post("/en/accounts/login/", login=officer.email, password="a password of her own")
    assert [answer.status for answer in (proposed, read, signed)] == [503, 200, 503]
    assert all("The disk of the server is full" in answer.body for answer in (proposed, signed))
    assert WORDS in proposed.body and "a password of her own" not in signed.body


@sqlite
def test_a_backup_on_a_full_disk_says_so_and_leaves_nothing(transactional_db, round_, small_disk, tmp_path):
    env = environment(small_disk, DATABASE_URL=copy_of_the_data(tmp_path))
    fill(small_disk)
    os.truncate(small_disk / "rest", (small_disk / "rest").stat().st_size - 50_000)
    process = subprocess.run(
        [sys.executable, "manage.py", "backup"],
        env=env,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (process.returncode, "Traceback" in process.stderr, list(small_disk.glob("backups/*"))) == (1, False, [])
    assert "The disk is full" in process.stderr


@contextmanager
def cut() -> Iterator[None]:
    """Every connection to the database is cut, but for the test's own."""
    with psycopg.connect(database_url(), autocommit=True) as own:
        own.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid NOT IN (%s, %s)",
            (own.info.backend_pid, connection.connection.info.backend_pid),
        )
        yield


@postgresql
def test_where_all_connections_are_cut_no_answer_is_an_error(transactional_db, round_, city, officer, tmp_path):
    pages = ("/en/charter/", "/en/charter/1/II/", "/en/city/", "/fr/charter/")
    address, fields = comment(round_, city)
    with served(tmp_path, workers=2) as site:
        site.sign_in(officer)
        before = [site.get(path).status for path in pages * 4]
        answers = []
        for number in range(3):
            with cut():
                answers += [site.get(path).status for path in pages]
                typed = {**fields, "comment": WORDS + str(number), "token": f"a-token-{number}"}
                answers.append(site.post(address, **typed).status)
    assert (set(before), answers) == ({200}, [200, 200, 200, 200, 302] * 3)
    assert CharterComment.objects.count() == 3


class Meddler:
    """Does something to the connection at the first statement that a request makes with these words in it."""

    def __init__(self, words: str, deed) -> None:
        self.words, self.deed, self.times = words, deed, 0

    def __call__(self, execute, sql, params, many, context):
        if self.words in sql:
            self.times += 1
            if self.times == 1:
                self.deed()
        return execute(sql, params, many, context)


@postgresql
def test_a_connection_that_is_lost_in_the_middle_of_an_act_does_it_once(
    transactional_db, round_, city, officer, client
):
    address, fields = comment(round_, city)
    client.force_login(officer)

    def lose():
        mine = connection.connection.info.backend_pid
        with psycopg.connect(database_url(), autocommit=True) as own:
            own.execute("SELECT pg_terminate_backend(%s)", (mine,))

    with connection.execute_wrapper(Meddler('INSERT INTO "accounts_record"', lose)):
        assert client.post(address, fields).status_code == 302
    assert [comment.comment for comment in CharterComment.objects.all()] == [WORDS]


@postgresql
def test_a_deadlock_is_tried_once_more_and_done_once(transactional_db, round_, city, officer, client):
    """The other holds the lock of the record's end and then wants the row that the request has."""
    address, fields = comment(round_, city)
    client.force_login(officer)
    other = psycopg.connect(database_url())
    other.execute("SET deadlock_timeout = '1h'")  # the request is the one that is told
    other.execute("SELECT pg_advisory_xact_lock(7420351)")
    waiting = threading.Thread(target=lambda: (other.execute("SELECT pg_advisory_xact_lock(1)"), other.rollback()))

    def hold():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL deadlock_timeout = '10ms'")
            cursor.execute("SELECT pg_advisory_xact_lock(1)")
        waiting.start()
        with psycopg.connect(database_url(), autocommit=True) as own:
            while not own.execute("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted").fetchone():
                pass

    meddler = Meddler("pg_advisory_xact_lock(7420351)", hold)
    with connection.execute_wrapper(meddler):
        assert client.post(address, fields).status_code == 302
    waiting.join()
    other.close()
    assert (meddler.times, [comment.comment for comment in CharterComment.objects.all()]) == (2, [WORDS])


def test_only_what_committed_nothing_is_done_again(transactional_db, rf):
    request, lost = rf.post("/en/"), OperationalError()
    request.statements = Statements()
    with connection.execute_wrapper(request.statements):
        assert Person.objects.count() == 0
        request.statements.error = lost
        answers = [is_repeatable(request, lost), is_repeatable(request, OperationalError("raised by a commit"))]
        with transaction.atomic():
            factories.person()
        answers.append(is_repeatable(request, lost))
    assert answers == [True, False, False]


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), Outage.FULL),
        (OSError(errno.ENOENT, "No such file"), None),
        (psycopg.errors.DiskFull(), Outage.FULL),
        (psycopg.errors.DeadlockDetected(), Outage.BUSY),
        (psycopg.errors.AdminShutdown(), Outage.GONE),
        (psycopg.OperationalError("the connection is closed"), Outage.GONE),
        (psycopg.errors.UndefinedTable(), None),
        (sqlite3.OperationalError("no such table"), None),
        (ValueError(), None),
    ],
)
def test_outages_are_told_from_faults_of_the_code(error, kind):
    raised = OperationalError()
    raised.__cause__ = error
    assert outage_of(raised) == kind
