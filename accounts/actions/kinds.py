"""Editing the list of official kinds: names, order, and which are offered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts import rules
from accounts.actions import records
from accounts.actions.localized_texts import change_localized_text
from accounts.models import OfficialKind, Person, create_localized_text_from
from accounts.rules import Refusal, require

UNNAMED = _("Give the name of the type in at least one language.")


@transaction.atomic
def add_kind(
    *,
    names: Mapping[str, str],
    by: Person,
    kind: str,
    place: int = 100,
    is_offered: bool = True,
    at: datetime | None = None,
) -> OfficialKind:
    """A new kind under a code of its own; `names` by language, of which the first one is the original."""
    require(rules.may_keep_members(by))
    clean_names = {code: text.strip() for code, text in names.items() if text.strip()}
    require(bool(clean_names) or Refusal(UNNAMED))
    code = _free_code(next(iter(clean_names.values())))
    official_kind = OfficialKind.objects.create(
        code=code, kind=kind, name=create_localized_text_from(clean_names, by=by), place=place, is_offered=is_offered
    )
    records.append_acts(records.Act("official kind added", official_kind, by, content={"code": code}), at=at)
    return official_kind


@transaction.atomic
def change_kind(
    *,
    official_kind: OfficialKind,
    names: Mapping[str, str],
    by: Person,
    place: int,
    is_offered: bool,
    at: datetime | None = None,
) -> None:
    """Corrects the names, the place, and whether forms offer it; members that have it keep it."""
    require(rules.may_keep_members(by))
    clean_names = {code: text.strip() for code, text in names.items()}
    name = official_kind.name
    require(bool(clean_names.get(name.language, name.text)) or Refusal(UNNAMED))
    change_localized_text(name, clean_names)
    official_kind.place, official_kind.is_offered = place, is_offered
    official_kind.save(update_fields=["place", "is_offered"])
    content = {"code": official_kind.code, "offered": is_offered}
    records.append_acts(records.Act("official kind changed", official_kind, by, content=content), at=at)


def _free_code(name: str) -> str:
    stem = slugify(name)[:70].replace("-", "_") or "kind"
    used_codes = set(OfficialKind.objects.filter(code__startswith=stem).values_list("code", flat=True))
    return next(
        code for n in range(1, len(used_codes) + 2) if (code := stem if n == 1 else f"{stem}_{n}") not in used_codes
    )
