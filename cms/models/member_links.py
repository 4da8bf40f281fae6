"""The members that a page names, each with its page."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from accounts.models import Organisation


def member_links(members: Iterable[Organisation]) -> list[dict[str, str]]:
    """The members by name; those that withhold their names are left out."""
    rows = Organisation.objects.filter(pk__in=[member.pk for member in members], name_withheld=False)
    return [
        {"word": str(member), "url": reverse("member", args=[member.slug])}
        for member in sorted(rows.with_names(), key=str)
    ]
