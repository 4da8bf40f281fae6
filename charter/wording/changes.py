"""The changes between two versions in figures, and the heads of their articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.utils.translation import ngettext

from accounts.locales import join_in_words
from charter.queries.reading import charters, comparing
from charter.queries.reading.comparing import Comparison
from charter.wording.charter_text import interface_language, language_attributes


def describe_change_counts(comparisons: Iterable[Comparison]) -> dict[str, Any]:
    """`7 changes in 4 provisions: 4 insertions, 2 wordings, 1 deletion.`"""
    comparisons = list(comparisons)
    kinds = comparing.total_changes(comparisons)
    count = sum(kinds.values())
    provisions = sum(row.changed and row.state != "left" for c in comparisons for row in c.rows(interface_language()))
    return {
        "count": count,
        "changes": ngettext("%(n)s change", "%(n)s changes", count) % {"n": count},
        "provisions": ngettext("in %(n)s provision", "in %(n)s provisions", provisions) % {"n": provisions},
        "kinds": join_in_words(_kinds(kinds)),
        "renumbered": comparing.are_renumbered(comparisons),
    }


def _kinds(kinds: Counter[str]) -> list[str]:
    ways = {
        "inserted": (ngettext("%(n)s insertion", "%(n)s insertions", kinds["inserted"])),
        "replaced": (ngettext("%(n)s change of wording", "%(n)s changes of wording", kinds["replaced"])),
        "deleted": (ngettext("%(n)s deletion", "%(n)s deletions", kinds["deleted"])),
        "moved": (ngettext("%(n)s move", "%(n)s moves", kinds["moved"])),
        "split": (ngettext("%(n)s split", "%(n)s splits", kinds["split"])),
        "joined": (ngettext("%(n)s combination", "%(n)s combinations", kinds["joined"])),
        "format": (ngettext("%(n)s change of format", "%(n)s changes of format", kinds["format"])),
        "kind": (ngettext("%(n)s change of type", "%(n)s changes of type", kinds["type"])),
        "spacing": (ngettext("%(n)s change of spacing", "%(n)s changes of spacing", kinds["spacing"])),
    }
    return [sentence % {"n": kinds[kind]} for kind, sentence in ways.items() if kinds[kind]]


def article_head(comparison: Comparison) -> dict[str, Any]:
    side = comparison.side
    over = charters.text_structure().name_of_part(side.kind, side.number)
    title = "" if side.title == over else side.title
    return {"over": over, "title": title, "prefix": comparison.prefix, **language_attributes(side.language)}
