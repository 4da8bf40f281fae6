"""Who belongs to an organisation, who is invited, and who did before."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from accounts.models import Invitation, Mandate, Organisation, Person, Record
from accounts.states import MandateKind

ORDER = {kind: place for place, kind in enumerate(("delegate", "substitute", "focal_point", "officer"))}
ABSENCE = ("delegate away", "delegate back")


def holding(organisation: Organisation, at: datetime) -> list[Mandate]:
    """The mandates that hold, the delegate first, with their people."""
    held = list(Mandate.objects.holding(at).filter(organisation=organisation).select_related("person"))
    for mandate in held:
        mandate.organisation = organisation
    return sorted(held, key=lambda m: (ORDER[m.kind], m.person.name.casefold(), m.pk))


def before(organisation: Organisation, at: datetime) -> list[Mandate]:
    """Mandates that are over, the latest first."""
    over = Q(ended__lte=at) | Q(until__lte=at)
    held = Mandate.objects.filter(over, organisation=organisation).select_related("person")
    return list(held.order_by("-ended", "-until", "pk"))


def everybody(organisation: Organisation, at: datetime) -> list[Person]:
    """The people who belong to the organisation now, each once."""
    return list({mandate.person_id: mandate.person for mandate in holding(organisation, at)}.values())


def delegate_of(organisation: Organisation, at: datetime) -> Mandate | None:
    held = Mandate.objects.holding(at).filter(organisation=organisation, kind=MandateKind.DELEGATE)
    return held.select_related("person").first()


def invitations(organisation: Organisation) -> list[Invitation]:
    """Invitations that were not accepted or taken back, the latest first."""
    return list(Invitation.objects.open().filter(organisation=organisation).select_related("invited_by"))


def absences(organisation: Organisation) -> list[Record]:
    """When the delegates were marked away and back, the latest first, as the record has it."""
    names = [f"mandate:{pk}" for pk in Mandate.objects.filter(organisation=organisation).values_list("pk", flat=True)]
    return list(Record.objects.filter(about__in=names, act__in=ABSENCE).order_by("-number")[:20])


def offered(at: datetime) -> set[tuple[str, int, str]]:
    """Address, member and mandate of everybody who holds one or has an invitation that waits."""
    held = Mandate.objects.holding(at)
    further = held.filter(person__emailaddress__verified=True)
    return {
        *held.values_list("person__email", "organisation", "kind"),
        *further.values_list("person__emailaddress__email", "organisation", "kind"),
        *Invitation.objects.valid(at).values_list("email", "organisation", "kind"),
    }


def with_delegate(at: datetime) -> set[int]:
    """Ids of the members that have a delegate."""
    held = Mandate.objects.holding(at).filter(kind=MandateKind.DELEGATE)
    return set(held.values_list("organisation", flat=True))


def by_address(email: str) -> Person | None:
    """The person to whom the e-mail address belongs; further addresses count once they are confirmed.

    Addresses are kept in small letters. A database that compares without case takes a dotless i for an i.
    """
    email = email.strip().lower()
    same = Q(email=email) | Q(emailaddress__email=email, emailaddress__verified=True)
    return Person.objects.filter(same).distinct().first()
