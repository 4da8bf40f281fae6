"""A page that anyone can read: each row of docs/reliability.md, its tests, and how they ended in this run.

`python -m tests.report var/report.html RESULTS.xml…` reads the XML that `pytest --junitxml` writes.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

from lxml import etree

ROWS = Path(__file__).resolve().parents[1] / "docs" / "reliability.md"
SECTION, ROW = re.compile(r"^## ([A-M])\. (.+)$"), re.compile(r"^\| ([A-M]\d\d) \| (.+?) \| (.+) \|$")
NAMED = re.compile(r"`([\w/]+\.py)::(\w+)`")
WORDS = {"passed": "held", "failed": "did not hold", "skipped": "did not run", "absent": "did not run"}


@dataclass(frozen=True)
class Row:
    """A promise: its number, what it is of, what is said of it, and its tests with how each ended."""

    section: str
    number: str
    what: str
    said: str
    tests: tuple[tuple[str, str], ...]

    @property
    def outcome(self) -> str:
        """The worst of its tests; `no test` where it names none."""
        ends = [end for _name, end in self.tests]
        worst = next((end for end in ("failed", "absent", "skipped", "passed") if end in ends), "")
        return WORDS.get(worst, "no test")


def outcomes(files: list[Path]) -> dict[str, str]:
    """By `file::function`, the worst end of all its cases."""
    ends: dict[str, Counter[str]] = defaultdict(Counter)
    for file in files:
        for case in etree.parse(file).iter("testcase"):
            path = f"{case.get('classname').replace('.', '/')}.py".removeprefix("tests/")
            end = next((child.tag for child in case if child.tag in ("failure", "error", "skipped")), "passed")
            ends[f"{path}::{case.get('name').partition('[')[0]}"][end] += 1
    return {name: _worst(counts) for name, counts in ends.items()}


def _worst(counts: Counter[str]) -> str:
    if counts["failure"] or counts["error"]:
        return "failed"
    return "passed" if counts["passed"] else "skipped"


def rows(text: str, ends: dict[str, str]) -> Iterator[Row]:
    """The table of docs/reliability.md with the ends of its tests."""
    section = ""
    for line in text.splitlines():
        if head := SECTION.match(line):
            section = f"{head[1]}. {head[2]}"
        if row := ROW.match(line):
            named = [f"{file}::{test}" for file, test in NAMED.findall(row[3])]
            remark = re.sub(r"[`*]|\[([^\]]+)\]\([^)]+\)", r"\1", NAMED.sub("", row[3])).strip(" ;:")
            yield Row(section, row[1], row[2], remark, tuple((name, ends.get(name, "absent")) for name in named))


def page(rows_: list[Row]) -> str:
    """HTML that needs nothing beside it."""
    counts = Counter(row.outcome for row in rows_)
    parts = [HEAD, f"<p>{', '.join(f'{count} {word}' for word, count in counts.most_common())}.</p>"]
    for section in dict.fromkeys(row.section for row in rows_):
        parts.append(f"<h2>{escape(section)}</h2><table><tr><th>No.<th>What<th>Outcome<th>By</tr>")
        parts += [_line(row) for row in rows_ if row.section == section]
        parts.append("</table>")
    return "\n".join([*parts, "</body></html>"])


def _line(row: Row) -> str:
    tests = "".join(f"<li><code>{escape(name)}</code>: {WORDS[end]}</li>" for name, end in row.tests)
    by = f"<ul>{tests}</ul>" if tests else ""
    remark = f"<p>{escape(row.said)}</p>" if row.said else ""
    return f"<tr><td>{row.number}<td>{escape(row.what)}<td>{row.outcome}<td>{by}{remark}</tr>"


HEAD = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>What was tested, and how it ended</title>
<style>body{font:1rem/1.5 system-ui;max-width:70rem;margin:2rem auto;padding:0 1rem}
td,th{text-align:start;vertical-align:top;padding:.4rem .8rem;border-block-start:1px solid #999}
ul{margin:0}</style></head>
<body><h1>What was tested, and how it ended</h1>
<p>124 things that go wrong in systems of this kind, and what this run of the tests says of each. “No test” says
why there is none; “did not run” means a test of this run left out, such as a long one.</p>"""


def main(to: str, *files: str) -> None:
    """Writes the page."""
    ends = outcomes([Path(file) for file in files if Path(file).exists()])
    Path(to).write_text(page(list(rows(ROWS.read_text(encoding="utf-8"), ends))), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
