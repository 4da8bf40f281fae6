"""Files that members return: kept with their drafts, and forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actions import files
from accounts.actions.records import Act, append_acts
from accounts.models import Organisation, Person
from accounts.rules import Refusal, member_mandate, require
from charter import rules
from charter.actions.amending import amendments
from charter.actions.amending.changes import ChangeInput
from charter.models import Amendment, Article, IssuedPaper, ReceivedPaper, Round, Version
from charter.states import WITH_PAPER_STATES

# A file of which no draft was made is deleted after this time.
KEPT = timedelta(days=30)
# As many changes as the page of a draft can show.
MOST_TOGETHER = 20
OTHER_DRAFT = gettext_lazy("The draft is of another member or in another language. Choose another one.")


@dataclass(frozen=True)
class NewDraft:
    """What becomes one draft: its title, its changes, and its reasons."""

    title: str
    changes: Sequence[ChangeInput]
    reason: str = ""


@transaction.atomic
def receive_paper(
    *,
    organisation: Organisation,
    by: Person,
    file: File,
    filename: str,
    digest: str,
    reading: dict[str, Any],
    version: Version,
    article: Article | None,
    language: str,
    paper: IssuedPaper | None = None,
    at: datetime | None = None,
) -> ReceivedPaper:
    """Stores a file and what was read of it; a file that the member sent before is the one that is stored.

    If the file was deleted in the meantime, it is stored again.
    """
    at = at or timezone.now()
    require(rules.may_prepare(by, organisation))
    received_papers = ReceivedPaper.objects.select_for_update(no_key=True).filter(
        organisation=organisation, digest=digest
    )
    received = received_papers.first()
    if received is not None and received.file:
        return received
    received = received or ReceivedPaper(organisation=organisation, digest=digest)
    received.paper, received.version, received.article, received.language = paper, version, article, language
    received.filename, received.reading, received.by, received.at = filename[:200], reading, by, at
    file.seek(0)
    ending = filename.lower().rpartition(".")[2]
    ending = ending if ending in ("odt", "txt") else "docx"
    received.file.save(f"{received.key}.{ending}", file, save=False)
    received.save()
    append_acts(Act("paper received", received, by, member_mandate(by, organisation), {"file": digest}), at=at)
    return received


@transaction.atomic
def make_drafts(
    *,
    received: ReceivedPaper,
    round_: Round,
    drafts: Sequence[NewDraft],
    by: Person,
    at: datetime | None = None,
) -> list[Amendment]:
    """Drafts of the member with the changes of the file; once, until all of these drafts are discarded."""
    at = at or timezone.now()
    received_paper = _not_imported(received, by)
    require(any(draft.changes for draft in drafts) or Refusal(_("Choose at least one change.")))
    new_amendments = []
    for draft in drafts:
        amendment = amendments.begin_draft(
            round_=round_, organisation=received_paper.organisation, by=by, language=received_paper.language, at=at
        )
        amendments.save_draft(
            amendment=amendment,
            by=by,
            changes=draft.changes,
            title=draft.title,
            reason=draft.reason,
            language=received_paper.language,
            at=at,
        )
        new_amendments.append(amendment)
    _keep_with_drafts(received_paper, new_amendments, by, at)
    return new_amendments


@transaction.atomic
def add_to_draft(
    *,
    received: ReceivedPaper,
    draft: Amendment,
    changes: Sequence[ChangeInput],
    reason: str = "",
    by: Person,
    at: datetime | None = None,
) -> Amendment:
    """The changes of the file in a draft that the member has, after its own; once, as new drafts are made."""
    at = at or timezone.now()
    received_paper = _not_imported(received, by)
    require(bool(changes) or Refusal(_("Choose at least one change.")))
    own = draft.organisation_id == received_paper.organisation_id
    require((own and draft.round.charter_id == received_paper.version.charter_id) or Refusal(OTHER_DRAFT))
    text = amendments.add_to_draft(amendment=draft, by=by, changes=changes, reason=reason, at=at)
    require(text.language == received_paper.language or Refusal(OTHER_DRAFT))
    require(
        text.changes.count() <= MOST_TOGETHER
        or Refusal(_("One amendment can have at most %(n)s changes. Make new drafts.") % {"n": MOST_TOGETHER})
    )
    _keep_with_drafts(received_paper, [draft], by, at)
    return draft


def _not_imported(received: ReceivedPaper, by: Person) -> ReceivedPaper:
    """The locked row of a file of which no draft was made yet, for a member of its team."""
    received_paper = ReceivedPaper.objects.select_for_update(of=("self",), no_key=True).get(pk=received.pk)
    require(rules.may_prepare(by, received_paper.organisation))
    require(
        not received_paper.drafts.exists() or Refusal(_("The file was already imported. Its drafts are listed below."))
    )
    return received_paper


def _keep_with_drafts(received_paper: ReceivedPaper, drafts: Sequence[Amendment], by: Person, at: datetime) -> None:
    received_paper.drafts.set(drafts)
    content = {"amendments": [amendment.pk for amendment in drafts]}
    append_acts(
        Act("paper imported", received_paper, by, member_mandate(by, received_paper.organisation), content), at=at
    )


@transaction.atomic
def delete_paper(*, received: ReceivedPaper, by: Person, at: datetime | None = None) -> None:
    """Deletes the file and what was read of it. Drafts that were made of it stay."""
    require(rules.may_read_received_paper(by, received.organisation))
    received_paper = ReceivedPaper.objects.select_for_update(of=("self",), no_key=True).get(pk=received.pk)
    _forget(received_paper)
    append_acts(Act("paper deleted", received_paper, by, member_mandate(by, received_paper.organisation)), at=at)


def forget_old_papers(*, now: datetime) -> None:
    """Deletes files without a draft after a month, and files whose drafts were all decided or withdrawn."""
    open_ = Amendment.objects.filter(state__in=WITH_PAPER_STATES).values("pk")
    without = ReceivedPaper.objects.filter(drafts=None, at__lt=now - KEPT)
    ended = ReceivedPaper.objects.exclude(file="").exclude(drafts=None).exclude(drafts__in=open_)
    for received in {*without, *ended}:
        _forget(received)


def forget_name(name: str, instead: str) -> None:
    """A person is erased: files that name the person are deleted, because a file cannot be changed."""
    for received in ReceivedPaper.objects.filter(Q(filename__contains=name) | Q(reading__isnull=False)):
        if name in received.filename or _names(received.reading, name):
            received.filename = received.filename.replace(name, instead)
            _forget(received)


def _names(value: Any, name: str) -> bool:
    """Whether the name stands in any text of a JSON value."""
    if isinstance(value, str):
        return name in value
    return any(_names(item, name) for item in (value.values() if isinstance(value, dict) else value or ()))


def _forget(received: ReceivedPaper) -> None:
    """Without drafts nothing is left; with drafts the digest is, so that the same file is recognised."""
    files.delete_after_commit(received.file)
    if not received.drafts.exists():
        received.delete()
        return
    received.file, received.reading = "", None
    received.save(update_fields=["file", "reading", "filename"])
