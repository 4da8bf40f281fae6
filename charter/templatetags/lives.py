"""What brought a wording, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from charter.queries.lives import Step
from charter.queries.tongues import tongue
from charter.states import CameFrom


def came(step: Step) -> tuple[str, str]:
    """The heading of a wording, and a sentence below it."""
    wording, count = step.wording, len({a.change.text.amendment_id for a in step.adoptions if a.change})
    if wording.came_from == CameFrom.ALIGNMENT:
        beside = tongue(wording.aligned_to.language).name if wording.aligned_to else ""
        return _("Brought into step with %(language)s") % {"language": beside}, _(
            "A translation that a second editor approved."
        )
    if wording.came_from in (CameFrom.SPLIT, CameFrom.JOIN):
        return (_("Divided") if wording.came_from == CameFrom.SPLIT else _("Joined with the next")), ""
    if count:
        said = ngettext("%(n)s amendment changed the text", "%(n)s amendments changed the text", count)
        return said % {"n": count}, ""
    if step.before is None:
        return (_("First text"), "") if wording.came_from == CameFrom.IMPORT else (_("New in the text"), "")
    if wording.came_from == CameFrom.IMPORT:
        return _("A later edition was taken in"), ""
    return _("Changed by the secretariat"), ""
