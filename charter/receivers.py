"""What follows from signals: database guards after a migration."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.db.models.signals import post_delete, post_save

from accounts import triggers
from accounts.actions import erasures, records, retention
from accounts.models import Mandate, Record, Role, Wave
from charter.actions.amending import announcements, on_behalf, pending_joins, rebasing, rebasing_structure
from charter.actions.city import help_entries
from charter.actions.deciding import rebasing_compromises
from charter.actions.languages import alignments
from charter.actions.papers import clean_copies, received_papers
from charter.actions.reading import kept_pages, search_index
from charter.exports import packages
from charter.models import (
    Amendment,
    Arrangement,
    Article,
    Charter,
    CharterLanguage,
    Corrigendum,
    DecidedWords,
    Decision,
    MergedWording,
    ProposedTimetable,
    Provision,
    Receipt,
    Release,
    Ruling,
    SignedException,
    TimetableMove,
    TranslationCredit,
    Version,
    VersionSeal,
    VersionStatusAct,
    VersionWording,
    Wording,
)
from charter.queries.city import waves
from charter.queries.city.help_entries import replies_before
from charter.queries.reading import charters

NEVER_CHANGE = (
    Record,
    Arrangement,
    Wording,
    Wording.carries.through,
    MergedWording,
    Version,
    VersionWording,
    VersionSeal,
    VersionStatusAct,
    TranslationCredit,
    Corrigendum,
    Ruling,
    TimetableMove,
)
NEVER_DELETED = (Mandate, Role, Decision, DecidedWords, Release, ProposedTimetable)
# What digests of versions are made of in rows that may change otherwise, what permanent addresses are, and the dates
# that a second person confirms.
KEPT: dict[type[Model], tuple[str, ...]] = {
    Charter: ("slug",),
    Article: ("key", "charter_id"),
    Provision: ("key", "short", "charter_id"),
    SignedException: ("provision_id", "language", "carries_digest", "reason_id", "until"),
    ProposedTimetable: ("round_id", "note_id", "before", "after", "proposed_by_id", "proposed_at"),
}


def guard_rows(**kwargs: Any) -> None:
    """After `migrate`: rows of the audit log, of wordings, of versions and of receipts refuse any change.

    A version accepts no more rows once its status is set, which is the last step of publishing. Mandates and roles
    end, decisions are superseded, and their history is permanent.
    """
    triggers.forbid_acts(NEVER_CHANGE)
    triggers.forbid_acts([Receipt], acts=("UPDATE",))
    triggers.forbid_acts(NEVER_DELETED, acts=("DELETE",))
    for model in (VersionWording, TranslationCredit):
        triggers.close_rows(model, "version_id", by=VersionStatusAct)
    for kept, columns in KEPT.items():
        triggers.keep_columns(kept, *columns)


def lift_guard() -> None:
    """For a restore, which inserts rows in an order of its own, and for a test's emptied tables."""
    triggers.lift_triggers([*NEVER_CHANGE, *NEVER_DELETED, *KEPT, Receipt])


def rebase_pending(moves: rebasing.Moves, exclude: Collection[int] = (), **kwargs: Any) -> None:
    """The text changed: pending amendments are carried over, and compromises on them."""
    rebasing.rebase_amendments(rebasing_structure.rebase_on_new_structure(moves, exclude), exclude)
    rebasing_compromises.rebase_compromises(moves)


def rebase_alignments(moves: rebasing.Moves, **kwargs: Any) -> None:
    """The text changed: open translation updates of the language are carried over."""
    alignments.rebase_alignments(moves=moves)


def rearrange_pending(
    charter: Charter, old: Arrangement, new: Arrangement, exclude: Collection[int] = (), **kwargs: Any
) -> None:
    """The order moved: amendments and compromises on what left the text are looked at."""
    rebasing_structure.rearrange_places(charter, new, exclude)
    rebasing.rearrange_amendments(charter, old, new, exclude)
    pending_joins.rearrange_pending_joins(charter, new, exclude)
    rebasing_compromises.close_orphaned_compromises(charter, old, new)


def seal_release(version: Version, at: datetime, **kwargs: Any) -> None:
    """A version is published: its data package is sealed, and every member gets the fingerprint."""
    seal = packages.seal_package(version)
    announcements.announce_version(version=version, fingerprint=seal.fingerprint, at=at)


def index_row(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    """Amendments and decisions can be found as soon as they are written; rights are asked when searching."""
    if isinstance(instance, Amendment):
        search_index.enter_amendment(instance)
    elif isinstance(instance, Decision):
        search_index.enter_decision(instance)


def forget_name(name: str, instead: str, **kwargs: Any) -> None:
    """A person is erased: notes of what members sent, files that members returned and replies name nobody any more."""
    on_behalf.forget_name(name, instead)
    received_papers.forget_name(name, instead)
    clean_copies.forget_name(name)
    help_entries.forget_name(name, instead)


def list_outdated(before: dict[str, datetime], **kwargs: Any) -> dict[str, QuerySet]:
    """Data of the charter that is stored for a limited time and is older."""
    return {"replies to offers": replies_before(before["replies to offers"])}


def drop_pages(**kwargs: Any) -> None:
    """Somebody acted: cached pages are cleared."""
    kept_pages.drop_pages()


def connect_receivers() -> None:
    """Connects receivers that update search, the list of languages and the structure of the text."""
    for model in (Amendment, Decision):
        post_save.connect(index_row, sender=model, dispatch_uid=f"index_{model._meta.model_name}")
    for signal in (post_save, post_delete):
        signal.connect(charters.forget_languages, sender=CharterLanguage, dispatch_uid="charter_languages")
        signal.connect(waves.forget_campaign, sender=Wave, dispatch_uid="charter_campaign")
        signal.connect(charters.forget_structure, sender=Charter, dispatch_uid="charter_structure")
    records.acted.connect(drop_pages, dispatch_uid="charter_drop_pages")
    retention.outdated_wanted.connect(list_outdated, dispatch_uid="charter_outdated")
    erasures.name_forgotten.connect(forget_name, dispatch_uid="charter_forget_name")
