"""Ids in the text that several proposals make: an id that all of them keep is not lost, and no id is there twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping

from charter.text.assembling import Assembly
from charter.text.ids import add_ids, without_ids
from charter.text.values import Document


def keep_ids(base: Document, texts: Mapping[Hashable, Document], assembly: Assembly) -> Document:
    """What was assembled, with each id that the base and all texts have, and none at more places than one of them.

    An id that two texts give to different words stays at both, so that a notice can name them.
    """
    result = assembly.document
    before, after = _counted(base), _counted(result)
    if not before and not after:
        return result
    missing = [name for name, times in before.items() if times == 1 and name not in after]
    many = [name for name, times in after.items() if times > 1]
    if not missing and not many:
        return result
    counts = {mark: _counted(text) for mark, text in texts.items()}
    most = {name: max(before[name], *(count[name] for count in counts.values()), 1) for name in many}
    giving = {name: sum(count[name] > before[name] for count in counts.values()) for name in many}
    blocks = list(result.blocks)
    for name in many:
        if after[name] > most[name] and (name in before or giving[name] < 2):
            left = most[name]
            for n, block in enumerate(blocks):
                if name in block.ids:
                    blocks[n], left = without_ids(block, name, left)
    for name in missing:
        if blocks and all(count[name] for count in counts.values()):
            number = next(n for n, block in enumerate(base.blocks) if name in block.ids)
            at = next((n for n, about in enumerate(assembly.trace) if about.source >= number), len(blocks) - 1)
            blocks[at] = add_ids(blocks[at], [name])
    return Document(tuple(blocks))


def _counted(document: Document) -> Counter[str]:
    return Counter(name for block in document.blocks for name in block.ids)
