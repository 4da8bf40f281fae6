"""Amendments with exactly the same changes: they get one decision, and if one is merged, the others are granted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from django.db.models import F, Prefetch, QuerySet

from accounts.models import load_names
from charter.models import Amendment, AmendmentText, Change, Decision, Round, unnamed_proposers_of
from charter.states import AmendmentState

Identity = tuple[object, ...]


def change_identity(change: Change) -> Identity:
    """The value that two changes have in common if they propose the same."""
    return (change.kind, change.provision_id, change.language, change.html, change.after_id, change.cut)


def change_identities(amendment: Amendment) -> frozenset[Identity]:
    """The changes of an amendment in a form that can be compared; empty if it has no text.

    Reads prefetched `text__changes`.
    """
    return frozenset(map(change_identity, amendment.text.changes.all())) if amendment.text else frozenset()


def amendments_beside(amendment: Amendment, states: Iterable[AmendmentState]) -> list[Amendment]:
    """Other amendments of its round in these states that change a provision which it changes, by number."""
    if amendment.text is None:
        return []
    places = [change.provision_id for change in amendment.text.changes.all()]
    changes = Change.objects.filter(text=F("text__amendment__text"), provision__in=places)
    rows = Amendment.objects.filter(
        round=amendment.round_id, state__in=list(states), pk__in=changes.values("text__amendment")
    )
    return _read(rows.exclude(pk=amendment.pk))


def identical_amendments_of(amendment: Amendment, states: Iterable[AmendmentState]) -> list[Amendment]:
    """Other amendments of its round in these states that propose the very same changes, by number."""
    mine = change_identities(amendment)
    return [other for other in amendments_beside(amendment, states) if change_identities(other) == mine]


def identical_groups(round_: Round, provisions: Collection[int] | None = None) -> list[list[Amendment]]:
    """All amendments of a round that propose the same as another one, group by group, each by number.

    `provisions` are ids of provisions, one of which each amendment changes or changed; None stands for all.
    A merged amendment keeps the text that was merged, while the identical ones are carried over to later texts of the
    charter. So the texts from which a text was carried over count too, and two amendments have one of them in common.
    """
    carried = AmendmentText.objects.exclude(carried_from=None).filter(amendment__round=round_).values("carried_from")
    earlier = {text.pk: text for text in AmendmentText.objects.filter(pk__in=carried).prefetch_related("changes")}
    public = Amendment.objects.public().numbered().exclude(state=AmendmentState.WITHDRAWN).filter(round=round_)
    if provisions is not None:
        changes = Change.objects.filter(text__amendment__round=round_, provision__in=provisions)
        public = public.filter(pk__in=changes.values("text__amendment"))
    groups: dict[frozenset[Identity], list[Amendment]] = {}
    for amendment in _read(public):
        proposed = [changes for changes in _carried_identities(amendment, earlier) if changes]
        group = next((groups[changes] for changes in proposed if changes in groups), [])
        group.append(amendment)
        groups.update(dict.fromkeys(proposed, group))
    return [group for group in {id(group): group for group in groups.values()}.values() if len(group) > 1]


def _carried_identities(amendment: Amendment, earlier: Mapping[int, AmendmentText]) -> list[frozenset[Identity]]:
    """What an amendment proposes in its text, and in each text from which that was carried over, the latest first."""
    identities, text = [change_identities(amendment)], amendment.text
    while text is not None and text.carried_from_id is not None:
        text = earlier[text.carried_from_id]
        identities.append(frozenset(map(change_identity, text.changes.all())))
    return identities


def _read(rows: QuerySet[Amendment]) -> list[Amendment]:
    """Amendments by number, with changes, decisions, and the names of their proposers."""
    changes = Prefetch("text__changes", queryset=Change.objects.select_related("base"))
    decisions = Prefetch("decisions", queryset=Decision.objects.select_related("because_of"))
    rows = rows.select_related("round__body", "organisation__name", "text")
    amendments = list(rows.prefetch_related(*unnamed_proposers_of(), changes, decisions).order_by("number"))
    load_names(member for amendment in amendments for member in amendment.members)
    return amendments
