"""Who writes offers and requests of help, who replies to them, and who reads the replies."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Person
from accounts.rules import Answer, Refusal, belongs_to_network
from charter.models import HelpEntry

from .amendments import may_prepare
from .desk import may_moderate

NO_ENTRY = _("The offer or request does not exist.")


def may_write_help_entry(person: Person | None, organisation: Organisation) -> Answer:
    """Anybody in the team of a local government with a public name writes, changes and closes its entries."""
    prepare = may_prepare(person, organisation)
    if isinstance(prepare, Refusal):
        return prepare
    if not organisation.is_government:
        return Refusal(_("Only members that are local governments can publish offers and requests."))
    if organisation.name_withheld:
        return Refusal(
            _(
                "An offer or request is public, but the name of your city is withheld. To publish the "
                "name, write to the secretariat."
            )
        )
    return belongs_to_network(organisation)


def may_change_help_entry(person: Person | None, entry: HelpEntry) -> Answer:
    """Its team, until it is closed or removed; also after the end date, which can be moved."""
    write = may_write_help_entry(person, entry.organisation)
    if isinstance(write, Refusal):
        return write
    return entry.is_unclosed or Refusal(_("The entry is closed. You can no longer change it."))


def may_read_help_entry(person: Person | None, entry: HelpEntry) -> Answer:
    """Everybody, until it is removed; the team of its member and moderators always."""
    organisation = entry.organisation
    if not entry.is_removed and not organisation.name_withheld and not organisation.has_left():
        return True
    inside = may_prepare(person, organisation) is True or may_moderate(person) is True
    return inside or Refusal(NO_ENTRY, hidden=True)


def may_read_help_replies(person: Person | None, entry: HelpEntry, member: Organisation) -> Answer:
    """The replies between the member of an entry and another member: the two teams, and moderators."""
    if member.pk == entry.organisation_id:
        return Refusal(NO_ENTRY, hidden=True)
    concerned = any(may_prepare(person, organisation) is True for organisation in (member, entry.organisation))
    return concerned or may_moderate(person) is True or Refusal(NO_ENTRY, hidden=True)


def may_reply_to_help_entry(
    person: Person | None, entry: HelpEntry, member: Organisation, *, has_replies: bool
) -> Answer:
    """Anybody in the team of another member while the entry is open; then both teams, until it is closed."""
    belongs = may_prepare(person, member)
    if isinstance(belongs, Refusal) and has_replies:
        belongs = may_prepare(person, entry.organisation)
    if isinstance(belongs, Refusal) or member.pk == entry.organisation_id:
        return Refusal(_("Only the two members concerned can write replies to this entry."), hidden=True)
    for organisation in (member, entry.organisation):
        present = belongs_to_network(organisation)
        if isinstance(present, Refusal):
            return present
    if not entry.is_unclosed:
        return Refusal(_("The entry is closed. Nobody can reply to it any more."))
    if not entry.is_open and not has_replies:
        return Refusal(_("The end date of the entry has passed. Nobody can reply to it any more."))
    return True
