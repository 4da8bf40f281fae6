"""Files that members return: kept with their drafts, and forgotten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actions import files
from accounts.actions.records import Act, append_acts
from accounts.models import Organisation, Person
from accounts.rules import Answer, Refusal, member_mandate, require
from charter import rules
from charter.actions.amending import amendments, on_behalf
from charter.actions.amending.changes import ChangeInput
from charter.actions.papers import paper_letters
from charter.models import Amendment, Article, CharterComment, IssuedPaper, ReceivedPaper, Round, Version
from charter.states import WITH_PAPER_STATES

# A file of which no draft was made is deleted after this time.
KEPT = timedelta(days=30)
# As many changes as the page of a draft can show.
MOST_TOGETHER = 20
OTHER_DRAFT = gettext_lazy("The draft belongs to another member or is in another language. Choose another draft.")


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
    last_article: Article | None = None,
    paper: IssuedPaper | None = None,
    came_on: date | None = None,
    at: datetime | None = None,
) -> ReceivedPaper:
    """Stores a file and its parsed contents; if the member sent it before, returns the stored one.

    If the file was deleted in the meantime, it is stored again. With `came_on` a moderator imports the file for the
    member; if that led to no draft yet and the team sends the same file, the file is the team's own.
    """
    at = at or timezone.now()
    require(rules.may_prepare(by, organisation) if came_on is None else _may_receive(by, came_on, at))
    received = _lock_papers(digest).filter(organisation=organisation).first()
    has_results = received is not None and (received.drafts.exists() or received.comments.exists())
    if received is not None and _is_as_sent(received, has_results, came_on):
        return received
    received = received or ReceivedPaper(organisation=organisation, digest=digest)
    received.paper, received.version, received.language = paper, version, language
    received.article, received.last_article = article, last_article
    received.filename, received.reading, received.by, received.at = filename[:200], reading, by, at
    if not has_results:
        received.came_on, received.authors, received.is_shared = came_on, None, False
    _store_file(received, file)
    content = {"file": digest} if came_on is None else {"file": digest, "came_on": came_on.isoformat()}
    append_acts(Act("paper received", received, by, member_mandate(by, organisation), content), at=at)
    return received


def _may_receive(by: Person, came_on: date, at: datetime) -> Answer:
    moderate = rules.may_moderate(by)
    if isinstance(moderate, Refusal):
        return moderate
    return came_on <= timezone.localdate(at) or Refusal(
        _("The date is in the future. Enter the date of today or an earlier date.")
    )


def _is_as_sent(received: ReceivedPaper, has_results: bool, came_on: date | None) -> bool:
    """Whether nothing new is stored: the file is there, and its present sender may read it."""
    if came_on is not None:
        return bool(received.file) or has_results
    if received.is_shared and has_results:
        require(Refusal(_("The secretariat already imported this file. Its drafts are in your workspace.")))
    return bool(received.file) and (received.came_on is None or has_results)


def _lock_papers(digest: str) -> QuerySet[ReceivedPaper]:
    """The rows of a file, one for each member that sent it, locked until the transaction ends."""
    rows = ReceivedPaper.objects.select_for_update(of=("self",), no_key=True).filter(digest=digest)
    return rows.select_related("organisation__name")


def _store_file(received: ReceivedPaper, file: File) -> None:
    file.seek(0)
    ending = received.filename.lower().rpartition(".")[2]
    ending = ending if ending in ("odt", "txt", "csv", "xlsx") else "docx"
    files.delete_after_commit(received.file)
    received.file.save(f"{received.key}.{ending}", file, save=False)
    received.save()


@transaction.atomic
def assign_authors(
    *,
    received: ReceivedPaper,
    owners: Mapping[str, Organisation | None],
    by: Person,
    at: datetime | None = None,
) -> list[ReceivedPaper]:
    """States for each author in a file to which member the changes belong, or to none; a row for each member.

    The row of a member that has no author there is deleted with its file, unless it has drafts.
    """
    at = at or timezone.now()
    received_paper = _not_imported(received, by, rules.may_moderate(by))
    require(received_paper.came_on is not None or Refusal(_("The team of the member imports the file itself.")))
    authors: dict[Organisation, list[str]] = {}
    for author, owner in owners.items():
        if owner is not None:
            authors.setdefault(owner, []).append(author)
    require(bool(authors) or Refusal(_("Choose a member for at least one author.")))
    is_shared = len(authors) > 1 or None in owners.values()
    rows = {row.organisation: row for row in _lock_papers(received_paper.digest)}
    content = ContentFile(received_paper.file.read())
    assigned = [
        _assign(rows.get(owner), received_paper, owner, names, is_shared, content) for owner, names in authors.items()
    ]
    for owner, row in rows.items():
        if owner not in authors and row.came_on is not None and not row.drafts.exists():
            _forget(row)
    acts = [Act("paper authors stated", row, by, content={"authors": len(row.authors or ())}) for row in assigned]
    append_acts(*acts, at=at)
    return assigned


def _assign(
    row: ReceivedPaper | None,
    source: ReceivedPaper,
    owner: Organisation,
    names: list[str],
    is_shared: bool,
    content: ContentFile,
) -> ReceivedPaper:
    """The row of one member with the authors whose changes are its own."""
    if row is not None and (row.came_on is None or row.drafts.exists()):
        why = _(
            "%(member)s already has the same file. Do not choose this member for an author, or "
            "discard the drafts of this member first."
        )
        require(Refusal(why % {"member": owner}))
    if row is not None:
        row.authors, row.is_shared = names, is_shared
        row.save(update_fields=["authors", "is_shared"])
        return row
    text = ("paper", "version", "article", "last_article", "language")
    values = {name: getattr(source, name) for name in (*text, "filename", "digest", "reading", "by", "at", "came_on")}
    new = ReceivedPaper(organisation=owner, authors=names, is_shared=is_shared, **values)
    _store_file(new, content)
    return new


@transaction.atomic
def make_drafts(
    *,
    received: ReceivedPaper,
    round_: Round,
    drafts: Sequence[NewDraft],
    by: Person,
    at: datetime | None = None,
) -> list[Amendment]:
    """Drafts of the member with the changes of the file; once, until all of these drafts are discarded.

    If the secretariat imports the file, the team of the member is told.
    """
    at = at or timezone.now()
    received_paper = _not_imported(received, by, rules.may_draft_from_paper(by, received, round_, at))
    require(any(draft.changes for draft in drafts) or Refusal(_("Choose at least one change.")))
    if received_paper.came_on is None:
        new_amendments = [_own_draft(received_paper, round_, draft, by, at) for draft in drafts]
    else:
        new_amendments = [
            on_behalf.import_draft(
                round_=round_,
                organisation=received_paper.organisation,
                by=by,
                language=received_paper.language,
                changes_of_file=draft.changes,
                title=draft.title,
                reason=draft.reason,
                came_on=received_paper.came_on,
                at=at,
            )
            for draft in drafts
        ]
        paper_letters.write_to_team(received_paper, new_amendments, at)
    _keep_with_drafts(received_paper, new_amendments, by, at)
    return new_amendments


def _own_draft(received_paper: ReceivedPaper, round_: Round, draft: NewDraft, by: Person, at: datetime) -> Amendment:
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
    return amendment


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
    received_paper = _not_imported(received, by, rules.may_prepare(by, received.organisation))
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


def _not_imported(received: ReceivedPaper, by: Person, answer: Answer) -> ReceivedPaper:
    """The locked row of a file of which no draft was made yet, for who reads it and may do more by that answer."""
    received_paper = ReceivedPaper.objects.select_for_update(of=("self",), no_key=True).get(pk=received.pk)
    require(rules.may_read_received_paper(by, received_paper))
    require(answer)
    require(received_paper.came_on == received.came_on or Refusal(_("The file has changed. Open its page again.")))
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
    """Deletes the file and its parsed contents. Drafts that were made of it remain."""
    received_paper = ReceivedPaper.objects.select_for_update(of=("self",), no_key=True).get(pk=received.pk)
    require(rules.may_read_received_paper(by, received_paper))
    _forget(received_paper)
    append_acts(Act("paper deleted", received_paper, by, member_mandate(by, received_paper.organisation)), at=at)


def forget_old_papers(*, now: datetime) -> None:
    """Deletes files without a draft or a comment after a month, and those whose drafts were all decided or withdrawn.

    A table of comments is kept as long as one of its comments is.
    """
    open_ = Amendment.objects.filter(state__in=WITH_PAPER_STATES).values("pk")
    kept = CharterComment.objects.filter(is_removed=False).values("pk")
    without = ReceivedPaper.objects.filter(drafts=None, comments=None, at__lt=now - KEPT)
    removed = ReceivedPaper.objects.exclude(file="").exclude(comments=None).exclude(comments__in=kept)
    ended = ReceivedPaper.objects.exclude(file="").exclude(drafts=None).exclude(drafts__in=open_)
    for received in {*without, *ended, *removed.filter(drafts=None)}:
        _forget(received)


def forget_name(name: str, instead: str) -> None:
    """A person is erased: files that name the person are deleted, because a file cannot be changed."""
    for received in ReceivedPaper.objects.filter(Q(filename__contains=name) | Q(reading__isnull=False)):
        if name in received.filename or names_person(received.reading, name):
            received.filename = received.filename.replace(name, instead)
            _forget(received)


def names_person(value: Any, name: str) -> bool:
    """Whether the name occurs in any text of a JSON value."""
    if isinstance(value, str):
        return name in value
    return any(names_person(item, name) for item in (value.values() if isinstance(value, dict) else value or ()))


def _forget(received: ReceivedPaper) -> None:
    """Without drafts and comments nothing is left; with them the digest is, so that the same file is recognised."""
    files.delete_after_commit(received.file)
    if not received.drafts.exists() and not received.comments.exists():
        received.delete()
        return
    received.file, received.reading = "", None
    received.authors = None if received.authors is None else []
    received.save(update_fields=["file", "reading", "filename", "authors"])
