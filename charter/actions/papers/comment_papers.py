"""A table of comments that the secretariat imports for a member: its file is kept as the evidence for the comments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions.records import Act, append_acts
from accounts.models import Organisation, Person
from accounts.rules import Refusal, require
from charter.actions.comments import comments
from charter.actions.comments.comments import NewComment
from charter.models import CharterComment, ReceivedPaper

OTHER_FILE = _("The file belongs to another member. Send it again.")


@transaction.atomic
def post_imported_table(
    *,
    received: ReceivedPaper | None,
    new_comments: Sequence[NewComment],
    by: Person,
    organisation: Organisation,
    came_on: date,
    at: datetime | None = None,
) -> list[CharterComment]:
    """The comments of a table on behalf of a member, and its file with them, unless it was deleted meanwhile."""
    at = at or timezone.now()
    posted = comments.post_table(new_comments=new_comments, by=by, organisation=organisation, came_on=came_on, at=at)
    if received is not None:
        received_paper = ReceivedPaper.objects.select_for_update(of=("self",), no_key=True).get(pk=received.pk)
        require(received_paper.organisation_id == organisation.pk or Refusal(OTHER_FILE))
        received_paper.comments.add(*posted)
        content = {"comments": [comment.pk for comment in posted]}
        append_acts(Act("paper imported", received_paper, by, content=content), at=at)
    return posted
