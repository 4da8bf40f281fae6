"""What a member replied to a decision, as pages and files show it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import gettext as _

from charter.models import Decision, Reply
from charter.wording.charter_text import language_attributes, public_name_of


def reply_to(decision: Decision | None) -> dict[str, Any]:
    """`by`, `text`, `lang`, `dir`, `pk`, `removed`; empty where nothing was replied or is not public yet."""
    reply = _reply(decision)
    if decision is None or reply is None or not decision.is_released:
        return {}
    removed = reply.removed_at is not None
    text = _("The reply was removed: %(because)s") % {"because": reply.removed_because} if removed else reply.text
    where = {} if removed else language_attributes(reply.language)
    return {
        "by": public_name_of(reply.organisation, reply.at),
        "text": text,
        "pk": reply.pk,
        "removed": removed,
        **where,
    }


def _reply(decision: Decision | None) -> Reply | None:
    try:
        return decision.reply if decision is not None else None  # type: ignore[attr-defined]
    except ObjectDoesNotExist:
        return None
