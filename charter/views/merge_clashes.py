"""A conflict of a merge as its card shows it: every wording with who asks for it, and what follows for the others."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.locales import listed
from charter.forms.desk_merges import FOLLOWS, LATER, WRITE, ReferForm, ResolveForm, value_of
from charter.queries import desk, desk_support
from charter.queries.comparing import redline
from charter.queries.merge_views import MergeView
from charter.queries.merging import Clash, Option
from charter.states import BORDER_KINDS
from charter.templatetags.charter_text import attributes, in_words, interface, words

from .desk_frame import name_of, support_in_words
from .excerpts import excerpt

KEPT = ("answer_by", "to_members", "then", "why")
Settling = ResolveForm | ReferForm


def shown(clash: Clash, number: int, total: int, view: MergeView, resolving: Settling | None) -> dict[str, Any]:
    """What the conflict component takes."""
    stances = desk.stances(one.amendment.text_id or 0 for option in clash.options for one in option.asked)
    mine = resolving is not None and resolving.data.get("conflict") == clash.id
    chosen = resolving.data.get("choice", "") if resolving is not None and mine else ""
    options = [_option(option, view, clash, stances, chosen) for option in clash.options]
    write = {
        "value": WRITE,
        "numbers": _("Write it yourself"),
        "hint": _(
            "The whole provision, in the box below. It is marked as the secretariat’s words, and put to the members."
        ),
        "checked": chosen == WRITE,
    }
    typed = resolving.data.get("words", "") if resolving is not None and mine else ""
    base = view.ground.standing.get(clash.key)
    wordings = len([option for option in clash.options if not (option.is_base or option.is_both)])
    more = {
        "clash": clash,
        "merge": view.merge,
        "typed": typed or (base.text if base else ""),
        "refer": _("Refer to %(body)s, in brackets") % {"body": in_words(view.merge.round.body)}
        if clash.may_stay_open
        else "",
        "reason": resolving.data.get("reason", "") if resolving is not None and mine else "",
        "kept": {name: resolving.data.get(name, "") if resolving is not None and mine else "" for name in KEPT},
        "then": [
            {"value": FOLLOWS, "word": _("They fall, or are accepted in part where other words of theirs are taken.")},
            {"value": LATER, "word": _("Decide on them anew after the merge.")},
        ],
        "errors": resolving.errors if resolving is not None and mine else {},
        **attributes(view.ground.language),
    }
    return {
        "id": f"conflict-{clash.id}",
        "number": number,
        "total": total,
        "stretch": clash.stretch or _("the same place"),
        "text": ngettext("%(n)d wording wants this place.", "%(n)d wordings want the same place.", wordings)
        % {"n": wordings},
        "open_url": reverse("desk_provision", args=[clash.provision.short]) if clash.provision else "",
        "options": [*options, write],
        "more": more,
    }


def _option(
    option: Option, view: MergeView, clash: Clash, stances: dict[int, dict[str, Any]], chosen: str
) -> dict[str, Any]:
    base = view.ground.words.get(clash.key, "")
    asked = {one.amendment.pk: one.amendment for one in option.asked}.values()
    support = support_in_words(desk_support.united(stances.get(a.text_id or 0, {}) for a in asked))
    return {
        "value": value_of(option),
        "numbers": _named(option, [a.number or 0 for a in asked]),
        "cities": "" if option.is_base else listed(name_of(a) for a in asked),
        "support": "" if option.is_base else support,
        "words": words(base) if option.is_base else excerpt(redline(base, option.html, interface())),
        "checked": chosen == value_of(option),
    }


def _named(option: Option, numbers: list[int]) -> str:
    said = listed(numbers)
    if option.is_both:
        return _("Both in order: %(numbers)s") % {"numbers": said}
    if option.is_base:
        return _("As it stands")
    kinds = {one.change.get_kind_display() for one in option.asked if one.change.kind in BORDER_KINDS}
    return " · ".join([said, *map(str, sorted(kinds))])


def not_saved(resolving: Settling | None, view: MergeView) -> list[str]:
    """What was typed for a conflict that is no longer open: it stands nowhere else on the page."""
    if resolving is None or not resolving.errors:
        return []
    if any(clash.id == resolving.data.get("conflict") for clash in view.clashes):
        return []
    typed = (resolving.data.get(name, "").strip() for name in ("words", "to_members", "why", "reason"))
    return [words for words in dict.fromkeys(typed) if words]
