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
from accounts.models import FormerName, Invitation, Mandate, Organisation, Person, Said, say_in_each
from accounts.rules import Refusal, require


@dataclass(frozen=True)
class Entry:
    """A member as a file or a form describes it; `fields` by name of the model, `names` by language (empty: none)."""

    slug: str
    name: str
    name_language: str
    names: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def take(*, entries: Sequence[Entry], by: Person | None, at: datetime | None = None) -> dict[str, int]:
    """Registers what is new and corrects what differs; the same entries again change nothing."""
    require(by is None or rules.may_keep_members(by))
    done = {"new": 0, "changed": 0, "same": 0}
    for entry in entries:
        found = Organisation.objects.with_names().filter(slug=entry.slug).first() if entry.slug else None
        if found is None:
            _register(entry, by, at)
            done["new"] += 1
        else:
            done["changed" if correct(organisation=found, entry=entry, by=by, at=at) else "same"] += 1
    return done


def differences(organisation: Organisation, entry: Entry) -> list[str]:
    """The names of what an entry would change: fields, `name`, and `name_xx` for a translation."""
    said = {one.language: one.text for one in organisation.name.translations.all()}
    changed = [name for name, value in entry.fields.items() if getattr(organisation, name) != value]
    if (entry.name, entry.name_language) != (organisation.name.text, organisation.name.language):
        changed.insert(0, "name")
    others = {code: text for code, text in entry.names.items() if code != entry.name_language}
    return changed + [f"name_{code}" for code, text in others.items() if said.get(code, "") != text]


@transaction.atomic
def correct(*, organisation: Organisation, entry: Entry, by: Person | None, at: datetime | None = None) -> list[str]:
    """Changes what differs, keeps the old name where the name changed; a day of leaving is the act of leaving."""
    require(by is None or rules.may_keep_members(by))
    changed = differences(organisation, entry)
    if not changed:
        return []
    if "name" in changed:
        rename(organisation=organisation, name=entry.name, language=entry.name_language, by=by, at=at)
    for name, value in entry.fields.items():
        if name != "left_on":
            setattr(organisation, name, value)
    organisation.save()
    _translate(organisation.name, entry.names)
    if "left_on" in changed:
        _leave_or_come_back(organisation, entry.fields["left_on"], by, at)
    records.append(records.Act("member corrected", organisation, by, content={"fields": changed}), at=at)
    return changed


@transaction.atomic
def rename(
    *, organisation: Organisation, name: str, language: str, by: Person | None, at: datetime | None = None
) -> None:
    """Gives a new official name; what was done before stays under the name of its day.

    Names in other languages go with it: who gives the new one says nothing of them.
    """
    require(by is None or rules.may_keep_members(by))
    at = at or timezone.now()
    FormerName.objects.create(organisation=organisation, name=organisation.name, until=at)
    others = {one.language: one.text for one in organisation.name.translations.exclude(language=language)}
    organisation.name = say_in_each({language: name, **others})
    organisation.save(update_fields=["name"])
    records.append(records.Act("member renamed", organisation, by, content={"name": organisation.name_id}), at=at)


@transaction.atomic
def leave(
    *,
    organisation: Organisation,
    on: date,
    by: Person | None,
    into: Organisation | None = None,
    at: datetime | None = None,
) -> None:
    """Leaves, or merges into another member; its acts stay its own, its mandates and open invitations end that day."""
    require(by is None or rules.may_keep_members(by))
    require(into != organisation or Refusal(_("A member cannot merge into itself.")))
    at = at or timezone.now()
    Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=organisation.pk)
    organisation.left_on, organisation.merged_into = on, into
    organisation.save(update_fields=["left_on", "merged_into"])
    over = _end_mandates(organisation, at)
    notices.left(organisation, [mandate.person for mandate in over if mandate.person != by], members.morning(on), at)
    acts = [*_acts_of(over, organisation, by, at), *_revoke_invitations(organisation, by, at)]
    content = {"on": on.isoformat(), **({"into": into.pk} if into else {})}
    records.append(*acts, records.Act("member left", organisation, by, content=content), at=at)


@transaction.atomic
def come_back(*, organisation: Organisation, by: Person | None, at: datetime | None = None) -> None:
    """Belongs again, or does not leave after all; mandates that ended, or were to end, are given anew."""
    require(by is None or rules.may_keep_members(by))
    require(organisation.left_on is not None or Refusal(_("This member has not left.")))
    organisation.left_on = organisation.merged_into = None
    organisation.save(update_fields=["left_on", "merged_into"])
    records.append(records.Act("member came back", organisation, by), at=at)


@transaction.atomic
def withhold_name(
    *, organisation: Organisation, by: Person, because: str, withheld: bool = True, at: datetime | None = None
) -> None:
    """Takes a member's name off public pages for safety, or puts it back; a decision with a reason, in the record."""
    require(rules.may_keep_members(by))
    require(bool(because.strip()) or Refusal(_("Say why. Only the secretariat reads it.")))
    organisation.name_withheld, organisation.withheld_because = withheld, because.strip()
    organisation.save(update_fields=["name_withheld", "withheld_because"])
    act = "name withheld" if withheld else "name shown again"
    content = {"reason": records.sha256(because.strip())}
    records.append(records.Act(act, organisation, by, content=content), at=at)


def _leave_or_come_back(organisation: Organisation, on: date | None, by: Person | None, at: datetime | None) -> None:
    if on:
        leave(organisation=organisation, on=on, into=organisation.merged_into, by=by, at=at)
    else:
        come_back(organisation=organisation, by=by, at=at)


def _end_mandates(organisation: Organisation, at: datetime) -> list[Mandate]:
    """Now, where the day has come; else on that day, each that would have gone on beyond it."""
    assert organisation.left_on is not None
    gone, leaves = organisation.has_left(at), members.morning(organisation.left_on)
    limit = at if gone else leaves
    held = organisation.mandates.filter(Q(until=None) | Q(until__gt=limit), ended=None)  # type: ignore[attr-defined]
    found = list(held.select_related("person"))
    held.update(**{"ended" if gone else "until": limit})
    for mandate in found:
        rules.forget(mandate.person)
    return found


def _acts_of(
    over: Sequence[Mandate], organisation: Organisation, by: Person | None, at: datetime
) -> list[records.Act]:
    assert organisation.left_on is not None
    until = {} if organisation.has_left(at) else {"until": members.morning(organisation.left_on).isoformat()}
    return [records.Act("mandate ended", mandate, by, content=until) for mandate in over]


def _revoke_invitations(organisation: Organisation, by: Person | None, at: datetime) -> list[records.Act]:
    """Those that are open when the day has come; before it they can still be accepted, and after it no more."""
    if not organisation.has_left(at):
        return []
    waiting = Invitation.objects.open().filter(organisation=organisation)
    found = list(waiting)
    waiting.update(revoked_at=at)
    return [records.Act("invitation taken back", invitation, by) for invitation in found]


def _register(entry: Entry, by: Person | None, at: datetime | None) -> None:
    fields = dict(entry.fields)
    language = fields.pop("language", "")
    names = {code: text for code, text in entry.names.items() if text}
    made = members.register(
        name=entry.name, language=entry.name_language, names=names, slug=entry.slug, by=by, at=at, **fields
    )
    if language:
        made.language = language
        made.save(update_fields=["language"])


def _translate(said: Said, names: Mapping[str, str]) -> None:
    """Writes each name in its language; one that was emptied goes."""
    others = {code: text for code, text in names.items() if code != said.language}
    for code, text in others.items():
        if text:
            Said.objects.update_or_create(original=said, language=code, defaults={"text": text})
    said.translations.filter(language__in=[code for code, text in others.items() if not text]).delete()  # type: ignore[attr-defined]
