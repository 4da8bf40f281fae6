"""What members said to words of the secretariat, by name, as the public reads it."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.locales import listed_html
from accounts.models import Organisation
from charter.queries.assents import Answers
from charter.templatetags.charter_text import naming

register = template.Library()


@register.filter
def title(answers: Answers) -> str:
    """What was put, and what came of it."""
    agreed = answers.compromise.agreed
    if answers.compromise.decided_id:
        own, kept = _("Changed words, agreed to"), _("Changed words, not agreed to: the secretariat’s")
        return own if agreed else kept
    return _("Compromise, agreed to") if agreed else _("Compromise, not agreed to")


@register.filter
def by_name(answers: Answers) -> list[dict[str, Any]]:
    """Who assented, who refused and who was silent, with the rule for silence behind the last."""
    rule = "" if answers.compromise.decided_id else answers.silence.label
    rows = (
        (_("Assented:"), answers.assented, ""),
        (_("Refused:"), answers.refused, ""),
        (_("Silent:"), answers.silent, rule),
    )
    return [_line(word, members, after) for word, members, after in rows if members]


def _line(word: str, members: list[Organisation], after: str | Promise) -> dict[str, Any]:
    names = (format_html("<bdi>{}</bdi>", naming(one)) for one in members)
    return {"word": word, "names": listed_html(names), "after": after}
