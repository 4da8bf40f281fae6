"""What changes about a member: its entry, its name, whether it is named, whether it belongs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import rules
from accounts.actions import members, notices, records
from accounts.canonical import digest_of_json
from accounts.models import (
    FormerName,
    Invitation,
    LocalizedText,
    Mandate,
    Organisation,
    Person,
    create_localized_text_from,
)
from accounts.rules import Refusal, require


@dataclass(frozen=True)
class MemberEntry:
    """A member as a file or a form describes it; `fields` by name of the model, `names` by language (empty: none)."""

    slug: str
    name: str
    name_language: str
    names: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def import_members(*, entries: Sequence[MemberEntry], by: Person | None, at: datetime | None = None) -> dict[str, int]:
    """Registers what is new and corrects what differs; the same entries again change nothing."""
    require(by is None or rules.may_keep_members(by))
    counts = {"new": 0, "changed": 0, "same": 0}
    for entry in entries:
        organisation = Organisation.objects.with_names().filter(slug=entry.slug).first() if entry.slug else None
        if organisation is None:
            _register(entry, by, at)
            counts["new"] += 1
        else:
            counts[
                "changed" if correct_organisation(organisation=organisation, entry=entry, by=by, at=at) else "same"
            ] += 1
    return counts


@transaction.atomic
def register_organisation(*, entry: MemberEntry, by: Person, at: datetime | None = None) -> Organisation:
    """Puts one new member on the list."""
    require(rules.may_keep_members(by))
    return _register(entry, by, at)


def differences_from(organisation: Organisation, entry: MemberEntry) -> list[str]:
    """The names of what an entry would change: fields, `name`, and `name_xx` for a translation."""
    translations = {translation.language: translation.text for translation in organisation.name.translations.all()}
    changed = [name for name, value in entry.fields.items() if getattr(organisation, name) != value]
    if (entry.name, entry.name_language) != (organisation.name.text, organisation.name.language):
        changed.insert(0, "name")
    others = {code: text for code, text in entry.names.items() if code != entry.name_language}
    return changed + [f"name_{code}" for code, text in others.items() if translations.get(code, "") != text]


@transaction.atomic
def correct_organisation(
    *, organisation: Organisation, entry: MemberEntry, by: Person | None, at: datetime | None = None
) -> list[str]:
    """Changes what differs, keeps the old name where the name changed; a day of leaving is the act of leaving."""
    require(by is None or rules.may_keep_members(by))
    changed = differences_from(organisation, entry)
    if not changed:
        return []
    if "name" in changed:
        rename_organisation(organisation=organisation, name=entry.name, language=entry.name_language, by=by, at=at)
    for name, value in entry.fields.items():
        if name != "left_on":
            setattr(organisation, name, value)
    organisation.save()
    _translate(organisation.name, entry.names)
    if "left_on" in changed:
        _leave_or_come_back(organisation, entry.fields["left_on"], by, at)
    records.append_acts(records.Act("member corrected", organisation, by, content={"fields": changed}), at=at)
    return changed


@transaction.atomic
def rename_organisation(
    *, organisation: Organisation, name: str, language: str, by: Person | None, at: datetime | None = None
) -> None:
    """Gives a new official name; earlier acts are shown under the name of their day.

    Names in other languages are kept.
    """
    require(by is None or rules.may_keep_members(by))
    at = at or timezone.now()
    FormerName.objects.create(organisation=organisation, name=organisation.name, until=at)
    others = {
        translation.language: translation.text
        for translation in organisation.name.translations.exclude(language=language)
    }
    organisation.name = create_localized_text_from({language: name, **others})
    organisation.save(update_fields=["name"])
    records.append_acts(records.Act("member renamed", organisation, by, content={"name": organisation.name_id}), at=at)


@transaction.atomic
def leave_network(
    *,
    organisation: Organisation,
    on: date,
    by: Person | None,
    into: Organisation | None = None,
    at: datetime | None = None,
) -> None:
    """Leaves, or merges into another member; its acts stay its own, its mandates and open invitations end that day."""
    require(by is None or rules.may_keep_members(by))
    require(into != organisation or Refusal(_("A member cannot merge into itself. Choose another member.")))
    at = at or timezone.now()
    Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=organisation.pk)
    organisation.left_on, organisation.merged_into = on, into
    organisation.save(update_fields=["left_on", "merged_into"])
    over = _end_mandates(organisation, at)
    notices.write_leaving(
        organisation, [mandate.person for mandate in over if mandate.person != by], members.start_of_day(on), at
    )
    acts = [*_acts_of(over, organisation, by, at), *_revoke_invitations(organisation, by, at)]
    content = {"on": on.isoformat(), **({"into": into.pk} if into else {})}
    records.append_acts(*acts, records.Act("member left", organisation, by, content=content), at=at)


@transaction.atomic
def rejoin_network(*, organisation: Organisation, by: Person | None, at: datetime | None = None) -> None:
    """Belongs again, or does not leave after all; mandates that ended, or were to end, are given again."""
    require(by is None or rules.may_keep_members(by))
    require(
        organisation.left_on is not None
        or Refusal(_("The organization is still a member, so you cannot restore its membership."))
    )
    organisation.left_on = organisation.merged_into = None
    organisation.save(update_fields=["left_on", "merged_into"])
    records.append_acts(records.Act("member came back", organisation, by), at=at)


@transaction.atomic
def withhold_name(
    *, organisation: Organisation, by: Person, because: str, withheld: bool = True, at: datetime | None = None
) -> None:
    """Removes a member's name from public pages for safety, or restores it, with a reason in the audit log."""
    require(rules.may_keep_members(by))
    require(bool(because.strip()) or Refusal(_("Give the reason. Only the secretariat can read it.")))
    organisation.name_withheld, organisation.withheld_because = withheld, because.strip()
    organisation.save(update_fields=["name_withheld", "withheld_because"])
    act = "name withheld" if withheld else "name shown again"
    content = {"reason": digest_of_json(because.strip())}
    records.append_acts(records.Act(act, organisation, by, content=content), at=at)


def _leave_or_come_back(organisation: Organisation, on: date | None, by: Person | None, at: datetime | None) -> None:
    if on:
        leave_network(organisation=organisation, on=on, into=organisation.merged_into, by=by, at=at)
    else:
        rejoin_network(organisation=organisation, by=by, at=at)


def _end_mandates(organisation: Organisation, at: datetime) -> list[Mandate]:
    """Now, where the day has come; else on that day, each that would have gone on beyond it."""
    assert organisation.left_on is not None
    gone, leaves = organisation.has_left(at), members.start_of_day(organisation.left_on)
    limit = at if gone else leaves
    mandates = organisation.mandates.filter(Q(until=None) | Q(until__gt=limit), ended=None)  # type: ignore[attr-defined]
    ended_mandates = list(mandates.select_related("person"))
    mandates.update(**{"ended" if gone else "until": limit})
    for mandate in ended_mandates:
        rules.forget_rights(mandate.person)
    return ended_mandates


def _acts_of(
    over: Sequence[Mandate], organisation: Organisation, by: Person | None, at: datetime
) -> list[records.Act]:
    assert organisation.left_on is not None
    until = {} if organisation.has_left(at) else {"until": members.start_of_day(organisation.left_on).isoformat()}
    return [records.Act("mandate ended", mandate, by, content=until) for mandate in over]


def _revoke_invitations(organisation: Organisation, by: Person | None, at: datetime) -> list[records.Act]:
    """Those that are open when the day has come; before it they can still be accepted, and after it no more."""
    if not organisation.has_left(at):
        return []
    waiting = Invitation.objects.open().filter(organisation=organisation)
    invitations = list(waiting)
    waiting.update(revoked_at=at)
    return [records.Act("invitation taken back", invitation, by) for invitation in invitations]


def _register(entry: MemberEntry, by: Person | None, at: datetime | None) -> Organisation:
    fields = dict(entry.fields)
    language = fields.pop("language", "")
    names = {code: text for code, text in entry.names.items() if text}
    organisation = members.register_member(
        name=entry.name, language=entry.name_language, names=names, slug=entry.slug, by=by, at=at, **fields
    )
    if language:
        organisation.language = language
        organisation.save(update_fields=["language"])
    return organisation


def _translate(name: LocalizedText, names: Mapping[str, str]) -> None:
    """Writes each name in its language; one that was emptied goes."""
    others = {code: text for code, text in names.items() if code != name.language}
    for code, text in others.items():
        if text:
            LocalizedText.objects.update_or_create(original=name, language=code, defaults={"text": text})
    name.translations.filter(language__in=[code for code, text in others.items() if not text]).delete()  # type: ignore[attr-defined]
