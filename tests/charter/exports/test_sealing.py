"""A release is sealed: its manifest proves a copy, and tells every change of it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from accounts.exports import paper as press
from charter.exports import files, verify, writing
from charter.exports.sealing import Release
from charter.exports.texts import Text
from charter.models import Wording
from tests import factories

from .conftest import CHANGED

KEPT = Path(__file__).with_name("release_format_1.json")


@pytest.fixture
def released(db, moderator, city, officer):
    first = factories.version(factories.charter(languages=("en",)))
    return factories.second_version(first, {5: CHANGED["en"]}, by=moderator, city=city, who=officer)


@pytest.fixture
def copy(released, tmp_path):
    """The manifest and one file of the release, as somebody keeps them."""
    (tmp_path / "release-2.json").write_bytes(files.write(Release(released.charter, released, "en"), "json"))
    text = Text(released.charter, released, "en")
    (tmp_path / writing.filename(text, "docx")).write_bytes(files.write(text, "docx"))
    return tmp_path / "release-2.json"


def faults(copy, fingerprint=""):
    return list(verify.faults(json.loads(copy.read_text("utf-8")), copy.parent, fingerprint))


def changed(copy, **values):
    copy.write_text(json.dumps({**json.loads(copy.read_text("utf-8")), **values}), "utf-8")


def test_a_true_copy_has_no_faults(released, copy):
    assert faults(copy, released.digest) == []
    assert faults(copy, released.digest[:12]) == []


def test_a_manifest_that_was_kept_from_the_first_format_still_holds():
    """It was written when the format was made; what is published must be provable with any later program."""
    kept = json.loads(KEPT.read_text("utf-8"))
    assert list(verify.faults(kept, KEPT.parent, kept["digest"][:12])) == []
    kept["decisions"][0]["reason"] = "Another."
    assert list(verify.faults(kept, KEPT.parent)) == ["The manifest was changed after it was sealed."]


def test_the_program_runs_alone(released, copy):
    command = [sys.executable, "-I", verify.__file__, str(copy), released.digest[:16]]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "This is what was published.\n")


def test_changed_words_are_told(copy):
    words = json.loads(copy.read_text("utf-8"))["words"]
    first = next(iter(words))
    changed(copy, words={**words, first: {"language": "en", "html": "Others."}})
    assert faults(copy) == [
        "Changed: {'language': 'en', 'html': 'Others.'}",
        "The manifest was changed after it was sealed.",
    ]


def test_a_line_left_out_is_told(copy):
    changed(copy, wordings=json.loads(copy.read_text("utf-8"))["wordings"][:-1])
    assert "The fingerprint does not belong to these words." in faults(copy)


def test_a_changed_file_is_told(copy):
    (copy.parent / "charter-2-en.docx").write_bytes(b"other bytes")
    assert faults(copy) == ["Changed: the file charter-2-en.docx"]


def test_another_version_is_told(copy):
    assert faults(copy, "0" * 8) == ["The fingerprint is not the one that was noted."]


def test_the_manifest_has_the_decisions_and_the_files(released, copy):
    found = json.loads(copy.read_text("utf-8"))
    [decision] = found["decisions"]
    assert (decision["round"], decision["amendment"], decision["outcome"]) == (1, 1, "accepted")
    assert [file["name"] for file in found["files"]] == [
        f"charter-2-en.{ending}" for ending in Text.endings if ending != "pdf" or press.is_ready()
    ]
    assert found["record_head"] == released.record_head


def test_the_command_proves_versions_and_copies(released, copy, capsys):
    call_command("verify_release")
    call_command("verify_release", copy=str(copy))
    assert capsys.readouterr().out.count(f"Version 2: fingerprint {released.digest}") == 2


def test_the_command_tells_words_that_were_changed_behind_its_back(released, capsys):
    from accounts import triggers

    triggers.lift([Wording])
    Wording.objects.filter(text=CHANGED["en"]).update(html="Others.")
    with pytest.raises(SystemExit):
        call_command("verify_release")
    assert "Version 2: the words of I.1.1 (en) were changed after they were published." in capsys.readouterr().out


def test_a_noted_fingerprint_is_answered_on_the_page(client, released):
    html = client.get("/en/charter/2/verify/").content.decode()
    assert "it is the one that was published." in html and released.digest in html
    for noted, answer in (
        (released.digest[:12].upper(), "This is the fingerprint of version 2."),
        (released.record_head, "This is the head of the record when version 2 was published."),
        ("0123456789abcdef", "No published version and no act of the record has this fingerprint."),
        ("abc", "Type at least 8 signs."),
    ):
        assert answer in client.get("/en/charter/2/verify/", {"noted": noted}).content.decode()


def test_the_program_and_the_manifest_can_be_taken_away(client, released):
    assert b"python3 verify.py" in client.get("/en/verify.py").content
    response = client.get("/en/release/2.json")
    assert response["Content-Disposition"] == 'attachment; filename="release-2.json"'
    assert json.loads(response.content)["digest"] == released.digest
