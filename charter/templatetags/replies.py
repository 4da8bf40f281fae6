"""What a member replied to a decision, as pages and files show it."""

from __future__ import annotations

from typing import Any

from django import template
from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import gettext as _

from charter.models import Decision, Reply
from charter.templatetags.charter_text import attributes, naming

register = template.Library()


@register.filter
def reply_to(decision: Decision | None) -> dict[str, Any]:
    """`by`, `text`, `lang`, `dir`, `pk`, `removed`; empty where nothing was replied or is not public yet."""
    held = _reply(decision)
    if decision is None or held is None or not decision.is_released:
        return {}
    removed = held.removed_at is not None
    text = _("This reply was removed: %(because)s") % {"because": held.removed_because} if removed else held.text
    where = {} if removed else attributes(held.language)
    return {"by": naming(held.organisation, held.at), "text": text, "pk": held.pk, "removed": removed, **where}


def _reply(decision: Decision | None) -> Reply | None:
    try:
        return decision.reply if decision is not None else None  # type: ignore[attr-defined]
    except ObjectDoesNotExist:
        return None
