"""A release is sealed: its manifest proves a copy, and tells every change of it."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.core.management import call_command

from accounts.exports import paper
from accounts.models import Letter
from charter.exports import files, packages, verify, writing
from charter.exports.release_manifests import Release
from charter.exports.texts import Text
from charter.exports.verify import NOT_OF_THE_WORDS
from charter.models import Download, VersionSeal, Wording
from tests import factories

from .conftest import CHANGED

KEPT = Path(__file__).with_name("release_format_1.json")


@pytest.fixture
def released(db, moderator, city, officer):
    first = factories.version(factories.charter(languages=("en",)))
    return factories.second_version(first, {5: CHANGED["en"]}, by=moderator, city=city, proposer=officer)


@pytest.fixture
def copy(released, tmp_path):
    """The manifest and one file of the release, as somebody keeps them."""
    (tmp_path / "release-2.json").write_bytes(files.write_file(Release(released.charter, released), "json"))
    text = Text(released.charter, released, "en")
    (tmp_path / writing.paper_filename(text, "docx")).write_bytes(files.write_file(text, "docx"))
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
    process = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (process.returncode, process.stdout) == (0, "This is what was published.\n")


@pytest.fixture
def package(released, tmp_path):
    """The folder of the unpacked data package."""
    folder = tmp_path / "package"
    with zipfile.ZipFile(io.BytesIO(packages.package_of(released))) as archive:
        archive.extractall(folder)
    return folder


def prove(place, *fingerprint):
    """Runs the program alone; gives its exit code and its lines."""
    command = [sys.executable, "-I", verify.__file__, str(place), *fingerprint]
    process = subprocess.run(command, capture_output=True, text=True, check=False)
    return process.returncode, process.stdout.splitlines()


def forge(folder, name, old, new):
    """Changes a file as a skilled forger does: every digest in the package is counted again."""
    data = (folder / name).read_text("utf-8")
    assert old in data
    (folder / name).write_text(data.replace(old, new), "utf-8")
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    for part in manifest["parts"].values():
        for listed in part.get("files", {}):
            part["files"][listed] = hashlib.sha256((folder / listed).read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False), "utf-8")


def test_a_package_and_its_zip_are_proved_by_the_fingerprint_of_the_release(released, package, tmp_path):
    (tmp_path / "copy.zip").write_bytes(packages.package_of(released))
    for place in (package, tmp_path / "copy.zip"):
        for noted in (released.fingerprint, released.fingerprint[:64], released.fingerprint[:20].upper()):
            assert prove(place, "--fingerprint", noted) == (0, ["This is what was published."])


def test_without_a_fingerprint_nothing_is_called_proved(released, package):
    code, lines = prove(package)
    assert (code, lines[-1]) == (0, released.fingerprint)
    assert "This is what was published." not in lines


def test_each_changed_missing_and_added_file_is_named(released, package):
    (package / "decisions.csv").write_text("round,number\n", "utf-8")
    (package / "changes.json").unlink()
    (package / "more.txt").write_text("", "utf-8")
    assert prove(package, "--fingerprint", released.fingerprint) == (
        1,
        [
            "Missing: the file changes.json",
            "Changed: the file decisions.csv",
            "Added: the file more.txt",
        ],
    )


def test_a_forged_decision_is_refused_and_its_part_is_named(released, package):
    forge(package, "decisions.json", '"accepted"', '"rejected"')
    assert prove(package)[0] == 0  # it agrees with itself, which proves nothing
    assert prove(package, "--fingerprint", released.fingerprint) == (
        1,
        ["The fingerprint is not the one that was noted.", "Not as published: the part decisions"],
    )
    assert prove(package, "--fingerprint", released.fingerprint[:64])[0] == 1


def test_what_is_no_package_is_said_so(tmp_path):
    assert prove(tmp_path / "nothing.zip")[0] == 2


def test_every_member_gets_the_fingerprint_by_mail(released, officer):
    letter = Letter.objects.get(
        kind="version_published", to=officer, key__startswith=f"version_published:{released.pk}:"
    )
    assert released.fingerprint in letter.body


def test_the_page_of_a_check_says_how_to_run_both_programs(client, released):
    page = client.get("/en/charter/2/verify/").text
    assert "python3 verify.py charter-2-data.zip --fingerprint" in page
    assert "lists every word that does not come from a recorded act" in page and "python3 replay.py ." in page


def test_the_page_of_the_version_shows_the_fingerprint(client, released):
    assert released.fingerprint in client.get("/en/charter/2/").text
    assert released.fingerprint in client.get("/en/charter/2/verify/").text
    noted = client.get("/en/charter/2/verify/", {"noted": released.fingerprint[:64]}).text
    assert "The fingerprint (SHA-256) belongs to the publication of version 2." in noted


def test_a_version_from_before_seals_says_what_it_lacks(client, released):
    from accounts import triggers

    triggers.lift_triggers([VersionSeal])
    VersionSeal.objects.all().delete()
    assert "before the site calculated a fingerprint for every file" in client.get("/en/charter/2/verify/").text
    assert client.get("/en/charter/2/data.zip").status_code == 200


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
    assert faults(copy, "0" * 8) == [NOT_OF_THE_WORDS]


def test_the_manifest_has_the_decisions_and_the_files(released, copy):
    manifest = json.loads(copy.read_text("utf-8"))
    [decision] = manifest["decisions"]
    assert (decision["round"], decision["amendment"], decision["outcome"]) == (1, 1, "accepted")
    assert [file["name"] for file in manifest["files"]] == [
        f"charter-2-en.{ending}" for ending in Text.extensions if ending != "pdf" or paper.is_ready()
    ]
    assert manifest["record_head"] == released.record_head


def test_the_command_proves_versions_and_copies(released, copy, capsys):
    call_command("verify_release")
    call_command("verify_release", copy=str(copy))
    assert capsys.readouterr().out.count(f"Version 2: fingerprint {released.digest}") == 2


def test_the_command_tells_words_that_were_changed_behind_its_back(released, capsys):
    from accounts import triggers

    triggers.lift_triggers([Wording])
    Wording.objects.filter(text=CHANGED["en"]).update(html="Others.")
    with pytest.raises(SystemExit):
        call_command("verify_release")
    assert "Version 2: the words of I.1.1 (en) were changed after they were published." in capsys.readouterr().out


def test_the_words_alone_have_a_fingerprint_of_their_own(client, released, copy, capsys):
    assert verify.main([str(copy)]) == 0
    printed = capsys.readouterr().out
    assert released.digest in printed and "mailed" not in printed
    page = client.get("/en/charter/2/verify/").content.decode()
    assert f"python3 verify.py release-2.json --fingerprint {released.digest}" in page
    assert verify.main([str(copy), "--fingerprint", released.digest]) == 0
    assert verify.main([str(copy), "--fingerprint", released.fingerprint]) == 1
    assert "belongs to the data package" in capsys.readouterr().out


def test_a_noted_fingerprint_is_answered_on_the_page(client, released):
    html = client.get("/en/charter/2/verify/").content.decode()
    assert "The fingerprint" in html and released.digest in html
    for noted, answer in (
        (released.digest[:12].upper(), "The fingerprint (SHA-256) belongs to version 2."),
        (released.record_head, "When version 2 was published, this value was the latest hash of the audit log."),
        ("0123456789abcdef", "No published version and no act in the audit log has this fingerprint (SHA-256)."),
        ("abc", "Enter at least 8 characters."),
    ):
        assert answer in client.get("/en/charter/2/verify/", {"noted": noted}).content.decode()


def test_the_program_and_the_manifest_can_be_taken_away(client, released):
    assert b"python3 verify.py" in client.get("/en/verify.py").content
    response = client.get("/en/release/2.json")
    assert response["Content-Disposition"] == 'attachment; filename="release-2.json"'
    assert json.loads(response.content)["digest"] == released.digest


def test_the_manifest_is_made_once_for_all_languages(db, client):
    factories.version(factories.charter(languages=("en", "fr")))
    first, other = client.get("/en/release/1.json"), client.get("/fr/release/1.json")
    assert first.content == other.content
    assert Download.objects.filter(name="release/1.json").count() == 1
