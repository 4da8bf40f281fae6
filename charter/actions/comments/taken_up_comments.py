"""A comment from which a member makes an amendment of its own: the author of the comment is named with it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions.records import Act, append_acts
from accounts.models import Organisation, Person
from accounts.rules import Refusal, Refused, member_mandate, require
from charter import rules
from charter.actions.amending import amendment_texts, changes
from charter.actions.amending.changes import ChangeInput
from charter.models import Amendment, CharterComment, Provision, Round
from charter.states import ChangeKind


@transaction.atomic
def begin_draft_from_comment(
    *,
    comment: CharterComment,
    round_: Round,
    organisation: Organisation,
    by: Person,
    language: str,
    at: datetime | None = None,
) -> Amendment:
    """A draft of the organisation with the present text of the provision, marked with the comment it was made from."""
    at = at or timezone.now()
    provision = comment.content_object
    if comment.is_removed or not comment.is_public or not isinstance(provision, Provision):
        raise Refused(Refusal(_("The comment no longer exists."), hidden=True))
    require(rules.may_prepare(by, organisation))
    require(rules.may_propose(organisation, round_, at))
    require(rules.is_open_to_change(round_, [provision]))
    draft = Amendment.objects.create(
        round=round_, organisation=organisation, begun_by=by, begun_at=at, suggested_by=comment
    )
    text = amendment_texts.open_(draft, by, language, at)
    current = changes.current_wordings_of([provision], language).get(provision.pk)
    html = current.html if current else ""
    changes.write_changes(text, [ChangeInput(ChangeKind.REPLACE, provision, html=html)])
    content = {"comment": comment.pk}
    append_acts(Act("comment taken up", draft, by, member_mandate(by, organisation), content), at=at)
    return draft
