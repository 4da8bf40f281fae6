"""What belongs to the person who asks: organisations, and amendments in whatever state."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from accounts.models import Organisation, Person
from accounts.rules import mandates_of
from accounts.views.acting import signed_in
from charter import rules
from charter.models import Amendment
from charter.queries import amendments


def organisations_of(person: Person) -> list[Organisation]:
    """The organisations a person may write for, each once."""
    return list({mandate.organisation_id: mandate.organisation for mandate in mandates_of(person)}.values())


def supporters(request: HttpRequest) -> list[Organisation]:
    """The organisations that this person may bind now."""
    person = request.user
    if not person.is_authenticated:
        return []
    return [city for city in organisations_of(person) if rules.may_commit(person, city) is True]


def own(request: HttpRequest, key: UUID | str) -> Amendment:
    """An amendment of one of the person's organisations; to everybody else there is none."""
    amendment = amendments.own(signed_in(request), key)
    if amendment is None:
        raise Http404(_("There is no such amendment."))
    return amendment
