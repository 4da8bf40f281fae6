"""Who asked for which words: runs of a wording, composed from those of its parent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from charter import texts
from charter.models import Wording


def runs(parent: Wording | None, html: str, marks: Sequence[str]) -> list[dict[str, Any]]:
    """The new words carry `marks`; the kept ones carry what they carried in the parent. Runs spell the text."""
    if parent is None:
        return [{"text": texts.plain(html), "by": list(marks)}]
    raise NotImplementedError
