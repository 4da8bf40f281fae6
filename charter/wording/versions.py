"""The status of a version and its translators, in words."""

from __future__ import annotations

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.locales import listed_html
from charter.models import Version, VersionStatusAct
from charter.queries.reading import articles
from charter.queries.versions.translators import names_of_translators
from charter.states import VersionStatus
from charter.wording.bodies import body_name, body_name_apart
from charter.wording.charter_text import in_html
from charter.wording.round_times import format_day


def status_sentence(version: Version) -> str:
    """`adopted by the assembly on 2 May 2026, published 3 May 2026.`"""
    return _("%(what)s, published on %(day)s.") % {"what": describe_status(version), "day": _published(version)}


def status_sentence_html(version: Version) -> SafeString:
    """The same for a page: the name of a body in another language is marked."""
    return in_html(
        _("%(what)s, published on %(day)s."), {"what": describe_status_html(version), "day": _published(version)}
    )


def translators_sentence(version: Version, language: str) -> str:
    """`Translated by Ines Costa and Joana Reis.`, for HTML; empty where nobody is named."""
    names = names_of_translators([version])[version.pk][language]
    if not names:
        return ""
    return format_html(_("Translated by {names}."), names=listed_html(format_html("<bdi>{}</bdi>", n) for n in names))


def describe_status(version: Version) -> str:
    """The status of a version: a draft, a text for decision, or adopted."""
    act = articles.version_status(version)
    return _status(act) % {"body": body_name(act), "day": _adopted(act)} if act else _("draft")


def describe_status_html(version: Version) -> SafeString:
    """The same for a page: the name of a body in another language is marked."""
    act = articles.version_status(version)
    values = {"body": body_name_apart(act), "day": _adopted(act)} if act else {}
    return in_html(_status(act) if act else _("draft"), values)


def _status(act: VersionStatusAct) -> str:
    """The status with places for the `body` and the `day`, where the act has them."""
    if act.status == VersionStatus.DRAFT:
        return _("draft")
    if act.status == VersionStatus.FOR_DECISION:
        return _("text for decision by %(body)s") if act.body else _("text for decision")
    if act.on:
        return _("adopted by %(body)s on %(day)s")
    return _("adopted by %(body)s") if act.body else _("adopted")


def _adopted(act: VersionStatusAct) -> str:
    return format_day(act.on) if act.on else ""


def _published(version: Version) -> str:
    return format_day(timezone.localtime(version.published_at))
