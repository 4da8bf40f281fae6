"""A conflict of a merge on its card: every wording with its proposers, and the effect on other amendments."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.locales import join_in_words
from charter import texts
from charter.forms.merging.desk_merges import FOLLOWS, STANDARD, WRITE, ReferForm, ResolveForm, value_of
from charter.queries.merging.merge_building import MergeConflict, Option
from charter.queries.merging.merge_views import MergeView
from charter.queries.reading.comparing import redline_of
from charter.queries.secretariat import meeting_support, queue
from charter.states import BORDER_KINDS
from charter.views.desk_frame import name_of, support_in_words
from charter.views.excerpts import excerpt
from charter.wording.charter_text import charter_words, in_words, interface_language, language_attributes

KEPT = ("answer_by", "to_members", "then", "why")
Settling = ResolveForm | ReferForm


def shown(
    conflict: MergeConflict,
    number: int,
    total: int,
    view: MergeView,
    resolving: Settling | None,
    suggested: str = "",
) -> dict[str, Any]:
    """The values for the conflict component; a suggested text is preselected, if possible as one of the wordings."""
    stances = queue.positions_by_stance(
        merge_change.amendment.text_id or 0 for option in conflict.options for merge_change in option.merge_changes
    )
    mine = resolving is not None and resolving.data.get("conflict") == conflict.id
    chosen = resolving.data.get("choice", "") if resolving is not None and mine else ""
    if suggested and not mine:
        alike = (value_of(option) for option in conflict.options if texts.plain_text(option.html) == suggested)
        chosen = next(alike, WRITE)
    options = [_option(option, view, conflict, stances, chosen) for option in conflict.options]
    write = {
        "value": WRITE,
        "numbers": _("Write the text yourself"),
        "hint": _("Write the whole provision. The text is marked as text of the secretariat and sent to the members."),
        "checked": chosen == WRITE,
        "opens": True,
    }
    typed = resolving.data.get("words", "") if resolving is not None and mine else suggested
    base = view.merge_base.wordings.get(conflict.key)
    wordings = len([option for option in conflict.options if not (option.is_base or option.is_both)])
    more = {
        "conflict": conflict,
        "merge": view.merge,
        "typed": typed or (base.text if base else ""),
        "refer": _("Refer to %(body)s, in square brackets") % {"body": in_words(view.merge.round.body)}
        if conflict.may_stay_open
        else "",
        "reason": resolving.data.get("reason", "") if resolving is not None and mine else "",
        "kept": {name: resolving.data.get(name, "") if resolving is not None and mine else "" for name in KEPT},
        "then": [
            {
                "value": FOLLOWS,
                "asks_reason": True,
                "word": _(
                    "An amendment falls if its wording is not chosen. If another part of its text is merged, "
                    "the amendment is accepted in part."
                ),
            },
            {
                "value": STANDARD,
                "word": _("The amendments fall, with a standard reason that names the chosen wording."),
            },
        ],
        "errors": resolving.errors if resolving is not None and mine else {},
        "general": resolving.non_field_errors() if resolving is not None and mine else [],
        **language_attributes(view.merge_base.language),
    }
    return {
        "id": f"conflict-{conflict.id}",
        "number": number,
        "total": total,
        "stretch": conflict.stretch or _("the same place"),
        "text": ngettext("%(n)d wording for this place.", "%(n)d wordings for the same place.", wordings)
        % {"n": wordings},
        "open_url": reverse("desk_provision", args=[conflict.provision.short]) if conflict.provision else "",
        "options": [*options, write],
        "more": more,
    }


def _option(
    option: Option, view: MergeView, conflict: MergeConflict, stances: dict[int, dict[str, Any]], chosen: str
) -> dict[str, Any]:
    base = view.merge_base.words.get(conflict.key, "")
    proposing = {merge_change.amendment.pk: merge_change.amendment for merge_change in option.merge_changes}.values()
    support = support_in_words(meeting_support.unite_positions(stances.get(a.text_id or 0, {}) for a in proposing))
    return {
        "value": value_of(option),
        "numbers": _named(option, [a.number or 0 for a in proposing]),
        "cities": "" if option.is_base else join_in_words(name_of(a) for a in proposing),
        "support": "" if option.is_base else support,
        "words": charter_words(base)
        if option.is_base
        else excerpt(redline_of(base, option.html, interface_language())),
        "checked": chosen == value_of(option),
        "loses": not option.is_both,
    }


def _named(option: Option, numbers: list[int]) -> str:
    joined_numbers = join_in_words(numbers)
    if option.is_both:
        return _("All texts, in this order: %(numbers)s") % {"numbers": joined_numbers}
    if option.is_base:
        return _("Current text")
    kinds = {
        merge_change.change.get_kind_display()
        for merge_change in option.merge_changes
        if merge_change.change.kind in BORDER_KINDS
    }
    return " · ".join([joined_numbers, *map(str, sorted(kinds))])


def not_saved(resolving: Settling | None, view: MergeView) -> list[str]:
    """Text typed for a conflict that is no longer open: no other part of the page shows it."""
    if resolving is None or not resolving.errors:
        return []
    if any(conflict.id == resolving.data.get("conflict") for conflict in view.conflicts):
        return []
    typed = (resolving.data.get(name, "").strip() for name in ("words", "to_members", "why", "reason"))
    return [words for words in dict.fromkeys(typed) if words]
