"""The page that the benchmarks are written to, part by part."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "benchmarks.md"


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """A table for the page."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def machine() -> str:
    """The machine in words."""
    load = f", load {os.getloadavg()[0]:.1f} at the start" if hasattr(os, "getloadavg") else ""
    return f"{os.cpu_count()} processors{load}, Python {sys.version_info.major}.{sys.version_info.minor}"


def put(part: str, text: str) -> None:
    """Replaces the text of one part of the page, and prints it."""
    print(text)
    begin, end = f"<!-- {part}: begin -->", f"<!-- {part}: end -->"
    old = PAGE.read_text(encoding="utf-8") if PAGE.exists() else "# Benchmarks\n"
    new = f"{begin}\n{text}\n{end}"
    old_part = re.search(f"{begin}.*?{end}", old, re.DOTALL)
    whole = old[: old_part.start()] + new + old[old_part.end() :] if old_part else old.rstrip() + "\n\n" + new + "\n"
    PAGE.write_text(whole, encoding="utf-8")
