"""What follows from signals: database guards after a migration."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_save
from django_comments_xtd.models import publish_or_unpublish_on_pre_save

from accounts import triggers
from accounts.actions import erasures, records
from accounts.models import Mandate, Record, Role
from charter.actions import (
    alignments,
    carries,
    compromise_carries,
    indexing,
    pages,
    pending_joins,
    receipts,
    structure_carries,
)
from charter.models import (
    Amendment,
    Arrangement,
    Article,
    Charter,
    CharterLanguage,
    Corrigendum,
    DecidedWords,
    Decision,
    Provision,
    Receipt,
    Release,
    Ruling,
    SignedException,
    TimetableMove,
    Version,
    VersionStatusAct,
    VersionWording,
    Wording,
)
from charter.queries import charters

NEVER_CHANGE = (
    Record,
    Arrangement,
    Wording,
    Wording.carries.through,
    Version,
    VersionWording,
    VersionStatusAct,
    Corrigendum,
    Ruling,
    TimetableMove,
)
NEVER_DELETED = (Mandate, Role, Decision, DecidedWords, Release)
# What digests of versions are made of in rows that may change otherwise, and what permanent addresses are.
KEPT: dict[type[Model], tuple[str, ...]] = {
    Charter: ("slug",),
    Article: ("key", "charter_id"),
    Provision: ("key", "short", "charter_id"),
    SignedException: ("provision_id", "language", "carries_digest", "reason_id", "until"),
}


def guard(**kwargs: Any) -> None:
    """After `migrate`: rows of the record, of wordings, of versions and of receipts refuse any change.

    A version takes in no more rows once it is said what it is, which is the last thing that publishing writes.
    Mandates and roles end, decisions are superseded, and their history is kept for ever.
    """
    triggers.forbid(NEVER_CHANGE)
    triggers.forbid([Receipt], acts=("UPDATE",))
    triggers.forbid(NEVER_DELETED, acts=("DELETE",))
    triggers.close(VersionWording, "version_id", by=VersionStatusAct)
    for model, columns in KEPT.items():
        triggers.keep(model, *columns)


def lift_guard() -> None:
    """For a restore, which takes in rows in an order of its own, and for a test's emptied tables."""
    triggers.lift([*NEVER_CHANGE, *NEVER_DELETED, *KEPT, Receipt])


def silence_the_comments_package() -> None:
    """Its own receiver publishes held replies whenever a comment is saved, and counts them twice."""
    pre_save.disconnect(publish_or_unpublish_on_pre_save, sender="charter.Remark")


def carry(moves: carries.Moves, but: Collection[int] = (), **kwargs: Any) -> None:
    """Words moved: pending amendments follow, and compromises on them."""
    carries.carry(structure_carries.carry(moves, but), but)
    compromise_carries.carry(moves)


def carry_alignments(moves: carries.Moves, **kwargs: Any) -> None:
    """Words moved: what editors of the language are writing follows."""
    alignments.carry_over(moves=moves)


def rearrange(charter: Charter, old: Arrangement, new: Arrangement, but: Collection[int] = (), **kwargs: Any) -> None:
    """The order moved: amendments and compromises on what left the text are looked at."""
    structure_carries.rearrange(charter, new, but)
    carries.rearrange(charter, old, new, but)
    pending_joins.rearrange(charter, new, but)
    compromise_carries.close_gone(charter, old, new)


def index(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    """Amendments and decisions can be found as soon as they are written; rights are asked when searching."""
    if isinstance(instance, Amendment):
        indexing.enter_amendment(instance)
    elif isinstance(instance, Decision):
        indexing.enter_decision(instance)


def forget_name(name: str, instead: str, **kwargs: Any) -> None:
    """A person is erased: notes of what members sent do not name them any more."""
    receipts.forget_name(name, instead)


def drop_pages(**kwargs: Any) -> None:
    """Somebody acted: what readers see next is made anew."""
    pages.drop()


def listen_to_what_is_written() -> None:
    """Search and the list of languages follow what is stored."""
    for model in (Amendment, Decision):
        post_save.connect(index, sender=model, dispatch_uid=f"index_{model._meta.model_name}")
    for signal in (post_save, post_delete):
        signal.connect(charters.forget_languages, sender=CharterLanguage, dispatch_uid="charter_languages")
    records.acted.connect(drop_pages, dispatch_uid="charter_drop_pages")
    erasures.name_forgotten.connect(forget_name, dispatch_uid="charter_forget_name")
