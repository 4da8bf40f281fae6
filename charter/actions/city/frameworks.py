"""Local human rights frameworks: a member enters them, the secretariat confirms or returns them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions.files import delete_after_commit
from accounts.actions.records import Act, append_acts
from accounts.canonical import digest_of_json
from accounts.locales import join_in_words
from accounts.models import Organisation, Person, Theme
from accounts.rules import Refusal, Refused, member_mandate, require
from charter import rules
from charter.actions.city import framework_letters
from charter.models import Charter, Framework, Provision
from charter.queries.city import waves
from charter.queries.versions import themes
from charter.states import DATED_FRAMEWORKS, FrameworkKind, FrameworkReview, FrameworkState

NO_CAMPAIGN = _("There is no campaign on this site.")
UNDATED = _("Enter the date of adoption. A framework that is adopted or in force must have this date.")
OUT_OF_ORDER = _("The framework cannot be in force, or be replaced, before its adoption.")
NO_COMMENTS = _("Write comments that tell the member what to change.")
NOT_AWAITED = _("The entry has changed since you opened this page. Read it again first.")


@dataclass(frozen=True)
class FrameworkEntry:
    """A framework as its member describes it: codes of its themes, citations of the provisions that it implements.

    `document` is a file that `recognise_document` read, under a name with the right ending; it replaces the present
    one. Without it, the present document stays, unless `removes_document` is set.
    """

    kind: FrameworkKind
    state: FrameworkState
    title: str
    language: str
    link: str = ""
    adopted_on: date | None = None
    in_force_on: date | None = None
    replaced_on: date | None = None
    themes: tuple[str, ...] = ()
    typed: str = ""
    document: File | None = None
    removes_document: bool = False


@transaction.atomic
def enter_framework(
    *, charter: Charter, organisation: Organisation, entry: FrameworkEntry, by: Person, at: datetime | None = None
) -> Framework:
    """A new entry of a member, which awaits the confirmation of the secretariat."""
    require(rules.may_enter_framework(by, organisation))
    require(waves.has_campaign() or Refusal(NO_CAMPAIGN))
    keys = _checked(charter, entry)
    framework = Framework(charter=charter, organisation=organisation)
    _write(framework, entry, keys, at or timezone.now())
    _record("framework entered", framework, by, keys, at)
    return framework


@transaction.atomic
def change_framework(
    *, framework: Framework, entry: FrameworkEntry, by: Person, at: datetime | None = None
) -> Framework:
    """The member corrects an entry, which awaits the confirmation of the secretariat again."""
    framework = _locked(framework)
    require(rules.may_enter_framework(by, framework.organisation))
    keys = _checked(framework.charter, entry)
    # Provisions that left the text keep their frameworks, since earlier versions have them.
    kept = [p for p in framework.provisions.all() if p.pk not in set(_in_text(framework))]
    _write(framework, entry, [*keys, *(str(p.key) for p in kept)], at or timezone.now())
    _record("framework changed", framework, by, keys, at)
    return framework


@transaction.atomic
def delete_framework(*, framework: Framework, by: Person, at: datetime | None = None) -> None:
    """The member deletes an entry; the audit log keeps that there was one."""
    framework = _locked(framework)
    require(rules.may_enter_framework(by, framework.organisation))
    mandate = member_mandate(by, framework.organisation)
    act = Act("framework deleted", Framework(pk=framework.pk), by, mandate)
    delete_after_commit(framework.document)
    framework.delete()
    append_acts(act, at=at)


@transaction.atomic
def confirm_framework(*, framework: Framework, by: Person, revision: int, at: datetime | None = None) -> Framework:
    """Makes an entry public; `revision` is the one of the entry that was on the page."""
    require(rules.may_moderate(by))
    framework = _locked(framework)
    require(framework.revision == revision or Refusal(NOT_AWAITED))
    _review(framework, FrameworkReview.CONFIRMED, "", at)
    append_acts(Act("framework confirmed", framework, by), at=at)
    return framework


@transaction.atomic
def return_framework(
    *, framework: Framework, because: str, by: Person, revision: int, at: datetime | None = None
) -> Framework:
    """Returns an entry to its member with comments; a public one is public no more."""
    require(rules.may_moderate(by))
    require(bool(because.strip()) or Refusal(NO_COMMENTS))
    framework = _locked(framework)
    require(framework.revision == revision or Refusal(NOT_AWAITED))
    _review(framework, FrameworkReview.RETURNED, because.strip(), at)
    framework_letters.write_return(framework, at or timezone.now())
    content = {"reason": digest_of_json(because.strip())}
    append_acts(Act("framework returned", framework, by, content=content), at=at)
    return framework


def _checked(charter: Charter, entry: FrameworkEntry) -> list[str]:
    """The keys of the provisions that the entry names; raises `Refused` where something of it does not fit."""
    require(bool(entry.title.strip()) or Refusal(_("Enter the title.")))
    require(bool(entry.adopted_on) or entry.state not in DATED_FRAMEWORKS or Refusal(UNDATED))
    require(are_dates_in_order(entry.adopted_on, entry.in_force_on, entry.replaced_on) or Refusal(OUT_OF_ORDER))
    order = themes.arrangement_for_citations(charter)
    keys, unknown = themes.read_citations(entry.typed, order) if order else ([], [])
    if unknown:
        raise Refused(Refusal(_("There is no provision %(what)s.") % {"what": join_in_words(unknown)}))
    return keys


def are_dates_in_order(adopted_on: date | None, in_force_on: date | None, replaced_on: date | None) -> bool:
    """Whether nothing is in force or replaced before its adoption, as far as the days are known."""
    days = [day for day in (adopted_on, in_force_on, replaced_on) if day]
    return days == sorted(days)


def _write(framework: Framework, entry: FrameworkEntry, keys: list[str], at: datetime) -> None:
    for name in ("kind", "state", "language", "link", "adopted_on", "in_force_on", "replaced_on"):
        setattr(framework, name, getattr(entry, name))
    framework.title, framework.changed_at = entry.title.strip(), at
    framework.revision += 1
    framework.review, framework.returned_because, framework.reviewed_at = FrameworkReview.AWAITING, "", None
    _write_document(framework, entry)
    framework.save()
    framework.provisions.set(Provision.objects.filter(charter=framework.charter, key__in=keys))
    chosen = Theme.objects.in_use().filter(code__in=entry.themes)
    framework.themes.set([*chosen, *framework.themes.exclude(retired_at=None)])


def _write_document(framework: Framework, entry: FrameworkEntry) -> None:
    """Keeps the new document, and deletes the one that it replaces or that the member removes."""
    if entry.document is None and not entry.removes_document:
        return
    delete_after_commit(framework.document)
    framework.document, framework.document_digest = "", ""  # type: ignore[assignment]
    if entry.document is not None:
        framework.document_digest = hashlib.sha256(entry.document.read()).hexdigest()
        entry.document.seek(0)
        framework.document = entry.document  # type: ignore[assignment]


def _record(name: str, framework: Framework, by: Person, keys: list[str], at: datetime | None) -> None:
    mandate = member_mandate(by, framework.organisation)
    content = {
        "kind": framework.kind,
        "state": framework.state,
        "title": digest_of_json(framework.title),
        "document": framework.document_digest,
        "provisions": sorted(keys),
        "themes": sorted(framework.themes.values_list("code", flat=True)),
    }
    append_acts(Act(name, framework, by, mandate, content), at=at)


def _review(framework: Framework, review: FrameworkReview, because: str, at: datetime | None) -> None:
    framework.review, framework.returned_because, framework.reviewed_at = review, because, at or timezone.now()
    framework.save(update_fields=["review", "returned_because", "reviewed_at"])


def _in_text(framework: Framework) -> list[int]:
    order = themes.arrangement_for_citations(framework.charter)
    keys = list(order.keys()) if order else []
    return list(framework.provisions.filter(key__in=keys).values_list("pk", flat=True))


def _locked(framework: Framework) -> Framework:
    rows = Framework.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("organisation__name", "charter").get(pk=framework.pk)
