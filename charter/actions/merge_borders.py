"""The divisions and joins of a merge, carried out before its words: as the secretariat's own acts are."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from charter.actions import structure
from charter.models import Adoption, Standing, Wording
from charter.queries import to_merge
from charter.queries.merge_views import MergeView


def carry_out(
    view: MergeView, adoptions: Mapping[str, list[Adoption]], but: Collection[int]
) -> tuple[MergeView, list[Wording]]:
    """The same merge over the text with these borders, and the wordings that were written for them."""
    made: list[Wording] = []
    charter = view.ground.charter
    for act in view.borders.acts:
        assert charter.arrangement is not None
        section = charter.arrangement.section(view.merge.article.key)
        assert section is not None
        adoption = next(one for one in adoptions[act.asked.mark] if one.fate)
        if act.divides:
            standing = Standing.objects.select_related("wording__provision")
            whole = standing.get(provision=adoption.provision, language=view.ground.language).wording
            made += structure.divide(charter, section, adoption, whole, act.asked.change.cut or 0, but)
        else:
            made += structure.unite(charter, section, adoption, but)
    if not made:
        return view, made
    ground = to_merge.ground(charter, view.merge.article, view.ground.language)
    assert ground is not None
    return replace(view, ground=ground), made
