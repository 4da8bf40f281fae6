"""Who belongs to an organisation, who is invited, and who did before."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.db.models import Q

from accounts.models import Invitation, Mailbox, Mandate, Organisation, Person, Record, Role
from accounts.models.records import name_of
from accounts.states import MandateKind, RoleKind

ORDER = {kind: place for place, kind in enumerate(("delegate", "substitute", "focal_point", "officer"))}
ABSENCE = ("delegate away", "delegate back")


def list_current_mandates(organisation: Organisation, at: datetime) -> list[Mandate]:
    """The mandates that hold, the delegate first, with their people."""
    mandates = list(Mandate.objects.holding(at).filter(organisation=organisation).select_related("person"))
    for mandate in mandates:
        mandate.organisation = organisation
    return sorted(mandates, key=lambda m: (ORDER[m.kind], m.person.name.casefold(), m.pk))


def former_mandates(organisation: Organisation, at: datetime) -> list[Mandate]:
    """Mandates that are over, the latest first."""
    over = Q(ended__lte=at) | Q(until__lte=at)
    mandates = Mandate.objects.filter(over, organisation=organisation).select_related("person")
    return list(mandates.order_by("-ended", "-until", "pk"))


def people_of(organisation: Organisation, at: datetime) -> list[Person]:
    """The people who belong to the organisation now, each once."""
    return list({mandate.person_id: mandate.person for mandate in list_current_mandates(organisation, at)}.values())


def delegate_of(organisation: Organisation, at: datetime) -> Mandate | None:
    mandates = Mandate.objects.holding(at).filter(organisation=organisation, kind=MandateKind.DELEGATE)
    return mandates.select_related("person").first()


def was_language_editor(person: Person) -> bool:
    """Whether the person is a language editor or was: the names of former editors stay in credits."""
    return Role.objects.filter(person=person, kind=RoleKind.LANGUAGE_EDITOR).exists()


def open_invitations(organisation: Organisation) -> list[Invitation]:
    """Invitations that were not accepted or taken back, the latest first."""
    return list(Invitation.objects.open().filter(organisation=organisation).select_related("invited_by"))


def delegate_absences(organisation: Organisation) -> list[Record]:
    """When the delegates were marked away and back, the latest first, from the audit log."""
    names = [name_of(mandate) for mandate in Mandate.objects.filter(organisation=organisation)]
    return list(Record.objects.filter(about__in=names, act__in=ABSENCE).order_by("-number")[:20])


def offered_mandates(at: datetime) -> set[tuple[str, int, str]]:
    """Address, member and mandate of everybody who holds one or has an invitation that waits."""
    mandates = Mandate.objects.holding(at)
    further = mandates.filter(person__emailaddress__verified=True)
    return {
        *mandates.values_list("person__email", "organisation", "kind"),
        *further.values_list("person__emailaddress__email", "organisation", "kind"),
        *Invitation.objects.valid(at).values_list("email", "organisation", "kind"),
    }


def members_with_delegate(at: datetime) -> set[int]:
    """Ids of the members that have a delegate."""
    mandates = Mandate.objects.holding(at).filter(kind=MandateKind.DELEGATE)
    return set(mandates.values_list("organisation", flat=True))


def support_for(address: str, at: datetime) -> dict[str, Any]:
    """Whose account the address opens, with its roles and mandates, and the open invitations to that address."""
    person = person_by_address(address)
    invited = (
        Invitation.objects.open().filter(email__iexact=address).select_related("organisation__name", "invited_by")
    )
    support: dict[str, Any] = {
        "person": person,
        "invitations": [{"row": invitation, "state": invitation.state(at)} for invitation in invited],
    }
    if person is not None:
        mandates = Mandate.objects.holding(at).filter(person=person).select_related("organisation__name")
        support["mandates"], support["roles"] = list(mandates), list(Role.objects.holding(at).filter(person=person))
        support["has_second_factor"] = is_mfa_enabled(person)
        support["refuses_mail"] = Mailbox.objects.refusing().filter(person=person).exists()
    return support


def person_by_address(email: str) -> Person | None:
    """The person to whom the email address belongs; further addresses count once they are confirmed.

    Addresses are stored in small letters. A database that compares without case takes a dotless i for an i.
    """
    email = email.strip().lower()
    same = Q(email=email) | Q(emailaddress__email=email, emailaddress__verified=True)
    return Person.objects.filter(same).distinct().first()


def find_mandate(pk: int) -> Mandate | None:
    """The mandate of that id, with its person and its organisation."""
    return Mandate.objects.select_related("organisation__name", "person").filter(pk=pk).first()


def find_invitation(pk: int) -> Invitation | None:
    """The invitation of that id, with its organisation."""
    return Invitation.objects.select_related("organisation__name").filter(pk=pk).first()


def find_active_person(pk: int) -> Person | None:
    """The person of that id, where the account is in use."""
    return Person.objects.filter(pk=pk, is_active=True).first()


def find_owner_of_calendar(key: str) -> Person | None:
    """The person whose own calendar has that key."""
    return Person.objects.filter(calendar_key=key, is_active=True).first()


def mailbox_of(person: Person) -> Mailbox:
    """How the person wants email; the defaults, not stored, if nothing was chosen."""
    return Mailbox.objects.filter(person=person).first() or Mailbox(person=person)
