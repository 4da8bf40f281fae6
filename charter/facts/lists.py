"""How many things a text lists one after the other: “parks, rivers and forests” are three."""

from __future__ import annotations

import re
from functools import lru_cache

from accounts.folding import fold_text

JOINS = {
    "en": r"(?:and|or)",
    "fr": r"(?:et|ou)",
    "es": r"(?:y|e|o|u)",
}
LONGEST_PART = 4
# In longer texts lists stand within each other, and languages order them differently.
LONGEST_TEXT = 25


@lru_cache(maxsize=20_000)
def list_length(text: str, language: str) -> int:
    """The number of parts of the longest list of a text; 0 where it has none of three parts or more."""
    folded = " ".join(fold_text(text).split())
    if len(folded.split()) > LONGEST_TEXT:
        return 0
    if language.startswith("ar"):
        return max((_arabic(clause) for clause in re.split(r"[.;:؛؟!]", folded)), default=0)
    join = JOINS.get(language[:2])
    if join is None:
        return 0
    return max((_latin(clause, join) for clause in re.split(r"[.;:?!]", folded)), default=0)


def _latin(clause: str, join: str) -> int:
    """The parts before the last “and”: each of few words, parted by commas."""
    longest = 0
    for match in re.finditer(rf",?\s(?<!\w){join}(?!\w)\s", clause):
        parts = clause[: match.start()].split(",")
        count = 2
        for part in reversed(parts[1:]):
            if len(part.split()) > LONGEST_PART:
                break
            count += 1
        longest = max(longest, count if count > 2 else 0)
    return longest


def _arabic(clause: str) -> int:
    """Words that begin with “and”, or stand after a comma, at most a few words from each other."""
    longest, count, since = 0, 1, 0
    for word in clause.replace("،", " ، ").split():
        if (word.startswith(("و", "او")) and len(word) > 3) or word == "،":
            count, since = (count + 1 if since <= LONGEST_PART else 2), 0
            longest = max(longest, count)
        since += 1
    return longest if longest > 2 else 0
