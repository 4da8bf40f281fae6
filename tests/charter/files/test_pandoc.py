"""Pandoc writes files for word processors, within limits on time, memory and output."""

import pytest

from charter.files import pandoc
from charter.files.refusals import TOO_MUCH_WORK, Unreadable


def test_pandoc_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    slow = tmp_path / "pandoc"
    slow.write_text("#!/bin/sh\nsleep 20\n")
    slow.chmod(0o755)
    monkeypatch.setattr(pandoc, "find_pandoc", lambda: str(slow))
    monkeypatch.setattr(pandoc, "SECONDS", 0.3)
    with pytest.raises(Unreadable) as refusal:
        pandoc.from_html("<p>x</p>", "docx")
    assert refusal.value.sentence is TOO_MUCH_WORK


def test_pandoc_that_writes_too_much_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    loud = tmp_path / "pandoc"
    loud.write_text("#!/bin/sh\nexec head -c 9000000 /dev/zero\n")
    loud.chmod(0o755)
    monkeypatch.setattr(pandoc, "find_pandoc", lambda: str(loud))
    monkeypatch.setattr(pandoc, "OUTPUT", 1_000_000)
    with pytest.raises(Unreadable) as refusal:
        pandoc.from_html("<p>x</p>", "docx")
    assert refusal.value.sentence is TOO_MUCH_WORK


def test_pandoc_runs_with_a_bound_on_memory_on_time_and_on_what_it_writes(monkeypatch: pytest.MonkeyPatch, tmp_path):
    bound = tmp_path / "pandoc"
    bound.write_text('#!/bin/sh\necho "$2 $(ulimit -v) $(ulimit -t) $(ulimit -f)"\n')
    bound.chmod(0o755)
    monkeypatch.setattr(pandoc, "find_pandoc", lambda: str(bound))
    heap, memory, seconds, blocks = pandoc.from_html("x", "docx").split()
    limits = pandoc.WRITING
    assert (heap, int(memory), int(seconds)) == (b"-M%d" % limits.heap, limits.memory // 1024, limits.seconds)
    assert 0 < int(blocks) * 512 <= pandoc.OUTPUT + 512
