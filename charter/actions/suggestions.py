"""A comment that a member takes up as an amendment of its own: whoever said it first is named with it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions.records import Act, append
from accounts.models import Organisation, Person
from accounts.rules import Refusal, Refused, member_mandate, require
from charter import rules
from charter.actions import amendment_texts, changes
from charter.actions.changes import ChangeInput
from charter.models import Amendment, Provision, Remark, Round
from charter.states import ChangeKind


@transaction.atomic
def take_up(
    *,
    remark: Remark,
    round_: Round,
    organisation: Organisation,
    by: Person,
    language: str,
    at: datetime | None = None,
) -> Amendment:
    """A draft of the organisation with the present words of the provision, marked with the comment it comes from."""
    at = at or timezone.now()
    provision = remark.content_object
    if remark.is_removed or not remark.is_public or not isinstance(provision, Provision):
        raise Refused(Refusal(_("The comment is not there any more."), hidden=True))
    require(rules.may_prepare(by, organisation))
    require(rules.may_propose(organisation, round_, at))
    require(rules.is_open_to_change(round_, [provision.pk]))
    draft = Amendment.objects.create(
        round=round_, organisation=organisation, begun_by=by, begun_at=at, suggested_by=remark
    )
    text = amendment_texts.open_(draft, by, language, at)
    standing = changes.standing_words([provision], language).get(provision.pk)
    html = standing.html if standing else ""
    changes.write(text, [ChangeInput(ChangeKind.REPLACE, provision, html=html)])
    content = {"comment": remark.pk}
    append(Act("comment taken up", draft, by, member_mandate(by, organisation), content), at=at)
    return draft
