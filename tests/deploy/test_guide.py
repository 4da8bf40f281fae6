"""The guide to an installation, the file for rented servers and what `setup` prints name the same commands."""

from __future__ import annotations

import re

import pytest

from consultation.management.commands.setup import NEXT
from tests.install import guide
from tests.test_docs import ROOT

LINES = re.compile(r"\.venv/bin/python manage\.py (\w+)")


def test_cloud_init_runs_the_lines_of_the_guide_and_no_others():
    answers = next(block for block in guide.blocks() if block.kind == guide.ANSWERS)
    commands = guide.installing(postgresql=False)
    assert guide.in_the_cloud() == "\n".join(["set -e", *answers.commands, *commands]) + "\n"


def test_every_block_of_commands_in_the_guide_is_executed_by_the_drill():
    text = guide.GUIDE.read_text(encoding="utf-8")
    assert text.count("\n```sh") == len(guide.blocks())
    fenced = re.findall(r"^```(.*)\n((?:.*\n)*?)```$", text, re.MULTILINE)
    settings = re.compile(r"([A-Z_]+=.*\n)+")
    assert [kind for kind, lines in fenced if not kind.startswith("sh") and not settings.fullmatch(lines)] == []
    assert {block.kind for block in guide.blocks()} == {guide.ANSWERS, guide.POSTGRESQL, guide.UPDATE, guide.ALWAYS}


def test_every_answer_is_used_and_nothing_else_is_left_to_the_reader():
    commands = "\n".join([*guide.installing(postgresql=True), *guide.updating()])
    assert set(re.findall(r"\$(\w+)", commands)) == set(guide.questions())


def test_setup_names_the_commands_of_the_guide_and_of_the_readme_in_their_order():
    next_lines = LINES.findall(NEXT)
    assert next_lines == ["upgrade", "new_admin", "doctor"]
    assert LINES.findall("\n".join(guide.installing(postgresql=False))) == ["setup", *next_lines]
    assert (
        LINES.findall((ROOT / "README.md").read_text(encoding="utf-8").partition("## Running it")[2])[1:] == next_lines
    )


def test_nothing_in_the_folder_of_the_site_is_made_by_root():
    commands = guide.installing(postgresql=True) + guide.updating()
    made = [command for command in commands if re.search(r"\b(git|make|manage\.py) ", command)]
    assert [one for one in made if not one.startswith(("sudo -u charter ", "apt-get "))] == []


@pytest.mark.parametrize(
    ("script", "value"), [("NAME=a\nPATH=b\n", 'NAME="x y"\nPATH=b\n'), ("A=1\nNAME=\n", 'A=1\nNAME="x y"\n')]
)
def test_an_answer_takes_the_place_of_the_example(script, value):
    assert guide.answered(script, {"NAME": "x y"}) == value
    with pytest.raises(KeyError):
        guide.answered(script, {"OTHER": "x"})
