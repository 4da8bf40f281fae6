"""Two people at one draft: who else has it open, text saved meanwhile, and typed text whose draft was deleted."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone

from accounts.views.acting import signed_in
from charter.actions.amending import drafting
from charter.actions.amending.amendments import Faults
from charter.forms.amending.proposing import Proposal, TypedFields
from charter.models import Amendment, Round, Sitting
from charter.queries.amending import amendments
from charter.queries.amending import drafting as drafting_queries
from charter.queries.amending.amendments import current_revision, is_stored
from charter.queries.amending.rounds import running_round
from charter.queries.amending.shown_changes import Shown
from charter.queries.reading.provisions import first_provision
from charter.states import AmendmentState
from charter.views.amending.draft_sheets import Sheet
from charter.wording.charter_text import interface_language


def sit(request: HttpRequest, amendment: Amendment) -> None:
    """Notes that the person has the sheet of a draft open."""
    if amendment.state == AmendmentState.DRAFT:
        drafting.open_editing_session(amendment=amendment, by=signed_in(request))


def others(request: HttpRequest, amendment: Amendment | None) -> list[Sitting]:
    """Colleagues who are in the draft too."""
    if amendment is None or not request.user.is_authenticated:
        return []
    return drafting_queries.colleagues_at_draft(amendment, signed_in(request), timezone.now())


def meet(proposal: Proposal, typed: TypedFields, amendment: Amendment | None, faults: Faults) -> None:
    """Adds the faults that prevent storing to the form, and sets its revision to that of the draft.

    If somebody saved the draft meanwhile, `keeps` makes the form save its text in a draft of its own first.
    """
    proposal.add(faults.faults)
    if amendment is None:
        return
    now, seen = current_revision(amendment), str(typed.whole.get("revision") or "")
    if amendment.state == AmendmentState.DRAFT and seen not in ("", str(now)):
        typed.whole["keeps"] = "1"
    typed.whole["revision"] = now
    proposal.whole.data = {**proposal.whole.data, "revision": now, "keeps": typed.whole.get("keeps", "")}


def saved_meanwhile(typed: TypedFields, amendment: Amendment | None, sheet: Sheet) -> list[Shown]:
    """The changes that somebody else saved while the person typed."""
    text = amendment.text if amendment else None
    if not typed.whole.get("keeps") or text is None:
        return []
    return amendments.shown_changes(text, sheet.labels, interface_language())


def lost_its_draft(request: HttpRequest, key: UUID | str) -> bool:
    """Whether a form belongs to a draft that a colleague has deleted meanwhile."""
    return request.method == "POST" and not is_stored(key)


def round_of(typed: TypedFields) -> Round | None:
    """The running round of the charter of the typed changes, for a form without a draft."""
    provision = first_provision([part["short"] for part in typed.parts])
    return running_round(provision.charter) if provision else None
