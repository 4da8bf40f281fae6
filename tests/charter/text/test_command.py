"""The command: what it prints of files, and its exit status, as a person or a program that runs it has them."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from charter.text.command import main

BASE = "<h3>Fees</h3><p>The fee is ten euros.</p>"
NINE = "<h3>Fees</h3><p>The fee is nine euros.</p>"
SIX = "<h3>Fees</h3><p>The fee is six euros.</p>"


@pytest.fixture
def files(tmp_path, monkeypatch):
    """Writes texts to files by name; the command is run beside them."""
    monkeypatch.chdir(tmp_path)

    def write(**texts: str) -> None:
        for name, text in texts.items():
            (tmp_path / name.replace("_", ".")).write_text(text, encoding="utf-8")

    return write


def run(capsys, *arguments: str) -> tuple[int, str, str]:
    status = main(arguments)
    out, err = capsys.readouterr()
    return status, out, err


def test_diff_prints_tracked_changes(files, capsys):
    files(a_html=BASE, b_html=NINE)
    assert run(capsys, "diff", "a.html", "b.html") == (0, "Fees\nThe fee is [-ten-] {+nine+} euros.\n", "")
    _, coloured, _ = run(capsys, "diff", "a.html", "b.html", "--color", "always")
    assert coloured == "Fees\nThe fee is \033[31;9mten\033[0m \033[32;4mnine\033[0m euros.\n"
    assert "<del" in run(capsys, "diff", "a.html", "b.html", "--format", "html")[1]


def test_sentences_are_in_the_language_that_is_named(files, capsys):
    files(a_html=BASE, b_html=NINE)
    assert run(capsys, "sentences", "a.html", "b.html")[1] == "In paragraph 1, replace “ten” with “nine”.\n"
    assert "remplacer" in run(capsys, "sentences", "a.html", "b.html", "--lang", "fr")[1]


def test_markdown_and_html_are_one_text(files, capsys):
    files(a_md="### Fees\n\nThe fee is *ten* euros.\n", b_html="<h3>Fees</h3><p>The fee is <em>ten</em> euros.</p>")
    assert json.loads(run(capsys, "diff", "a.md", "b.html", "--format", "json")[1])["changes"] == []


def test_a_merge_without_conflict_ends_with_nought(files, capsys):
    files(base_html=BASE, p_html=NINE, q_html=BASE.replace("Fees", "Dues"))
    assert run(capsys, "merge", "base.html", "p.html", "q.html") == (0, "Dues\nThe fee is nine euros.\n", "")


def test_a_merge_ends_with_the_number_of_its_conflicts_and_prints_marks(files, capsys):
    files(base_html=BASE, p_html=NINE, q_html=SIX)
    status, out, _ = run(capsys, "merge", "base.html", "p.html", "q.html")
    assert status == 1
    assert out.splitlines() == [
        "Fees",
        "The fee is ten euros.",
        "<<<<<<< p.html",
        "nine",
        "||||||| different words for the same stretch",
        "ten",
        "=======",
        "six",
        ">>>>>>> q.html",
    ]
    [conflict] = json.loads(run(capsys, "merge", "base.html", "p.html", "q.html", "--format", "json")[1])["conflicts"]
    assert [side["text"] for side in conflict["sides"]] == ["nine", "six"]


def test_the_sides_of_a_conflict_of_kinds_are_told_apart(files, capsys):
    files(base_html=BASE, p_html=BASE.replace("h3", "h2"), q_html=BASE.replace("h3", "p"))
    status, out, _ = run(capsys, "merge", "base.html", "p.html", "q.html")
    assert status == 1
    assert "h2: Fees" in out and "p: Fees" in out


def test_a_rebase_ends_with_nought_only_where_nobody_must_look(files, capsys):
    files(base_html=BASE, p_html=NINE, far_html=BASE.replace("Fees", "Dues"), near_html=SIX)
    assert run(capsys, "rebase", "p.html", "base.html", "far.html") == (
        0,
        "Dues\nThe fee is nine euros.\n",
        "clausemerge: clean\n",
    )
    assert run(capsys, "rebase", "p.html", "base.html", "near.html")[0] == 1
    files(
        p_html=BASE.replace("ten euros", "ten euros yearly"),
        near_html=BASE.replace("ten", "nine").replace("euros", "francs"),
    )
    status, out, err = run(capsys, "rebase", "p.html", "base.html", "near.html")
    assert (status, out) == (1, "Fees\nThe fee is nine francs yearly.\n")
    assert err.startswith("clausemerge: check\nclausemerge: BESIDE, base, proposal: yearly")


def test_origins_name_the_version_of_each_stretch(files, capsys):
    files(a_html=BASE, b_html=NINE)
    assert run(capsys, "origins", "a.html", "b.html")[1].splitlines() == [
        "a.html: Fees",
        "a.html: The fee is",
        "b.html: [-ten-]",
        "b.html: nine",
        "a.html: euros.",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [("<video></video>", "the element video"), (None, "No such file")],
    ids=["unreadable", "missing"],
)
def test_an_error_is_named_and_ends_with_255(files, capsys, text, message):
    files(a_html=BASE, **({"b_html": text} if text else {}))
    status, out, err = run(capsys, "diff", "a.html", "b.html")
    assert (status, out) == (255, "")
    assert err.startswith("clausemerge: ") and message in err


def test_the_server_answers_one_line_for_each_request_and_goes_on_after_a_fault():
    requests = [
        {"id": 1, "call": "merge", "base": BASE, "proposals": {"p": NINE}},
        {"id": "two", "call": "rebase", "proposal": NINE, "base": BASE, "new_base": BASE},
        {"id": 3, "call": "parse", "html": "<video></video>"},
        {"id": 4, "call": "guess"},
    ]
    lines = [*(json.dumps(request) for request in requests), "no JSON"]
    command = [sys.executable, "-m", "charter.text", "serve"]
    ran = subprocess.run(command, input="\n".join(lines), capture_output=True, text=True, check=True)
    first, second, *faults = map(json.loads, ran.stdout.splitlines())
    assert (first["id"], first["result"]["html"], first["result"]["conflicts"]) == (1, NINE, [])
    assert (second["id"], second["result"]["state"]) == ("two", "clean")
    assert [(request["id"], request["error"]["kind"]) for request in faults] == [
        (3, "UnreadableText"),
        (4, "BadRequest"),
        (None, "BadRequest"),
    ]
