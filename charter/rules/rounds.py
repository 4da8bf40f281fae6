"""The amendments that a round admits: their number for each member, their provisions, and late ones."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from accounts.rules import Answer, Refusal
from charter.models import Amendment, Charter, Provision, Round, Ruling, VersionWording
from charter.states import AmendmentState, ClosedPart, Phase

from .people import or_now

STANDING = (AmendmentState.SENT, AmendmentState.UNDER_REVIEW, AmendmentState.DECIDED, AmendmentState.MERGED)
EDITED = _("During the closed editing week, only the secretariat works on the text. Try again after that week.")


def is_within_the_limit(amendment: Amendment) -> Answer:
    """Whether the member may have this amendment besides its others; withdrawn ones are not counted."""
    most = amendment.round.most_per_member
    if most is None:
        return True
    others = Amendment.objects.filter(
        round=amendment.round, organisation=amendment.organisation, state__in=STANDING
    ).exclude(pk=amendment.pk)
    if others.count() < most:
        return True
    sentence = ngettext_lazy(
        "In this round, a member can have at most %(n)d amendment. Withdraw an earlier amendment "
        "first. The new amendment is kept as a draft.",
        "In this round, a member can have at most %(n)d amendments. Withdraw an earlier amendment"
        " first. The new amendment is kept as a draft.",
        "n",
    )
    return Refusal(sentence % {"n": most})


def is_admitted(amendment: Amendment, now: datetime | None = None) -> Answer:
    """Whether a late amendment is admitted: by one decision on all late amendments, until the round is closed."""
    ruling = Ruling.objects.filter(round=amendment.round).select_related("reason").first()
    if ruling is None:
        return Refusal(
            _(
                "The amendment is late. The secretariat makes one decision on all late amendments. Until then the "
                "amendment is pending."
            )
        )
    if not ruling.admitted:
        return Refusal(_("Late amendments are not admitted in this round."))
    if amendment.round.phase(or_now(now)) == Phase.CLOSED:
        return Refusal(_("The round is closed."))
    return True


def is_late(round_: Round, now: datetime) -> bool:
    """Whether an amendment entered at that time is late, on whatever day it arrived."""
    return round_.phase(now) not in (Phase.ANNOUNCED, Phase.OPEN, Phase.CONFIRMING)


def is_open_to_change(round_: Round, provisions: Iterable[Provision], new_kind: str = "") -> Answer:
    """Whether members can amend all these provisions: none is in a closed part of the text.

    With `new_kind`, a provision of that type is inserted after them. In a second reading, the round's version must
    have changed the words of all of them.
    """
    listed = list(provisions)
    for provision in listed:
        closed_part = closed_part_of(round_.charter, str(provision.key), new_kind)
        if closed_part:
            return Refusal(
                _("In this charter, members can comment on this part but cannot amend it: %(part)s.")
                % {"part": ClosedPart(closed_part).label}
            )
    if not round_.changed_only or {provision.pk for provision in listed} <= changed_provisions(round_):
        return True
    return Refusal(
        _("In this round, members can amend only the provisions that version %(number)s changed.")
        % {"number": round_.version.number}
    )


def closed_part_of(charter: Charter, key: str, new_kind: str = "") -> str:
    """The closed part that contains the provision today, or would contain a new one of the type `new_kind` after it.

    Empty where it is in none, or not in the text.
    """
    section = charter.arrangement.section_of(key) if charter.text_structure.closed and charter.arrangement else None
    if section is None:
        return ""
    block = next(block for block in section.blocks if block.key == key)
    return charter.text_structure.closed_part(section.kind, new_kind or block.kind)


def changed_provisions(round_: Round) -> set[int]:
    """Provisions that differ in a language between the round's version and the one before it."""
    number = round_.version.number
    rows = VersionWording.objects.filter(
        version__charter=round_.charter_id, version__number__in=(number - 1, number)
    ).values_list("version__number", "provision", "language", "wording__html")
    now: set[tuple[int, str, str]] = set()
    before: set[tuple[int, str, str]] = set()
    for version, provision, language, html in rows:
        (now if version == number else before).add((provision, language, html or ""))
    return {provision for provision, _language, _wording in now - before}
