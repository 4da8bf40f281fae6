"""Reminding members that have not responded in a round: each in its language, at most once a week."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions import invitations, letters, records
from accounts.models import Person
from accounts.rules import Refusal, may_keep_members, require
from accounts.states import MailKind
from charter import messages
from charter.models import Round
from charter.queries.secretariat.member_steps import MemberStep, list_steps, reminder_key
from charter.states import Phase

WEEK = timedelta(days=7)
NOT_OPEN = _("Reminders can be sent only while members can propose amendments.")


@transaction.atomic
def remind_members(*, round_: Round, by: Person, at: datetime | None = None) -> int:
    """Writes to the people of each member that has sent nothing; where nobody has an account, invites again.

    Returns how many members were reminded. A member that was reminded or invited less than a week ago is left out.
    """
    require(may_keep_members(by))
    at = at or timezone.now()
    require(round_.phase(at) == Phase.OPEN or Refusal(NOT_OPEN))
    Round.objects.select_for_update(no_key=True).get(pk=round_.pk)
    silent = [row for row in list_steps(round_, at) if not row.has_responded]
    reminded = [row.organisation.pk for row in silent if _remind(row, round_, by, at)]
    if reminded:
        records.append_acts(records.Act("members reminded", round_, by, content={"members": reminded}), at=at)
    return len(reminded)


def _remind(row: MemberStep, round_: Round, by: Person, at: datetime) -> bool:
    if row.mandates:
        return _write(row, round_, at)
    due = [open_invitation for open_invitation in row.open_invitations if open_invitation.sent_at <= at - WEEK]
    for invitation in due:
        invitations.resend_invitation(invitation=invitation, by=by, at=at)
    return bool(due)


def _write(row: MemberStep, round_: Round, at: datetime) -> bool:
    if row.reminded_at is not None and row.reminded_at > at - WEEK:
        return False
    message = messages.round_reminder(round_, row.organisation)
    letters.write_letters(
        to=[mandate.person for mandate in {mandate.person_id: mandate for mandate in row.mandates}.values()],
        kind=MailKind.ROUND_CLOSES,
        subject=message.subject,
        body=message.body,
        link=reverse_lazy("city"),
        key=f"{reminder_key(round_)}{row.organisation.pk}:{at:%Y-%m-%d}",
        organisation=row.organisation,
        at=at,
    )
    return True
