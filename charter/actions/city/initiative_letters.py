"""Emails about initiatives of members."""

from __future__ import annotations

from datetime import datetime

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from accounts.queries.people import people_of
from accounts.states import MailKind
from charter.actions.amending.amendment_letters import About, Words, write_letters
from charter.models import Initiative
from charter.queries.amending.member_tasks import people_who_may_bind


def write_request_to_publish(initiative: Initiative, by: Person, at: datetime) -> None:
    """To who may publish for the member: an initiative awaits the confirmation."""
    city = initiative.organisation
    subject = format_lazy(_("An initiative of {city} awaits your confirmation"), city=city)
    body = format_lazy(
        _("{person} wrote the initiative “{title}”. Read it, then publish it or return it with comments."),
        person=by,
        title=initiative.title.text,
    )
    people = [person for person in people_who_may_bind(city, at) if person.pk != by.pk]
    key = f"initiative_to_confirm:{initiative.pk}:{initiative.revision}:{at.timestamp()}"
    link = ("city_initiative", initiative.pk)
    write_letters(people, MailKind.INITIATIVE_TO_CONFIRM, subject, body, key, link, About(organisation=city), at=at)


def write_return(initiative: Initiative, at: datetime) -> None:
    """To the team of the member: the initiative was returned, with the comments."""
    subject = format_lazy(_("The initiative “{title}” was returned"), title=initiative.title.text)
    body = format_lazy(
        _("Comments: “{because}” Correct the initiative and publish it again."), because=initiative.because
    )
    _write_to_team(initiative, subject, body, at)


def write_unpublishing(initiative: Initiative, at: datetime) -> None:
    """To the team of the member: the secretariat unpublished the initiative, with the reason."""
    subject = format_lazy(_("The initiative “{title}” was unpublished"), title=initiative.title.text)
    body = format_lazy(_("Reason of the secretariat: “{because}”"), because=initiative.because)
    _write_to_team(initiative, subject, body, at)


def _write_to_team(initiative: Initiative, subject: Words, body: Words, at: datetime) -> None:
    people = people_of(initiative.organisation, at)
    key = f"initiative_returned:{initiative.pk}:{initiative.revision}:{at.timestamp()}"
    concerns = About(organisation=initiative.organisation)
    link = ("city_initiative", initiative.pk)
    write_letters(people, MailKind.INITIATIVE_RETURNED, subject, body, key, link, concerns, at=at)
