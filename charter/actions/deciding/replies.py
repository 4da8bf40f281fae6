"""The one public reply of a member to a decision on its amendment."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions.records import Act, append_acts
from accounts.models import Person
from accounts.rules import Refusal, Refused, require
from charter import clean, rules
from charter.models import Decision, Reply


@transaction.atomic
def give_reply(*, decision: Decision, by: Person, text: str, language: str, at: datetime | None = None) -> Reply:
    """Stores the reply of a member to the decision; the member may change it within the hour."""
    at = at or timezone.now()
    locked_decision = (
        Decision.objects.select_for_update(of=("self",), no_key=True)
        .select_related("amendment__organisation")
        .get(pk=decision.pk)
    )
    amendment = locked_decision.amendment
    reply = Reply.objects.filter(decision=locked_decision).first()
    require(rules.may_reply(by, locked_decision, reply, at))
    words = clean.clean_typed_text(text).text
    if not words:
        raise Refused(Refusal(_("Write the reply.")))
    if reply is None:
        reply = Reply(decision=locked_decision, organisation=amendment.organisation, at=at)
    reply.text, reply.language, reply.by = words, language, by
    reply.mandate = rules.commitment(by, amendment.organisation)
    reply.save()
    append_acts(Act("decision replied to", amendment, by, reply.mandate, {"reply": reply.pk}), at=at)
    return reply


@transaction.atomic
def remove_reply(*, reply: Reply, by: Person, because: str, at: datetime | None = None) -> Reply:
    """Removes the text of a reply from the pages, with a public reason; its existence stays visible."""
    at = at or timezone.now()
    require(rules.may_moderate(by))
    locked_reply = (
        Reply.objects.select_for_update(of=("self",), no_key=True)
        .select_related("decision__amendment")
        .get(pk=reply.pk)
    )
    if locked_reply.removed_at is not None:
        raise Refused(Refusal(_("The reply was already removed.")))
    if not because.strip():
        raise Refused(Refusal(_("Give the reason for the removal. The reason is public.")))
    locked_reply.removed_at, locked_reply.removed_because = at, because.strip()
    locked_reply.save(update_fields=["removed_at", "removed_because"])
    append_acts(Act("reply removed", locked_reply.decision.amendment, by, content={"reply": locked_reply.pk}), at=at)
    return locked_reply
