"""Texts of emails: what the secretariat wrote for a language, else the program's own, with placeholders filled in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from django.utils.functional import Promise, lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.queries.email_templates import fill_placeholders, written_templates
from accounts.states import EmailTemplateKind

Words = str | Promise
SUBJECT, BODY = 0, 1
_lines = lazy(lambda *lines: "\n".join(map(str, lines)), str)
# The program's own texts, in the language that is active: subject and body.
OWN_TEXTS: dict[str, tuple[Words, Words]] = {
    EmailTemplateKind.INVITATION: (
        _("Invitation to represent {city}"),
        _(
            "{by} invites you to act as {what} for {city} in the consultation “{site}”. "
            "This personal link works once, until {day}."
        ),
    ),
    EmailTemplateKind.ROLE: (
        _("Invitation: {what}"),
        _(
            "{by} invites you to work on {site}. Your role: {what}. This personal link lets you set a password. "
            "The link works once, for three days. Then sign in with this email address."
        ),
    ),
    EmailTemplateKind.JOINING: (
        _("Confirm your address for the membership application"),
        _(
            "Somebody (perhaps you) began a membership application and gave this address. The link confirms the "
            "address and opens the application on any device until it is sent. If it was not you, do nothing: we "
            "will not write to this address again."
        ),
    ),
    EmailTemplateKind.DECISIONS: (
        _("Decisions on the amendments of {city}"),
        _lines(
            _("The decisions are now public, with their reasons."),
            "{decisions}",
            _("Latest hash of the audit log: {head}"),
        ),
    ),
}


def compose_template(kind: EmailTemplateKind, values: Mapping[str, object]) -> tuple[Promise, Promise]:
    """Subject and body, made when they are written down, in the language of that moment."""
    return cast(Promise, _text(kind, SUBJECT, values)), cast(Promise, _text(kind, BODY, values))


def _filled(kind: EmailTemplateKind, part: int, values: Mapping[str, object]) -> str:
    written = written_templates().get((kind, get_language() or ""), OWN_TEXTS[kind])
    return fill_placeholders(str(written[part]), values)


_text = lazy(_filled, str)
