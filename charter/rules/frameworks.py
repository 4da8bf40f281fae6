"""Who enters, reads and confirms local human rights frameworks."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Person
from accounts.rules import Answer, Refusal, belongs_to_network
from charter.models import Framework

from .amendments import may_prepare
from .desk import may_moderate


def may_enter_framework(person: Person | None, organisation: Organisation) -> Answer:
    """Anybody in the team of a local government enters its frameworks, and changes or deletes an entry."""
    prepare = may_prepare(person, organisation)
    if isinstance(prepare, Refusal):
        return prepare
    if not organisation.is_government:
        return Refusal(_("Only members that are local governments can enter local frameworks."))
    return belongs_to_network(organisation)


def may_read_framework(person: Person | None, framework: Framework) -> Answer:
    """Confirmed ones are public; the team of the member and moderators read all of them."""
    if framework.is_confirmed and not framework.organisation.name_withheld:
        return True
    inside = may_prepare(person, framework.organisation) is True or may_moderate(person) is True
    return inside or Refusal(_("There is no such local framework."), hidden=True)
