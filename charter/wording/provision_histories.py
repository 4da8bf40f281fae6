"""What brought a wording, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from charter.queries.languages.names import language_of
from charter.queries.reading.provision_histories import HistoryStep
from charter.states import CameFrom


def heading_of_step(step: HistoryStep) -> tuple[str, str]:
    """The heading of a wording, and a sentence below it."""
    wording, count = step.wording, len({a.change.text.amendment_id for a in step.adoptions if a.change})
    if wording.came_from == CameFrom.ALIGNMENT:
        beside = language_of(wording.aligned_to.language).in_words if wording.aligned_to else ""
        return _("Translation updated from the text in %(language)s") % {"language": beside}, _(
            "A second language editor approved the translation."
        )
    if wording.came_from in (CameFrom.SPLIT, CameFrom.JOIN):
        return (
            _("Split into two") if wording.came_from == CameFrom.SPLIT else _("Combined with the next provision")
        ), ""
    if count:
        sentence = ngettext("%(n)s amendment changed the text", "%(n)s amendments changed the text", count)
        return sentence % {"n": count}, ""
    if step.before is None:
        return (_("First text"), "") if wording.came_from == CameFrom.IMPORT else (_("New in the text"), "")
    if wording.came_from == CameFrom.IMPORT:
        return _("A newer file was imported"), ""
    return _("Changed by the secretariat"), ""
