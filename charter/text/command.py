"""The command: what changes between files of HTML or Markdown, how they merge, and who brought which words.

It reads files and prints; everything else is in the calls. Only `printed_lines` below ever writes marks of a conflict.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path

from charter.text import calls
from charter.text.calls import Data
from charter.text.conflicts import Conflict, Side
from charter.text.difference import diff
from charter.text.edits import block_of
from charter.text.errors import TextError, UnreadableText
from charter.text.merging import Merge, merge
from charter.text.origins import origins
from charter.text.phrases import AMEND
from charter.text.reading import parse
from charter.text.rebasing import rebase
from charter.text.values import Document

NAME = "clausemerge"
# As `git merge-file` has them: how many conflicts, no more than MOST, and FAILED for an error.
MOST, FAILED = 127, 255
MARKDOWN = frozenset({".md", ".markdown"})
_MARKED = re.compile(r"\[-(.*?)-\]|\{\+(.*?)\+\}", re.DOTALL)
RED, GREEN, PLAIN = "\033[31;9m", "\033[32;4m", "\033[0m"


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and gives its exit status: the number of conflicts, or 255 for an error."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except (OSError, UnicodeDecodeError, TextError) as error:
        print(f"{NAME}: {error}", file=sys.stderr)
        return FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        NAME, description="Compare and merge texts of HTML or Markdown (.md) by blocks and words."
    )
    parser.set_defaults(format="terminal", lang="en", color="auto")
    shared = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    shared.add_argument("--format", choices=("terminal", "html", "json"), help="what is printed")
    shared.add_argument("--lang", choices=sorted(AMEND), help="language of amending clauses and hidden words")
    shared.add_argument("--color", choices=("auto", "always", "never"))
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, run, summary, files in (
        ("diff", _diff, "tracked changes from OLD to NEW", ("OLD", "NEW")),
        ("sentences", _sentences, "the changes as amending clauses", ("OLD", "NEW")),
        ("merge", _merge, "all proposals in one text", ("BASE", "PROPOSAL+")),
        ("rebase", _rebase, "a proposal on a new base", ("PROPOSAL", "BASE", "NEW_BASE")),
        ("origins", _origins, "which version brought each stretch of the last one", ("VERSION+",)),
    ):
        command = commands.add_parser(name, help=summary, description=summary, parents=[shared])
        command.set_defaults(run=run)
        for file in files:
            many = {"nargs": "+"} if file.endswith("+") else {}
            command.add_argument(file.rstrip("+").lower(), metavar=file.rstrip("+"), type=Path, **many)  # type: ignore[arg-type]
    server = commands.add_parser("serve", help="answer requests, one JSON object a line, until the input ends")
    server.set_defaults(run=_serve)
    return parser


def read_document(path: Path) -> Document:
    """The document in a file: Markdown by its ending, else HTML."""
    text = path.read_text(encoding="utf-8")
    if path.suffix.lower() not in MARKDOWN:
        return parse(text)
    try:
        library = importlib.import_module("markdown_it")
    except ImportError as error:
        raise UnreadableText("Markdown needs the package markdown-it-py", str(path)) from error
    return parse(library.MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(text))


def _diff(options: argparse.Namespace) -> int:
    difference = diff(read_document(options.old), read_document(options.new))
    _print(
        options,
        calls.diff_data(difference, options.lang),
        difference.redline(options.lang),
        _coloured(difference.plain, options.color),
    )
    if difference.by_cluster:
        print(f"{NAME}: no dictionary for a script without spaces: {NAME}[words] or {NAME}[icu]", file=sys.stderr)
    return 0


def _sentences(options: argparse.Namespace) -> int:
    difference = diff(read_document(options.old), read_document(options.new))
    sentences = difference.sentences(options.lang)
    html = "".join(f"<p>{escape(sentence)}</p>" for sentence in sentences)
    _print(options, {"sentences": list(sentences)}, html, "\n".join(sentences))
    return 0


def _merge(options: argparse.Namespace) -> int:
    merged = merge(read_document(options.base), {str(path): read_document(path) for path in options.proposal})
    data = calls.merge_data(merged)
    _print(options, data, "\n".join(printed_lines(merged, html=True)), "\n".join(printed_lines(merged, html=False)))
    _tell(data["notices"])
    return min(len(merged.conflicts), MOST)


def _rebase(options: argparse.Namespace) -> int:
    rebase_result = rebase(
        read_document(options.proposal), read_document(options.base), read_document(options.new_base)
    )
    document = rebase_result.document or Document()
    _print(options, calls.rebase_data(rebase_result), document.html, document.text)
    print(f"{NAME}: {rebase_result.state}", file=sys.stderr)
    _tell(calls.notices_data(rebase_result.notices))
    return min(max(len(rebase_result.conflicts), int(rebase_result.to_check)), MOST)


def _origins(options: argparse.Namespace) -> int:
    text_origins = origins([(str(path), read_document(path)) for path in options.version])
    html = "".join(
        f'<span title="{escape(_names(origin.marks))}">{escape(origin.text)}</span>' for origin in text_origins
    )
    html = html.replace("\n", "<br>")
    shown_origins = [origin for origin in text_origins if (origin.text or origin.deleted).strip()]
    lines = (
        f"{_names(origin.marks)}: {origin.text.strip() or f'[-{origin.deleted.strip()}-]'}" for origin in shown_origins
    )
    _print(options, calls.origins_data(text_origins), html, _coloured("\n".join(lines), options.color))
    return 0


def _serve(options: argparse.Namespace) -> int:
    for line in sys.stdin:
        try:
            answer = calls.answer(json.loads(line))
        except json.JSONDecodeError as error:
            answer = {"id": None, "error": {"kind": "BadRequest", "message": f"not JSON: {error}"}}
        print(json.dumps(answer, ensure_ascii=False), flush=True)
    return 0


def printed_lines(merged: Merge, html: bool) -> Iterator[str]:
    """The result, a block a line. After a block with open conflicts, their wordings are between marks, as in Git."""
    places: dict[int, list[Conflict]] = {}
    blocks = [about.source for about in merged.trace]
    for conflict in merged.conflicts:
        source = block_of(conflict.where[0])
        places.setdefault(blocks.index(source) if source in blocks else len(blocks) - 1, []).append(conflict)
    if not merged.document.blocks:
        places = {0: list(merged.conflicts)}
    for number in range(max(len(merged.document.blocks), 1)):
        part = Document(merged.document.blocks[number : number + 1])
        yield part.html if html else part.text
        for conflict in places.get(number, ()):
            yield from _marked(conflict, html)


def _marked(conflict: Conflict, html: bool) -> Iterator[str]:
    first, *others = conflict.sides
    # Where the words of two sides are the same, the kinds of their blocks tell them apart.
    kinds = len({side.text for side in conflict.sides}) < len(conflict.sides)
    yield f"<<<<<<< {_names(first.marks)}"
    yield _wording(first, html, kinds)
    yield f"||||||| {conflict.kind}"
    yield conflict.base
    for side in others:
        yield "======="
        yield _wording(side, html, kinds)
    yield f">>>>>>> {' | '.join(_names(side.marks) for side in others)}"


def _wording(side: Side, html: bool, kinds: bool) -> str:
    if html:
        return side.document.html
    return "\n".join(f"{block.label}: {block.text}" for block in side.document.blocks) if kinds else side.text


def _names(marks: Iterable[object]) -> str:
    return ", ".join(map(str, marks))


def _coloured(text: str, when: str) -> str:
    if when == "never" or (when == "auto" and (not sys.stdout.isatty() or "NO_COLOR" in os.environ)):
        return text
    return _MARKED.sub(lambda mark: (RED if mark[1] else GREEN) + (mark[1] or mark[2]) + PLAIN, text)


def _print(options: argparse.Namespace, data: Data, html: str, text: str) -> None:
    print({"json": json.dumps(data, ensure_ascii=False, indent=2), "html": html}.get(options.format, text))


def _tell(notices: Iterable[Data]) -> None:
    for notice in notices:
        print(f"{NAME}: {notice['kind']}, {_names(notice['marks'])}: {notice['text']}", file=sys.stderr)
