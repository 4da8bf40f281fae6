"""The one public reply of a member to a decision on its amendment."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions.records import Act, append
from accounts.models import Person
from accounts.rules import Refusal, Refused, require
from charter import clean, rules
from charter.models import Decision, Reply


@transaction.atomic
def give(*, decision: Decision, by: Person, text: str, language: str, at: datetime | None = None) -> Reply:
    """Says what the member answers to the decision; within the hour it may be said in other words."""
    at = at or timezone.now()
    held = (
        Decision.objects.select_for_update(of=("self",), no_key=True)
        .select_related("amendment__organisation")
        .get(pk=decision.pk)
    )
    amendment = held.amendment
    reply = Reply.objects.filter(decision=held).first()
    require(rules.may_reply(by, held, reply, at))
    words = clean.typed(text).text
    if not words:
        raise Refused(Refusal(_("Write the reply.")))
    if reply is None:
        reply = Reply(decision=held, organisation=amendment.organisation, at=at)
    reply.text, reply.language, reply.by = words, language, by
    reply.mandate = rules.commitment(by, amendment.organisation)
    reply.save()
    append(Act("decision replied to", amendment, by, reply.mandate, {"reply": reply.pk}), at=at)
    return reply


@transaction.atomic
def remove(*, reply: Reply, by: Person, because: str, at: datetime | None = None) -> Reply:
    """Takes the words of a reply out of sight, with a public reason; that there was one stays."""
    at = at or timezone.now()
    require(rules.may_moderate(by))
    held = (
        Reply.objects.select_for_update(of=("self",), no_key=True)
        .select_related("decision__amendment")
        .get(pk=reply.pk)
    )
    if held.removed_at is not None:
        raise Refused(Refusal(_("This reply was removed already.")))
    if not because.strip():
        raise Refused(Refusal(_("Say why it is removed. The reason is public.")))
    held.removed_at, held.removed_because = at, because.strip()
    held.save(update_fields=["removed_at", "removed_because"])
    append(Act("reply removed", held.decision.amendment, by, content={"reply": held.pk}), at=at)
    return held
