"""What members are told when decisions become public."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import prefetch_related_objects
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.actions.records import head
from accounts.models import Organisation, Person
from charter.actions import notices
from charter.actions.notices import Words
from charter.models import Decision, Release, askers_of
from charter.queries import decisions as decided
from charter.queries.city import deciders_of

_reason_in_the_readers_language = lazy(lambda said: said.in_language(get_language() or said.language).text, str)
together = lazy(lambda lines: "\n".join(map(str, lines)), str)


def tell(made: Release, decisions: Iterable[Decision]) -> None:
    """One letter a member and person: how many of the amendments it asks for were decided, and how."""
    now, decisions = head(), list(decisions)
    prefetch_related_objects(decisions, *askers_of("amendment"), "amendment__text__prepared_by")
    by_city: dict[Organisation, list[Decision]] = {}
    for decision in decisions:
        for city in decision.amendment.members:
            by_city.setdefault(city, []).append(decision)
    binding = deciders_of(by_city, made.at)
    for city, rows in by_city.items():
        subject = format_lazy(_("Decisions on the amendments of {city}"), city=city)
        first, last = _("These decisions are public now, each with its reason."), _("Head of the record: {head}")
        body = together([first, *map(_line, rows), format_lazy(last, head=now)])
        key, about = f"decisions:{made.pk}:{city.pk}", notices.About(organisation=city)
        address = ("city_letter", made.round.number, city.slug)
        notices.tell(
            _concerned(city, rows, binding[city]), "decisions", subject, body, key, address, about, at=made.at
        )


def _concerned(city: Organisation, decisions: Iterable[Decision], deciders: Iterable[Person]) -> list[Person]:
    """Who may bind the member, and who wrote what was decided for it."""
    own = (d.amendment for d in decisions if d.amendment.organisation_id == city.pk and not d.amendment.on_behalf)
    writers = [one.text.prepared_by for one in own if one.text]
    return list({person.pk: person for person in [*deciders, *writers]}.values())


def _line(decision: Decision) -> Words:
    return format_lazy(
        "{name}: {outcome}. {reason}",
        name=str(decision.amendment),
        outcome=decided.label(decision),
        reason=_reason_in_the_readers_language(decision.reason),
    )
