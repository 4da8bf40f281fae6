"""Titles of the pending items of the secretariat."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.dates import date_format
from accounts.locales import semicolon
from charter.queries.secretariat.pending_items import ItemReason, PendingItem
from charter.states import FrameworkKind

TITLES = {
    ItemReason.AMENDMENT_UNDECIDED: gettext_lazy("Amendment %(number)s, %(city)s"),
    ItemReason.COMMENT_HELD: gettext_lazy("Comment of %(person)s, held for review"),
    ItemReason.FRAMEWORK_UNCONFIRMED: gettext_lazy("%(city)s: %(kind)s"),
    ItemReason.AMENDMENT_ENTERED: gettext_lazy("For %(city)s, dated %(day)s"),
    ItemReason.NOT_TRANSLATABLE: gettext_lazy("%(cite)s in %(language)s: not translatable"),
    ItemReason.CHANGED_IN_TWO_LANGUAGES: gettext_lazy("%(cite)s in %(language)s: changed in two languages at once"),
    ItemReason.FILE_IMPORTED: gettext_lazy("%(file)s, %(language)s"),
    ItemReason.COMPROMISE_ANSWERED: gettext_lazy(
        "Compromise text on %(cite)s: %(answers)s of %(asked)s replies received"
    ),
    ItemReason.VERSION_PROPOSED: gettext_lazy("A new version, proposed by %(person)s"),
    ItemReason.CORRECTION_PROPOSED: gettext_lazy("A corrigendum to %(cite)s, proposed by %(person)s"),
    ItemReason.EARLIER_DATES_PROPOSED: gettext_lazy("Earlier dates of round %(number)s, proposed by %(person)s"),
    ItemReason.DECISIONS_READY: gettext_lazy("The support period has ended: decisions are ready to be published"),
    ItemReason.TRANSLATION_OVERDUE: gettext_lazy("The translation of %(cite)s into %(language)s is overdue"),
}


def title_of_item(item: PendingItem) -> str:
    """The title of a pending item, in a line."""
    values: dict[str, Any] = dict(item.values)
    if item.reason == ItemReason.APPLICATION_SENT:
        return str(values["name"])
    if item.reason == ItemReason.AMENDMENTS_LATE:
        sentence = ngettext(
            "%(n)d late amendment: decide on its admission",
            "%(n)d late amendments: decide on their admission",
            values["n"],
        )
        return sentence % values
    if item.reason == ItemReason.FRAMEWORK_UNCONFIRMED:
        values["kind"] = FrameworkKind(values["kind"]).label
    if item.reason == ItemReason.AMENDMENT_ENTERED:
        values["day"] = date_format(values["day"]) if values["day"] else ""
    if item.reason in (ItemReason.COMMENT_REPORTED, ItemReason.COMMENT_HELD):
        values["person"] = values["person"] or _("A person whose account was deleted")
    if item.reason == ItemReason.COMMENT_REPORTED:
        if not values["why"]:
            return _("Comment of %(person)s, reported") % values
        values["why"] = semicolon().join(values["why"])
        return _("Comment of %(person)s, reported. Reason: “%(why)s”") % values
    return str(TITLES[item.reason]) % values
