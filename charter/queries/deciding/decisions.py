"""Decisions: pending ones, public ones, and how many of a round changed the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import FilteredRelation, Q, QuerySet
from django.utils.text import Truncator
from django.utils.translation import get_language

from accounts.models import LocalizedText, Organisation, localized_text_in, names_of
from charter.models import (
    Adoption,
    Amendment,
    Change,
    Charter,
    Decision,
    Round,
    Version,
    proposers_of,
    unnamed_proposers_of,
)
from charter.queries.amending.amendments import changes_of
from charter.queries.deciding import effects
from charter.queries.reading import named_people
from charter.queries.reading.published_labels import published_arrangement
from charter.states import AdoptionScope, AmendmentState, Outcome


def current_decision(amendment: Amendment) -> Decision | None:
    """The decision on it that holds at this moment, with who made it, whether it is public or not."""
    rows = Decision.objects.filter(amendment=amendment, superseded_at=None)
    return rows.select_related("by", "because_of", "amendment__round__body").first()


def unreleased_decisions(round_: Round) -> QuerySet[Decision]:
    """Decisions of a round that hold and are not public yet, in the order of their numbers."""
    decisions = Decision.objects.filter(amendment__round=round_, superseded_at=None, release=None)
    return _with_all(decisions.exclude(amendment__state=AmendmentState.WITHDRAWN))


def decisions_to_release(round_: Round) -> QuerySet[Decision]:
    """Those of them that the body did not return."""
    return unreleased_decisions(round_).filter(returned_at=None)


def released_decisions(round_: Round | None = None, charter: Charter | None = None) -> QuerySet[Decision]:
    """Public decisions that hold, of a round or of all rounds of a charter, in the order of their numbers."""
    decisions = Decision.objects.filter(superseded_at=None, release__isnull=False)
    if round_ is not None:
        decisions = decisions.filter(amendment__round=round_)
    if charter is not None:
        decisions = decisions.filter(amendment__round__charter=charter)
    return _with_all(decisions)


def ended_amendments(round_: Round) -> QuerySet[Amendment]:
    """Amendments of a round that ended without a decision and were public: withdrawn by their member.

    Names are left to `load_names`.
    """
    amendments = Amendment.objects.filter(round=round_, state=AmendmentState.WITHDRAWN).exclude(number=None)
    return amendments.select_related("organisation__name").prefetch_related(*unnamed_proposers_of())


def cities_with_decisions(round_: Round) -> list[tuple[str, str]]:
    """Slug and name of each member whose amendments have public decisions in the round, by name."""
    decided = Amendment.objects.filter(round=round_, decisions__superseded_at=None, decisions__release__isnull=False)
    cities = Organisation.objects.filter(named_people.asking_for(decided), name_withheld=False).order_by("slug")
    names = cities.values_list("slug", localized_text_in("name", get_language() or ""))
    named = [(slug, Truncator(name).chars(40)) for slug, name in names]
    return sorted(named, key=lambda pair: pair[1].casefold())


def narrowed_decision_ids(round_: Round, *, article: str = "", decision: str = "", city: str = "") -> list[int]:
    """Ids of public decisions on an article, of an outcome, of a member, in the order of the text."""
    decisions = Decision.objects.filter(amendment__round=round_, superseded_at=None, release__isnull=False)
    if decision:
        decisions = decisions.filter(outcome=decision)
    if city:
        decisions = decisions.filter(amendment__in=Amendment.objects.asked_by(city).values("pk"))
    arrangement = published_arrangement(round_.charter)
    sections = arrangement.sections if arrangement else ()
    places = {block.key: n for n, block in enumerate(b for section in sections for b in section.blocks)}
    inside = {b.key for section in sections if section.address == article for b in section.blocks}
    first: dict[int, int] = {}
    rows = decisions.order_by("amendment__number").values_list("pk", "text__changes__provision__key")
    for pk, key in rows:
        if not article or str(key) in inside:
            first[pk] = min(places.get(str(key), len(places)), first.get(pk, len(places)))
    return sorted(first, key=first.__getitem__)


def filter_decisions(
    decisions: QuerySet[Decision],
    *,
    round_number: int | None = None,
    outcome: str = "",
    city: str = "",
    keys: list[str] | None = None,
    theme: str = "",
) -> QuerySet[Decision]:
    """Those of a round, of an outcome, of a member that does not withhold its name, on one of these provisions.

    `theme` is the code of a theme of a provision that the amendment changes.
    """
    if round_number:
        decisions = decisions.filter(amendment__round__number=round_number)
    if outcome:
        decisions = decisions.filter(outcome=outcome)
    if city:
        decisions = decisions.filter(amendment__in=Amendment.objects.asked_by(city).values("pk"))
    if keys is not None:
        decisions = decisions.filter(text__in=Change.objects.filter(provision__key__in=keys).values("text"))
    if theme:
        decisions = decisions.filter(text__in=Change.objects.filter(provision__themes__code=theme).values("text"))
    return decisions


def decisions_by_id(ids: Sequence[int]) -> list[Decision]:
    """The decisions with these ids, in that order, with all that a row shows; names are left to `load_names`."""
    rows = _selected(Decision.objects.filter(pk__in=ids))
    rows = rows.prefetch_related(changes_of("text__changes"), *unnamed_proposers_of("amendment")).order_by()
    decisions = {decision.pk: decision for decision in rows}
    return [decisions[pk] for pk in ids if pk in decisions]


def without_amendment(charter: Charter) -> QuerySet[Adoption]:
    """Changes of text that no amendment proposed, the latest first."""
    adoptions = Adoption.objects.filter(provision__charter=charter, change=None, merge=None, compromise=None)
    return (
        adoptions.select_related("provision", "other", "by", "agreed_by", "asked_by__name", "reason")
        .prefetch_related(*names_of("asked_by"), "reason__translations", "wordings__parent")
        .order_by("-at", "-id")
    )


def without_amendment_between(old: Version, new: Version) -> QuerySet[Adoption]:
    """The same for changes after one version and in the next, in the order in which they were made."""
    adoptions = without_amendment(new.charter).filter(at__gt=old.published_at, at__lte=new.published_at)
    return adoptions.order_by("at", "id")


def one_language_only(adoption: Adoption) -> bool:
    return adoption.scope == AdoptionScope.THIS_LANGUAGE


@dataclass(frozen=True)
class DecisionTally:
    """How many decisions a round has, and how many of them changed the text of a version.

    `open_numbers` are the numbers of amendments without a final outcome; a referred one is open until its body has
    decided.
    """

    amendments: int
    decided: int
    changed: int
    withdrawn: int
    open_numbers: tuple[int, ...]
    version: Version | None

    @property
    def open(self) -> int:
        return len(self.open_numbers)


def public_decisions_replaced_by(decisions: Iterable[Decision]) -> dict[int, Decision]:
    """The public decision in whose place each of these was written, by the id of the new one."""
    new = {(decision.amendment_id, decision.at): decision.pk for decision in decisions}
    amendments = {amendment for amendment, _at in new}
    old = Decision.objects.filter(amendment__in=amendments).exclude(superseded_at=None).exclude(release=None)
    return {new[place]: row for row in old if (place := (row.amendment_id, row.superseded_at)) in new}


def tally_decisions(round_: Round) -> DecisionTally:
    """The figures that the public knows; the effect on the text is computed from the version's own text."""
    version = effects.version_of(round_)
    public = FilteredRelation(
        "decisions", condition=Q(decisions__superseded_at=None, decisions__release__isnull=False)
    )
    amendments = Amendment.objects.public().numbered().filter(round=round_).alias(public_decision=public)
    rows = list(amendments.order_by("number").values_list("pk", "number", "state", "public_decision__outcome"))
    decided = {pk for pk, _number, _state, outcome in rows if outcome}
    left = [(number, state) for _pk, number, state, outcome in rows if outcome in (None, Outcome.REFERRED)]
    ongoing = [number for number, state in left if state != AmendmentState.WITHDRAWN]
    without_end = tuple(number for number in ongoing if number is not None)
    changed = decided & effects.amendments_in_version(round_, version) if version else set()
    return DecisionTally(len(rows), len(decided), len(changed), len(left) - len(without_end), without_end, version)


def members_named_by(decisions: Iterable[Decision]) -> Iterator[Organisation]:
    """Organisations in a row of a decision: all proposers of its amendment, and the one that replied."""
    for decision in decisions:
        yield from decision.amendment.members
        yield from members_replying([decision])


def members_replying(decisions: Iterable[Decision]) -> Iterator[Organisation]:
    """Organisations that replied to these decisions; reads the selected `reply`."""
    yield from (decision.reply.organisation for decision in decisions if hasattr(decision, "reply"))


def texts_of_decisions(decisions: Iterable[Decision]) -> Iterator[LocalizedText | None]:
    """The texts of a row of a decision that exist in several languages."""
    for decision in decisions:
        yield from (decision.reason, decision.note, decision.amendment.round.body)


def without_names(decisions: QuerySet[Decision]) -> QuerySet[Decision]:
    """Decisions with all that a row shows, except proposers, names and translations, which `load_names` reads."""
    rows = _selected(decisions).prefetch_related(changes_of("text__changes"), "words")
    return rows.order_by("amendment__round__number", "amendment__number")


def _selected(decisions: QuerySet[Decision]) -> QuerySet[Decision]:
    return decisions.select_related(
        "reason",
        "note",
        "release",
        "because_of",
        "text",
        "amendment__round__body",
        "amendment__organisation__name",
        "reply__organisation__name",
    )


def _with_all(decisions: QuerySet[Decision]) -> QuerySet[Decision]:
    """With all that a row shows, in a constant number of queries."""
    return without_names(decisions).prefetch_related(
        "reason__translations",
        "note__translations",
        "amendment__round__body__translations",
        *proposers_of("amendment"),
        *names_of("reply__organisation"),
    )
