"""Keeping the list of official kinds: what it names, in which order, and what is still offered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts import rules
from accounts.actions import records
from accounts.models import OfficialKind, Person, Said, say_in_each
from accounts.rules import Refusal, require

UNNAMED = _("Give the kind a name in one language at least.")


@transaction.atomic
def add(
    *,
    names: Mapping[str, str],
    by: Person,
    kind: str,
    place: int = 100,
    is_offered: bool = True,
    at: datetime | None = None,
) -> OfficialKind:
    """A new kind under a code of its own; `names` by language, the first one given is the original."""
    require(rules.may_keep_members(by))
    given = {code: text.strip() for code, text in names.items() if text.strip()}
    require(bool(given) or Refusal(UNNAMED))
    code = _free_code(next(iter(given.values())))
    made = OfficialKind.objects.create(
        code=code, kind=kind, name=say_in_each(given, by=by), place=place, is_offered=is_offered
    )
    records.append(records.Act("official kind added", made, by, content={"code": code}), at=at)
    return made


@transaction.atomic
def change(
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
    given = {code: text.strip() for code, text in names.items()}
    said = official_kind.name
    require(bool(given.get(said.language, said.text)) or Refusal(UNNAMED))
    _rename(said, given)
    official_kind.place, official_kind.is_offered = place, is_offered
    official_kind.save(update_fields=["place", "is_offered"])
    content = {"code": official_kind.code, "offered": is_offered}
    records.append(records.Act("official kind changed", official_kind, by, content=content), at=at)


def _rename(said: Said, names: Mapping[str, str]) -> None:
    """Writes each name in its language; one that was emptied goes, but the original."""
    if said.language in names:
        said.text = names[said.language]
        said.save(update_fields=["text"])
    for code, text in names.items():
        if code != said.language and text:
            Said.objects.update_or_create(original=said, language=code, defaults={"text": text})
    gone = [code for code, text in names.items() if not text and code != said.language]
    said.translations.filter(language__in=gone).delete()  # type: ignore[attr-defined]


def _free_code(name: str) -> str:
    stem = slugify(name)[:70].replace("-", "_") or "kind"
    taken = set(OfficialKind.objects.filter(code__startswith=stem).values_list("code", flat=True))
    return next(code for n in range(1, len(taken) + 2) if (code := stem if n == 1 else f"{stem}_{n}") not in taken)
