"""The program that writes a version again from recorded acts: it rebuilds what is true and names what is not."""

from __future__ import annotations

import ast
import hashlib
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from charter.actions.languages import alignments, wordings
from charter.actions.merging import merge_reversals, merges
from charter.actions.versions import corrigenda, versions
from charter.exports import packages, replay, verify
from charter.models import Article, Charter, MergedWording, Provision, Version
from charter.queries.languages import ledger
from charter.queries.reading import divisions
from charter.states import CameFrom
from tests import factories

HOMES, ANSWERS, WATER, DESK = 5, 6, 8, 10
ENGLISH = factories.WORDS["en"]
THIRD = ENGLISH[HOMES].replace("fifth", "third")
EMPTY = ENGLISH[HOMES].replace("new homes", "new and <b>empty</b> homes")
HALF = ENGLISH[HOMES].replace("fifth of new", "half of all")
QUIET = "Streets are quiet at night."


@pytest.fixture(scope="module")
def data(django_db_setup: None, django_db_blocker: Any) -> Iterator[bytes]:
    """The package of version 2 of a charter in two languages, between which acts of all kinds were done."""
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(ALIGNMENT_NEEDS_TWO=False):
        archive = packages.package_of(_second_version())
        transaction.set_rollback(True)
    return archive


def _second_version() -> Version:
    first = factories.version(factories.charter(languages=("en", "fr")))
    charter, by = first.charter, factories.holder("moderator")
    round_, city, other = (
        factories.deciding(first),
        factories.organisation("Tamanrit"),
        factories.organisation("Velmora"),
    )
    officer = factories.member(city, "officer")

    def ask(place: int, html: str = "", of: Any = city, **more: Any) -> Any:
        amendment = factories.under_review(round_, of, officer, factories.provision(charter, place), html, **more)
        return factories.accepted(amendment, by)

    def bring(slug: str, *amendments: Any, written: str = "") -> Any:
        article = Article.objects.get(slug=slug)
        merge = merges.begin_merge(article=article, language="en", round_=round_, by=by, amendments=amendments)
        for conflict in merges.preview_merge(merge).conflicts:
            merges.resolve_conflict(merge=merge, conflict_id=conflict.id, choice=conflict.options[1].choice, by=by)
        if written:
            merges.write_wording(merge=merge, key=str(factories.provision(charter, WATER).key), html=written, by=by)
        return merges.apply_merge(merge=merge, by=by)

    at = corrigenda.sign_corrigendum(
        version=first,
        provision=factories.provision(charter, 4),
        language="fr",
        html=factories.WORDS["fr"][4].replace("sûr", "sain"),
        reason="A misprint.",
        by=by,
        agreed_by=factories.holder("moderator"),
    )
    assert at.number == 1
    cut = ENGLISH[ANSWERS].index(" within")
    bring(
        "a-home-one-can-keep",
        ask(HOMES, THIRD),
        ask(HOMES, EMPTY, other),
        ask(HOMES, HALF, other),
        ask(ANSWERS, kind="split", cut=cut, new_provision=Provision.objects.create(charter=charter)),
        ask(4, QUIET, kind="insert", new_kind="paragraph", new_provision=Provision.objects.create(charter=charter)),
    )
    undone = ask(WATER, ENGLISH[WATER].replace("fair", "low"))
    merge_reversals.reverse_merge(merge=bring("water-for-all", undone), reason={"en": "Too early."}, by=by)
    bring("water-for-all", ask(DESK, kind="delete"), written=ENGLISH[WATER].replace("fair", "just"))
    _follow(Charter.objects.get(pk=charter.pk))
    factories.confirm_differences(Charter.objects.get(pk=charter.pk), by=by)
    charter = Charter.objects.get(pk=charter.pk)
    publication = versions.propose_version(charter=charter, by=by, carried_over=[undone.pk])
    return versions.publish_version(publication=publication, by=factories.holder("moderator"))


def _follow(charter: Charter) -> None:
    """French follows English, by splits and by translation updates."""
    editor = factories.holder("language_editor", "fr")
    for (_pk, code), division in divisions.open_divisions(charter).items():
        whole = factories.WORDS["fr"][ANSWERS]
        words = whole.replace(" dans", "\n\ndans")
        alignment = alignments.split_alignment(division=division, language=code, words=words, by=editor)
        alignments.submit_alignment(alignment=alignment, by=editor)
    for line in ledger.ledger_lines(charter):
        if line.language == "fr" and line.state in ("behind", "missing"):
            words = "Les rues sont calmes la nuit." if line.state == "missing" else ""
            now = line.wording.text if line.wording else ""
            words = words or now.replace("un cinquième", "un tiers").replace("neufs", "neufs et vides")
            same = words == now
            alignment = alignments.write_alignment(
                provision=line.provision,
                language="fr",
                source=line.source,
                words="" if same else words,
                no_change_needed=same,
                by=editor,
            )
            alignments.submit_alignment(alignment=alignment, by=editor)


@pytest.fixture
def package(data: bytes, tmp_path: Path) -> Path:
    """The folder of the unpacked package."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(tmp_path / "package")
    return tmp_path / "package"


def rebuild(place: Path, *options: str) -> tuple[int, list[str]]:
    """Runs the program of the package alone, with nothing but the standard library."""
    program = place / "replay.py" if place.is_dir() else Path(replay.__file__)
    command = [sys.executable, "-I", "-S", str(program), str(place), *options]
    process = subprocess.run(command, capture_output=True, text=True, check=False)
    return process.returncode, (process.stdout or process.stderr).splitlines()


def faults(place: Path) -> list[str]:
    code, lines = rebuild(place)
    assert code == 1
    return [line for line in lines[:-2] if not line.endswith((": rebuilt", ": no text in this language"))]


def forge(package: Path, name: str, change: Callable[[Any], Any]) -> None:
    """Changes the values of a file."""
    values = json.loads((package / name).read_text("utf-8"))
    change(values)
    (package / name).write_text(json.dumps(values, ensure_ascii=False), "utf-8")


def forge_words(package: Path, old: str, new: str) -> None:
    """Changes words of the published version as a skilled forger does: every digest in it is counted again."""
    forge(package, "wordings.json", lambda rows: [row.update(html=row["html"].replace(old, new)) for row in rows])

    def change(release: dict[str, Any]) -> None:
        words = {}
        for name, text in release["words"].items():
            text["html"] = text["html"].replace(old, new)
            words[verify.digest(text)] = text
            for row in release["wordings"]:
                row[9] = verify.digest(text) if row[9] == name else row[9]
        release["words"] = words
        release["digest"] = verify.digest({key: release[key] for key in verify.SEALED})

    forge(package, "release-2.json", change)


def act_of(values: dict[str, Any], words: str) -> dict[str, Any]:
    """The act that inserts these words."""
    return next(act for act in values["acts"] if any(words in e.get("insert", "") for e in act.get("edits", ())))


def test_the_scenario_has_acts_of_all_kinds(package):
    values = json.loads((package / "acts.json").read_text("utf-8"))
    assert {act["act"] for act in values["acts"]} >= {"merge", "split", "undo", "alignment", "corrigendum"}


def test_every_text_of_both_languages_is_rebuilt(package, data, tmp_path):
    code, lines = rebuild(package)
    assert (code, lines[-1]) == (0, "Version 2: 24 of 24 texts rebuilt, 10 new or changed.")
    assert all(line.endswith(": rebuilt") for line in lines[:-2])
    (tmp_path / "copy.zip").write_bytes(data)
    assert rebuild(tmp_path / "copy.zip") == (code, lines)


def test_it_names_who_brought_and_who_deleted_each_word(package):
    _code, lines = rebuild(package, "--who")
    sentences = [line.strip() for line in lines if line.startswith(" " * 8)]
    assert "amendment 1/1 deleted “fifth” and brought “third”" in sentences
    assert "amendment 1/2 brought “and”, “empty”" in sentences
    assert "the secretariat deleted “fair” and brought “just”" in sentences


def test_a_forged_word_of_the_published_text_is_named(package):
    forge_words(package, "clean water", "clean tap water")
    forge_words(package, "sain", "très sain")
    fault_lines = faults(package)
    assert [line.partition(": ")[2] for line in fault_lines] == [
        "no recorded act brought “tap”",
        "no recorded act brought “très”",
    ]
    assert [line[:2] for line in fault_lines] == ["en", "fr"]


def test_a_word_that_went_without_an_act_is_named(package):
    forge_words(package, "clean water", "water")
    assert [line.partition(": ")[2] for line in faults(package)] == ["no recorded act deleted “clean”"]


def test_a_removed_act_is_named_with_its_words(package):
    forge(package, "acts.json", lambda values: values["acts"].remove(act_of(values, "third")))
    assert [line.partition(": ")[2] for line in faults(package)] == [
        "the act that wrote this text is not recorded",
        "no recorded act brought “third”, “all”, “and”, “empty”",
        "no recorded act deleted “fifth”, “new”",
    ]


def test_an_amendment_that_is_not_in_the_merge_any_more_leaves_its_words_to_nobody(package):
    def change(values: dict[str, Any]) -> None:
        act = act_of(values, "third")
        act["proposals"] = [proposal for proposal in act["proposals"] if proposal.get("amendment") != 1]

    forge(package, "acts.json", change)
    [line] = faults(package)
    assert line.endswith("no recorded text deleted “fifth” and brought “third”")


def test_a_word_that_no_amendment_proposed_is_named_also_where_an_edit_says_so(package):
    forge_words(package, "third", "secret third")

    def change(values: dict[str, Any]) -> None:
        edit = next(edit for edit in act_of(values, "third")["edits"] if edit.get("insert") == "third")
        edit["insert"] = "secret third"

    forge(package, "acts.json", change)
    [line] = faults(package)
    assert line.endswith("amendment 1/1 does not say what deleted “fifth” and brought “secret”, “third”")


def test_an_amendment_has_the_words_that_are_public(package):
    def change(values: dict[str, Any]) -> None:
        for proposal in act_of(values, "third")["proposals"]:
            proposal["after"] = proposal["after"].replace("third", "secret third")
        edit = next(edit for edit in act_of(values, "third")["edits"] if edit.get("insert") == "third")
        edit["insert"] = "secret third"

    forge_words(package, "third", "secret third")
    forge(package, "acts.json", change)
    [line] = faults(package)
    assert line.endswith("amendments.json has other words for amendment 1/1")


@pytest.mark.parametrize(
    ("name", "kept", "fault_words"),
    [
        ("amendments.json", lambda row: row["number"] != 2, "amendments.json lacks amendment 1/2"),
        ("decisions.json", lambda row: row["number"] != 2, "decisions.json lacks the decision on amendment 1/2"),
        ("changes.json", lambda row: row["amendment"] != 2, "changes.json lacks change "),
    ],
)
def test_what_the_tables_lack_is_named(package, name, kept, fault_words):
    rows = [row for row in json.loads((package / name).read_text("utf-8")) if kept(row)]
    (package / name).write_text(json.dumps(rows), "utf-8")
    [line] = faults(package)
    assert fault_words in line


def test_a_provision_that_came_or_went_without_an_act_is_named(package):
    forge(package, "acts.json", lambda values: [step["fates"].clear() for step in values["order"]])
    assert [line.partition(": ")[2] for line in faults(package)] == [
        *["no recorded act inserted this provision"] * 2,
        "no recorded act deleted this provision",
    ]


def test_a_text_of_another_provision_is_not_accepted_for_one(package):
    def change(values: dict[str, Any]) -> None:
        first, second, *_rest = values["before"]["en"]
        values["after"]["en"][second] = values["before"]["en"][first]

    forge(package, "acts.json", change)
    assert any(line.endswith("the act that wrote this text is not recorded") for line in faults(package))


def test_a_version_before_that_was_changed_is_named(package):
    forge(package, "release-1.json", lambda values: next(iter(values["words"].values())).update(html="Other words."))
    assert "The fingerprint of version 1 does not belong to its words." in faults(package)


def test_a_package_from_before_the_acts_says_what_it_lacks(package):
    (package / "acts.json").unlink()
    forge(package, "manifest.json", lambda values: values.update(format=2))
    code, [line] = rebuild(package)
    assert (code, line) == (
        1,
        "The package lacks acts.json: edits of merges, splits and combinations are not in format 2. "
        "The words cannot be rebuilt from it.",
    )


def test_what_is_no_package_is_told(tmp_path):
    assert rebuild(tmp_path / "nothing.zip")[0] == 2


def test_the_first_version_is_rebuilt_from_its_import(version, tmp_path):
    (tmp_path / "first.zip").write_bytes(packages.package_of(version))
    code, lines = rebuild(tmp_path / "first.zip")
    assert (code, lines[-1]) == (0, "Version 1: 33 of 33 texts rebuilt, 33 new or changed.")


def test_a_merge_from_before_edits_were_recorded_says_what_it_lacks(db, moderator, tmp_path):
    charter = factories.charter(languages=("en",))
    factories.version(charter)
    homes = factories.provision(charter, HOMES)
    reworded = factories.reword(homes, THIRD, by=moderator)
    old = wordings.write_wording(
        provision=homes,
        language="en",
        html=HALF,
        came_from=CameFrom.MERGE,
        by=moderator,
        at=reworded.at,
        parent=reworded,
    )
    wordings.make_current([old])
    publication = versions.propose_version(charter=Charter.objects.get(pk=charter.pk), by=moderator)
    version = versions.publish_version(publication=publication, by=factories.holder("moderator"))
    (tmp_path / "second.zip").write_bytes(packages.package_of(version))
    code, lines = rebuild(tmp_path / "second.zip")
    [line] = [line for line in lines if "lacks" in line]
    assert code == 1
    assert line.endswith(
        "the record lacks proposals and edits; no recorded act brought “half”, “all”; "
        "no recorded act deleted “third”, “new”"
    )


def test_what_a_merge_recorded_never_changes(version, moderator, city, officer):
    round_ = factories.deciding(version)
    factories.merged(round_, {HOMES: THIRD}, by=moderator, city=city, proposer=officer)
    with pytest.raises(Exception, match="never change"), transaction.atomic():
        MergedWording.objects.update(edits=[])


def test_its_files_are_covered_by_the_fingerprint(package):
    parts = json.loads((package / "manifest.json").read_text("utf-8"))["parts"]
    assert {"acts.json", "acts.schema.json", "release-1.json"} <= set(parts["changes"]["files"])
    digest = hashlib.sha256((package / "replay.py").read_bytes()).hexdigest()
    assert parts["other"]["files"]["replay.py"] == digest
    assert list(verify.package_faults(replay.files_in(package))) == []


def test_the_program_is_one_short_file_of_standard_python():
    source = Path(replay.__file__).read_text("utf-8")
    nodes = list(ast.walk(ast.parse(source)))
    names = {name.name for node in nodes if isinstance(node, ast.Import) for name in node.names}
    names |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names
    assert len(source.splitlines()) <= 600


def test_the_schema_has_every_name_that_the_acts_have(package):
    schema = json.loads((package / "acts.schema.json").read_text("utf-8"))
    values = json.loads((package / "acts.json").read_text("utf-8"))
    definitions = schema["$defs"]
    assert set(schema["required"]) <= set(values) <= set(schema["properties"])
    for act in values["acts"]:
        assert set(definitions["act"]["required"]) <= set(act) <= set(definitions["act"]["properties"])
        assert act["act"] in definitions["act"]["properties"]["act"]["enum"]
        for proposal in act.get("proposals", ()):
            assert (
                set(definitions["proposal"]["required"]) <= set(proposal) <= set(definitions["proposal"]["properties"])
            )
            assert proposal["kind"] in definitions["proposal"]["properties"]["kind"]["enum"]
        for edit in act.get("edits", ()):
            assert {"at", "by"} <= set(edit) <= set(definitions["edits"]["items"]["properties"])
