"""Merges as Word files for a legal service, and the clean copies that come back: kept, and forgotten."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions import files
from accounts.actions.records import Act, append_acts
from accounts.canonical import digest_of_json
from accounts.models import Person
from accounts.rules import Refusal, require
from charter import rules
from charter.actions.papers.received_papers import KEPT, names_person
from charter.models import CleanCopy, Merge, MergePaper
from charter.queries.merging.merge_views import MergeView
from charter.queries.papers.merge_papers import lines_as_json, lines_of_merge
from charter.states import MergeState

ENDED = _("The merge is no longer open.")


@transaction.atomic
def issue_merge_paper(*, view: MergeView, by: Person, at: datetime | None = None) -> MergePaper:
    """The paper of a merge as it is now; downloaded again without a change it is the same one."""
    at = at or timezone.now()
    require(rules.may_moderate(by))
    require(view.merge.state == MergeState.OPEN or Refusal(ENDED))
    content = lines_as_json(lines_of_merge(view))
    digest = digest_of_json(content)
    paper, is_new = MergePaper.objects.get_or_create(
        merge=view.merge, digest=digest, defaults={"content": content, "by": by, "at": at}
    )
    if is_new:
        append_acts(Act("paper issued", paper, by, content={"merge": view.merge.pk, "content": digest}), at=at)
    return paper


@transaction.atomic
def receive_clean_copy(
    *,
    paper: MergePaper,
    by: Person,
    file: File,
    filename: str,
    digest: str,
    reading: dict[str, Any],
    at: datetime | None = None,
) -> tuple[CleanCopy, bool]:
    """Stores a file and its parsed contents; returns it, and whether it is new: the same file is stored once."""
    at = at or timezone.now()
    require(rules.may_moderate(by))
    merge = Merge.objects.select_for_update(no_key=True).get(pk=paper.merge_id)
    require(merge.state == MergeState.OPEN or Refusal(ENDED))
    known = CleanCopy.objects.filter(paper__merge=merge, digest=digest).first()
    if known is not None:
        return known, False
    copy = CleanCopy(paper=paper, filename=filename[:200], digest=digest, reading=reading, by=by, at=at)
    file.seek(0)
    ending = "odt" if filename.lower().endswith(".odt") else "docx"
    copy.file.save(f"{copy.key}.{ending}", file, save=False)
    copy.save()
    append_acts(Act("paper received", copy, by, content={"file": digest}), at=at)
    return copy, True


@transaction.atomic
def delete_clean_copy(*, copy: CleanCopy, by: Person, at: datetime | None = None) -> None:
    """Deletes the file and its parsed contents. Texts of it that were used stay in the merge."""
    require(rules.may_moderate(by))
    append_acts(Act("paper deleted", copy, by), at=at or timezone.now())
    _forget(copy)


def forget_old_clean_copies(*, now: datetime) -> None:
    """Deletes copies of merges that ended, after the time for which files are kept."""
    for copy in CleanCopy.objects.filter(at__lt=now - KEPT).exclude(paper__merge__state=MergeState.OPEN):
        _forget(copy)


def forget_name(name: str) -> None:
    """A person is erased: copies that name the person are deleted, because a file cannot be changed."""
    for copy in CleanCopy.objects.filter(Q(filename__contains=name) | Q(reading__isnull=False)):
        if name in copy.filename or names_person(copy.reading, name):
            _forget(copy)


def _forget(copy: CleanCopy) -> None:
    files.delete_after_commit(copy.file)
    copy.delete()
