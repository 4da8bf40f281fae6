"""What members are told when decisions become public."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import prefetch_related_objects
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.actions.records import head_of_record
from accounts.email_texts import compose_template
from accounts.models import Organisation, Person
from accounts.states import EmailTemplateKind
from charter.actions.amending import amendment_letters
from charter.actions.amending.amendment_letters import Words
from charter.models import Decision, Release, proposers_of
from charter.queries.amending.member_tasks import deciders_of
from charter.wording.decisions import outcome_label_lazy

_reason_in_the_readers_language = lazy(lambda said: said.in_language(get_language() or said.language).text, str)
together = lazy(lambda lines: "\n".join(map(str, lines)), str)


def write_release_letters(
    release: Release, decisions: Iterable[Decision], before: Mapping[int, Decision] | None = None
) -> None:
    """One email for each member and person: how many of its amendments were decided, and with which outcome.

    `before` are the public decisions that these replace, by id of the new one: the email names both, and the reason.
    """
    now, decisions, replaced = head_of_record(), list(decisions), before or {}
    prefetch_related_objects(decisions, *proposers_of("amendment"), "amendment__text__prepared_by")
    by_city: dict[Organisation, list[Decision]] = {}
    for decision in decisions:
        for city in decision.amendment.members:
            by_city.setdefault(city, []).append(decision)
    binding = deciders_of(by_city, release.at)
    for city, rows in by_city.items():
        lines = [_line(decision, replaced.get(decision.pk)) for decision in rows]
        subject, body = compose_template(
            EmailTemplateKind.DECISIONS, {"city": city, "decisions": together(lines), "head": now}
        )
        key, about = f"decisions:{release.pk}:{city.pk}", amendment_letters.About(organisation=city)
        address = ("city_letter", release.round.number, city.slug)
        amendment_letters.write_letters(
            _concerned(city, rows, binding[city]), "decisions", subject, body, key, address, about, at=release.at
        )


def _concerned(city: Organisation, decisions: Iterable[Decision], deciders: Iterable[Person]) -> list[Person]:
    """Who may bind the member, and who wrote what was decided for it."""
    own = (d.amendment for d in decisions if d.amendment.organisation_id == city.pk and not d.amendment.on_behalf)
    writers = [amendment.text.prepared_by for amendment in own if amendment.text]
    return list({person.pk: person for person in [*deciders, *writers]}.values())


def _line(decision: Decision, before: Decision | None) -> Words:
    values = {
        "name": str(decision.amendment),
        "outcome": outcome_label_lazy(decision),
        "reason": _reason_in_the_readers_language(decision.reason),
    }
    if before is None:
        return format_lazy("{name}: {outcome}. {reason}", **values)
    values |= {"before": outcome_label_lazy(before), "note": _reason_in_the_readers_language(decision.note)}
    return format_lazy(_("{name}: {outcome}, before: {before}. {note} {reason}"), **values)
