"""Two people at one draft: who else is in it, what was saved meanwhile, and typed words that lost their draft."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone

from accounts.views.acting import signed_in
from charter.actions import drafting
from charter.actions.amendments import Faults
from charter.forms.proposing import Proposal, Typed
from charter.models import Amendment, Provision, Round, Sitting
from charter.queries import amendments as queries
from charter.queries import drafting as found
from charter.queries.rounds import running
from charter.queries.shown_changes import Shown
from charter.states import AmendmentState
from charter.templatetags.charter_text import interface

from .sheets import Sheet


def sit(request: HttpRequest, amendment: Amendment) -> None:
    """Notes that the person has the sheet of a draft open."""
    if amendment.state == AmendmentState.DRAFT:
        drafting.sit(amendment=amendment, by=signed_in(request))


def others(request: HttpRequest, amendment: Amendment | None) -> list[Sitting]:
    """Colleagues who are in the draft too."""
    if amendment is None or not request.user.is_authenticated:
        return []
    return found.at_it(amendment, signed_in(request), timezone.now())


def meet(proposal: Proposal, typed: Typed, amendment: Amendment | None, faults: Faults) -> None:
    """Puts what keeps it from being stored on the form, which from now on answers to the draft as it stands.

    Where somebody saved it meanwhile, `keeps` says that those words go into a draft of their own first.
    """
    proposal.add(faults.faults)
    if amendment is None:
        return
    now, seen = Amendment.objects.get(pk=amendment.pk).revision, str(typed.whole.get("revision") or "")
    if amendment.state == AmendmentState.DRAFT and seen not in ("", str(now)):
        typed.whole["keeps"] = "1"
    typed.whole["revision"] = now
    proposal.whole.data = {**proposal.whole.data, "revision": now, "keeps": typed.whole.get("keeps", "")}


def saved_meanwhile(typed: Typed, amendment: Amendment | None, sheet: Sheet) -> list[Shown]:
    """The words that somebody saved while these were typed."""
    text = amendment.text if amendment else None
    if not typed.whole.get("keeps") or text is None:
        return []
    return queries.shown(text, sheet.labels, interface())


def lost_its_draft(request: HttpRequest, key: UUID | str) -> bool:
    """Whether a form comes for a draft that a colleague has thrown away meanwhile."""
    return request.method == "POST" and not Amendment.objects.filter(key=key).exists()


def round_of(typed: Typed) -> Round | None:
    """The round that runs on the charter of what was typed, for a form without a draft."""
    first = Provision.objects.filter(short__in=[part["short"] for part in typed.parts])
    provision = first.select_related("charter").first()
    return running(provision.charter) if provision else None
