"""Amendments as pages show them: what each change does to which words, who stands behind it, what is like it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects

from accounts.models import Organisation, Person, names_of
from accounts.rules import is_moderator, mandates_of
from accounts.states import Membership
from charter import rules
from charter.citations import Label
from charter.models import (
    Amendment,
    AmendmentText,
    Arrangement,
    Change,
    Charter,
    Decision,
    Position,
    Round,
    askers_of,
)
from charter.queries.shown_changes import Shown
from charter.states import (
    PENDING_STATES,
    AmendmentState,
)

# What showing a change reads of other rows.
OF_A_CHANGE = ("provision", "base", "after", "after_base")


def shown(text: AmendmentText, labels: Mapping[str, Label], language: str) -> list[Shown]:
    """The changes of a text in their order; reads prefetched `changes`, with provision, base and after."""
    return [_shown(change, labels, language) for change in text.changes.all()]


def decided(decision: Decision, labels: Mapping[str, Label], language: str) -> list[Shown]:
    """The changes as the decision took them; without words of its own they are those that were asked for."""
    words = {row.change_id: row for row in decision.words.all()}
    found = []
    for change in with_changes([decision.text])[0].changes.all():
        row = words.get(change.pk)
        if row is None or row.taken:
            found.append(_shown(change, labels, language, (row.html or None) if row else None))
    return found


def labels_of(round_: Round, language: str) -> dict[str, Label]:
    """Citations of the working text, and those of the round's version for provisions that left it."""
    labels = dict(round_.version.arrangement.labels(language))
    working: Arrangement | None = round_.charter.arrangement
    return {**labels, **(working.labels(language) if working else {})}


def with_changes(found: Iterable[AmendmentText]) -> list[AmendmentText]:
    """Texts with their changes, and these with provision, base and place, in three queries."""
    ids = [text.pk for text in found]
    return list(AmendmentText.objects.filter(pk__in=ids).prefetch_related(changes_of("changes")))


def changes_of(path: str) -> Prefetch:
    """Changes along a path, with all that showing them needs."""
    return Prefetch(path, queryset=Change.objects.select_related(*OF_A_CHANGE).order_by("place"))


def for_page() -> QuerySet[Amendment]:
    """Amendments with all that a page of one shows."""
    return Amendment.objects.select_related(
        "round__charter__arrangement",
        "round__version__arrangement",
        "round__body",
        "organisation__name",
        "text__title",
        "text__reason",
        "text__prepared_by",
        "text__confirmed_by",
        "receipt",
        "suggested_by__user",
    ).prefetch_related(
        *askers_of(),
        "round__body__translations",
        "text__title__translations",
        "text__reason__translations",
        changes_of("text__changes"),
        Prefetch("decisions", queryset=_decisions()),
    )


def find(person: Person | None, number: int, round_number: int) -> Amendment | None:
    """The amendment of that number where the person may read it; None where it is not to be known of."""
    amendment = for_page().filter(round__number=round_number, number=number).first()
    return amendment if amendment is not None and rules.may_read(person, amendment) else None


def own(person: Person, key: UUID | str) -> Amendment | None:
    """An amendment that the person has a part in by its key: of an own organisation, or entered at the desk."""
    mine = Amendment.objects.held_by([mandate.organisation_id for mandate in mandates_of(person)])
    entered = Amendment.objects.entered() if is_moderator(person) else Amendment.objects.none()
    found = for_page().filter(Q(pk__in=mine.values("pk")) | Q(pk__in=entered.values("pk")), key=key)
    return found.first()


def in_order(person: Person | None) -> QuerySet[Amendment]:
    """Public amendments that the person may see, the newest round first."""
    found = Amendment.objects.public() if rules.is_inside(person) else Amendment.objects.open_to_all()
    return found.order_by("-round__number", "number")


def listed(person: Person | None) -> QuerySet[Amendment]:
    """The same with what a list says of each."""
    return (
        in_order(person)
        .select_related("round__body", "organisation__name", "text__title")
        .prefetch_related(
            *askers_of(),
            "text__title__translations",
            "round__body__translations",
            changes_of("text__changes"),
            Prefetch("decisions", queryset=_decisions()),
        )
    )


def in_short(person: Person | None) -> QuerySet[Amendment]:
    """The same with reasons too, and without translations: `translate` brings those of many in one query."""
    _names, *askers = askers_of()
    found = in_order(person).select_related("round__body", "organisation__name", "text__title", "text__reason")
    return found.prefetch_related(*askers, changes_of("text__changes"), Prefetch("decisions", queryset=_decisions()))


def translate(found: Iterable[Amendment]) -> None:
    """Brings what these amendments say in every language, and the names of who asks, in one query."""
    said = []
    for one in found:
        words = (one.text.title, one.text.reason) if one.text else ()
        said += [*words, one.organisation.name, one.round.body]
    prefetch_related_objects([one for one in said if one is not None], "translations")


def visible_decision(person: Person | None, amendment: Amendment) -> Decision | None:
    """The decision that holds, where it is public or the person may see it before that."""
    decision = amendment.decision
    if not isinstance(decision, Decision) or amendment.state == AmendmentState.WITHDRAWN:
        return None
    return decision if decision.is_released or rules.may_read_decisions_before_release(person) else None


def positions(text: AmendmentText) -> list[Position]:
    """Positions that hold on a text, in the order of their cities' names."""
    held = Position.objects.filter(text=text, superseded_at=None).select_related("organisation__name")
    return sorted(held.prefetch_related(*names_of("organisation")), key=lambda p: str(p.organisation))


def is_counted(organisation: Organisation, round_: Round) -> bool:
    """Whether the round counts this organisation's stances; partners and associations are never added in."""
    flag = round_.who_is_counted
    return organisation.is_counted and (flag == Membership.ANY or bool(getattr(organisation, flag)))


def known_state(amendment: Amendment) -> str:
    """The state, or the outcome, as the public may know it; reads prefetched `decisions`."""
    held = visible_decision(None, amendment)
    if held is not None:
        return held.outcome
    withdrawn = amendment.state == AmendmentState.WITHDRAWN
    return AmendmentState.WITHDRAWN if withdrawn else AmendmentState.UNDER_REVIEW


def narrowed(
    found: QuerySet[Amendment],
    charter: Charter,
    *,
    round_number: int | None = None,
    state: str = "",
    article: str = "",
    city: str = "",
) -> QuerySet[Amendment]:
    """Those of a round, in a state the public knows of, on an article, of a member that does not withhold its name."""
    if round_number:
        found = found.filter(round__number=round_number)
    if city:
        found = found.filter(pk__in=Amendment.objects.asked_by(city).values("pk"))
    if article:
        found = in_article(found, keys_in(charter, article))
    return in_state(found, state) if state else found


def keys_in(charter: Charter, address: str) -> list[str]:
    """Keys of the provisions that stand in the article with that address today."""
    sections = charter.arrangement.sections if charter.arrangement else ()
    return [block.key for section in sections if section.address == address for block in section.blocks]


def in_article(found: QuerySet[Amendment], keys: Iterable[str]) -> QuerySet[Amendment]:
    """Those that touch one of these provisions."""
    touching = Change.objects.filter(provision__key__in=list(keys)).values("text")
    return found.filter(text__in=touching)


def in_state(found: QuerySet[Amendment], state: str) -> QuerySet[Amendment]:
    """Those the public knows to be in this state or to have this outcome."""
    released = Q(decisions__superseded_at=None, decisions__release__isnull=False)
    if state == AmendmentState.WITHDRAWN:
        return found.filter(state=state)
    if state == AmendmentState.UNDER_REVIEW:
        out = Amendment.objects.filter(released).values("pk")
        return found.filter(state__in=[*PENDING_STATES, AmendmentState.MERGED]).exclude(pk__in=out)
    held = Amendment.objects.filter(released, decisions__outcome=state).exclude(state=AmendmentState.WITHDRAWN)
    return found.filter(pk__in=held.values("pk"))


def _shown(change: Change, labels: Mapping[str, Label], language: str, words: str | None = None) -> Shown:
    label = labels.get(str(change.provision.key))
    after = labels.get(str(change.after.key)) if change.after else None
    return Shown(change, label.citation if label else "", after.citation if after else "", language, words)


def _decisions() -> QuerySet[Decision]:
    """Decisions that hold; fetched with their amendment, they know it and its round."""
    held = Decision.objects.filter(superseded_at=None).select_related("reason", "because_of__round", "release")
    return held.prefetch_related("reason__translations")
