"""Emails about the entries of local frameworks."""

from __future__ import annotations

from datetime import datetime

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.queries.people import people_of
from accounts.states import MailKind
from charter.actions.amending.amendment_letters import About, write_letters
from charter.models import Framework


def write_return(framework: Framework, at: datetime) -> None:
    """To the people of the member: the secretariat returned the entry, with its comments."""
    subject = format_lazy(_("The entry of the local framework “{title}” was returned"), title=framework.title)
    body = format_lazy(
        _("Comments of the secretariat: “{because}” Correct the entry and send it again."),
        because=framework.returned_because,
    )
    people = people_of(framework.organisation, at)
    key = f"framework_returned:{framework.pk}:{framework.revision}:{at.timestamp()}"
    concerns = About(organisation=framework.organisation)
    link = ("city_framework", framework.pk)
    write_letters(people, MailKind.FRAMEWORK_RETURNED, subject, body, key, link, concerns, at=at)
