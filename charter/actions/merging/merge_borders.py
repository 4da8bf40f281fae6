"""The splits and combinations of a merge, carried out before its text, as the secretariat's own acts are."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from charter.actions.languages import structure
from charter.models import Adoption, CurrentWording, Wording
from charter.queries.merging import merge_candidates
from charter.queries.merging.merge_views import MergeView


def write_borders(
    view: MergeView, adoptions: Mapping[str, list[Adoption]], exclude: Collection[int]
) -> tuple[MergeView, list[Wording]]:
    """The same merge over the text with these borders, and the wordings that were written for them."""
    new_wordings: list[Wording] = []
    charter = view.merge_base.charter
    for act in view.borders.acts:
        assert charter.arrangement is not None
        section = charter.arrangement.section(view.merge.article.key)
        assert section is not None
        adoption = next(candidate for candidate in adoptions[act.merge_change.mark] if candidate.fate)
        if act.divides:
            rows = CurrentWording.objects.select_related("wording__provision")
            whole = rows.get(provision=adoption.provision, language=view.merge_base.language).wording
            new_wordings += structure.carry_out_split(
                charter, section, adoption, whole, act.merge_change.change.cut or 0, exclude
            )
        else:
            new_wordings += structure.carry_out_combination(charter, section, adoption, exclude)
    if not new_wordings:
        return view, new_wordings
    merge_base = merge_candidates.merge_base_of(charter, view.merge.article, view.merge_base.language)
    assert merge_base is not None
    return replace(view, merge_base=merge_base), new_wordings
