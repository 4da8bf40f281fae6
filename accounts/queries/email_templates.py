"""Texts of emails that the secretariat wrote for a language, and the placeholders in them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.core.cache import cache

from accounts.models import EmailTemplate
from accounts.states import EmailTemplateKind

KEY = "accounts:email_templates"
FRESH = 60
PLACEHOLDER = re.compile(r"\{(\w+)\}")
PLACEHOLDERS: dict[str, tuple[str, ...]] = {
    EmailTemplateKind.INVITATION: ("by", "what", "city", "site", "day"),
    EmailTemplateKind.ROLE: ("by", "what", "site"),
    EmailTemplateKind.JOINING: ("site",),
    EmailTemplateKind.DECISIONS: ("city", "decisions", "head"),
}


def fill_placeholders(text: str, values: Mapping[str, object]) -> str:
    """The text with each placeholder that has a value replaced; nothing else in it is interpreted."""
    return PLACEHOLDER.sub(lambda match: str(values.get(match[1], match[0])), text)


def unknown_placeholders(kind: str, text: str) -> list[str]:
    """Names in braces that this kind of email has no value for."""
    return [name for name in PLACEHOLDER.findall(text) if name not in PLACEHOLDERS[kind]]


def written_templates() -> dict[tuple[str, str], tuple[str, str]]:
    """What the secretariat wrote: subject and body by kind and language; a minute old at most."""
    templates: dict[tuple[str, str], tuple[str, str]] | None = cache.get(KEY)
    if templates is None:
        rows = EmailTemplate.objects.values_list("kind", "language", "subject", "body")
        templates = {(kind, language): (subject, body) for kind, language, subject, body in rows}
        cache.set(KEY, templates, FRESH)
    return templates


def forget_templates() -> None:
    """Drops what was kept."""
    cache.delete(KEY)
