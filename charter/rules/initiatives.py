"""Who writes, publishes and reads initiatives of members."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Person
from accounts.rules import Answer, Refusal, belongs_to_network
from charter.models import Initiative
from charter.states import INITIATIVE_STEPS, REVIEWED_INITIATIVES, InitiativeState

from .amendments import may_commit, may_prepare
from .desk import may_moderate


def may_write_initiative(person: Person | None, organisation: Organisation) -> Answer:
    """Anybody in the team of a local government writes and changes its initiatives."""
    prepare = may_prepare(person, organisation)
    if isinstance(prepare, Refusal):
        return prepare
    if not organisation.is_government:
        return Refusal(_("Only members that are local governments can write initiatives."))
    return belongs_to_network(organisation)


def may_publish_initiative(person: Person | None, organisation: Organisation) -> Answer:
    """Who may bind the member publishes; by the rule of the member, anybody in its team."""
    write = may_write_initiative(person, organisation)
    if isinstance(write, Refusal) or organisation.staff_publishes_initiatives:
        return write
    return may_commit(person, organisation)


def may_set_initiative_rule(person: Person | None, organisation: Organisation) -> Answer:
    """Who may bind the member decides whether its staff publishes initiatives."""
    write = may_write_initiative(person, organisation)
    return write if isinstance(write, Refusal) else may_commit(person, organisation)


def may_return_initiative(person: Person | None, initiative: Initiative) -> Answer:
    """The delegate returns an initiative that awaits confirmation, moderators one that the member has published."""
    if initiative.state == InitiativeState.AWAITING:
        return may_commit(person, initiative.organisation)
    return may_moderate(person)


def may_read_initiative(person: Person | None, initiative: Initiative) -> Answer:
    """Published ones are public; the team reads all of its own, moderators those that the member has sent."""
    organisation = initiative.organisation
    if initiative.is_published and not organisation.name_withheld:
        return True
    if may_prepare(person, organisation) is True:
        return True
    if initiative.state in REVIEWED_INITIATIVES and may_moderate(person) is True:
        return True
    return Refusal(_("The initiative does not exist."), hidden=True)


def initiative_can_become(initiative: Initiative, state: InitiativeState) -> Answer:
    """Whether the table of steps leads there from where the initiative is."""
    if state in INITIATIVE_STEPS[InitiativeState(initiative.state)]:
        return True
    why = _("The action is not possible in the present status of the initiative: %(state)s.")
    return Refusal(why % {"state": initiative.get_state_display()})
