"""The text core: documents, their differences, merges, rebases and origins."""

from charter.text.conflicts import Conflict
from charter.text.difference import Diff, diff
from charter.text.merging import Credit, Merge, merge
from charter.text.notices import Notice
from charter.text.origins import Origin, origins
from charter.text.reading import UnreadableText, parse
from charter.text.rebasing import Rebase, rebase
from charter.text.retyping import retype
from charter.text.values import Document

__all__ = [
    "Conflict",
    "Credit",
    "Diff",
    "Document",
    "Merge",
    "Notice",
    "Origin",
    "Rebase",
    "UnreadableText",
    "diff",
    "merge",
    "origins",
    "parse",
    "rebase",
    "retype",
]
