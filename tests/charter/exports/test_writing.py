"""Formats of papers: each is one entry with its writer."""

from __future__ import annotations

import pytest

from charter.exports import files, writing
from charter.exports.comparisons import Changes
from charter.exports.decisions import DecisionTable
from charter.exports.referred import Referred
from charter.exports.release_manifests import Release
from charter.exports.texts import Text
from charter.exports.writing import Format


@pytest.mark.parametrize("paper", [Text, Changes, DecisionTable, Referred, Release])
def test_each_ending_of_a_paper_is_a_format(paper):
    assert set(paper.extensions) <= files.FORMATS.keys()


def test_a_format_is_added_by_one_entry(version, monkeypatch):
    plain = Format("Text", "to read aloud", "text/plain", write=lambda paper: f"{paper.name} for ears".encode())
    monkeypatch.setitem(writing.FORMATS, "txt", plain)
    paper = Text(version.charter, version, "en")
    assert files.write_file(paper, "txt") == f"{paper.name} for ears".encode()
    assert writing.paper_filename(paper, "txt").endswith("-en.txt")
