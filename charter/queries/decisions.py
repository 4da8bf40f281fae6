"""Decisions as they are shown: their words and shapes, what waits, and the public table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import Organisation, names_of
from charter.models import Adoption, Amendment, Change, Charter, Decision, Round, Version, askers_of
from charter.queries import effects, naming
from charter.states import AdoptionScope, AmendmentState, Outcome


def words(decision: Decision) -> str:
    """The outcome in words, with the other amendment or the body that it names."""
    other, body = decision.because_of, ""
    if decision.outcome == Outcome.REFERRED:
        body = decision.amendment.round.body.in_language(get_language() or "").text
    return str(Outcome(decision.outcome).label) % {"number": other.number if other else "", "body": body}


label = lazy(words, str)


def meanwhile(amendment: Amendment) -> str:
    """Who decided on it, and how, while somebody else had it open; or that it changed otherwise."""
    decision = Decision.objects.filter(amendment=amendment, superseded_at=None)
    held = decision.select_related("by", "because_of", "amendment__round__body").first()
    if held is None:
        return _("This amendment changed since you opened the page. Look at it below, then decide.")
    said = _(
        "%(person)s decided on it at %(time)s: %(outcome)s. Your words stand below, not saved. "
        "Decide again to put them in its place."
    )
    at = date_format(timezone.localtime(held.at), "TIME_FORMAT")
    return said % {"person": held.by, "time": at, "outcome": words(held)}


def waiting(round_: Round) -> QuerySet[Decision]:
    """Decisions of a round that hold and are not public yet, in the order of their numbers."""
    found = Decision.objects.filter(amendment__round=round_, superseded_at=None, release=None)
    return _with_all(found.exclude(amendment__state=AmendmentState.WITHDRAWN))


def to_release(round_: Round) -> QuerySet[Decision]:
    """Those of them that the body did not return."""
    return waiting(round_).filter(returned_at=None)


def released(round_: Round | None = None, charter: Charter | None = None) -> QuerySet[Decision]:
    """Public decisions that hold, of a round or of all rounds of a charter, in the order of their numbers."""
    found = Decision.objects.filter(superseded_at=None, release__isnull=False)
    if round_ is not None:
        found = found.filter(amendment__round=round_)
    if charter is not None:
        found = found.filter(amendment__round__charter=charter)
    return _with_all(found)


def ended(round_: Round) -> QuerySet[Amendment]:
    """Amendments of a round that ended without a decision and were public: withdrawn by their member."""
    return Amendment.objects.for_rows().filter(round=round_, state=AmendmentState.WITHDRAWN).exclude(number=None)


def cities(round_: Round) -> list[tuple[str, str]]:
    """Slug and name of each member that asked for what was decided in public in the round, by name."""
    decided = Amendment.objects.filter(round=round_, decisions__superseded_at=None, decisions__release__isnull=False)
    found = Organisation.objects.filter(naming.asking_for(decided)).with_names()
    named = [(city.slug, Truncator(str(city)).chars(40)) for city in found if not city.name_withheld]
    return sorted(named, key=lambda pair: pair[1].casefold())


def narrowed(round_: Round, *, article: str = "", decision: str = "", city: str = "") -> list[int]:
    """Ids of public decisions on an article, of an outcome, of a member, in the order of the text."""
    found = Decision.objects.filter(amendment__round=round_, superseded_at=None, release__isnull=False)
    if decision:
        found = found.filter(outcome=decision)
    if city:
        found = found.filter(amendment__in=Amendment.objects.asked_by(city).values("pk"))
    sections = round_.charter.arrangement.sections if round_.charter.arrangement else ()
    places = {block.key: n for n, block in enumerate(b for section in sections for b in section.blocks)}
    inside = {b.key for section in sections if section.address == article for b in section.blocks}
    first: dict[int, int] = {}
    rows = found.order_by("amendment__number").values_list("pk", "text__changes__provision__key")
    for pk, key in rows:
        if not article or str(key) in inside:
            first[pk] = min(places.get(str(key), len(places)), first.get(pk, len(places)))
    return sorted(first, key=first.__getitem__)


def fitting(
    found: QuerySet[Decision],
    *,
    round_number: int | None = None,
    outcome: str = "",
    city: str = "",
    keys: list[str] | None = None,
) -> QuerySet[Decision]:
    """Those of a round, of an outcome, of a member that does not withhold its name, on one of these provisions."""
    if round_number:
        found = found.filter(amendment__round__number=round_number)
    if outcome:
        found = found.filter(outcome=outcome)
    if city:
        found = found.filter(amendment__in=Amendment.objects.asked_by(city).values("pk"))
    if keys is not None:
        found = found.filter(text__in=Change.objects.filter(provision__key__in=keys).values("text"))
    return found


def those(ids: Sequence[int]) -> list[Decision]:
    """The decisions with these ids, in that order, with all that a row shows."""
    found = {decision.pk: decision for decision in _with_all(Decision.objects.filter(pk__in=ids))}
    return [found[pk] for pk in ids if pk in found]


def without_amendment(charter: Charter) -> QuerySet[Adoption]:
    """Changes of the words that no amendment asked for, the latest first."""
    found = Adoption.objects.filter(provision__charter=charter, change=None, merge=None, compromise=None)
    return (
        found.select_related("provision", "other", "by", "agreed_by", "asked_by__name", "reason")
        .prefetch_related(*names_of("asked_by"), "reason__translations", "wordings__parent")
        .order_by("-at", "-id")
    )


def without_amendment_between(old: Version, new: Version) -> QuerySet[Adoption]:
    """The same for what came in after one version and stands in the next, in the order in which it came."""
    found = without_amendment(new.charter).filter(at__gt=old.published_at, at__lte=new.published_at)
    return found.order_by("at", "id")


def one_language_only(adoption: Adoption) -> bool:
    return adoption.scope == AdoptionScope.THIS_LANGUAGE


@dataclass(frozen=True)
class Tally:
    """How many decisions a round has, how many of them changed the text as of a version.

    `open` are those without an end; a referred one is open until its body has said what becomes of it.
    """

    amendments: int
    decided: int
    changed: int
    withdrawn: int
    open: int
    version: Version | None


def tally(round_: Round) -> Tally:
    """The figures of what the public knows; what changed the text is told from the version's own words."""
    version = effects.version_of(round_)
    known = Amendment.objects.public().numbered().filter(round=round_)
    held = Decision.objects.filter(amendment__in=known, superseded_at=None, release__isnull=False)
    outcomes = dict(held.values_list("amendment", "outcome"))
    ended = [pk for pk, outcome in outcomes.items() if outcome != Outcome.REFERRED]
    left = known.exclude(pk__in=ended)
    withdrawn = left.filter(state=AmendmentState.WITHDRAWN).count()
    changed = outcomes.keys() & effects.changed(round_, version) if version else set()
    return Tally(known.count(), len(outcomes), len(changed), withdrawn, left.count() - withdrawn, version)


def without_end(round_: Round) -> QuerySet[Amendment]:
    """Amendments of which the public knows no end, referred ones too, in the order of their numbers."""
    ended = Decision.objects.filter(superseded_at=None, release__isnull=False).exclude(outcome=Outcome.REFERRED)
    known = Amendment.objects.public().numbered().filter(round=round_)
    left = known.exclude(pk__in=ended.values("amendment")).exclude(state=AmendmentState.WITHDRAWN)
    return left.order_by("number")


def _with_all(found: QuerySet[Decision]) -> QuerySet[Decision]:
    """With all that a row shows, in a constant number of queries."""
    return (
        found.select_related(
            "reason",
            "note",
            "release",
            "because_of",
            "text",
            "amendment__round__body",
            "amendment__organisation__name",
            "reply__organisation__name",
        )
        .prefetch_related(
            "reason__translations",
            "note__translations",
            "amendment__round__body__translations",
            *askers_of("amendment"),
            *names_of("reply__organisation"),
            "text__changes__provision",
            "text__changes__base",
            "text__changes__after",
            "text__changes__after_base",
            "words",
        )
        .order_by("amendment__round__number", "amendment__number")
    )
