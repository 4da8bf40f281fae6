"""What follows from signals: database guards after a migration."""

from __future__ import annotations

from typing import Any

from accounts import triggers
from accounts.models import Record
from charter.models import Arrangement, Corrigendum, Version, VersionStatusAct, VersionWording, Wording

NEVER_CHANGE = (Record, Arrangement, Wording, Version, VersionWording, VersionStatusAct, Corrigendum)


def guard(**kwargs: Any) -> None:
    """After `migrate`: rows of the record, of wordings and of versions refuse any change."""
    triggers.forbid(NEVER_CHANGE)
    triggers.forbid([Wording.carries.through], acts=("UPDATE", "DELETE"))
