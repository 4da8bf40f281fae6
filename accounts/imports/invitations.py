"""Whom a table of people would invite: row by row, with what is wrong in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import members
from accounts.actions.invitations import Asked
from accounts.models import Organisation
from accounts.queries import people
from accounts.states import COMMITTING, MandateKind

from .sheets import Row, cells_of

HEAD = ["email", "name", "member", "kind", "office", "language", "evidence"]
LONGEST = {"name": 200, "office": 200, "evidence": 2000}


@dataclass(frozen=True)
class Planned:
    """A row as it was understood. `is_new` where a letter would go out; `faults` stop it."""

    number: int
    said: str
    asked: Asked | None = None
    is_new: bool = False
    faults: list[str] = field(default_factory=list)


def plan(rows: Iterable[Row]) -> list[Planned]:
    """Every row against the members, mandates and invitations there are; nothing is stored, no letter goes."""
    reading = _Reading()
    return [reading.of(row) for row in rows]


class _Reading:
    """What there is already, asked once, and what earlier rows of the file asked for."""

    def __init__(self) -> None:
        self.members = _by_word(Organisation.objects.with_names().belonging())
        self.taken = people.offered(timezone.now())
        self.delegates = people.with_delegate(timezone.now())
        self.rows: dict[tuple[str, int, str], int] = {}

    def of(self, row: Row) -> Planned:
        faults: list[str] = []
        cells = cells_of(row, faults)
        email = cells.get("email", "").strip().lower()
        found = self._asked(cells, email, faults)
        if found is None or faults:
            return Planned(row.number, email or cells.get("name", ""), faults=faults)
        key = (found.email, found.organisation.pk, found.kind)
        is_new = key not in self.taken
        faults += self._doubles(found, key, is_new)
        self.rows.setdefault(key, row.number)
        return Planned(row.number, email, None if faults else found, is_new and not faults, faults)

    def _asked(self, cells: dict[str, str], email: str, faults: list[str]) -> Asked | None:
        member = self._member(cells.get("member", ""), faults)
        kind, language = cells.get("kind", "").lower(), cells.get("language", "").lower()
        faults += _wrong(email, kind, language, cells)
        if member is None or faults:
            return None
        return Asked(
            organisation=member,
            email=email,
            kind=kind,
            language=language or member.language or settings.LANGUAGE_CODE,
            name=cells.get("name", ""),
            office=cells.get("office", ""),
            evidence=cells.get("evidence", ""),
        )

    def _member(self, word: str, faults: list[str]) -> Organisation | None:
        found = self.members.get(word.casefold(), [])
        if len(found) == 1:
            return found[0]
        several = _("member: several are called “%(word)s”. Write the address instead.")
        unknown = _("member: “%(word)s” is no member’s address or name.")
        faults.append((several if found else unknown) % {"word": word})
        return None

    def _doubles(self, found: Asked, key: tuple[str, int, str], is_new: bool) -> list[str]:
        """What stands against an invitation that is well written."""
        if key in self.rows:
            return [_("The same invitation stands in row %(n)s.") % {"n": self.rows[key]}]
        if found.kind != MandateKind.DELEGATE or not is_new:
            return []
        if found.organisation.pk in self.delegates:
            return [str(members.ONE_DELEGATE % {"name": found.organisation})]
        earlier = [row for (_email, pk, kind), row in self.rows.items() if (pk, kind) == key[1:]]
        word = _("Row %(n)s invites a delegate of the same member. There is one at a time.")
        return [word % {"n": earlier[0]}] if earlier else []


def _by_word(rows: Iterable[Organisation]) -> dict[str, list[Organisation]]:
    """Members by address and by each of their names, in small letters."""
    found: dict[str, list[Organisation]] = {}
    for one in rows:
        for word in {one.slug, *(said.text.casefold() for said in (one.name, *one.name.translations.all()))}:
            found.setdefault(word, []).append(one)
    return found


def _wrong(email: str, kind: str, language: str, cells: dict[str, str]) -> list[str]:
    faults = []
    try:
        validate_email(email)
    except ValidationError:
        faults.append(_("email: “%(email)s” is no e-mail address.") % {"email": email})
    if kind not in MandateKind.values:
        words = ", ".join(MandateKind.values)
        faults.append(_("kind: “%(cell)s” is none of: %(words)s.") % {"cell": kind, "words": words})
    if language and language not in dict(settings.LANGUAGES):
        words = ", ".join(dict(settings.LANGUAGES))
        faults.append(_("language: “%(cell)s” is none of: %(words)s.") % {"cell": language, "words": words})
    if kind in COMMITTING and not cells.get("evidence", ""):
        faults.append(_("evidence: needed for a delegate and a substitute."))
    long = [name for name, length in LONGEST.items() if len(cells.get(name, "")) > length]
    return faults + [_("%(column)s: at most %(n)s signs.") % {"column": name, "n": LONGEST[name]} for name in long]
