"""Members and the people who speak for them: registering, mandates, roles, absence."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.actions import records
from accounts.models import Mandate, Organisation, Person, Role, say
from accounts.rules import Refusal, is_administrator, is_moderator, mandates_of, require
from accounts.states import MandateKind

AWAY = _("Only the delegate, the focal point or a moderator marks the delegate as away.")


@transaction.atomic
def register(
    *,
    name: str,
    language: str,
    kind: str,
    names: dict[str, str] | None = None,
    slug: str = "",
    by: Person | None = None,
    at: datetime | None = None,
    **fields: Any,
) -> Organisation:
    """A government or partner under its official name in its own `language`; `names` in others, by code."""
    said = say(name, language, **{code.replace("-", "_"): text for code, text in (names or {}).items()})
    organisation = Organisation.objects.create(slug=slug or slugify(name), kind=kind, name=said, **fields)
    records.append(records.Act("member registered", organisation, by), at=at)
    return organisation


@transaction.atomic
def enrol(
    *, email: str, name: str, language: str, password: str | None = None, by: Person | None = None, **fields: Any
) -> Person:
    """An account with a confirmed address, for somebody whom the secretariat knows."""
    person = Person.objects.create_user(email=email, password=password, name=name, language=language, **fields)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    records.append(records.Act("person enrolled", person, by))
    return person


@transaction.atomic
def give_mandate(
    *,
    person: Person,
    organisation: Organisation,
    kind: str,
    since: datetime,
    office: str = "",
    evidence: str = "",
    by: Person | None = None,
) -> Mandate:
    """What a person is for an organisation from then on; one delegate at a time is a constraint."""
    mandate = Mandate.objects.create(
        person=person, organisation=organisation, kind=kind, since=since, office=office, evidence=evidence
    )
    records.append(records.Act("mandate given", mandate, by, content={"person": person.pk, "kind": kind}))
    return mandate


@transaction.atomic
def end_mandate(*, mandate: Mandate, by: Person, at: datetime | None = None) -> None:
    """Ends a mandate; what was said on it stays said."""
    mandate.ended = at or timezone.now()
    mandate.save(update_fields=["ended"])
    records.append(records.Act("mandate ended", mandate, by), at=at)


@transaction.atomic
def mark_away(*, mandate: Mandate, by: Person, away: bool = True, at: datetime | None = None) -> None:
    """The delegate is away, so that the substitute may act; marked by the delegate, the focal point, a moderator."""
    require(_may_mark_away(by, mandate))
    mandate.away_since = (at or timezone.now()) if away else None
    mandate.save(update_fields=["away_since"])
    records.append(records.Act("delegate away" if away else "delegate back", mandate, by), at=at)


@transaction.atomic
def give_role(
    *,
    person: Person,
    kind: str,
    since: datetime,
    language: str = "",
    scope: list[str] | None = None,
    by: Person | None = None,
) -> Role:
    """What a person is for the consultation, narrowed to a language or to articles by their keys."""
    role = Role.objects.create(person=person, kind=kind, language=language, scope=scope or [], since=since)
    records.append(records.Act("role given", role, by, content={"person": person.pk, "kind": kind}))
    return role


def _may_mark_away(by: Person, mandate: Mandate) -> bool | Refusal:
    held = {m.kind for m in mandates_of(by) if m.organisation_id == mandate.organisation_id}
    allowed = held & {MandateKind.DELEGATE, MandateKind.FOCAL_POINT} or is_moderator(by) or is_administrator(by)
    return bool(allowed) or Refusal(AWAY)
