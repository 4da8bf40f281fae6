"""The whole of a database in one line, and what does not hold of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from django.apps import apps

from accounts.actions import records
from charter.queries import faults


def state() -> str:
    """A digest over every row of every table; what sequences would give next is no part of it."""
    digest = hashlib.sha256()
    for model in sorted(apps.get_models(include_auto_created=True), key=lambda model: model._meta.label):
        if model._meta.managed and not model._meta.proxy:
            for row in model._base_manager.order_by("pk").values_list():
                digest.update(repr(row).encode())
    return digest.hexdigest()


def wrong() -> Iterator[str]:
    """What `check_consultation` and `verify_record` would say."""
    yield from faults.all_faults()
    yield from records.faults()
