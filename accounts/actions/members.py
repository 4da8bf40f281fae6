"""Members and the people who speak for them: registering, mandates, roles, absence."""

from __future__ import annotations

from datetime import date, datetime, time
from itertools import chain, count
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts import rules
from accounts.actions import notices, records, sessions
from accounts.models import Mandate, Organisation, Person, Role, create_localized_text_from
from accounts.rules import Refusal, Refused, require
from accounts.states import COMMITTING, MandateKind

ONE_DELEGATE = _("%(name)s already has a delegate. End that mandate first.")
ON_EVIDENCE = _("State the evidence: a letter, a council decision, a date.")
HELD_ALREADY = _("The person already has the role, for other sections. End that role first.")
LEAVES_BEFORE = _("The membership of %(name)s ends before the first day of this mandate. Enter an earlier first day.")
AWAY_WORD = _("State who told you that the delegate is away.")


@transaction.atomic
def register_member(
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
    """A government or partner organization with its official name in its own `language`; `names` by other language."""
    if by is not None:
        require(rules.may_keep_members(by))
    others = {code: text for code, text in (names or {}).items() if code != language}
    localized_text = create_localized_text_from({language: name, **others})
    slug = slug or free_slug(name, *others.values())
    organisation = Organisation.objects.create(slug=slug, kind=kind, name=localized_text, **fields)
    records.append_acts(records.Act("member registered", organisation, by), at=at)
    return organisation


def free_slug(*names: str) -> str:
    """An address that no organisation has, of the first name with Latin letters, else of `member` and a number."""
    stem = next(filter(None, (slugify(name)[:70].strip("-") for name in names)), "")
    used_slugs = set(Organisation.objects.filter(slug__startswith=stem or "member").values_list("slug", flat=True))
    numbered = (f"{stem or 'member'}-{n}" for n in count(2 if stem else 1))
    return next(slug for slug in chain(filter(None, [stem]), numbered) if slug not in used_slugs)


@transaction.atomic
def enrol_person(
    *, email: str, name: str, language: str, password: str | None = None, by: Person | None = None, **fields: Any
) -> Person:
    """An account with a confirmed address, for somebody whom the secretariat knows."""
    person = Person.objects.create_user(email=email, password=password, name=name, language=language, **fields)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    records.append_acts(records.Act("person enrolled", person, by))
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
    **fields: Any,
) -> Mandate:
    """What a person is for an organisation from then on, until it leaves; one delegate at a time is a constraint."""
    organisation = Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=organisation.pk)
    require(rules.belongs_to_network(organisation))
    if organisation.left_on:
        fields["until"] = _require_before_leaving(
            organisation, start_of_day(organisation.left_on), since, fields.get("until")
        )
    if by is not None:
        require(rules.may_invite(by, organisation, kind))
        proven = bool(evidence.strip() or fields.get("evidence_file"))
        require(proven or kind not in COMMITTING or Refusal(ON_EVIDENCE))
    if kind == MandateKind.DELEGATE:
        _end_previous_mandate(organisation)
    mandate = Mandate.objects.create(
        person=person, organisation=organisation, kind=kind, since=since, office=office, evidence=evidence, **fields
    )
    rules.forget_rights(person)
    if by is not None:
        notices.write_new_mandate(mandate, timezone.now())
    records.append_acts(
        records.Act(
            "mandate given",
            mandate,
            by,
            rules.member_mandate(by, organisation),
            {"person": person.pk, "kind": kind, "member": organisation.pk},
        )
    )
    return mandate


def start_of_day(day: date) -> datetime:
    """When the day begins where the site is."""
    return timezone.make_aware(datetime.combine(day, time.min))


def _require_before_leaving(city: Organisation, leaves: datetime, since: datetime, until: datetime | None) -> datetime:
    require(since < leaves or Refusal(LEAVES_BEFORE % {"name": city}))
    return min(until or leaves, leaves)


def _end_previous_mandate(organisation: Organisation) -> None:
    """One delegate at a time: a mandate past its announced day ends by it; one that holds, or will, refuses."""
    mandates = Mandate.objects.filter(organisation=organisation, kind=MandateKind.DELEGATE, ended=None)
    mandates.filter(until__lte=timezone.now()).update(ended=F("until"))
    if mandates.exists():
        raise Refused(Refusal(ONE_DELEGATE % {"name": organisation}))


@transaction.atomic
def end_mandate(*, mandate: Mandate, by: Person, at: datetime | None = None) -> None:
    """Ends a mandate; what was said on it stays said. Ended once, it stays as it is."""
    at = at or timezone.now()
    mandate = (
        Mandate.objects.select_for_update(of=("self",), no_key=True)
        .select_related("organisation", "person")
        .get(pk=mandate.pk)
    )
    require(rules.may_end_mandate(by, mandate))
    if mandate.ended:
        return
    stood_on = rules.member_mandate(by, mandate.organisation)
    mandate.ended = at
    mandate.save(update_fields=["ended"])
    rules.forget_rights(mandate.person)
    notices.write_ended_mandate(mandate, by, at)
    records.append_acts(records.Act("mandate ended", mandate, by, stood_on), at=at)


@transaction.atomic
def mark_away(*, mandate: Mandate, by: Person, away: bool = True, note: str = "", at: datetime | None = None) -> None:
    """The delegate is away, so that the alternate may act; set by the delegate, the focal point, a moderator."""
    at = at or timezone.now()
    organisation = mandate.organisation
    require(rules.may_mark_away(by, organisation))
    outside = not rules.member_mandate(by, organisation)
    require(not (away and outside) or bool(note.strip()) or Refusal(AWAY_WORD))
    mandate = Mandate.objects.select_for_update(of=("self",), no_key=True).get(pk=mandate.pk)
    if bool(mandate.away_since) == away or mandate.kind != MandateKind.DELEGATE:
        return
    mandate.away_since, mandate.away_note = (at, note.strip()) if away else (None, "")
    mandate.save(update_fields=["away_since", "away_note"])
    (notices.write_absence if away else notices.write_return)(mandate, by, at)
    act = "delegate away" if away else "delegate back"
    records.append_acts(records.Act(act, mandate, by, rules.member_mandate(by, organisation)), at=at)


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
    if by is not None:
        require(rules.may_give_role(by, kind))
    current_role = Role.objects.holding(timezone.now()).filter(person=person, kind=kind, language=language).first()
    if current_role is not None and by is not None:
        require(sorted(current_role.scope) == sorted(scope or current_role.scope) or Refusal(HELD_ALREADY))
        return current_role
    role = Role.objects.create(person=person, kind=kind, language=language, scope=scope or [], since=since)
    rules.forget_rights(person)
    records.append_acts(records.Act("role given", role, by, content={"person": person.pk, "kind": kind}))
    return role


@transaction.atomic
def end_role(*, role: Role, by: Person, at: datetime | None = None) -> None:
    """Ends a role and signs the person out everywhere."""
    require(rules.may_give_role(by, role.kind))
    role = Role.objects.select_for_update(of=("self",), no_key=True).select_related("person").get(pk=role.pk)
    if role.ended:
        return
    role.ended = at or timezone.now()
    role.save(update_fields=["ended"])
    rules.forget_rights(role.person)
    sessions.end_all_sessions(role.person)
    records.append_acts(records.Act("role ended", role, by), at=at)
