"""The links of a member to its web sites and its pages in social networks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.actions.records import Act, append_acts
from accounts.canonical import digest_of_json
from accounts.models import Organisation, Person
from accounts.rules import require
from charter import rules


@transaction.atomic
def change_links(
    *, organisation: Organisation, links: Sequence[dict[str, str]], by: Person, at: datetime | None = None
) -> None:
    """Stores the links in this order, if they differ."""
    require(rules.may_change_links(by, organisation))
    if organisation.links == list(links):
        return
    organisation.links = list(links)
    organisation.save(update_fields=["links"])
    content = {"links": digest_of_json(organisation.links)}
    append_acts(Act("links of member changed", organisation, by, rules.commitment(by, organisation), content), at=at)
