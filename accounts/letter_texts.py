"""The letter of invitation: what the secretariat wrote, else the program's own text, with placeholders filled in."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import InvitationLetter
from accounts.queries.email_templates import PLACEHOLDER, fill_placeholders
from accounts.queries.site_settings import site_name

PLACEHOLDERS = ("site", "join")
HEADING = "# "


def standard_title() -> str:
    return _("Will your local government write the charter with us?")


def standard_text() -> str:
    """The program's own text in the active language, as the secretariat would type it."""
    paragraphs = (
        _("To the political head of a local or regional government"),
        _(
            "%(name)s is the charter of human rights that local and regional governments write together. Members "
            "commit to apply the charter, and only members can change it."
        )
        % {"name": "{site}"},
        _(
            "Local and regional governments of every type and size can join: cities, municipalities, provinces, "
            "regions, and their associations. You need no experience, only the will to begin."
        ),
        HEADING + _("Benefits"),
        _(
            "You propose amendments to the charter and support amendments of other members. You "
            "receive a decision with reasons on each proposal."
        ),
        _(
            "You exchange experience with local and regional governments that face the same "
            "questions. Your local government is in the public list of members."
        ),
        HEADING + _("Commitments"),
        _(
            "Your political head pledges to protect human rights in your territory. You name one contact person and "
            "one person who represents you."
        ),
        HEADING + _("How to join"),
        _(
            "Fill in the application at %(join)s. The application has four short pages, and you do "
            "not need an account. You can also print the application and send it with a signed "
            "letter."
        )
        % {"join": "{join}"},
    )
    return "\n\n".join(paragraphs)


def unknown_placeholders(text: str) -> list[str]:
    """Names in braces for which the letter has no value."""
    return [name for name in PLACEHOLDER.findall(text) if name not in PLACEHOLDERS]


def compose_letter(letter: InvitationLetter) -> dict[str, Any]:
    """The letter as `members/join/_letter.html` shows it, in the active language."""
    values = {"site": site_name(), "join": settings.SITE_URL + reverse("join")}
    text = fill_placeholders(letter.text or standard_text(), values)
    return {
        "title": fill_placeholders(letter.title or standard_title(), values),
        "parts": [_part(part) for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())],
        "signature": [line for line in (letter.signatory, letter.function) if line] or [_("The secretariat")],
    }


def _part(text: str) -> dict[str, Any]:
    is_heading = text.startswith(HEADING) and "\n" not in text
    return {"is_heading": is_heading, "text": text.removeprefix(HEADING) if is_heading else text}
