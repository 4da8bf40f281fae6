"""Random trials: how often two proposals collide that need not, and how often words mix without a word said."""

from __future__ import annotations

from collections.abc import Callable

from charter.text import merge, parse
from tests.bench.text_articles import Writer
from tests.bench.text_rivals import merged_by_git, merged_by_merge3

Merger = Callable[[str, str, str], str | None]


def ours(base: str, first: str, other: str) -> str | None:
    """The core; a notice counts like a conflict."""
    merged = merge(parse(f"<p>{base}</p>"), {"A": parse(f"<p>{first}</p>"), "B": parse(f"<p>{other}</p>")})
    return None if merged.conflicts or merged.notices else merged.document.text


MERGERS: dict[str, Merger] = {"core": ours, "git merge-file": merged_by_git, "merge3": merged_by_merge3}


def neighbours(writer: Writer) -> tuple[str, str, str]:
    """Two words side by side, each replaced by one proposal."""
    row = writer.sentence(14)[:-1].split(" ")
    at = writer.draw.randrange(2, 11)
    first, other = list(row), list(row)
    first[at], other[at + 1] = "alphaword", "betaword"
    return tuple(" ".join(words) + "." for words in (row, first, other))  # type: ignore[return-value]


def beside_rewrites(writer: Writer) -> tuple[str, str, str]:
    """The first and third sentence rewritten by one, a word of the second replaced by the other."""
    base = [writer.sentence() for _ in range(3)]
    first = [writer.sentence(), base[1], writer.sentence()]
    row = base[1].split(" ")
    row[writer.draw.randrange(1, len(row) - 1)] = "betaword"
    return " ".join(base), " ".join(first), " ".join([base[0], " ".join(row), base[2]])


def inside_rewrite(writer: Writer) -> tuple[str, str, str]:
    """A sentence rewritten by one, a word put in between its words by the other."""
    base = writer.sentence()
    row = base.split(" ")
    row.insert(writer.draw.randrange(2, len(row) - 1), "betaword")
    return base, writer.sentence(), " ".join(row)


def share(make: Callable[[Writer], tuple[str, str, str]], merger: Merger, trials: int, silent: bool) -> float:
    """The share of trials that end in a collision, or, if silent, without one."""
    writer = Writer(77)
    ends = [merger(*make(writer)) is not None for _ in range(trials)]
    return sum(end == silent for end in ends) / trials


def trials(number: int) -> list[tuple[str, str, str, str]]:
    """A row for each merger: neighbouring words, a word beside rewrites, a word inside a rewrite."""
    rows = []
    for name, merger in MERGERS.items():
        try:
            shares = (
                share(neighbours, merger, number, silent=False),
                share(beside_rewrites, merger, number, silent=False),
                share(inside_rewrite, merger, number, silent=True),
            )
        except (ImportError, FileNotFoundError):
            continue
        rows.append((name, *(f"{100 * part:.1f} %" for part in shares)))
    return rows
