"""A file is read in a child process with limits: what it sees, what it may use, and how many there are at once."""

from __future__ import annotations

import io
import os
import select
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.utils.translation import override

from accounts.imports import child
from accounts.imports.child import read_in_child
from accounts.imports.refusals import BROKEN, BUSY, TOO_MUCH_WORK, Unreadable

MB = 1024**2


def read(name: str, data: bytes = b"abc", **options: str):
    return read_in_child(f"tests.accounts.imports.readers:{name}", io.BytesIO(data), **options)


def refusal(name: str, **options: str) -> Unreadable:
    with pytest.raises(Unreadable) as refused:
        read(name, **options)
    return refused.value


@pytest.fixture(autouse=True)
def places(settings, tmp_path):
    """The locked files of each test are its own, since tests run beside each other."""
    settings.VAR_DIR = tmp_path / "var"


def test_the_whole_file_is_read_wherever_it_was_read_to_before():
    file = io.BytesIO(b"x" * 100)
    file.read(40)
    assert (read_in_child("tests.accounts.imports.readers:length", file), file.tell()) == (100, 0)
    assert read("turned") == b"cba"


def test_the_child_has_at_most_512_mb_and_20_seconds():
    assert read("limits") == {"memory": 512 * MB, "seconds": 20, "written": 50 * MB}


def test_the_child_knows_no_secrets_and_no_database(monkeypatch):
    for name in ("SECRET_KEY", "DATABASE_URL", "DJANGO_SETTINGS_MODULE", "MAIL_URL"):
        monkeypatch.setenv(name, "a secret")
    seen = read("surroundings")
    assert ("a secret" in str(seen["environment"]), seen["django"]) == (False, False)


def test_what_takes_more_memory_is_refused():
    assert str(refusal("take_memory")) == str(TOO_MUCH_WORK)


def has_ended(process: int) -> bool:
    """Whether the process ends within ten seconds: the kernel ends what was killed a moment after the signal."""
    try:
        handle = os.pidfd_open(process)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([handle], [], [], 10)[0])
    finally:
        os.close(handle)


def test_what_does_not_end_is_ended_with_what_it_started(monkeypatch, tmp_path):
    monkeypatch.setattr(child, "SECONDS_TO_READ", 1)
    assert str(refusal("run_for_ever", process=str(tmp_path / "pid"))) == str(TOO_MUCH_WORK)
    assert has_ended(int((tmp_path / "pid").read_text()))


def test_a_longer_answer_than_the_site_takes_is_refused():
    assert str(refusal("answer_at_length")) == str(TOO_MUCH_WORK)


def test_a_refusal_is_told_in_the_language_of_the_reader():
    exception = refusal("refuse")
    assert (str(exception), exception.offers) == (
        "The file has more than 7 rows. Send the rows in several files.",
        ("accept",),
    )
    with override("fr"):
        assert (
            "7" in str(exception)
            and str(exception) != "The file has more than 7 rows. Send the rows in several files."
        )


def test_a_fault_of_the_reader_is_logged_and_the_person_is_told(caplog):
    assert str(refusal("fail")) == str(BROKEN)
    assert "ZeroDivisionError: of the reader" in caplog.text


def test_two_files_are_read_at_once_and_the_third_waits(monkeypatch, tmp_path):
    def held(number: int) -> str:
        pipes = {name: str(tmp_path / f"{name}-{number}") for name in ("started", "go_on")}
        for pipe in pipes.values():
            os.mkfifo(pipe)
        threads.submit(lambda: answers.append(read("wait", **pipes)))
        assert Path(pipes["started"]).read_text() == "started"
        return pipes["go_on"]

    answers: list[str] = []
    with ThreadPoolExecutor(3) as threads:
        first, second = held(1), held(2)
        monkeypatch.setattr(child, "SECONDS_TO_WAIT", 0)
        assert str(refusal("length")) == str(BUSY)
        monkeypatch.setattr(child, "SECONDS_TO_WAIT", 20)
        third = threads.submit(read, "length")
        Path(first).write_text("first")
        assert third.result() == 3
        Path(second).write_text("second")
    assert sorted(answers) == ["first", "second"]


def test_a_child_that_was_killed_gives_its_place_back(monkeypatch, tmp_path):
    monkeypatch.setattr(child, "CHILDREN", 1)
    monkeypatch.setattr(child, "SECONDS_TO_READ", 1)
    refusal("run_for_ever", process=str(tmp_path / "pid"))
    monkeypatch.setattr(child, "SECONDS_TO_WAIT", 0)
    assert read("length") == 3
