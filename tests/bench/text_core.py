"""Measures the text core beside public tools in one run and writes its part of docs/benchmarks.md.

Run as `python -m tests.bench.text_core`. Times are medians; ratios come first, since machines differ.
"""

from __future__ import annotations

import gc
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from charter.text import Document, diff, merge, origins, parse, rebase
from charter.text.tokens import token_keys, tokens
from tests.bench.text_articles import Writer, html
from tests.bench.text_rivals import RIVALS
from tests.bench.text_trials import trials
from tests.bench.writing import machine, put, table


def clock() -> float:
    """Processor time of this process and of those it started, so that other work on the machine does not count."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def timed(work: Callable[[], object], times: int = 5) -> float:
    """The median of some runs, nothing remembered from the one before."""
    spent = []
    for _ in range(times):
        tokens.cache_clear()
        token_keys.cache_clear()
        gc.collect()
        began = clock()
        work()
        spent.append(clock() - began)
    return median(spent)


def pair(words: int, edits: int | None) -> tuple[list[str], list[str]]:
    """A text, and it edited lightly or written anew."""
    writer = Writer(words)
    old = writer.article(words)
    return old, writer.edited(old, edits) if edits else writer.article(words)


def read(paragraphs: list[str], keyed: bool = True) -> Document:
    """Paragraphs as a document."""
    return parse(html(paragraphs, keyed))


def differences() -> list[tuple[str, str, str, str]]:
    """The rows of the table about differences: work, reach, time, runs."""
    rows = []
    cases = [
        ("2,000 words, 40 edits", 2000, 40, "10 ms"),
        ("2,000 words rewritten", 2000, None, "20 ms"),
        ("30,000 words, 300 edits", 30000, 300, "200 ms"),
        ("30,000 words rewritten", 30000, None, "1500 ms"),
    ]
    for name, words, edits, reach in cases:
        old, new = (read(text) for text in pair(words, edits))
        spent = timed(lambda old=old, new=new: diff(old, new))
        rows.append((f"diff of {name}", reach, f"{1000 * spent:.1f} ms", f"{len(diff(old, new).edits)} edits"))
    writer = Writer(6)
    single = [" ".join(writer.article(6000))]
    old, new = read(single), read(writer.edited(single, 40))
    rows.append(
        ("diff of one paragraph of 6,000 words", "50 ms", f"{1000 * timed(lambda: diff(old, new)):.1f} ms", "")
    )
    return rows


def merges() -> list[tuple[str, str, str, str]]:
    """The rows of the table about merging and rebasing two hundred proposals."""
    writer = Writer(200)
    paragraphs = writer.article(2000)
    pages = [html(writer.edited(paragraphs, 1)) for _ in range(200)]
    base, texts = read(paragraphs), [parse(page) for page in pages]
    edits = {number: diff(base, text) for number, text in enumerate(texts)}
    new_base = read(writer.edited(paragraphs, 10))
    met = len(merge(base, edits).conflicts)
    from_html = timed(lambda: merge(parse(html(paragraphs)), {n: parse(page) for n, page in enumerate(pages)}), 3)
    by_text = timed(lambda: [rebase(text, base, new_base) for text in texts], 3)
    by_edits = timed(lambda: [rebase(edit, base, new_base) for edit in edits.values()], 3)
    return [
        (
            "merge of 200, edits known",
            "20 ms",
            f"{1000 * timed(lambda: merge(base, edits)):.1f} ms",
            f"{met} conflicts",
        ),
        ("merge of 200 from their HTML", "700 ms", f"{1000 * from_html:.1f} ms", ""),
        ("rebase of 200, edits known", "50 ms", f"{1000 * by_edits:.1f} ms", ""),
        ("rebase of 200 from their texts", "", f"{1000 * by_text:.1f} ms", ""),
        *history(),
    ]


def history() -> list[tuple[str, str, str, str]]:
    """Origins over thirty versions of 6,000 words with two hundred proposals."""
    writer = Writer(30)
    paragraphs = writer.article(6000)
    versions: list[object] = [("first", read(paragraphs))]
    base = read(paragraphs)
    for number in range(29):
        proposals = {f"{number}-{n}": read(writer.edited(paragraphs, 1)) for n in range(7)}
        merged = merge(base, proposals)
        versions.append(merged)
        base = merged.document
        paragraphs = [block.text for block in base.blocks]
    spent = timed(lambda: origins(versions))  # type: ignore[arg-type]
    whole = "".join(origin.text for origin in origins(versions)) == base.text  # type: ignore[arg-type]
    return [
        ("origins over 30 versions of 6,000 words", "50 ms", f"{1000 * spent:.1f} ms", "whole" if whole else "BROKEN")
    ]


def imported() -> list[tuple[str, str, str, str]]:
    """The row about loading the core: processor time of a new process, beside that of one that loads nothing."""
    programs = ("pass", "import charter.text")
    bare, loaded = (timed(lambda p=p: subprocess.run([sys.executable, "-c", p], check=True)) for p in programs)
    return [("import of the core", "250 ms", f"{1000 * (loaded - bare):.1f} ms", "")]


def light_runs() -> str:
    """Runs for each true edit where edits lie apart."""
    writer, true, runs = Writer(105), 0, 0
    for _ in range(20):
        old = writer.article(2000)
        new = [writer.edited([text], 1)[0] for text in old]
        edits = diff(read(old), read(new)).edits
        true += sum(before != after for before, after in zip(old, new, strict=True))
        runs += len(edits)
    return f"{runs / true:.3f}"


def beside_rivals() -> list[tuple[str, ...]]:
    """Each tool on the article, light and rewritten: ratio to the core, runs, words lost."""
    rows: list[tuple[str, ...]] = []
    lights, anews = pair(2000, 40), pair(2000, None)
    core = [timed(lambda t=t: diff(read(t[0]), read(t[1]))) for t in (lights, anews)]
    rows.append(("charter.text, reading the HTML too", *_cells(core, core, [_own(lights), _own(anews)])))
    for name, rival in RIVALS.items():
        try:
            spent = [timed(lambda t=t, rival=rival: rival(*t), 3) for t in (lights, anews)]
            counts = [rival(*lights), rival(*anews)]
        except ImportError as missing:
            rows.append((name, f"not installed ({missing.name or missing})", "", "", "", ""))
            continue
        rows.append((name, *_cells(spent, core, counts)))
    return rows


def _own(texts: tuple[list[str], list[str]]) -> tuple[int, int]:
    difference = diff(read(texts[0]), read(texts[1]))
    return len(difference.deleted) + len(difference.inserted), 0


def _cells(spent: list[float], core: list[float], counts: list[tuple[int, int]]) -> tuple[str, ...]:
    ratios = [f"{seconds / other:.1f} ({1000 * seconds:.1f} ms)" for seconds, other in zip(spent, core, strict=True)]
    return (ratios[0], str(counts[0][0] or "–"), ratios[1], str(counts[1][0] or "–"), str(counts[0][1] + counts[1][1]))


def growth() -> list[tuple[str, str, str]]:
    """How time grows with the text, one light edit in a hundred words."""
    rows = []
    for words in (1000, 10_000, 100_000):
        old, new = (read(text) for text in pair(words, words // 100))
        spent = timed(lambda old=old, new=new: diff(old, new), 3)
        rows.append((f"{words:,}", f"{1000 * spent:.1f} ms", f"{1e6 * spent / words:.1f} µs"))
    return rows


def equal_words() -> object:
    """A hundred thousand equal words, a few others between."""
    row = ["the"] * 100_000
    old = read([" ".join(row)])
    row[20_000:20_005] = ["one", "two", "three", "four", "five"]
    row[70_000] = "six"
    return diff(old, read([" ".join(row)]))


def crowd() -> object:
    """Five thousand proposals on one sentence."""
    writer = Writer(5)
    words = writer.sentence(20).split(" ")
    proposals = {}
    for number in range(5000):
        row = list(words)
        row[writer.draw.randrange(20)] = f"word{number}"
        proposals[number] = read([" ".join(row)])
    return merge(read([" ".join(words)]), proposals)


def shuffled() -> object:
    """Every one of two thousand paragraphs elsewhere."""
    writer = Writer(9)
    old = writer.article(90_000)
    new = list(old)
    writer.draw.shuffle(new)
    return diff(read(old, False), read(new, False))


def anew() -> object:
    """30,000 words rewritten."""
    old, new = pair(30000, None)
    return diff(read(old), read(new))


HARD = {work.__name__: work for work in (equal_words, crowd, shuffled, anew)}


def hard() -> list[tuple[str, str, str, str]]:
    """Hard inputs, each in a process of its own, so that its memory can be told."""
    rows = []
    for name, work in HARD.items():
        command = [sys.executable, "-m", "tests.bench.text_core", "--hard", name]
        run = subprocess.run(command, capture_output=True, text=True, check=True)
        rows.append(((work.__doc__ or name).rstrip("."), *run.stdout.strip().split("\t")))
    return rows


def memory() -> str:
    """The most memory this process has had; what its parent had does not count."""
    status = Path("/proc/self/status")
    if not status.exists():
        return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"
    peak = re.search(r"VmHWM:\s+(\d+)", status.read_text())
    return f"{int(peak[1]) / 1024:.0f} MB" if peak else ""


def one_hard(name: str) -> None:
    """Runs one hard input and prints time, memory and whether the answer is coarse."""
    began = clock()
    answer = HARD[name]()
    spent = clock() - began
    print(f"{spent:.2f} s\t{memory()}\t{'coarse, and reported' if getattr(answer, 'coarse', False) else 'exact'}")


def page() -> str:
    """The whole part of the page."""
    parts = [
        "## The text core",
        f"Measured by `make bench` on {machine()}. The figures are processor time, medians of three to five runs. "
        "Differences below 50 % are not significant.",
        table(("Work", "Reach", "Measured", ""), [*differences(), *merges(), *imported()]),
        f"Runs for each true edit, for light edits that are far from each other: {light_runs()} (target 1.05).",
        "The core and other tools, with an article of 2,000 words. The first figure is the ratio to the core. *Lost* "
        "counts deleted words that are shown as kept.",
        table(("Tool", "40 edits", "runs", "rewritten", "runs", "lost"), beside_rivals()),
        "Two proposals in random trials, 300 of each kind. The targets are 0 for the first two columns (false "
        "conflicts) and less than 0.5 % for the third (a mixed text without a conflict).",
        table(
            (
                "Tool",
                "neighbouring words: collide",
                "a word beside rewrites: collide",
                "a word in a rewrite: mixed without a notice",
            ),
            [*trials(300)],
        ),
        "Time for longer texts, with one light edit in a hundred words:",
        table(("Words", "Time", "for each word"), [*growth()]),
        "Difficult inputs, with the time to read them:",
        table(("Input", "Time", "Memory", "Answer"), [*hard()]),
    ]
    return "\n\n".join(parts)


def main() -> None:
    """Prints the page and puts it where it belongs."""
    if sys.argv[1:2] == ["--hard"]:
        one_hard(sys.argv[2])
        return
    put("text core", page())


if __name__ == "__main__":
    main()
