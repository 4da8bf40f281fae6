"""Whom a table of people would invite: row by row, with what is wrong in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actions import members
from accounts.actions.invitations import InvitationRequest
from accounts.models import Organisation
from accounts.queries import people
from accounts.states import COMMITTING, MandateKind

from .sheets import SheetRow, cells_of
from .values import code_in, codes_by_word, email_language

HEAD = ["email", "name", "member", "kind", "office", "language", "evidence"]
EMPTY = gettext_lazy("%(column)s: the cell is empty.")
LONGEST = {"name": 200, "office": 200, "evidence": 2000}


@dataclass(frozen=True)
class PlannedInvitation:
    """A row as it was understood. `is_new` where a letter would go out; `faults` stop it."""

    number: int
    title: str
    request: InvitationRequest | None = None
    is_new: bool = False
    faults: list[str] = field(default_factory=list)


def plan_invitations(rows: Iterable[SheetRow]) -> list[PlannedInvitation]:
    """Every row against the members, mandates and invitations there are; nothing is stored, no letter goes."""
    reading = _Reading()
    return [reading.of(row) for row in rows]


class _Reading:
    """What there is already, asked once, and what earlier rows of the file asked for."""

    def __init__(self) -> None:
        self.members = _by_word(Organisation.objects.with_names().belonging())
        self.taken = people.offered_mandates(timezone.now())
        self.delegates = people.members_with_delegate(timezone.now())
        self.rows: dict[tuple[str, int, str], int] = {}

    def of(self, row: SheetRow) -> PlannedInvitation:
        faults: list[str] = []
        cells = cells_of(row, faults)
        email = cells.get("email", "").strip().lower()
        invitation_request = self._read_invitation(cells, email, faults)
        if invitation_request is None or faults:
            return PlannedInvitation(row.number, email or cells.get("name", ""), faults=faults)
        key = (invitation_request.email, invitation_request.organisation.pk, invitation_request.kind)
        is_new = key not in self.taken
        faults += self._doubles(invitation_request, key, is_new)
        self.rows.setdefault(key, row.number)
        return PlannedInvitation(
            row.number, email, None if faults else invitation_request, is_new and not faults, faults
        )

    def _read_invitation(self, cells: dict[str, str], email: str, faults: list[str]) -> InvitationRequest | None:
        member = self._member(cells.get("member", ""), faults)
        kind = _code("kind", codes_by_word(MandateKind), cells.get("kind", ""), faults)
        language = _language(cells.get("language", ""), faults)
        faults += _wrong(email, kind, cells)
        if member is None or faults:
            return None
        return InvitationRequest(
            organisation=member,
            email=email,
            kind=kind,
            language=language or member.language or settings.LANGUAGE_CODE,
            name=cells.get("name", ""),
            office=cells.get("office", ""),
            evidence=cells.get("evidence", ""),
        )

    def _member(self, word: str, faults: list[str]) -> Organisation | None:
        if not word:
            faults.append(str(EMPTY % {"column": "member"}))
            return None
        matches = self.members.get(word.casefold(), [])
        if len(matches) == 1:
            return matches[0]
        several = _("member: several members have the name “%(word)s”. Write the address instead.")
        unknown = _("member: “%(word)s” is not the address or name of a member.")
        faults.append((several if matches else unknown) % {"word": word})
        return None

    def _doubles(self, invitation_request: InvitationRequest, key: tuple[str, int, str], is_new: bool) -> list[str]:
        """What stands against an invitation that is well written."""
        if key in self.rows:
            return [_("Row %(n)s contains the same invitation.") % {"n": self.rows[key]}]
        if invitation_request.kind != MandateKind.DELEGATE or not is_new:
            return []
        if invitation_request.organisation.pk in self.delegates:
            return [str(members.ONE_DELEGATE % {"name": invitation_request.organisation})]
        earlier = [row for (_email, pk, kind), row in self.rows.items() if (pk, kind) == key[1:]]
        word = _("Row %(n)s already invites a delegate of this member. A member has one delegate at a time.")
        return [word % {"n": earlier[0]}] if earlier else []


def _by_word(rows: Iterable[Organisation]) -> dict[str, list[Organisation]]:
    """Members by address and by each of their names, in small letters."""
    members_by_word: dict[str, list[Organisation]] = {}
    for organisation in rows:
        for word in {
            organisation.slug,
            *(name.text.casefold() for name in (organisation.name, *organisation.name.translations.all())),
        }:
            members_by_word.setdefault(word, []).append(organisation)
    return members_by_word


def _code(column: str, codes: dict[str, str], cell: str, faults: list[str]) -> str:
    try:
        return code_in(codes, cell)
    except ValueError as wrong:
        faults.append(f"{column}: {wrong}")
        return ""


def _language(cell: str, faults: list[str]) -> str:
    try:
        return email_language(cell) if cell else ""
    except ValueError as wrong:
        faults.append(f"language: {wrong}")
        return ""


def _wrong(email: str, kind: str, cells: dict[str, str]) -> list[str]:
    faults = []
    try:
        validate_email(email)
    except ValidationError:
        why = _("email: “%(email)s” is not a valid email address.") if email else EMPTY
        faults.append(str(why) % {"email": email, "column": "email"})
    if kind in COMMITTING and not cells.get("evidence", ""):
        faults.append(_("evidence: required for a delegate and an alternate."))
    long = [name for name, length in LONGEST.items() if len(cells.get(name, "")) > length]
    return faults + [
        _("%(column)s: at most %(n)s characters.") % {"column": name, "n": LONGEST[name]} for name in long
    ]
