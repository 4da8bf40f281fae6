"""A local human rights framework as rows of pages show it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.dates import date_format
from charter.models import Framework
from charter.queries.city.frameworks import CitedFramework
from charter.wording.charter_text import language_attributes
from charter.wording.themes import theme_links

SHAPES = {"awaiting": "pending", "returned": "returned", "confirmed": "accepted"}


def framework_row(cited: CitedFramework) -> dict[str, Any]:
    """One framework with its member, its dates and the provisions that it implements, each with its address."""
    framework = cited.framework
    return {
        "pk": framework.pk,
        "title": framework.title,
        **language_attributes(framework.language),
        "link": framework.link,
        "document": document_link(framework),
        "member": str(framework.organisation),
        "member_url": reverse("member", args=[framework.organisation.slug]),
        "country": framework.organisation.country_name,
        "kind": framework.get_kind_display(),
        "state": framework.get_state_display(),
        "dates": describe_dates(framework),
        "review": framework.get_review_display(),
        "is_confirmed": framework.is_confirmed,
        "returned_because": framework.returned_because,
        "themes": theme_links(framework.themes.all()),
        "provisions": [
            {"cite": citation, "url": reverse("provision", args=[provision.short])}
            for provision, citation in cited.provisions
        ],
    }


def document_link(framework: Framework) -> dict[str, str] | None:
    """The address of the document and its format in capitals; None without a document."""
    ending = framework.document_ending
    if not ending:
        return None
    return {"url": reverse("framework_document", args=[framework.pk, ending]), "format": ending.upper()}


def describe_dates(framework: Framework) -> list[str]:
    """The known dates, each in one phrase."""
    dates = (
        (_("Adopted on %(day)s"), framework.adopted_on),
        (_("In force since %(day)s"), framework.in_force_on),
        (_("Replaced on %(day)s"), framework.replaced_on),
    )
    return [phrase % {"day": date_format(day)} for phrase, day in dates if day]
