"""Changing the settings of the site."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts import rules
from accounts.actions import records
from accounts.models import Person, SiteSettings
from accounts.queries.site_settings import forget_settings
from accounts.rules import require


@transaction.atomic
def change_settings(*, values: Mapping[str, Any], by: Person, at: datetime | None = None) -> list[str]:
    """Stores what differs and records the names of these settings; returns them."""
    require(rules.may_keep_members(by))
    row = SiteSettings.objects.select_for_update(no_key=True).first() or SiteSettings(pk=1)
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    if not changed:
        return []
    for name in changed:
        setattr(row, name, values[name])
    row.save()
    switches = {name: values[name] for name in sorted(changed) if isinstance(values[name], bool)}
    content = {"settings": sorted(changed), **({"switches": switches} if switches else {})}
    records.append_acts(records.Act("site settings changed", row, by, content=content), at=at)
    transaction.on_commit(forget_settings)
    return changed
