"""What a merge brings into the languages of amendments that entered it by a translation."""

from __future__ import annotations

from collections.abc import Sequence

from charter.queries import borders, crediting, merging, to_merge
from charter.queries.merge_views import MergeView
from charter.queries.to_merge import Asked


def views(view: MergeView) -> list[MergeView]:
    """What entered by a translation, over the text of its own language, in the words that were accepted.

    A language in which these clash with each other, or whose text has moved, gets nothing: it is then behind.
    """
    lost = {one.change.pk for several in view.settled_against for one in several}
    whole = [one for one in view.asked if one.translated and one.change.pk in view.taken - lost]
    found = (_own(view, language, whole) for language in sorted({one.change.language for one in whole}))
    return [own for own in found if own is not None and not own.clashes]


def _own(view: MergeView, language: str, entered: Sequence[Asked]) -> MergeView | None:
    found = to_merge.ground(view.merge.charter, view.merge.article, language)
    if found is None:
        return None
    pks = {one.change.pk for one in entered if one.change.language == language}
    ask = tuple(one for one in to_merge.asked(view.chosen, found) if one.change.pk in pks and not one.fault)
    made = merging.result(found, ask, {})
    kept = borders.of(made, found, ask)
    return MergeView(view.merge, found, view.chosen, ask, made, crediting.runs(made, found, ask, kept), "", kept)
