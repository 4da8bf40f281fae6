"""Every kind of page there is, and who opens it: each address by the first role that it answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from django.utils import translation

from tests.site import asking, permissions
from tests.site.permissions import ROLES
from tests.site.stage import Stage

NO_PAGES = {"wagtailcore_login"}
# What an address shows by another person, or by what is asked of it, is another kind of page.
ALSO = {
    "anonymous": ["charter/2/I/?who=I.1.2", "charter/1..2/I/?view=side", "search/?q=homes", "decisions/?city=nobody"],
    "officer": ["charter/2/I/", "amendments/"],
    "delegate": ["city/", "city/people/"],
    "moderator": ["desk/?state=all", "languages/", "languages/concordance/?text=home&language=en"],
}


def pages(stage: Stage, language: str) -> dict[str, list[str]]:
    """The paths that each role opens."""
    table = permissions.read()
    with translation.override(language):
        urls = asking.addresses(stage)
    urls_by_role = defaultdict(list)
    for name, url in sorted(urls.items()):
        role = next((role for role in ROLES if table[name, "get", role] == "in"), None)
        if role is not None and name not in NO_PAGES:
            urls_by_role[role].append(url)
    for role, paths in ALSO.items():
        urls_by_role[role] += [f"/{language}/{path}" for path in paths]
    return urls_by_role


def is_file(headers: Mapping[str, str]) -> bool:
    """Whether a browser would store the answer or show it as it is, and draw no page of ours."""
    return "content-disposition" in headers or "text/html" not in headers.get("content-type", "")
