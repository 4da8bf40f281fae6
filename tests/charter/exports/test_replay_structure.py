"""Versions with a combination, a split and brackets are rebuilt; their words and acts name their proposers."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from charter.actions.languages import structure
from charter.actions.merging import merges
from charter.actions.versions import versions
from charter.exports import packages, replay
from charter.models import Article, Charter, Provision
from tests import factories

HOMES, ANSWERS, TAP, DESK = 5, 6, 9, 10
ENGLISH = factories.WORDS["en"]


@pytest.fixture
def first(db):
    return factories.version(factories.charter(languages=("en",)))


def merge(round_, by, *amendments, refer=""):
    """Brings accepted amendments of one article into the text; conflicts stay open in brackets."""
    slug = Charter.objects.get().arrangement.section_of(amendments[0].text.changes.get().provision.key).slug
    article = Article.objects.get(slug=slug)
    begun = merges.begin_merge(article=article, language="en", round_=round_, by=by)
    begun = merges.choose_amendments(merge=begun, amendments=amendments, by=by)
    for conflict in merges.preview_merge(begun).conflicts:
        merges.refer_conflict(merge=begun, conflict_id=conflict.id, reason=refer, by=by)
    return merges.apply_merge(merge=begun, by=by)


def rebuilt(by, tmp_path: Path) -> list[str]:
    """Publishes the working text, and gives what the program prints on its data package."""
    publication = versions.propose_version(charter=Charter.objects.get(), by=by)
    version = versions.publish_version(publication=publication, by=factories.holder("moderator"))
    (tmp_path / "data.zip").write_bytes(packages.package_of(version))
    command = [sys.executable, "-I", "-S", replay.__file__, str(tmp_path / "data.zip"), "--who"]
    process = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = (process.stdout or process.stderr).splitlines()
    assert process.returncode == 0, lines
    return [line.strip() for line in lines]


def acts_in(lines: list[str], kind: str) -> list[str]:
    """What the program prints of acts of one kind, with those who proposed them."""
    return [line.partition(")")[2].strip() for line in lines if line.startswith(f"{kind} of ")]


def test_a_combination_by_an_amendment_is_rebuilt(first, city, officer, moderator, tmp_path):
    round_, desk = factories.deciding(first), factories.provision(first.charter, DESK)
    more = {"kind": "join", "after": desk, "after_base": factories.working(desk).wording}
    asked = factories.under_review(round_, city, officer, factories.provision(first.charter, TAP), "", **more)
    merge(round_, moderator, factories.accepted(asked, moderator))
    lines = rebuilt(moderator, tmp_path)
    assert acts_in(lines, "join") == ["by Tamanrit"]
    assert "II.1.a: rebuilt" in " ".join(lines)


def test_a_combination_of_changed_words_is_rebuilt(first, city, other_city, officer, stranger, moderator, tmp_path):
    round_, desk = factories.deciding(first), factories.provision(first.charter, DESK)
    tap = factories.provision(first.charter, TAP)
    reworded = factories.under_review(round_, city, officer, tap, ENGLISH[TAP].replace("square", "street"))
    merge(round_, moderator, factories.accepted(reworded, moderator))
    more = {"kind": "join", "after": desk, "after_base": factories.working(desk).wording}
    asked = factories.under_review(round_, other_city, stranger, tap, "", **more)
    merge(round_, moderator, factories.accepted(asked, moderator))
    lines = rebuilt(moderator, tmp_path)
    assert (acts_in(lines, "merge"), acts_in(lines, "join")) == (["by Tamanrit"], ["by Velmora"])
    assert "amendment 1/1 deleted “square” and brought “street”" in lines


def test_a_combination_by_the_secretariat_names_for_whom_it_was(first, city, moderator, tmp_path):
    homes, answers = (factories.provision(first.charter, place) for place in (HOMES, ANSWERS))
    why = structure.Why("One duty.", asked_by=city)
    structure.combine_provisions(provision=homes, other=answers, by=moderator, why=why)
    assert acts_in(rebuilt(moderator, tmp_path), "join") == ["by Tamanrit"]


def test_a_split_by_an_amendment_is_rebuilt(first, city, officer, moderator, tmp_path):
    round_, homes = factories.deciding(first), factories.provision(first.charter, HOMES)
    more = {"kind": "split", "cut": ENGLISH[HOMES].index(" for people")}
    more["new_provision"] = Provision.objects.create(charter=first.charter)
    asked = factories.under_review(round_, city, officer, homes, "", **more)
    merge(round_, moderator, factories.accepted(asked, moderator))
    assert acts_in(rebuilt(moderator, tmp_path), "split") == ["by Tamanrit", "by Tamanrit"]


def test_wordings_in_brackets_are_rebuilt_with_who_proposed_each(
    first, city, other_city, officer, stranger, moderator, tmp_path
):
    round_, homes = factories.deciding(first), factories.provision(first.charter, HOMES)
    asked = [
        factories.under_review(round_, organisation, person, homes, ENGLISH[HOMES].replace("fifth", word))
        for organisation, person, word in ((city, officer, "third"), (other_city, stranger, "quarter"))
    ]
    chosen = [factories.accepted(amendment, moderator) for amendment in asked]
    merge(round_, moderator, *chosen, refer="The members are divided.")
    assert "one [fifth] [third] [quarter] of" in factories.working(homes).wording.text
    lines = rebuilt(moderator, tmp_path)
    assert acts_in(lines, "merge") == ["by Tamanrit, Velmora"]
    assert any("“third”" in line and "1/1" in line for line in lines)
    assert any("“quarter”" in line and "1/2" in line for line in lines)
