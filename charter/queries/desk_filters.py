"""What the queue of the desk can be narrowed by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from accounts.folding import fold, terms
from accounts.models import Organisation, Said
from charter.models import Charter
from charter.queries import searching
from charter.states import AmendmentState, CarryState, FoundKind

ON_THE_DESK = (AmendmentState.UNDER_REVIEW, AmendmentState.DECIDED)
TO_DECIDE, DECIDED, CHECK, ALL = "to_decide", "decided", "check", "all"
NOBODY = "nobody"
MOST_TERMS = 12


@dataclass(frozen=True)
class Wanted:
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


def narrowing(wanted: Wanted, charter: Charter) -> Q:
    """The condition on changes that the filters make together."""
    found = in_state(wanted.state)
    if wanted.article:
        found &= Q(provision__key__in=keys_of(charter, wanted.article))
    if wanted.section:
        # A JSON list of short codes: the code in quotation marks is found as text on either database.
        found &= Q(text__amendment__organisation__sections__icontains=f'"{wanted.section}"')
    exact = {
        "language": wanted.language,
        "kind": wanted.kind,
        "text__amendment__organisation__slug": wanted.city,
        "text__amendment__handling__due_on__gte": wanted.due_from,
        "text__amendment__handling__due_on__lte": wanted.due_until,
    }
    found &= Q(**{name: value for name, value in exact.items() if value})
    return found & _assigned(wanted.assigned) & _holding(wanted.words)


def in_state(state: str) -> Q:
    """The condition that a change's amendment stands where the desk asks for it."""
    if state == TO_DECIDE:
        return Q(text__amendment__state=AmendmentState.UNDER_REVIEW)
    if state == DECIDED:
        return Q(text__amendment__state__in=[AmendmentState.DECIDED, AmendmentState.MERGED])
    if state == CHECK:
        return Q(text__amendment__state__in=ON_THE_DESK, carry__in=[CarryState.CHECK, CarryState.VOID])
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
    """Each word stands in what is asked, in the present words, or in the member's name, however it is spelt."""
    wanted = terms(words)[:MOST_TERMS]
    names = _names() if wanted else {}
    found = Q()
    for term in wanted:
        cities = [pk for pk, name in names.items() if term in name]
        found &= (
            Q(text__amendment__in=searching.refs(FoundKind.AMENDMENT, [term]))
            | Q(base__in=searching.refs(FoundKind.WORDING, [term]))
            | Q(text__amendment__organisation__in=cities)
        )
    return found


def _names() -> dict[int, str]:
    """The folded names of members in all their languages, by id."""
    names = dict(Organisation.objects.exclude(amendments=None).values_list("pk", "name"))
    said: dict[int, str] = {}
    texts = Said.objects.filter(Q(pk__in=names.values()) | Q(original__in=names.values()))
    for pk, original, text in texts.values_list("pk", "original", "text"):
        said[original or pk] = f"{said.get(original or pk, '')} {fold(text)}"
    return {city: said.get(name, "") for city, name in names.items()}
