"""Amendments as pages show them: the changes and their texts, the members that support them, similar amendments."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from accounts.models import Organisation, Person, load_names
from accounts.prepared import Prepared
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
    Compromise,
    CurrentWording,
    Decision,
    Position,
    Round,
    VersionWording,
    WorkingTranslation,
    load_amendment_texts,
    proposers_of,
    unnamed_proposers_of,
)
from charter.queries.amending.shown_changes import Shown
from charter.queries.reading.published_labels import published_arrangement, published_labels
from charter.states import (
    PENDING_STATES,
    AmendmentState,
    ChangeKind,
)

# Changes that take a whole provision as it is, and may have no wording of their own.
WITHOUT_BASE = frozenset({ChangeKind.MOVE, ChangeKind.DELETE})
# What showing a change reads of other rows.
OF_A_CHANGE = ("provision", "base", "after", "after_base", "new_provision")


def shown_changes(
    text: AmendmentText, labels: Mapping[str, Label], language: str, version: int | None = None
) -> list[Shown]:
    """The changes of a text in their order; reads prefetched `changes`, with provision, base and after.

    `version` is the number of the version that the text changes: a provision that moves has the words of that version.
    """
    changes = list(text.changes.all())
    words = _words_of_places(changes, version)
    return [_shown(change, labels, language, places=words) for change in changes]


def decided_changes(
    decision: Decision,
    labels: Mapping[str, Label],
    language: str,
    version: int | None = None,
    agreed: Callable[[Change], str | None] = lambda change: None,
) -> list[Shown]:
    """The changes as decided; without a text of the decision they are as proposed. `version`: see `shown_changes`.

    `agreed` gives the text of the compromise that enters in place of that of a change, if there is one.
    """
    decided_words = {row.change_id: row for row in decision.words.all()}
    rows, changes = [], list(texts_with_changes([decision.text])[0].changes.all())
    places = _words_of_places(changes, version)
    for change in changes:
        row = decided_words.get(change.pk)
        if row is None or row.taken:
            words = agreed(change) or ((row.html or None) if row else None)
            rows.append(_shown(change, labels, language, words, places))
    return rows


def labels_of(round_: Round, language: str) -> dict[str, Label]:
    """Citations of the latest version, and those of the round's version for provisions that left it."""
    _share_charter(round_)
    return {**round_.version.arrangement.labels(language), **published_labels(round_.charter, language)}


def working_labels(round_: Round, language: str) -> dict[str, Label]:
    """Citations of the working text, and those of the round's version for provisions that left it."""
    _share_charter(round_)
    working: Arrangement | None = round_.charter.arrangement
    return {**round_.version.arrangement.labels(language), **(working.labels(language) if working else {})}


def _share_charter(round_: Round) -> None:
    """Arrangements would each read the charter again, for its numbering."""
    for arrangement in (round_.version.arrangement, round_.charter.arrangement):
        if arrangement is not None:
            arrangement.charter = round_.charter


def texts_with_changes(amendment_texts: Iterable[AmendmentText]) -> list[AmendmentText]:
    """Texts with their changes, and these with provision, base and place, in three queries."""
    ids = [text.pk for text in amendment_texts]
    return list(AmendmentText.objects.filter(pk__in=ids).prefetch_related(changes_of("changes")))


def changes_of(path: str) -> Prefetch:
    """Changes along a path, with all that showing them needs."""
    return Prefetch(path, queryset=Change.objects.select_related(*OF_A_CHANGE).order_by("place"))


def amendments_for_page() -> QuerySet[Amendment]:
    """Amendments with all that a page of one shows."""
    return _with_rows().prefetch_related(
        *proposers_of(),
        "round__body__translations",
        "text__title__translations",
        "text__reason__translations",
        Prefetch("decisions", queryset=_decisions()),
    )


def _for_unnamed_page() -> QuerySet[Amendment]:
    """The same without names and translations, which `load_amendment_texts` reads."""
    decisions = Prefetch("decisions", queryset=_decisions().prefetch_related(None))
    return _with_rows().prefetch_related(*unnamed_proposers_of(), decisions)


def _with_rows() -> QuerySet[Amendment]:
    return Amendment.objects.select_related(
        "round__charter__arrangement",
        "round__version__arrangement",
        "round__body",
        "organisation__name",
        "text__title",
        "text__reason",
        "text__prepared_by",
        "text__prepared_on",
        "text__confirmed_by",
        "text__confirmed_on",
        "receipt",
        "resolution",
        "suggested_by__user",
    ).prefetch_related(changes_of("text__changes"))


def find_amendment(person: Person | None, number: int, round_number: int) -> Amendment | None:
    """The amendment of that number where the person may read it; None where it is not to be known of."""
    amendment = _readable(person, _NUMBERED.objects(round_number, number))
    load_amendment_texts([amendment] if amendment else [])
    return amendment


def numbered_amendment(round_number: int, number: int) -> Amendment | None:
    """The amendment of that number, whoever may read it, with all that a page of one shows."""
    rows: list[Amendment] = _NUMBERED.objects(round_number, number)
    load_amendment_texts(rows)
    return next(iter(rows), None)


def find_unnamed_amendment(person: Person | None, number: int, round_number: int) -> Amendment | None:
    """The same amendment, only for display: `load_names` reads its names and translations.

    `has_any` tells which related rows exist; most amendments have none.
    """
    return _readable(person, _SHOWN.objects(round_number, number))


def _readable(person: Person | None, amendments: list[Amendment]) -> Amendment | None:
    return next((amendment for amendment in amendments if rules.may_read(person, amendment)), None)


def _numbered(round_number: int, number: int) -> QuerySet[Amendment]:
    return _for_unnamed_page().filter(round__number=round_number, number=number)[:1]


def _to_show(round_number: int, number: int) -> QuerySet[Amendment]:
    here = OuterRef("pk")
    fixed = AmendmentText.objects.filter(amendment=here, fixed_at__isnull=False)
    return _numbered(round_number, number).annotate(
        has_later_texts=Exists(fixed.filter(at__gt=OuterRef("confirmed_at"))),
        has_compromises=Exists(Compromise.amendments.through.objects.filter(amendment=here)),
        has_translations=Exists(WorkingTranslation.objects.filter(amendment=here)),
    )


_NUMBERED, _SHOWN = Prepared(_numbered), Prepared(_to_show)


def has_any(amendment: Amendment, name: str) -> bool:
    """Whether there may be anything of what `find_unnamed_amendment` tells by that name; of others there may be."""
    return bool(getattr(amendment, name, True))


def own_amendment(person: Person, key: UUID | str) -> Amendment | None:
    """An amendment of the person by its key: of the own organisation, or entered by the secretariat."""
    mine = Amendment.objects.belonging_to([mandate.organisation_id for mandate in mandates_of(person)])
    entered = Amendment.objects.entered() if is_moderator(person) else Amendment.objects.none()
    is_own = Q(pk__in=mine.values("pk")) | Q(pk__in=entered.values("pk"))
    amendment = _for_unnamed_page().filter(is_own, key=key).first()
    load_amendment_texts([amendment] if amendment else [])
    return amendment


def amendments_in_order(person: Person | None) -> QuerySet[Amendment]:
    """Public amendments that the person may see, the newest round first."""
    amendments = Amendment.objects.public() if rules.is_inside(person) else Amendment.objects.open_to_all()
    return amendments.order_by("-round__number", "number")


def listed_amendments(person: Person | None) -> QuerySet[Amendment]:
    """The same amendments with the related rows that a list shows."""
    return (
        amendments_in_order(person)
        .select_related("round__body", "organisation__name", "text__title")
        .prefetch_related(
            *proposers_of(),
            "text__title__translations",
            "round__body__translations",
            changes_of("text__changes"),
            Prefetch("decisions", queryset=_decisions()),
        )
    )


def read_listed(person: Person | None, organisation: Organisation) -> list[Amendment]:
    """Those of one organisation, with reasons too, where names and translations are read in two queries."""
    rows = amendments_in_order(person).filter(organisation=organisation)
    rows = rows.select_related("round__body", "organisation__name", "text__title", "text__reason")
    decisions = Prefetch("decisions", queryset=_decisions().prefetch_related(None))
    amendments = list(rows.prefetch_related(*unnamed_proposers_of(), changes_of("text__changes"), decisions))
    load_amendment_texts(amendments)
    return amendments


def read_amendments(pks: Iterable[int]) -> list[Amendment]:
    """These amendments with all that a row shows, the newest round first."""
    return Amendment.objects.filter(pk__in=list(pks)).order_by("-round__number", "number").read_rows()


def amendments_with_reasons(person: Person | None) -> QuerySet[Amendment]:
    """The same with reasons too, without names and translations: `load_amendment_texts` reads those of many."""
    amendments = amendments_in_order(person).select_related(
        "round__body", "organisation__name", "text__title", "text__reason", "resolution"
    )
    decisions = Prefetch("decisions", queryset=_decisions().prefetch_related(None))
    return amendments.prefetch_related(*unnamed_proposers_of(), changes_of("text__changes"), decisions)


def visible_decision(person: Person | None, amendment: Amendment) -> Decision | None:
    """The decision that holds, where it is public or the person may see it before that."""
    decision = amendment.decision
    if not isinstance(decision, Decision) or amendment.state == AmendmentState.WITHDRAWN:
        return None
    return decision if decision.is_released or rules.may_read_decisions_before_release(person) else None


def positions_on(text: AmendmentText) -> list[Position]:
    """Positions that hold on a text, in the order of their cities' names."""
    positions = unnamed_positions_on(text)
    load_names(position.organisation for position in positions)
    return sort_positions_by_name(positions)


def unnamed_positions_on(text: AmendmentText) -> list[Position]:
    """Positions that hold on a text; names are left to `load_names`."""
    positions: list[Position] = _POSITIONS.objects(text.pk)
    return positions


_POSITIONS = Prepared(
    lambda text: Position.objects.filter(text=text, superseded_at=None).select_related("organisation__name")
)


def sort_positions_by_name(positions: Iterable[Position]) -> list[Position]:
    """Positions by the names of those who took them."""
    return sorted(positions, key=lambda position: str(position.organisation))


def is_counted(organisation: Organisation, round_: Round) -> bool:
    """Whether the round counts this organisation's stances; partner organizations and associations never count."""
    flag = round_.who_is_counted
    return organisation.is_counted and (flag == Membership.ANY or bool(getattr(organisation, flag)))


def known_state(amendment: Amendment) -> str:
    """The state, or the outcome, as the public may know it; reads prefetched `decisions`."""
    decision = visible_decision(None, amendment)
    if decision is not None:
        return decision.outcome
    withdrawn = amendment.state == AmendmentState.WITHDRAWN
    return AmendmentState.WITHDRAWN if withdrawn else AmendmentState.UNDER_REVIEW


def narrow_amendments(
    amendments: QuerySet[Amendment],
    charter: Charter,
    *,
    round_number: int | None = None,
    state: str = "",
    article: str = "",
    city: str = "",
    theme: str = "",
) -> QuerySet[Amendment]:
    """Those of a round, in a state the public knows of, on an article, of a member that does not withhold its name.

    `theme` is the code of a theme of a provision that they change.
    """
    if round_number:
        amendments = amendments.filter(round__number=round_number)
    if city:
        amendments = amendments.filter(pk__in=Amendment.objects.asked_by(city).values("pk"))
    if article:
        amendments = amendments_in_article(amendments, keys_in(charter, article))
    if theme:
        amendments = amendments.filter(text__in=Change.objects.filter(provision__themes__code=theme).values("text"))
    return amendments_in_state(amendments, state) if state else amendments


def keys_in(charter: Charter, address: str) -> list[str]:
    """Keys of the provisions that are in the article with that address in the latest version."""
    arrangement = published_arrangement(charter)
    sections = arrangement.sections if arrangement else ()
    return [block.key for section in sections if section.address == address for block in section.blocks]


def amendments_in_article(amendments: QuerySet[Amendment], keys: Iterable[str]) -> QuerySet[Amendment]:
    """Those that touch one of these provisions."""
    touching = Change.objects.filter(provision__key__in=list(keys)).values("text")
    return amendments.filter(text__in=touching)


def amendments_in_state(amendments: QuerySet[Amendment], state: str) -> QuerySet[Amendment]:
    """Those the public knows to be in this state or to have this outcome."""
    released = Q(decisions__superseded_at=None, decisions__release__isnull=False)
    if state == AmendmentState.WITHDRAWN:
        return amendments.filter(state=state)
    if state == AmendmentState.UNDER_REVIEW:
        out = Amendment.objects.filter(released).values("pk")
        return amendments.filter(state__in=[*PENDING_STATES, AmendmentState.MERGED]).exclude(pk__in=out)
    decided = Amendment.objects.filter(released, decisions__outcome=state).exclude(state=AmendmentState.WITHDRAWN)
    return amendments.filter(pk__in=decided.values("pk"))


def _shown(
    change: Change,
    labels: Mapping[str, Label],
    language: str,
    words: str | None = None,
    places: Mapping[int, str] | None = None,
) -> Shown:
    label = labels.get(str(change.provision.key))
    after = labels.get(str(change.after.key)) if change.after else None
    place_words = places or {}
    place_html = place_words.get(change.provision_id, "") if change.kind in WITHOUT_BASE else ""
    after_html = place_words.get(change.after_id, "") if change.after_id else ""
    cites = label.citation if label else "", after.citation if after else ""
    return Shown(change, *cites, language, words, place_html=place_html, after_html=after_html)


def _words_of_places(changes: Iterable[Change], version: int | None) -> dict[int, str]:
    """By provision id, the words of provisions that move or go without a base, and of those after which one moves.

    The words of the newest version up to that number, else of the newest one that has them, else the working ones.
    """
    languages = {
        pk: change.language
        for change in changes
        if change.kind in WITHOUT_BASE and change.base_id is None
        for pk in (change.provision_id, change.after_id)
        if pk is not None
    }
    if not languages:
        return {}
    words: dict[int, str] = {}
    filters = {"provision__in": list(languages), "language__in": sorted(set(languages.values()))}
    published = VersionWording.objects.filter(**filters, wording__isnull=False).order_by("version__number")
    published_rows = list(published.values_list("provision", "language", "wording__html", "version__number"))
    rows = list(CurrentWording.objects.filter(**filters).values_list("provision", "language", "wording__html"))
    rows += [row[:3] for row in published_rows]
    rows += [row[:3] for row in published_rows if version is not None and row[3] <= version]
    for provision, language, html in rows:
        if languages[provision] == language:
            words[provision] = html
    return words


def _decisions() -> QuerySet[Decision]:
    """Decisions that hold; fetched with their amendment, they know it and its round."""
    decisions = Decision.objects.filter(superseded_at=None).select_related(
        "reason", "because_of__round", "release", "reply__organisation__name"
    )
    return decisions.order_by().prefetch_related("reason__translations")  # at most one of each amendment


def amendments_with_round() -> QuerySet[Amendment]:
    """Amendments with round, organisation and text, for actions on one of them."""
    return Amendment.objects.select_related("round", "organisation", "text")


def amendments_for_rows() -> QuerySet[Amendment]:
    """With the data that a row shows, and the moderators who handle them."""
    return Amendment.objects.for_rows().select_related("handling__assigned_to")


def amendment_to_decide(pk: int) -> Amendment:
    """An amendment with what its form of decision needs."""
    return Amendment.objects.select_related("text", "round__body").get(pk=pk)


def first_numbered(pks: Iterable[int]) -> Amendment | None:
    """The first of these that has a number, with its round."""
    return Amendment.objects.filter(pk__in=list(pks), number__isnull=False).select_related("round").first()


def current_revision(amendment: Amendment) -> int:
    """How often the amendment was saved, as it is stored now."""
    return Amendment.objects.get(pk=amendment.pk).revision


def is_stored(key: UUID | str) -> bool:
    """Whether the amendment of that key is still there."""
    return Amendment.objects.filter(key=key).exists()


def find_text(amendment: Amendment, pk: int) -> AmendmentText | None:
    """The text of that id, where it is one of the amendment."""
    return AmendmentText.objects.filter(amendment=amendment, pk=pk).first()
