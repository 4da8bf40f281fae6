"""The status of a version, in words."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from charter.models import Version
from charter.queries.reading import articles
from charter.states import VersionStatus
from charter.wording.round_times import format_day


def status_sentence(version: Version) -> str:
    """`adopted by the assembly on 2 May 2026, published 3 May 2026.`"""
    values = {"what": what_it_is(version), "day": format_day(timezone.localtime(version.published_at))}
    return _("%(what)s, published %(day)s.") % values


def what_it_is(version: Version) -> str:
    """The status of a version: a draft, a text for decision, or adopted."""
    act = articles.version_status(version)
    if act is None or act.status == VersionStatus.DRAFT:
        return _("draft")
    body = {"body": act.body, "day": format_day(act.on) if act.on else ""}
    if act.status == VersionStatus.FOR_DECISION:
        return _("text for decision by %(body)s") % body if act.body else _("text for decision")
    if act.on:
        return _("adopted by %(body)s on %(day)s") % body
    return _("adopted by %(body)s") % body if act.body else _("adopted")
