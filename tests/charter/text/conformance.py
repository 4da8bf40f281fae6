"""The worked cases as data for other implementations, written by `python -m tests.charter.text.conformance`.

A case has a request and what the result of its answer must have. Ids of conflicts are left out: they are any text that
changes with the wordings.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import charter.text
from charter.text.calls import answer
from tests.charter.text.test_cases import CLEAN, COLLIDING, DIFFERENCES
from tests.charter.text.test_neighbours import APART, BESIDE, TAKEN_BESIDE
from tests.charter.text.test_repeats import REPEATED
from tests.charter.text.test_run_together import TOGETHER

FILE = Path(charter.text.__file__).with_name("conformance.json")
# What one implementation may word in its own way.
LEFT_OUT = frozenset({"id", "redline"})


def comparable(value: Any) -> Any:
    """A value without what another implementation may have otherwise."""
    if isinstance(value, dict):
        return {name: comparable(item) for name, item in value.items() if name not in LEFT_OUT}
    return [comparable(item) for item in value] if isinstance(value, list) else value


def requests() -> Iterator[tuple[str, dict[str, Any]]]:
    """The name of each worked case, and the request that it is."""
    for name, base, proposals, *_wanted in (*CLEAN, *COLLIDING, *TOGETHER):
        yield name, {"call": "merge", "base": base, "proposals": proposals}
    for name, old, new, *_rest in DIFFERENCES:
        yield name, {"call": "diff", "old": old, "new": new}
    for name, base, p, q, *_rest in (*BESIDE, *TAKEN_BESIDE, *APART):
        base, p, q = (f"<p>{text}</p>" for text in (base, p, q))
        yield f"{name}: merge", {"call": "merge", "base": base, "proposals": {"p": p, "q": q}}
        yield f"{name}: rebase", {"call": "rebase", "proposal": p, "base": base, "new_base": q}
    for name, base, p, q, *_rest in REPEATED:
        base, p, q = ("".join(f"<p>{block}</p>" for block in text.split()) for text in (base, p, q))
        yield name, {"call": "merge", "base": base, "proposals": {"p": p, "q": q}}


def cases() -> list[dict[str, Any]]:
    """All worked cases with what comes of them."""
    return [
        {"name": name, "request": request, "result": comparable(answer(request)["result"])}
        for name, request in requests()
    ]


if __name__ == "__main__":
    lines = ",\n".join(json.dumps(case, ensure_ascii=False) for case in cases())
    FILE.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
