"""The members that a page names, each with its page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse

from accounts.models import Organisation
from accounts.views.paging import ROWS_ON_A_PAGE


def member_links(members: Iterable[Organisation], number: str | None) -> dict[str, Any]:
    """`listing`: the page of members with that number; `links`: these members with their addresses.

    Those that withhold their names are left out.
    """
    rows = Organisation.objects.filter(pk__in=[member.pk for member in members], name_withheld=False)
    listing = Paginator(rows.with_names().order_by("slug"), ROWS_ON_A_PAGE).get_page(number)
    links = [{"word": str(member), "url": reverse("member", args=[member.slug])} for member in listing]
    return {"listing": listing, "links": links}
