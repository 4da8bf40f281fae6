"""What a merge brings into the languages of amendments that entered it by a translation."""

from __future__ import annotations

from collections.abc import Sequence

from charter.queries.merging import borders, merge_building, merge_candidates, word_credits
from charter.queries.merging.merge_candidates import MergeChange
from charter.queries.merging.merge_views import MergeView


def views_by_language(view: MergeView) -> list[MergeView]:
    """Changes that entered by a translation, over the text of their own language, as accepted there.

    A language in which these are in conflict, or whose text has changed, gets nothing: it is then out of date.
    """
    lost = {losing.change.pk for several in view.settled_against for losing in several}
    whole = [
        merge_change
        for merge_change in view.merge_changes
        if merge_change.translated and merge_change.change.pk in view.taken - lost
    ]
    views = (
        _own(view, language, whole) for language in sorted({merge_change.change.language for merge_change in whole})
    )
    return [own for own in views if own is not None and not own.conflicts]


def _own(view: MergeView, language: str, entered: Sequence[MergeChange]) -> MergeView | None:
    merge_base = merge_candidates.merge_base_of(view.merge.charter, view.merge.article, language)
    if merge_base is None:
        return None
    pks = {merge_change.change.pk for merge_change in entered if merge_change.change.language == language}
    ask = tuple(
        merge_change
        for merge_change in merge_candidates.changes_for_article(view.chosen, merge_base)
        if merge_change.change.pk in pks and not merge_change.fault
    )
    result = merge_building.merge_result(merge_base, ask, {})
    kept = borders.borders_of(result, merge_base, ask)
    return MergeView(
        view.merge,
        merge_base,
        view.chosen,
        ask,
        result,
        word_credits.credited_runs(result, merge_base, ask, kept),
        None,
        kept,
    )
