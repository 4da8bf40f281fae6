"""Emails about offers and requests of help: a reply, and a removal. None of them has an email address."""

from __future__ import annotations

from datetime import datetime

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.queries.people import people_of
from accounts.states import MailKind
from charter.actions.amending.amendment_letters import About, write_letters
from charter.models import HelpEntry, HelpReply


def write_reply(reply: HelpReply, at: datetime) -> None:
    """To the team of the other member: the text, the member that wrote it, and where to answer."""
    entry = reply.entry
    addressee = entry.organisation if reply.organisation_id == reply.member_id else reply.member
    subject = format_lazy(_("{city} wrote to you about “{subject}”"), city=reply.organisation, subject=entry.subject)
    body = format_lazy(
        _(
            "{city} writes: “{text}” Answer on the page of this reply. The site does not show the "
            "email address of either member."
        ),
        city=reply.organisation,
        text=reply.text,
    )
    people = [person for person in people_of(addressee, at) if person.pk != reply.by_id]
    link = ("help_replies", entry.pk, reply.member.slug)
    key = f"help_reply:{reply.pk}"
    write_letters(people, MailKind.HELP_REPLY, subject, body, key, link, About(organisation=addressee), at=at)


def write_removal(entry: HelpEntry, at: datetime) -> None:
    """To the team of the member: the secretariat removed the entry, with its reason."""
    subject = format_lazy(_("The entry “{subject}” was removed"), subject=entry.subject)
    body = format_lazy(
        _("The secretariat removed this offer or request. Reason of the secretariat: “{because}”"),
        because=entry.because,
    )
    people = people_of(entry.organisation, at)
    link, key = ("help_entry", entry.pk), f"help_entry_removed:{entry.pk}"
    concerns = About(organisation=entry.organisation)
    write_letters(people, MailKind.HELP_ENTRY_REMOVED, subject, body, key, link, concerns, at=at)
