"""Who names the links of a member."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Person
from accounts.rules import Answer, Refusal, belongs_to_network

from .amendments import may_commit, may_prepare


def may_change_links(person: Person | None, organisation: Organisation) -> Answer:
    """Who may bind a local government names its web sites and its pages in social networks."""
    prepare = may_prepare(person, organisation)
    if isinstance(prepare, Refusal):
        return prepare
    if not organisation.is_government:
        return Refusal(_("Only members that are local governments can name links."))
    belongs = belongs_to_network(organisation)
    return belongs if isinstance(belongs, Refusal) else may_commit(person, organisation)
