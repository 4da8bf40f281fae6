"""Texts in the shapes of rules that people merge: bylaws, numbered sections, definitions, one text in many languages.

The shapes are those of merges of published rules; the words are made, so nothing is fetched. Two authors change
blocks of their own, so what both mean together is known.
"""

from __future__ import annotations

import gc
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from html import escape
from pathlib import Path
from random import Random
from typing import NamedTuple

from charter.text import merge, parse
from charter.text.tokens import token_keys, tokens
from tests.bench.text_articles import Writer
from tests.bench.text_core import clock
from tests.bench.writing import machine, put, table

WORDS, EDITS, RUNS = 60_000, 150, 5
SHORT, SHORT_EDITS, TRIALS = 1_500, 4, 50

# The opening tag, the words, and the closing tag of a block.
Line = tuple[str, str, str]
LANGUAGES = {"en": "abcdefgilmnoprstu", "fr": "abcdéeèfgilmnoprstu", "ar": "ابتجحدرسعفقكلمنهوي", "zh": ""}
HAN = "市民议会法律公园学校道路房屋河流居民会记录费用开放的人有在年不和为上以可到"
# A sentence that ends many blocks of one text.
FORMULA = "The council decides by a majority of the members who are present."


class Shape(NamedTuple):
    """A base, the texts of two authors, and the text with the changes of both."""

    base: list[Line]
    first: list[Line]
    other: list[Line]
    both: list[Line]


def page(lines: list[Line]) -> str:
    """The lines as HTML."""
    return "".join(f"{start}{escape(text, quote=False)}{end}" for start, text, end in lines)


def source(lines: list[Line]) -> str:
    """The lines as a source file, a block a line."""
    return "".join(f"{start}{text}\n" for start, text, _ in lines)


def bylaws(words: int, writer: Writer) -> Iterator[Line]:
    """Chapters with a list of short rules, a third of which end with the same sentence."""
    for chapter in range(1, max(words // 300, 1) + 1):
        yield "<h2>", f"Chapter {chapter}", "</h2>"
        yield "<ol>", "", ""
        for _ in range(18):
            text = writer.sentence(writer.draw.randint(8, 16))
            yield "<li>", f"{text} {FORMULA}" if writer.draw.random() < 0.33 else text, "</li>"
        yield "", "", "</ol>"


def sections(words: int, writer: Writer) -> Iterator[Line]:
    """Numbered sections of paragraphs with cross-references."""
    for section in range(1, max(words // 74, 1) + 1):
        yield f'<h3 id="s{section}">', f"Section {section}. {writer.sentence(4)}", "</h3>"
        for letter in "ab":
            number = writer.draw.randint(1, section)
            yield "<p>", f"({letter}) {writer.sentence()} {writer.sentence()} See section {number}.", "</p>"


def definitions(words: int, writer: Writer) -> Iterator[Line]:
    """Terms with their definitions."""
    yield "<dl>", "", ""
    for number in range(max(words // 28, 1)):
        yield "<dt>", f"{writer.phrase(1)[0]} {number}", "</dt>"
        yield "<dd>", f"means {writer.sentence(writer.draw.randint(15, 30)).lower()}", "</dd>"
    yield "", "", "</dl>"


def languages(words: int, writer: Writer) -> Iterator[Line]:
    """Articles, each in four languages one after the other."""
    for article in range(1, max(words // 130, 1) + 1):
        yield "<h2>", f"Article {article}", "</h2>"
        for lang, letters in LANGUAGES.items():
            for _ in range(2):
                yield f'<p lang="{lang}">', _prose(writer.draw, letters), "</p>"


def _prose(draw: Random, letters: str) -> str:
    if not letters:
        return "".join(draw.choice(HAN) for _ in range(draw.randint(16, 30))) + "。"
    row = ("".join(draw.choice(letters) for _ in range(draw.randint(2, 8))) for _ in range(draw.randint(10, 18)))
    return " ".join(row) + "."


SHAPES: dict[str, Callable[[int, Writer], Iterator[Line]]] = {
    "list of bylaws": bylaws,
    "numbered sections": sections,
    "definitions": definitions,
    "four languages": languages,
}


def shape(name: str, words: int, edits: int, seed: int = 1) -> Shape:
    """A text of about so many words, with so many changes by each of two authors in blocks of their own."""
    writer = Writer(seed)
    base = list(SHAPES[name](words, writer))
    long = [n for n, (_, text, _) in enumerate(base) if len(tokens(text)) > 12]
    chosen = writer.draw.sample(long, min(2 * edits, len(long)))
    mine, theirs = set(chosen[::2]), set(chosen[1::2])
    new = {n: _changed(writer, base[n]) for n in sorted(mine | theirs)}
    return Shape(base, *(_with(base, new, places) for places in (mine, theirs, mine | theirs)))


def _with(base: list[Line], new: dict[int, list[Line]], places: set[int]) -> list[Line]:
    return [line for n, old in enumerate(base) for line in (new[n] if n in places else [old])]


def _changed(writer: Writer, line: Line) -> list[Line]:
    """A block with a word replaced, words put in or taken out, a sentence at its end, or no block."""
    start, text, end = line
    row, sort = list(tokens(text)), writer.draw.random()
    places = [n for n, token in enumerate(row) if token[0].isalpha()][1:-1]
    at = writer.draw.choice(places)
    if sort < 0.4:
        row[at] = f"new{writer.draw.randint(100, 999)}"
    elif sort < 0.6:
        row[at:at] = [f"new{writer.draw.randint(100, 999)}", " "]
    elif sort < 0.75:
        del row[at : at + 2]
    elif sort < 0.9:
        row.append(f" {writer.sentence(9)}")
    else:
        return []
    return [(start, "".join(row), end)]


def split_words(lines: list[Line]) -> str:
    """The lines as a file with one word or sign a line."""
    return "".join(f"{token!r}\n" for token in tokens(source(lines)))


def merged_by(tool: str, files: Sequence[str]) -> str | None:
    """What `git merge-file` or `diff3 -m` makes of one text, base and other; None where it sees a collision."""
    if shutil.which(tool) is None:
        raise ImportError(tool)
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in ("one", "base", "other")]
        for path, text in zip(paths, files, strict=True):
            path.write_text(text, encoding="utf-8")
        command = ["git", "merge-file", "-p"] if tool == "git" else ["diff3", "-m"]
        ran = subprocess.run([*command, *map(str, paths)], capture_output=True, check=False)
    return None if ran.returncode else ran.stdout.decode()


def files_of(texts: Shape, write: Callable[[list[Line]], str]) -> list[str]:
    """The files that a tool merges: one text, the base and the other."""
    return [write(lines) for lines in (texts.first, texts.base, texts.other)]


PEERS = {
    "Git, a word a line": ("git", split_words),
    "Git, a block a line": ("git", source),
    "diff3, a block a line": ("diff3", source),
}


def merged_right(texts: Shape) -> bool:
    """Whether the core gives the text with the changes of both authors, without a conflict."""
    base, first, other, both = (parse(page(lines)) for lines in texts)
    merged = merge(base, {"first": first, "other": other})
    return not merged.conflicts and merged.document == both


def best(work: Callable[[], object]) -> float:
    """The least processor time of some runs, with that of processes they start; nothing is remembered between."""
    spent = []
    for _ in range(RUNS):
        tokens.cache_clear()
        token_keys.cache_clear()
        gc.collect()
        began = clock()
        work()
        spent.append(clock() - began)
    return min(spent)


def long_texts() -> Iterator[tuple[str, ...]]:
    """A row for each shape: words, time to read and to merge, and the time of each peer beside that of the core."""
    for name in SHAPES:
        texts = shape(name, WORDS, EDITS)
        base, first, other = (parse(page(lines)) for lines in texts[:3])
        reading = best(lambda texts=texts: parse(page(texts.base)))
        merging = best(lambda b=base, f=first, o=other: merge(b, {"first": f, "other": o}))
        ratios = []
        for tool, write in PEERS.values():
            files = files_of(texts, write)
            try:
                spent = best(lambda tool=tool, files=files: merged_by(tool, files))
                ratios.append(f"{spent / merging:.1f}")
            except ImportError:
                ratios.append("not installed")
        size = f"{base.words:,}", f"{len(base.blocks):,}"
        yield (name, *size, f"{reading:.3f} s", f"{merging:.3f} s", *ratios)


def short_texts() -> Iterator[tuple[str, ...]]:
    """A row for each shape: how many merges of short texts end with what both authors mean."""
    for name in SHAPES:
        texts = [shape(name, SHORT, SHORT_EDITS, seed) for seed in range(TRIALS)]
        cells = [str(sum(map(merged_right, texts)))]
        for tool, write in PEERS.values():
            try:
                cells.append(str(sum(merged_by(tool, files_of(trial, write)) == write(trial.both) for trial in texts)))
            except ImportError:
                cells.append("not installed")
        yield (name, *cells)


def main() -> None:
    """Measures, prints, and writes the part of the page."""
    parts = [
        "## Texts in the shapes of rules",
        f"Measured by `python -m tests.bench.text_shapes` on {machine()}: made texts of {WORDS:,} words, and two "
        f"authors who change {EDITS} blocks each. Figures in seconds of processor time, the best of {RUNS} runs on a "
        "machine that others use as well. The limits are 0.5 s to read and 0.2 s to merge. For other tools: their "
        "time to merge, from files that are split beforehand, divided by that of the core.",
        table(("Shape", "words", "blocks", "to read", "to merge", *PEERS), [*long_texts()]),
        f"How many of {TRIALS} merges of about {SHORT:,} words, with {SHORT_EDITS} blocks changed by each author, end "
        "with what both mean:",
        table(("Shape", "core", *PEERS), [*short_texts()]),
    ]
    put("shapes", "\n\n".join(parts))


if __name__ == "__main__":
    main()
