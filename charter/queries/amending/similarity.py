"""Other amendments to the same provisions: those that propose exactly the same text come first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from accounts.models import load_names
from accounts.prepared import Prepared
from charter.models import Amendment, AmendmentText, Provision, Round, unnamed_proposers_of
from charter.queries.amending.amendments import changes_of, shown_changes
from charter.queries.amending.counts import pending_amendments
from charter.queries.amending.identical_amendments import change_identity
from charter.queries.amending.public_texts import TextCitations, public_texts
from charter.queries.amending.shown_changes import Shown
from charter.states import AmendmentState


@dataclass(frozen=True)
class Similar:
    """Another amendment to the same provisions; `identical` if it proposes exactly the same text."""

    amendment: Amendment
    shown: tuple[Shown, ...]
    identical: bool


def undecided_amendments_on(
    provisions: Iterable[Provision], round_: Round, exclude: int | None = None
) -> list[Amendment]:
    """Undecided public amendments of a round that change one of these provisions."""
    rows = _touching([provision.pk for provision in provisions], round_.pk, exclude)
    touching = list(rows.prefetch_related(*unnamed_proposers_of(), changes_of("text__changes"), "decisions"))
    titles = [amendment.text.title for amendment in touching if amendment.text]
    load_names((member for amendment in touching for member in amendment.members), titles)
    return touching


def _touching(provisions: Sequence[int], round_: int, exclude: int | None) -> QuerySet[Amendment]:
    amendments = Amendment.objects.filter(
        round=round_,
        state__in=(AmendmentState.UNDER_REVIEW, AmendmentState.DECIDED),
        text__changes__provision__in=provisions,
    )
    if exclude is not None:
        amendments = amendments.exclude(pk=exclude)
    return amendments.select_related("round", "organisation__name", "text__title").distinct().order_by("number")


def pending_texts(provision: Provision, round_: Round | None, language: str) -> list[Similar]:
    """Pending amendments with their changes to one provision, by number; none where the round does not show them."""
    if round_ is None or not round_.pending_is_public:
        return []
    pending = set(pending_amendments(round_).values_list("pk", flat=True))
    pending_matches = []
    for match in similar_amendments([provision], round_, TextCitations(round_.charter, language)):
        if match.amendment.pk in pending:
            own = tuple(shown for shown in match.shown if shown.change.provision_id == provision.pk)
            pending_matches.append(replace(match, shown=own))
    return pending_matches


def similar_amendments(
    provisions: Iterable[Provision], round_: Round, citations: TextCitations, text: AmendmentText | None = None
) -> list[Similar]:
    """Other amendments to these provisions, each once, identical ones first."""
    others = undecided_amendments_on(provisions, round_, text.amendment_id if text else None)
    public = public_texts(amendment.text for amendment in others if amendment.text)
    shown = {
        texts.text.amendment_id: tuple(
            shown_changes(texts.text, citations.of(texts), citations.language, texts.version)
        )
        for texts in public.values()
    }
    return _identical_first(others, text, shown)


def similar_without_changes(provisions: Iterable[Provision], round_: Round, text: AmendmentText) -> list[Similar]:
    """The same without what they change; the names of their `members` are left to `load_names`."""
    places = sorted({provision.pk for provision in provisions})
    return _identical_first(_UNNAMED.objects(places, round_.pk, text.amendment_id), text, {})


_UNNAMED = Prepared(
    lambda provisions, round_, exclude: _touching(provisions, round_, exclude).prefetch_related(
        *unnamed_proposers_of(), "text__changes"
    )
)


def _identical_first(
    others: Iterable[Amendment], text: AmendmentText | None, shown: Mapping[int, tuple[Shown, ...]]
) -> list[Similar]:
    identities = {change_identity(change) for change in text.changes.all()} if text else set()
    similar = []
    for amendment in others:
        assert amendment.text is not None
        same = bool(identities) and {change_identity(change) for change in amendment.text.changes.all()} == identities
        similar.append(Similar(amendment, shown.get(amendment.pk, ()), same))
    return sorted(similar, key=lambda entry: (not entry.identical, entry.amendment.number))
