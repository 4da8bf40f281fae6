"""The text of an amendment that public pages show as proposed, and the version whose text it changes.

When the working text changes before a version is published, a pending amendment gets a next text for it. That text
refers to wordings that no version contains. Public pages show the text before it until a version contains them.

A pending text cites the latest version that it can be read with. Once the public knows how an amendment ended, its
text cites the version for which it was written: later versions may contain its change, or have other numbers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from accounts.models import Person
from charter import rules
from charter.citations import Label
from charter.models import Amendment, AmendmentText, Change, Charter, Corrigendum, Round, Version, VersionWording
from charter.queries.amending.amendments import changes_of
from charter.queries.reading.articles import holds_unreleased
from charter.queries.reading.published_labels import latest_version, published_labels
from charter.states import AmendmentState, RebaseState

IN_THE_TEXT = frozenset({RebaseState.MERGED, RebaseState.ADOPTED})


@dataclass(frozen=True)
class PublicText:
    """A text, and the number of the version whose text it changes; None if only the working text has that text.

    `current_version` is the latest version if the current text of the amendment was made before its publication.
    """

    text: AmendmentText
    version: int | None
    current_version: int | None = None


def public_text(text: AmendmentText) -> PublicText:
    """The text to show for an amendment whose current text is this one; reads prefetched `changes`."""
    return public_texts([text])[text.pk]


def public_texts(current: Iterable[AmendmentText], *, all_ended: bool = False) -> dict[int, PublicText]:
    """The same for several amendments, by the id of their current text.

    `all_ended` states that the public knows how all of them ended, so that this is not read.
    """
    chains = _chains(list(current))
    changes = [change for chain in chains.values() for text in chain for change in text.changes.all()]
    versions = _Versions(changes, is_carried=any(len(chain) > 1 for chain in chains.values()))
    in_several = {text.amendment_id for chain in chains.values() for text in chain if len(versions.of(text)) > 1}
    ended = in_several if all_ended else _ended(in_several)
    return {pk: _chosen(chain, versions, chain[0].amendment_id in ended) for pk, chain in chains.items()}


def proposed_by(text: AmendmentText) -> list[tuple[object, ...]]:
    """The changes of a text and their base texts; reads prefetched `changes` with their base."""
    changes = text.changes.all()
    return [(c.place, c.kind, c.provision_id, c.after_id, c.html, c.base and c.base.html) for c in changes]


def readable_until(person: Person | None, round_: Round) -> datetime | None:
    """Until when the person may know of changes of the text: always, or until the latest version was published."""
    unreleased = holds_unreleased(round_.charter)
    if rules.may_read_working(person, round_, holds_unreleased=unreleased) is True:
        return None
    version = latest_version(round_.charter)
    return version.published_at if version else round_.opens_at


class TextCitations:
    """Citations of the version that a text changes, so that its amending clauses can be carried out on that version.

    Each version is read once, and `known` ones with their arrangement are not read again. A text that changes the
    working text has the citations of the latest version.
    """

    def __init__(self, charter: Charter, language: str, known: Iterable[Version] = ()) -> None:
        self.charter, self.language = charter, language
        self.latest = latest_version(charter)
        self.published = published_labels(charter, language)
        self._known = {version.number: version for version in known}
        self._of_earlier: dict[int, Mapping[str, Label]] = {}

    def of(self, shown: PublicText | None) -> Mapping[str, Label]:
        return self.of_version(shown.version if shown else None)

    def of_version(self, number: int | None) -> Mapping[str, Label]:
        """The labels of the version of that number, and of the latest one for provisions that are newer."""
        if number is None or self.latest is None or self.latest.number == number:
            return self.published
        if number not in self._of_earlier:
            version = self._known.get(number) or self._read_version(number)
            version.arrangement.charter = self.charter
            self._of_earlier[number] = {**self.published, **version.arrangement.labels(self.language)}
        return self._of_earlier[number]

    def _read_version(self, number: int) -> Version:
        return Version.objects.select_related("arrangement").get(charter=self.charter, number=number)


def _ended(amendments: Collection[int]) -> Collection[int]:
    """Those of these amendments, by id, of which the public knows how they ended."""
    if not amendments:
        return frozenset()
    released = Q(decisions__superseded_at=None, decisions__release__isnull=False)
    rows = Amendment.objects.filter(pk__in=list(amendments))
    return frozenset(rows.filter(released | Q(state=AmendmentState.WITHDRAWN)).order_by().values_list("pk", flat=True))


def _chains(texts: list[AmendmentText]) -> dict[int, list[AmendmentText]]:
    """By the id of each text: the text, and those that it was carried over from, the newest first."""
    carried = [text.amendment_id for text in texts if text.carried_from_id]
    rows = AmendmentText.objects.filter(amendment__in=carried).select_related("title", "reason")
    earlier = {row.pk: row for row in rows.prefetch_related(changes_of("changes"))} if carried else {}
    chains = {text.pk: [text] for text in texts}
    for chain in chains.values():
        while (pk := chain[-1].carried_from_id) in earlier:
            chain.append(earlier[pk])
    return chains


class _Versions:
    """Which versions contain the text that changes refer to."""

    def __init__(self, changes: list[Change], *, is_carried: bool) -> None:
        digests = {base.digest for change in changes for base in (change.base, change.after_base) if base}
        places = {pk for change in changes if not change.base for pk in (change.provision_id, change.after_id) if pk}
        values = ("version__number", "version__published_at", "provision", "wording__digest")
        printed = VersionWording.objects.filter(Q(wording__digest__in=digests) | Q(provision__in=places))
        # The text that a corrigendum corrects is printed beside its version: it is no text of the secretariat's alone.
        corrected = Corrigendum.objects.filter(wording__digest__in=digests)
        # Without the last `order_by`, Django 6.1 sorts the union by a column that it does not select.
        in_print = printed.order_by().values_list(*values).union(corrected.order_by().values_list(*values))
        lines = list(in_print.order_by())
        published = {number: at for number, at, _provision, _digest in lines}
        if is_carried:  # whether a text was made before the latest publication matters for these alone
            charters = {change.provision.charter_id for change in changes}
            published = dict(Version.objects.filter(charter__in=charters).values_list("number", "published_at"))
        self.published: dict[int, datetime] = dict(sorted(published.items(), reverse=True))
        self.lines = {(number, provision, digest) for number, _at, provision, digest in lines}
        self.places = {(number, provision) for number, provision, _digest in self.lines}

    @property
    def latest(self) -> int | None:
        return next(iter(self.published), None)

    def was_published_after(self, text: AmendmentText) -> bool:
        return self.latest is not None and text.at <= self.published[self.latest]

    def of(self, text: AmendmentText) -> list[int]:
        """Numbers of the versions that contain everything a text changes, the newest first."""
        changes = list(text.changes.all())
        return [number for number in self.published if all(self._contains(number, change) for change in changes)]

    def _contains(self, number: int, change: Change) -> bool:
        if change.base is None:
            return all((number, pk) in self.places for pk in (change.provision_id, change.after_id) if pk)
        wordings = [(change.provision_id, change.base)]
        wordings += [(change.after_id, change.after_base)] if change.after_id and change.after_base else []
        return all((number, pk, wording.digest) in self.lines for pk, wording in wordings)


def _chosen(chain: list[AmendmentText], versions: _Versions, is_ended: bool) -> PublicText:
    """The newest confirmed text of the latest version, else of an earlier one, else of the working text."""
    # A reading over a changed text is confirmed when its member has checked it; a draft is confirmed by nobody.
    texts = [text for text in chain if text.confirmed_by_id is not None] or chain[:1]
    public = [text for text in texts if text is texts[-1] or versions.was_published_after(text)]
    now = versions.latest if versions.was_published_after(chain[0]) else None
    for text in public:
        if versions.latest in versions.of(text):
            return PublicText(text, _cited_version(text, versions, is_ended), now)
    for text in public:
        if versions.of(text):
            return PublicText(text, _cited_version(text, versions, is_ended), now)
    return PublicText(texts[0], None, now)


def _cited_version(text: AmendmentText, versions: _Versions, is_ended: bool) -> int:
    """The newest version it can be read with; the one that it was written for if it has ended or is in the text."""
    numbers = versions.of(text)
    if not is_ended and not any(change.carry in IN_THE_TEXT for change in text.changes.all()):
        return numbers[0]
    return next((number for number in numbers if versions.published[number] <= text.at), numbers[-1])
