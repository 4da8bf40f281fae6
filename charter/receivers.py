"""What follows from signals: database guards after a migration."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models.signals import pre_save
from django_comments_xtd.models import publish_or_unpublish_on_pre_save

from accounts import triggers
from accounts.models import Record
from charter.actions import carries
from charter.models import Arrangement, Charter, Corrigendum, Version, VersionStatusAct, VersionWording, Wording

NEVER_CHANGE = (Record, Arrangement, Wording, Version, VersionWording, VersionStatusAct, Corrigendum)


def guard(**kwargs: Any) -> None:
    """After `migrate`: rows of the record, of wordings and of versions refuse any change."""
    triggers.forbid(NEVER_CHANGE)
    triggers.forbid([Wording.carries.through], acts=("UPDATE", "DELETE"))


def silence_the_comments_package() -> None:
    """Its own receiver publishes held replies whenever a comment is saved, and counts them twice."""
    pre_save.disconnect(publish_or_unpublish_on_pre_save, sender="charter.Remark")


def carry(moves: carries.Moves, but: Collection[int] = (), **kwargs: Any) -> None:
    """Words moved: pending amendments follow."""
    carries.carry(moves, but)


def rearrange(charter: Charter, old: Arrangement, new: Arrangement, but: Collection[int] = (), **kwargs: Any) -> None:
    """The order moved: amendments on what left the text are looked at."""
    carries.rearrange(charter, old, new, but)
