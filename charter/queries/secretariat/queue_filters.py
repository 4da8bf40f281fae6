"""The filters of the queue of the secretariat."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from accounts.folding import fold_text, search_terms
from accounts.models import LocalizedText, Organisation
from charter.models import Charter
from charter.queries.reading import searching
from charter.states import LEFT_BEHIND, AmendmentState, FoundKind, RebaseState

ON_THE_DESK = (AmendmentState.UNDER_REVIEW, AmendmentState.DECIDED)
TO_DECIDE, DECIDED, CHECK, ALL = "to_decide", "decided", "check", "all"
NOBODY = "nobody"
MOST_TERMS = 12


@dataclass(frozen=True)
class QueueFilter:
    """Filters of the queue; an empty one narrows nothing. `assigned` is a person's id or NOBODY; days count in."""

    state: str = TO_DECIDE
    article: str = ""
    language: str = ""
    kind: str = ""
    city: str = ""
    section: str = ""
    assigned: str = ""
    due_from: date | None = None
    due_until: date | None = None
    words: str = ""


def filter_condition(filters: QueueFilter, charter: Charter) -> Q:
    """The condition on changes that the filters make together."""
    condition = condition_of_state(filters.state)
    if filters.article:
        condition &= Q(provision__key__in=keys_of(charter, filters.article))
    if filters.section:
        # A JSON list of short codes: the code in quotation marks is found as text on either database.
        condition &= Q(text__amendment__organisation__sections__icontains=f'"{filters.section}"')
    exact = {
        "language": filters.language,
        "kind": filters.kind,
        "text__amendment__organisation__slug": filters.city,
        "text__amendment__handling__due_on__gte": filters.due_from,
        "text__amendment__handling__due_on__lte": filters.due_until,
    }
    condition &= Q(**{name: value for name, value in exact.items() if value})
    return condition & _assigned(filters.assigned) & _holding(filters.words)


def condition_of_state(state: str) -> Q:
    """The condition that a change's amendment is in the state of the filter."""
    if state == TO_DECIDE:
        return Q(text__amendment__state=AmendmentState.UNDER_REVIEW)
    if state == DECIDED:
        return Q(text__amendment__state__in=[AmendmentState.DECIDED, AmendmentState.MERGED])
    if state == CHECK:
        return Q(text__amendment__state__in=ON_THE_DESK, carry__in=[RebaseState.CHECK, *LEFT_BEHIND])
    return Q(text__amendment__state__in=ON_THE_DESK)


def keys_of(charter: Charter, address: str) -> set[str]:
    """Keys of the provisions of an article, by its address."""
    sections = charter.arrangement.sections if charter.arrangement else ()
    return {block.key for section in sections if section.address == address for block in section.blocks}


def _assigned(assigned: str) -> Q:
    if assigned == NOBODY:
        return Q(text__amendment__handling__assigned_to=None)
    return Q(text__amendment__handling__assigned_to=int(assigned)) if assigned else Q()


def _holding(words: str) -> Q:
    """Each word occurs in the proposed text, in the current text, or in the name of the member, in any spelling."""
    terms = search_terms(words)[:MOST_TERMS]
    names = _names() if terms else {}
    condition = Q()
    for term in terms:
        cities = [pk for pk, name in names.items() if term in name]
        condition &= (
            Q(text__amendment__in=searching.search_keys(FoundKind.AMENDMENT, [term]))
            | Q(base__in=searching.search_keys(FoundKind.WORDING, [term]))
            | Q(text__amendment__organisation__in=cities)
        )
    return condition


def _names() -> dict[int, str]:
    """The folded names of members in all their languages, by id."""
    names = dict(Organisation.objects.exclude(amendments=None).values_list("pk", "name"))
    folded: dict[int, str] = {}
    texts = LocalizedText.objects.filter(Q(pk__in=names.values()) | Q(original__in=names.values()))
    for pk, original, text in texts.values_list("pk", "original", "text"):
        folded[original or pk] = f"{folded.get(original or pk, '')} {fold_text(text)}"
    return {city: folded.get(name, "") for city, name in names.items()}
