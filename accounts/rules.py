"""Questions about who a person is for an organisation or the consultation, and the shape of every answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Mandate, Organisation, Person, Role
from accounts.states import COMMITTING, EVERY_MEMBER, MandateKind, RoleKind


@dataclass(frozen=True)
class Refusal:
    """A no that says why, in words fit for the person. `hidden` means that the thing is not to be known of."""

    why: str | Promise
    hidden: bool = False

    def __bool__(self) -> bool:
        return False


class Refused(Exception):
    """Raised by an action whose rule said no; `refusal.why` is the sentence to show."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(str(refusal.why))
        self.refusal = refusal


Answer = bool | Refusal


def require(answer: Answer) -> None:
    """Passes where the answer is yes; raises `Refused` with the reason otherwise."""
    if isinstance(answer, Refusal):
        raise Refused(answer)
    if not answer:
        raise Refused(Refusal(_("You may not do this.")))


def mandates_of(person: Person | None, at: datetime | None = None) -> list[Mandate]:
    """The mandates a person holds at that moment; asked once a person and request, kept on the person."""
    if person is None or not person.is_authenticated or not person.is_active:
        return []
    if at is not None:
        return list(Mandate.objects.of(person).holding(at).select_related("organisation__name"))
    if not hasattr(person, "_mandates_now"):
        held = Mandate.objects.of(person).holding(timezone.now())
        person._mandates_now = list(  # type: ignore[attr-defined]
            held.select_related("organisation__name").prefetch_related("organisation__name__translations")
        )
    return person._mandates_now  # type: ignore[attr-defined]


def roles_of(person: Person | None) -> list[Role]:
    """The roles a person holds now; asked once a person and request, kept on the person."""
    if person is None or not person.is_authenticated or not person.is_active:
        return []
    if not hasattr(person, "_roles_now"):
        person._roles_now = list(Role.objects.filter(person=person).holding(timezone.now()))  # type: ignore[attr-defined]
    return person._roles_now  # type: ignore[attr-defined]


def has_role(person: Person | None, kind: RoleKind, language: str | None = None) -> bool:
    """Whether the person holds the role now, and for that language where one is named."""
    return any(role.kind == kind and (not language or role.language in ("", language)) for role in roles_of(person))


def is_moderator(person: Person | None) -> bool:
    return has_role(person, RoleKind.MODERATOR)


def is_administrator(person: Person | None) -> bool:
    return has_role(person, RoleKind.ADMINISTRATOR)


def is_language_editor(person: Person | None, language: str | None = None) -> bool:
    return has_role(person, RoleKind.LANGUAGE_EDITOR, language)


def is_body_member(person: Person | None) -> bool:
    return has_role(person, RoleKind.BODY_MEMBER)


def is_drafter_of(person: Person | None, article_key: str) -> bool:
    """Whether the person is a drafter to whom this article is assigned."""
    return any(role.kind == RoleKind.DRAFTER and article_key in role.scope for role in roles_of(person))


def member_mandate(person: Person | None, organisation: Organisation) -> Mandate | None:
    """Any mandate by which the person belongs to the organisation now."""
    held = [m for m in mandates_of(person) if m.organisation_id == organisation.pk and m.kind in EVERY_MEMBER]
    return held[0] if held else None


def delegate_is_away(organisation: Organisation, at: datetime | None = None) -> bool:
    held = Mandate.objects.holding(at or timezone.now()).filter(organisation=organisation)
    return held.filter(kind=MandateKind.DELEGATE, away_since__isnull=False).exists()


def committing_mandate(person: Person | None, organisation: Organisation) -> Mandate | Refusal:
    """The mandate by which the person may bind the organisation now: delegate, or substitute while away."""
    held = {m.kind: m for m in mandates_of(person) if m.organisation_id == organisation.pk}
    if MandateKind.DELEGATE in held:
        return held[MandateKind.DELEGATE]
    if not held.keys() & COMMITTING:
        why = _("Only the delegate of %(name)s can do this, or the substitute while the delegate is away.")
        return Refusal(why % {"name": organisation}, hidden=not held)
    if delegate_is_away(organisation):
        return held[MandateKind.SUBSTITUTE]
    return Refusal(_("The substitute can act while the delegate is marked away. The delegate is not away now."))
