"""A mail: letters of one person as multipart text and HTML, with the headers by which its machine can stop it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from email.utils import formataddr, parseaddr
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language_bidi, ngettext
from django.utils.translation import gettext as _

from accounts.models import Letter
from accounts.queries import following
from accounts.queries.site_settings import site_name
from accounts.states import ALWAYS_MAILED, MailKind

SALT = "accounts.mail.stop"


def compose_mail(bundle: uuid.UUID, letters: Sequence[Letter]) -> EmailMultiAlternatives:
    """One mail of one letter or several, in the language of its reader."""
    first = letters[0]
    language = first.to.language if first.to else first.language
    with translation.override(language):
        context = _context(letters, language)
        mail = EmailMultiAlternatives(
            subject=context["subject"],
            body=render_to_string("email/letter.txt", context),
            from_email=_sender(),
            to=[first.email],
            headers=_headers(bundle, context["stop_link"], language),
        )
        mail.attach_alternative(render_to_string("email/letter.html", context), "text/html")
    return mail


def stop_token(person: int, kinds: Sequence[str]) -> str:
    """What a link carries that stops these kinds for one person: signed, good for nothing else."""
    return signing.dumps({"person": person, "kinds": sorted(set(kinds))}, salt=SALT, compress=True)


def read_token(token: str) -> tuple[int, list[str]] | None:
    """Person and kinds of such a link; None where it was not made here."""
    try:
        data = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return data["person"], data["kinds"]


def _context(letters: Sequence[Letter], language: str) -> dict[str, Any]:
    is_single = len(letters) == 1
    return {
        "subject": letters[0].subject if is_single else _count(letters),
        "one": is_single,
        "groups": [
            {"heading": heading, "letters": [{"letter": each, "link": absolute_address(each.link)} for each in rows]}
            for heading, rows in groupby(letters, key=lambda letter: letter.heading)
        ],
        "why": _why(letters[0]),
        "stop_link": _stop_link(letters),
        "site_name": site_name(),
        "descriptor": settings.SITE_DESCRIPTOR,
        "language": language,
        "direction": "rtl" if get_language_bidi() else "ltr",
    }


def _count(letters: Sequence[Letter]) -> str:
    if letters[0].kind == MailKind.FOLLOWED:
        sentence = ngettext("%(site)s: %(n)d news item", "%(site)s: %(n)d news items", len(letters))
    else:
        sentence = ngettext("%(site)s: %(n)d notification", "%(site)s: %(n)d notifications", len(letters))
    return sentence % {"site": site_name(), "n": len(letters)}


def absolute_address(link: str) -> str:
    return f"{settings.SITE_URL}{link}" if link.startswith("/") else link


def _why(letter: Letter) -> str:
    if letter.kind == MailKind.FOLLOWED:
        return _(
            "You receive this email because you asked to follow something on this site. It is sent at most once a day."
        )
    if letter.to is None:
        return _("You receive this email because this address was given to us.")
    if letter.kind in ALWAYS_MAILED:
        return _("You receive this email because it concerns your account.")
    return _("You receive this email because you take part in the consultation.")


def _stop_link(letters: Sequence[Letter]) -> str:
    if letters[0].kind == MailKind.FOLLOWED:
        token = following.end_token(letters[0].address)
        return absolute_address(reverse("follow_end", args=[token])) if token else ""
    kinds = [letter.kind for letter in letters if letter.kind not in ALWAYS_MAILED]
    if not kinds or letters[0].to_id is None:
        return ""
    return absolute_address(reverse("mail_stop", args=[stop_token(letters[0].to_id, kinds)]))


def _headers(bundle: uuid.UUID, stop_link: str, language: str) -> dict[str, str]:
    domain = urlsplit(settings.SITE_URL).hostname or "localhost"
    headers = {
        "Message-ID": f"<{bundle}@{domain}>",
        "Auto-Submitted": "auto-generated",
        "Content-Language": language,
    }
    if stop_link:
        headers["List-Unsubscribe"] = f"<{stop_link}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def secretariat_address() -> str:
    """The address to which one writes to the secretariat: that of its own mails."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def _sender() -> str:
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((name or site_name(), address))
