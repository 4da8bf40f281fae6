"""The organisations of the person, and amendments of them in any state."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Organisation, Person
from accounts.rules import mandates_of, member_mandate
from accounts.views.acting import signed_in
from charter import rules
from charter.models import Amendment
from charter.queries.amending import amendments


def organisations_of(person: Person) -> list[Organisation]:
    """The organisations a person may write for, each once."""
    return list({mandate.organisation_id: mandate.organisation for mandate in mandates_of(person)}.values())


def chosen(request: HttpRequest, mine: list[Organisation]) -> Organisation | None:
    """The one of them that the address names, or the only one; none where somebody must choose."""
    slug = request.GET.get("as", "")
    named = next((organisation for organisation in mine if organisation.slug == slug), None)
    if slug and named is None:
        raise Http404(_("There is no member at this address."))
    return named or (mine[0] if len(mine) == 1 else None)


def supporters(request: HttpRequest) -> list[Organisation]:
    """The organisations that this person may bind now."""
    person = request.user
    if not person.is_authenticated:
        return []
    return [city for city in organisations_of(person) if rules.may_commit(person, city) is True]


def home_of(person: Person, amendment: Amendment) -> str:
    """The start page of the person: the workspace of the member, or the list of amendments entered for members."""
    if member_mandate(person, amendment.organisation):
        return f"{reverse('city')}?as={amendment.organisation.slug}"
    return reverse("desk_on_behalf")


def own(request: HttpRequest, key: UUID | str) -> Amendment:
    """An amendment that the person may edit or confirm; 404 for everybody else."""
    amendment = amendments.own_amendment(signed_in(request), key)
    if amendment is None:
        raise Http404(_("The amendment does not exist."))
    return amendment
