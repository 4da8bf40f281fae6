"""A backup makes the same site again, or says why not and changes nothing."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Organisation, Person, Record
from charter.models import Amendment, Wording
from consultation.archives import reading, schema, seals


def kept():
    """Every row of every table that a backup holds."""
    rows = {}
    with connection.cursor() as cursor:
        for model in schema.models_at(schema.last_migrations()):
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")
            rows[model._meta.db_table] = sorted(map(repr, cursor.fetchall()))
    return rows


def restore(path, **options):
    out = io.StringIO()
    call_command("restore", path, stdout=out, stderr=out, **options)
    return out.getvalue()


def test_every_row_comes_back_as_it_was(consultation, backup, request):
    before = kept()
    request.getfixturevalue("emptied")
    assert kept()["charter_wording"] == kept()["charter_earlierline"] == []
    assert "no fault." in restore(backup)
    assert kept() == before


def test_each_step_is_shown_when_it_begins(emptied):
    steps = [line.partition(" s  ")[2] for line in restore(emptied).splitlines()]
    percents = [int(step.split()[1]) for step in steps if step.startswith("Loaded ")]
    assert [step.split()[0] for step in steps if step.endswith("…")] == [
        *("Checking", "Storing", "Making", "Loading", "Migrating", "Indexing", "Checking")
    ]
    assert (len(percents) > 3, percents == sorted(percents), percents[-1]) == (True, True, 100)


def test_uploads_come_back(emptied):
    assert not default_storage.exists("evidence/2026/mandate.pdf")
    restore(emptied)
    assert default_storage.open("evidence/2026/mandate.pdf").read() == b"%PDF evidence"


def test_what_never_changes_is_guarded_again(emptied):
    restore(emptied)
    with pytest.raises(DatabaseError, match="this row never changes"):
        Record.objects.update(act="nothing")


def test_the_words_are_found_again(emptied, client):
    restore(emptied)
    assert "<strong>clean</strong> <strong>water</strong>" in client.get("/en/search/?q=clean+water").content.decode()


def test_postgresql_counts_the_tables_that_were_filled(emptied):
    with CaptureQueriesContext(connection) as queries:
        restore(emptied)
    counted = [query["sql"] for query in queries if query["sql"] == "ANALYZE"]
    assert len(counted) == (connection.vendor == "postgresql")


def test_a_key_that_was_given_once_is_not_given_again(consultation, tmp_path, request):
    from consultation.archives import writing

    gone = Organisation.objects.create(name=Organisation.objects.get().name, slug="gone")
    Organisation.objects.filter(pk=gone.pk).delete()
    writing.write_backup(tmp_path / "backup.zip")
    request.getfixturevalue("emptied")
    restore(tmp_path / "backup.zip")
    assert Organisation.objects.create(name=Organisation.objects.get().name, slug="new").pk > gone.pk


def test_a_database_with_work_in_it_is_left_alone(backup):
    before = Wording.objects.count()
    with pytest.raises(CommandError, match="not empty"):
        restore(backup)
    assert Wording.objects.count() == before


def test_another_file_of_the_same_name_is_left_alone(emptied):
    from django.core.files.base import ContentFile

    default_storage.save("evidence/2026/mandate.pdf", ContentFile(b"another"))
    with pytest.raises(CommandError, match=r"same name: evidence/2026/mandate\.pdf"):
        restore(emptied)
    assert (Person.objects.count(), default_storage.open("evidence/2026/mandate.pdf").read()) == (0, b"another")


def members(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def put_together(path, parts):
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    seals.seal_file(path)
    return path


@pytest.mark.parametrize("name", ["data/accounts.Record.jsonl", "media/evidence/2026/mandate.pdf", "settings.json"])
def test_one_other_sign_anywhere_and_nothing_is_taken_in(emptied, tmp_path, name):
    parts = members(emptied)
    parts[name] = parts[name][:-2] + bytes([parts[name][-2] ^ 1]) + parts[name][-1:]
    with pytest.raises(CommandError, match=f"{name} is not what it was"):
        restore(put_together(tmp_path / "other.zip", parts))
    assert Person.objects.count() == 0


def test_one_other_byte_anywhere_in_the_file_is_seen(emptied):
    whole = emptied.read_bytes()
    for place in range(0, len(whole), len(whole) // 50):
        emptied.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(reading.Unsound, match="damaged"):
            reading.open_backup(emptied)


def test_half_a_file_is_refused(emptied):
    emptied.write_bytes(emptied.read_bytes()[:-100])
    with pytest.raises(CommandError, match="damaged, or no backup"):
        restore(emptied)


def test_a_member_that_nobody_named_is_refused(emptied, tmp_path):
    parts = {**members(emptied), "media/planted.html": b"<script>"}
    with pytest.raises(CommandError, match=r"does not name: media/planted\.html"):
        restore(put_together(tmp_path / "other.zip", parts))


def test_a_backup_of_a_newer_version_is_refused(emptied, tmp_path):
    parts = members(emptied)
    manifest = json.loads(parts["manifest.json"])
    manifest["migrations"]["charter"] = ["9999_the_future"]
    parts["manifest.json"] = json.dumps(manifest).encode()
    with pytest.raises(CommandError, match=r"newer version of the site: it knows charter\.9999_the_future"):
        restore(put_together(tmp_path / "other.zip", parts))


def test_looking_alone_changes_nothing(backup):
    before = Amendment.objects.count()
    assert "all as they were on" in restore(backup, check=True)
    assert Amendment.objects.count() == before


def test_a_load_that_fails_half_way_leaves_the_database_empty(emptied, tmp_path):
    parts = members(emptied)
    lines = parts["data/charter.Wording.jsonl"].splitlines(keepends=True)
    parts["data/charter.Wording.jsonl"] = b"".join(lines[:-1])
    manifest = json.loads(parts["manifest.json"])
    manifest["members"]["data/charter.Wording.jsonl"]["sha256"] = sha256(parts["data/charter.Wording.jsonl"])
    parts["manifest.json"] = json.dumps(manifest).encode()
    with pytest.raises(CommandError, match=r"data/charter\.Wording\.jsonl has \d+ rows"):
        restore(put_together(tmp_path / "other.zip", parts))
    assert (Person.objects.count(), connection.in_atomic_block) == (0, False)


def sha256(content):
    from consultation.archives import files

    return files.file_digest(io.BytesIO(content))


def test_a_backup_without_a_file_is_said(db, tmp_path):
    with pytest.raises(reading.Unsound, match="There is no file"):
        reading.open_backup(tmp_path / "nothing.zip")
