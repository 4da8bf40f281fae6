"""What belongs to the person who asks: the organisations, and their mandates and invitations."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from accounts import rules
from accounts.models import Invitation, Mandate, Organisation, Person
from accounts.queries.members import members_with_names
from accounts.queries.people import find_invitation, find_mandate
from accounts.rules import Refusal

from .acting import signed_in


def organisations_of(person: Person) -> list[Organisation]:
    """The organisations a person belongs to, each once."""
    return list({mandate.organisation_id: mandate.organisation for mandate in rules.mandates_of(person)}.values())


def organisation(request: HttpRequest, slug: str) -> Organisation:
    """An organisation whose people this person may see; to everybody else there is none."""
    member = members_with_names().filter(slug=slug).first()
    return _seen(request, member, member)  # type: ignore[return-value]


def mandate(request: HttpRequest, pk: int) -> Mandate:
    row = find_mandate(pk)
    return _seen(request, row, row.organisation if row else None)  # type: ignore[return-value]


def invitation(request: HttpRequest, pk: int) -> Invitation:
    row = find_invitation(pk)
    return _seen(request, row, row.organisation if row else None)  # type: ignore[return-value]


def _seen(request: HttpRequest, row: object, of: Organisation | None) -> object:
    answer = of is not None and rules.may_see_people(signed_in(request), of)
    if not answer or isinstance(answer, Refusal):
        raise Http404(_("The page does not exist."))
    return row
