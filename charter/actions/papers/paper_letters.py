"""Emails about files that the secretariat imports for members."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from accounts.dates import date_format
from accounts.queries.people import people_of
from accounts.states import MailKind
from charter.actions.amending.amendment_letters import About, write_letters
from charter.models import Amendment, ReceivedPaper


def write_to_team(received: ReceivedPaper, drafts: Sequence[Amendment], at: datetime) -> None:
    """To the team of the member: drafts were made from a file that the secretariat got, with the way to them."""
    city, came_on = received.organisation, received.came_on
    assert came_on is not None
    subject = format_lazy(_("The secretariat imported drafts of {city}"), city=city)
    body = format_lazy(
        ngettext_lazy(
            "{n} draft was made from a file of {day}. Check it and send it to your delegate.",
            "{n} drafts were made from a file of {day}. Check them and send them to your delegate.",
            len(drafts),
        ),
        n=len(drafts),
        day=lazy(date_format, str)(came_on, "DATE_FORMAT"),
    )
    link = ("draft_check", drafts[0].key) if len(drafts) == 1 else ("city",)
    key = f"drafts_imported:{drafts[0].pk}"
    concerns = About(organisation=city)
    write_letters(people_of(city, at), MailKind.DRAFTS_IMPORTED, subject, body, key, link, concerns, at=at)
