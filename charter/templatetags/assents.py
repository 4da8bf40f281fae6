"""What members said to words of the secretariat, by name, as the public reads it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.locales import listed, listed_html
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
    return [_line(word, names, after) for word, names, after in _told(answers)]


def in_plain_words(answers: Answers) -> str:
    """The same as text, for the cell of a table."""
    told = [f"{word} {listed(names)}" + (f" ({after})" if after else "") for word, names, after in _told(answers)]
    return " ".join(f"{part}." for part in (title(answers), *told))


def _told(answers: Answers) -> Iterator[tuple[str, list[str], str | Promise]]:
    """Each sort of answer that was given, with those who gave it by their names of the day."""
    rule = "" if answers.compromise.decided_id else answers.silence.label
    rows = (
        (_("Assented:"), answers.assented, ""),
        (_("Refused:"), answers.refused, ""),
        (_("Silent:"), answers.silent, rule),
    )
    for word, members, after in rows:
        if members:
            yield word, [naming(one, answers.compromise.closed_at) for one in members], after


def _line(word: str, members: list[str], after: str | Promise) -> dict[str, Any]:
    names = (format_html("<bdi>{}</bdi>", name) for name in members)
    return {"word": word, "names": listed_html(names), "after": after}
