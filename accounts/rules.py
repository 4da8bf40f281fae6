"""Questions about who a person is for an organisation or the consultation, and the shape of every answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import Mandate, Organisation, Person, Role, TextCorrection
from accounts.prepared import Prepared
from accounts.states import (
    ADMINISTRATION_ROLES,
    COMMITTING,
    EVERY_MEMBER,
    INVITED_BY_THE_CITY,
    INVITING,
    MARKING_AWAY,
    SECRETARIAT,
    MandateKind,
    RoleKind,
)


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
KEEPERS = _("Only moderators and administrators can edit the list of members.")


def require(answer: Answer) -> None:
    """Passes where the answer is yes; raises `Refused` with the reason otherwise."""
    if isinstance(answer, Refusal):
        raise Refused(answer)
    if not answer:
        raise Refused(Refusal(_("You do not have permission to do this.")))


def mandates_of(person: Person | None, at: datetime | None = None) -> list[Mandate]:
    """The mandates a person holds at that moment; asked once a person and request, kept on the person."""
    if person is None or not person.is_authenticated or not person.is_active:
        return []
    if at is not None:
        return list(Mandate.objects.of(person).holding(at).select_related("organisation__name"))
    if not hasattr(person, "_mandates_now"):
        now = timezone.now()
        mandates = _MANDATES.objects(person.pk, now, timezone.localdate(now))
        if any(mandate.organisation.name.language != get_language() for mandate in mandates):
            prefetch_related_objects(mandates, "organisation__name__translations")
        person._mandates_now = mandates  # type: ignore[attr-defined]
    return person._mandates_now  # type: ignore[attr-defined]


def roles_of(person: Person | None) -> list[Role]:
    """The roles a person holds now; asked once a person and request, kept on the person."""
    if person is None or not person.is_authenticated or not person.is_active:
        return []
    if not hasattr(person, "_roles_now"):
        person._roles_now = _ROLES.objects(person.pk, timezone.now())  # type: ignore[attr-defined]
    return person._roles_now  # type: ignore[attr-defined]


_MANDATES = Prepared(
    lambda person, now, day: (
        Mandate.objects.filter(person=person).holding(now, day).select_related("organisation__name")
    )
)
_ROLES = Prepared(lambda person, now: Role.objects.filter(person=person).holding(now))


def forget_rights(person: Person) -> None:
    """Mandates or roles changed: what was kept on the person in this request is asked again."""
    for kept in ("_mandates_now", "_roles_now"):
        person.__dict__.pop(kept, None)


def has_role(person: Person | None, kind: RoleKind, language: str | None = None) -> bool:
    """Whether the person holds the role now, and for that language where one is named."""
    return any(role.kind == kind and (not language or role.language in ("", language)) for role in roles_of(person))


def is_moderator(person: Person | None) -> bool:
    return has_role(person, RoleKind.MODERATOR)


def is_administrator(person: Person | None) -> bool:
    return has_role(person, RoleKind.ADMINISTRATOR)


def is_language_editor(person: Person | None, language: str | None = None) -> bool:
    return has_role(person, RoleKind.LANGUAGE_EDITOR, language)


def is_named_reader(person: Person | None, language: str) -> bool:
    """Whether the person reads words of that language before they enter, and belongs to a member government now."""
    inside = any(mandate.organisation.is_government for mandate in mandates_of(person))
    return inside and has_role(person, RoleKind.LANGUAGE_READER, language)


def number_of_editors(language: str) -> int:
    """How many people keep that language now."""
    roles = Role.objects.holding(timezone.now()).filter(kind=RoleKind.LANGUAGE_EDITOR, language=language)
    return roles.values("person").distinct().count()


def is_body_member(person: Person | None) -> bool:
    return has_role(person, RoleKind.BODY_MEMBER)


def is_drafter_of(person: Person | None, article_key: str) -> bool:
    """Whether the person is a drafter to whom this article is assigned."""
    return any(role.kind == RoleKind.DRAFTER and article_key in role.scope for role in roles_of(person))


def sections_of(person: Person | None) -> list[str]:
    """The sections of the world organisation whose staff the person is, in the order of their codes."""
    codes = {code for role in roles_of(person) if role.kind == RoleKind.SECTION_STAFF for code in role.scope}
    return sorted(codes)


def may_read_section(person: Person | None, section: str) -> Answer:
    """Its own staff reads what concerns its members."""
    return section in sections_of(person) or Refusal(_("Only staff of this section can read this page."), hidden=True)


def member_mandate(person: Person | None, organisation: Organisation) -> Mandate | None:
    """Any mandate by which the person belongs to the organisation now."""
    mandates = [m for m in mandates_of(person) if m.organisation_id == organisation.pk and m.kind in EVERY_MEMBER]
    return mandates[0] if mandates else None


def delegate_is_away(organisation: Organisation) -> bool:
    mandates = Mandate.objects.holding(timezone.now()).filter(organisation=organisation)
    return mandates.filter(kind=MandateKind.DELEGATE, away_since__isnull=False).exists()


def committing_mandate(person: Person | None, organisation: Organisation) -> Mandate | Refusal:
    """The mandate by which the person may bind the organisation now: delegate, or substitute while away."""
    own_mandates = {m.kind: m for m in mandates_of(person) if m.organisation_id == organisation.pk}
    if MandateKind.DELEGATE in own_mandates:
        return own_mandates[MandateKind.DELEGATE]
    if not own_mandates.keys() & COMMITTING:
        why = _("Only the delegate of %(name)s, or the alternate while the delegate is away, can do this.")
        return Refusal(why % {"name": organisation}, hidden=not own_mandates)
    if delegate_is_away(organisation):
        return own_mandates[MandateKind.SUBSTITUTE]
    return Refusal(_("The alternate can act only while the delegate is marked as away. The delegate is not away now."))


def belongs_to_network(organisation: Organisation, at: datetime | None = None) -> Answer:
    """Whether it has not left; who has left is given no rights any more."""
    why = _("%(name)s is no longer a member, so no person can act on its behalf.")
    return not organisation.has_left(at) or Refusal(why % {"name": organisation})


def is_secretariat(person: Person | None) -> bool:
    """Whether the person keeps the list of members: a moderator or an administrator."""
    return is_moderator(person) or is_administrator(person)


def may_open_administration(person: Person | None) -> Answer:
    """May the person enter `/admin/`? A role opens it; flags and groups of an account open nothing."""
    why = _("None of your roles gives access to the administration of pages.")
    return any(role.kind in ADMINISTRATION_ROLES for role in roles_of(person)) or Refusal(why, hidden=True)


def may_keep_members(person: Person | None) -> Answer:
    """May the person register members, enter delegates and substitutes, and decide on joining forms?"""
    return is_secretariat(person) or Refusal(KEEPERS, hidden=True)


def may_help(by: Person | None, person: Person) -> Answer:
    """May the secretariat send this person a link for a new password, or clear failed attempts to sign in?"""
    if not is_secretariat(by):
        return Refusal(KEEPERS, hidden=True)
    why = _("Only an administrator can help moderators and administrators with signing in.")
    return is_administrator(by) or not is_secretariat(person) or Refusal(why)


def holds_any(person: Person | None, organisation: Organisation, kinds: frozenset[MandateKind]) -> Mandate | None:
    """The first of these mandates that the person holds for the organisation now."""
    mandates = [m for m in mandates_of(person) if m.organisation_id == organisation.pk and m.kind in kinds]
    return mandates[0] if mandates else None


def may_see_people(person: Person | None, organisation: Organisation) -> Answer:
    """May the person see who belongs to the organisation, and who is invited?"""
    mine = member_mandate(person, organisation) is not None
    return mine or is_secretariat(person) or Refusal(_("Only the team of the member can see this."), hidden=True)


def may_invite(person: Person | None, organisation: Organisation, kind: str = MandateKind.OFFICER) -> Answer:
    """May the person invite somebody to be this for the organisation, take it back, or send it again?"""
    if is_secretariat(person):
        return True
    if not member_mandate(person, organisation):
        return Refusal(_("Only the team of the member can see this."), hidden=True)
    if not holds_any(person, organisation, INVITING):
        return Refusal(
            _("The focal point and the delegate of %(name)s can invite colleagues.") % {"name": organisation}
        )
    if kind not in INVITED_BY_THE_CITY:
        return Refusal(
            _("Only the secretariat can enter the focal point, the delegate and the alternate. Evidence is required.")
        )
    return True


def may_end_mandate(person: Person | None, mandate: Mandate) -> Answer:
    """May the person end this mandate? One's own always; colleagues who are officers; the secretariat any."""
    if is_secretariat(person) or (person is not None and mandate.person_id == person.pk):
        return True
    if mandate.kind in COMMITTING and member_mandate(person, mandate.organisation):
        return Refusal(_("Only the secretariat can end the mandate of a delegate or an alternate."))
    return may_invite(person, mandate.organisation, mandate.kind)


def may_mark_away(person: Person | None, organisation: Organisation) -> Answer:
    """May the person mark the delegate as away, or as back?"""
    allowed = holds_any(person, organisation, MARKING_AWAY) or is_secretariat(person)
    why = _("Only the delegate, the focal point or a moderator can mark the delegate as away.")
    return bool(allowed) or Refusal(why, hidden=not member_mandate(person, organisation))


def may_give_role(person: Person | None, kind: str) -> Answer:
    """May the person give or end this role? Moderators and administrators are made by administrators alone."""
    if kind in SECRETARIAT:
        why = _("Only an administrator can give or end this role.")
        return is_administrator(person) or Refusal(why, hidden=not is_moderator(person))
    return may_keep_members(person)


def is_stand_in(person: Person | None, language: str) -> bool:
    """Whether the person may be the second one for a language that one editor keeps."""
    trusted = is_moderator(person) or is_named_reader(person, language)
    return trusted and number_of_editors(language) < 2


def may_read_texts(person: Person | None, language: str) -> Answer:
    """May the person read corrections and reports of interface texts in this language?"""
    inside = is_language_editor(person, language) or is_moderator(person) or is_stand_in(person, language)
    return inside or Refusal(_("Only moderators and editors of this language can do this."), hidden=True)


def may_correct_texts(person: Person | None, language: str) -> Answer:
    """May the person propose a correction of an interface text in this language?"""
    return is_language_editor(person, language) or Refusal(
        _("Only editors of this language can do this."), hidden=True
    )


def may_answer_correction(person: Person | None, correction: TextCorrection) -> Answer:
    """Another editor of the language; a moderator or a named reader where the language has one editor alone."""
    inside = may_correct_texts(person, correction.language)
    if isinstance(inside, Refusal) and not is_stand_in(person, correction.language):
        return inside
    assert person is not None
    why = _("You proposed this correction. Another editor of the language must accept it.")
    return correction.written_by_id != person.pk or Refusal(why)


def may_withdraw_correction(person: Person | None, correction: TextCorrection) -> Answer:
    """Who proposed it."""
    mine = person is not None and correction.written_by_id == person.pk
    return mine or Refusal(_("Only the editor who proposed the correction can withdraw it."), hidden=True)


def session_length(person: Person, known_device: bool) -> timedelta:
    """How long a person stays signed in: delegates longest, on a device they used before; the secretariat shortest."""
    if is_secretariat(person):
        return timedelta(hours=settings.SECRETARIAT_SESSION_HOURS)
    if known_device and any(mandate.kind in COMMITTING for mandate in mandates_of(person)):
        return timedelta(days=settings.DELEGATE_SESSION_DAYS)
    return timedelta(days=settings.SESSION_DAYS)
