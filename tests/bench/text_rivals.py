"""Public tools, each as a function from two texts to the runs it marks; those that are not installed are named."""

from __future__ import annotations

import difflib
import os
import re
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from charter.text.tokens import tokens

Runs = tuple[int, int]
Rival = Callable[[list[str], list[str]], Runs]


def words(paragraphs: list[str]) -> list[str]:
    """All tokens of a text, a border between paragraphs."""
    return [token for text in paragraphs for token in (*tokens(text), "\n")]


def by_difflib(old: list[str], new: list[str]) -> Runs:
    """The standard module on tokens, its habit of ignoring frequent ones switched off."""
    codes = difflib.SequenceMatcher(None, words(old), words(new), autojunk=False).get_opcodes()
    return sum((a != b) + (c != d) for tag, a, b, c, d in codes if tag != "equal"), 0


def by_fast_dmp(old: list[str], new: list[str]) -> Runs:
    """Letters, with the clean-up for reading."""
    from fast_diff_match_patch import diff

    return sum(op != "=" for op, _ in diff("\n".join(old), "\n".join(new), timelimit=5, cleanup="Semantic")), 0


def by_merge3(old: list[str], new: list[str]) -> Runs:
    """Three-way with one side unchanged, tokens for lines."""
    from merge3 import Merge3

    base = words(old)
    return sum(group[0] == "b" for group in Merge3(base, base, words(new)).merge_groups()), 0


def by_xmldiff(old: list[str], new: list[str]) -> Runs:
    """The tree matcher with its formatter."""
    from xmldiff import formatting, main

    pages = ["<d>" + "".join(f"<p>{text}</p>" for text in paragraphs) + "</d>" for paragraphs in (old, new)]
    shown = main.diff_texts(*pages, formatter=formatting.XMLFormatter(text_tags=("p",)))
    return len(re.findall(r"<diff:(?:insert|delete)|diff:(?:insert|delete)=", shown)), 0


def by_git(old: list[str], new: list[str]) -> Runs:
    """`git merge-file` with one side unchanged, a token a line; the start of the process included."""
    if shutil.which("git") is None:
        raise ImportError("git")
    base, other = words(old), words(new)
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in ("one", "base", "other")]
        for path, row in zip(paths, (base, base, other), strict=True):
            path.write_text("\n".join(token.replace("\n", "¶") for token in row) + "\n", encoding="utf-8")
        subprocess.run(["git", "merge-file", "-p", *map(str, paths)], capture_output=True, check=True)
    return 0, 0


def by_wagtail(old: list[str], new: list[str]) -> Runs:
    """The comparison of revisions in Wagtail's admin."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    from wagtail.admin.compare import diff_text

    return sum(kind != "equal" for kind, _ in diff_text("\n".join(old), "\n".join(new)).changes), 0


def by_htmldiff(old: list[str], new: list[str]) -> Runs:
    """lxml's own; words it shows as kept though they are gone are counted."""
    from lxml.html.diff import htmldiff

    pages = ["".join(f"<p>{text}</p>" for text in paragraphs) for paragraphs in (old, new)]
    shown = htmldiff(*pages)
    kept = re.sub(r"<[^>]+>", " ", re.sub(r"<(ins|del)>.*?</\1>", " ", shown, flags=re.DOTALL)).split()
    lost = Counter(kept) - Counter(" ".join(new).split())
    return len(re.findall(r"<(?:ins|del)>", shown)), sum(lost.values())


RIVALS: dict[str, Rival] = {
    "difflib, tokens": by_difflib,
    "fast-diff-match-patch": by_fast_dmp,
    "merge3, tokens": by_merge3,
    "xmldiff": by_xmldiff,
    "git merge-file, tokens": by_git,
    "Wagtail compare": by_wagtail,
    "lxml htmldiff": by_htmldiff,
}


def merged_by_git(base: str, first: str, other: str) -> str | None:
    """A three-way merge of one paragraph, or None where git sees a collision."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in ("one", "base", "other")]
        for path, text in zip(paths, (first, base, other), strict=True):
            path.write_text("\n".join(tokens(text)) + "\n", encoding="utf-8")
        run = subprocess.run(["git", "merge-file", "-p", *map(str, paths)], capture_output=True, check=False)
    return None if run.returncode else run.stdout.decode().replace("\n", "")


def merged_by_merge3(base: str, first: str, other: str) -> str | None:
    """A three-way merge of one paragraph, or None where merge3 sees a collision."""
    from merge3 import Merge3

    groups = list(Merge3(tokens(base), tokens(first), tokens(other)).merge_groups())
    if any(group[0] == "conflict" for group in groups):
        return None
    return "".join(token for group in groups for token in group[1])
