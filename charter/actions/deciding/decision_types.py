"""Defining types of decision: names for the fixed outcomes, which the decision panel offers beside them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.actions.records import Act, append_acts, changed_values
from accounts.canonical import digest_of_json
from accounts.models import Person
from accounts.rules import Refusal, Refused, may_keep_members, require
from charter.models import DecisionType
from charter.states import Outcome

UNNAMED = _("Give the name of the type in at least one language.")


@transaction.atomic
def add_type(
    *,
    names: Mapping[str, str],
    outcome: str,
    by: Person,
    place: int = 100,
    is_offered: bool = True,
    at: datetime | None = None,
) -> DecisionType:
    """A new type of one of the fixed outcomes; `names` by language."""
    require(may_keep_members(by))
    require(outcome in Outcome.values or Refusal(_("Choose one of the decisions.")))
    new_type = DecisionType.objects.create(names=_clean(names), outcome=outcome, place=place, is_offered=is_offered)
    append_acts(Act("decision type added", new_type, by, content=changed_values(None, _content(new_type))), at=at)
    return new_type


@transaction.atomic
def change_type(
    *,
    type_: DecisionType,
    names: Mapping[str, str],
    by: Person,
    place: int,
    is_offered: bool,
    at: datetime | None = None,
) -> DecisionType:
    """Corrects the names and the place, retires the type or offers it again; its outcome never changes."""
    require(may_keep_members(by))
    locked_type = DecisionType.objects.select_for_update(no_key=True).get(pk=type_.pk)
    before = _content(locked_type)
    locked_type.names, locked_type.place, locked_type.is_offered = _clean(names), place, is_offered
    if _content(locked_type) != before:
        locked_type.save(update_fields=["names", "place", "is_offered"])
        content = changed_values(before, _content(locked_type))
        append_acts(Act("decision type changed", locked_type, by, content=content), at=at)
    return locked_type


@transaction.atomic
def delete_type(*, type_: DecisionType, by: Person, at: datetime | None = None) -> None:
    """Deletes a type that no decision has, superseded decisions included."""
    require(may_keep_members(by))
    locked_type = DecisionType.objects.select_for_update(no_key=True).get(pk=type_.pk)
    count = locked_type.decisions.count()
    if count:
        sentence = ngettext(
            "%(n)d decision has this type. A type in use cannot be deleted. The secretariat can stop offering it.",
            "%(n)d decisions have this type. A type in use cannot be deleted. The secretariat can stop offering it.",
            count,
        )
        raise Refused(Refusal(sentence % {"n": count}))
    append_acts(
        Act("decision type deleted", locked_type, by, content=changed_values(_content(locked_type), None)), at=at
    )
    locked_type.delete()


def _clean(names: Mapping[str, str]) -> dict[str, str]:
    cleaned = {code: text for code, name in names.items() if (text := " ".join(name.split()))}
    require(bool(cleaned) or Refusal(UNNAMED))
    return cleaned


def _content(type_: DecisionType) -> dict[str, object]:
    """The content of a type for the audit log; its names as a digest."""
    names = digest_of_json(sorted(type_.names.items()))
    return {"outcome": type_.outcome, "names": names, "place": type_.place, "offered": type_.is_offered}
