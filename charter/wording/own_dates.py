"""The dates of a person's own calendar: what the members of the person must do by when, and mandates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Mandate, Organisation, Person
from accounts.rules import mandates_of
from accounts.states import MandateKind
from charter import rules
from charter.queries.amending import member_tasks
from charter.queries.amending.member_tasks import OF_THE_TEAM, PendingDate, PendingKind


@dataclass(frozen=True)
class OwnDate:
    """A date with its sentence and its page; `code` identifies it; `is_day`: the time of day does not matter."""

    code: str
    title: str
    at: datetime
    url: str
    is_day: bool = False


def own_dates(person: Person, now: datetime) -> list[OwnDate]:
    """The dates of the members to which the person belongs now.

    Titles state numbers and no titles of drafts, because programs outside the site read the calendar.
    """
    mandates = mandates_of(person)
    organisations = list({mandate.organisation_id: mandate.organisation for mandate in mandates}.values())
    dates = [date for organisation in organisations for date in _dates_of(organisation, person, now)]
    return dates + [_end(mandate) for mandate in mandates if mandate.until]


def _dates_of(organisation: Organisation, person: Person, now: datetime) -> list[OwnDate]:
    commits = rules.may_commit(person, organisation) is True
    pending = [date for date in member_tasks.pending_dates(organisation, now) if commits or date.kind in OF_THE_TEAM]
    absent = [
        mandate
        for mandate in member_tasks.mandates_of(organisation, now)
        if mandate.kind == MandateKind.DELEGATE and mandate.away_since
    ]
    return [_pending(organisation, date) for date in pending] + [_absence(organisation, mandate) for mandate in absent]


def _pending(organisation: Organisation, date: PendingDate) -> OwnDate:
    values = {"city": organisation, "n": date.count}
    sentences = {
        PendingKind.SEND: ngettext(
            "%(city)s: %(n)s draft has not been sent yet",
            "%(city)s: %(n)s drafts have not been sent yet",
            date.count,
        ),
        PendingKind.CONFIRM: ngettext(
            "%(city)s: %(n)s amendment awaits confirmation",
            "%(city)s: %(n)s amendments await confirmation",
            date.count,
        ),
        PendingKind.SPEAK: ngettext(
            "%(city)s: %(n)s suggested position awaits confirmation",
            "%(city)s: %(n)s suggested positions await confirmation",
            date.count,
        ),
        PendingKind.SPEAK_AGAIN: ngettext(
            "%(city)s: %(n)s position has lapsed and can be confirmed again",
            "%(city)s: %(n)s positions have lapsed and can be confirmed again",
            date.count,
        ),
        PendingKind.ANSWER: ngettext(
            "%(city)s: %(n)s compromise text awaits a reply",
            "%(city)s: %(n)s compromise texts await a reply",
            date.count,
        ),
        PendingKind.JOIN: ngettext(
            "%(city)s: %(n)s request to co-sponsor awaits a reply",
            "%(city)s: %(n)s requests to co-sponsor await a reply",
            date.count,
        ),
    }
    code = f"{date.kind}-{organisation.slug}-{date.at:%Y%m%d%H%M}"
    return OwnDate(code, sentences[date.kind] % values, date.at, _workspace(organisation))


def _absence(organisation: Organisation, mandate: Mandate) -> OwnDate:
    assert mandate.away_since is not None
    title = _("%(city)s: the absence of the delegate begins") % {"city": organisation}
    return OwnDate(f"away-{mandate.pk}", title, mandate.away_since, _team(organisation), is_day=True)


def _end(mandate: Mandate) -> OwnDate:
    assert mandate.until is not None
    values = {"city": mandate.organisation, "kind": mandate.get_kind_display()}
    title = _("%(city)s: your mandate ends (%(kind)s)") % values
    return OwnDate(f"mandate-{mandate.pk}", title, mandate.until, _team(mandate.organisation), is_day=True)


def _workspace(organisation: Organisation) -> str:
    return f"{reverse('city')}?as={organisation.slug}"


def _team(organisation: Organisation) -> str:
    return f"{reverse('people')}?as={organisation.slug}"
