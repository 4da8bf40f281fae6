"""From pledge to text: for each member of the campaign its frameworks, initiatives, amendments and text."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.models import Organisation
from charter.models import Adoption, Amendment, Charter, CoProposal, Framework, Version, VersionWording
from charter.queries.city.initiatives import count_initiatives
from charter.queries.reading import articles, charters, origins, word_sources
from charter.queries.reading.published_labels import latest_version
from charter.queries.reading.word_sources import Asker
from charter.states import CoProposalState, MemberOrder

WordsByPlace = dict[int, int]


@dataclass(frozen=True)
class PledgeFilter:
    """Filters and order of the table. Empty: all members, by country. `wave` is the code of a wave."""

    wave: str = ""
    section: str = ""
    order: str = ""

    @property
    def narrows(self) -> bool:
        return bool(self.wave or self.section)


@dataclass(frozen=True)
class MemberLine:
    """One member with counts: its public rows, its words in the charter, and the provisions that contain them."""

    member: Organisation
    frameworks: int = 0
    initiatives: int = 0
    amendments: int = 0
    provisions: int = 0
    words: int = 0


@dataclass(frozen=True)
class Reach:
    """How many of the members of some lines have at least one of each step."""

    members: int
    frameworks: int
    initiatives: int
    amendments: int
    text: int


@dataclass(frozen=True)
class Part:
    """A part of a text; `is_own` if the member proposed it first, alone or together with others."""

    text: str
    is_own: bool


@dataclass(frozen=True)
class ProposedText:
    """A provision of a version that contains words of a member: its whole text in parts, and the amendments."""

    line: VersionWording
    words: int
    parts: tuple[Part, ...]
    amendments: tuple[Amendment, ...] = field(default=())


def campaign_members(pledge_filter: PledgeFilter = PledgeFilter()) -> QuerySet[Organisation]:
    """Members of the campaign that have not left and have a public name, by country."""
    rows = _members().filter(name_withheld=False)
    if pledge_filter.wave:
        rows = rows.filter(joined_wave__code=pledge_filter.wave)
    if pledge_filter.section:
        rows = rows.filter(sections__icontains=f'"{pledge_filter.section}"')
    return rows.order_by("country", "slug")


def organisations_in_campaign() -> QuerySet[Organisation]:
    """All organisations, each with `in_campaign`: whether it is a member of the campaign that has not left."""
    return Organisation.objects.annotate(in_campaign=Exists(_members().filter(pk=OuterRef("pk"))))


def count_unnamed_members() -> int:
    """How many members of the campaign have no public name."""
    return _members().filter(name_withheld=True).count()


def member_lines(charter: Charter, pledge_filter: PledgeFilter = PledgeFilter()) -> list[MemberLine]:
    """A line for each member, in the chosen order. Of members only ids and dates are read: see `with_names`."""
    lines = _count_lines(charter, campaign_members(pledge_filter).only("joined_on"))
    sort_key = ORDERS.get(pledge_filter.order)
    return sorted(lines, key=sort_key) if sort_key else lines


def line_of(
    charter: Charter, member: Organisation, *, frameworks: int, initiatives: int, amendments: int
) -> MemberLine | None:
    """The line of one member with these counts; none for an organisation that is not a member of the campaign."""
    if not (member.is_government and member.is_campaign_member) or member.has_left():
        return None
    words = _own_words(current_version(charter), member)
    return MemberLine(member, frameworks, initiatives, amendments, provisions=len(words), words=sum(words.values()))


def with_names(lines: Iterable[MemberLine]) -> list[MemberLine]:
    """The lines with names and waves of their members, in a constant number of queries."""
    lines = list(lines)
    rows = Organisation.objects.with_names().select_related("joined_wave__name")
    rows = rows.prefetch_related("joined_wave__name__translations")
    named = rows.in_bulk([line.member.pk for line in lines])
    return [replace(line, member=named[line.member.pk]) for line in lines]


def reach_of(lines: Iterable[MemberLine]) -> Reach:
    """How many of these members have frameworks, initiatives, amendments and text."""
    lines = list(lines)
    return Reach(
        len(lines),
        sum(bool(line.frameworks) for line in lines),
        sum(bool(line.initiatives) for line in lines),
        sum(bool(line.amendments) for line in lines),
        sum(bool(line.words) for line in lines),
    )


def count_reach(charter: Charter, pledge_filter: PledgeFilter) -> Reach:
    """The same for the members of a filter, of which only ids are read."""
    members = set(campaign_members(pledge_filter).order_by().values_list("pk", flat=True))
    texts = text_by_member(current_version(charter))
    return Reach(
        len(members),
        len(members & _count_frameworks(charter).keys()),
        len(members & count_initiatives().keys()),
        len(members & _count_amendments(charter).keys()),
        len(members & texts.keys()),
    )


def current_version(charter: Charter) -> Version | None:
    """The version that is the charter today: the latest published one."""
    return latest_version(charter)


def text_by_member(version: Version | None) -> dict[int, WordsByPlace]:
    """By id of a member: how many words of each provision it proposed first, alone or together with others.

    Counted in the first language of the charter. A word of several co-sponsors counts for each of them. Words of
    compromise texts and of the secretariat count for nobody.
    """
    if version is None:
        return {}
    words = words_by_adoption(version, charters.first_language())
    members: dict[int, WordsByPlace] = defaultdict(Counter)
    for adoption, proposers in _proposers_by_adoption(words).items():
        for proposer in proposers:
            for provision, count in words[adoption].items():
                members[proposer][provision] += count
    return dict(members)


def words_by_adoption(version: Version, language: str) -> dict[int, WordsByPlace]:
    """By id of an adoption how many words of each provision of a version it brought first."""
    return _words_by_adoption(version.digest, version.pk, language)


def proposed_texts(version: Version, member: Organisation) -> list[ProposedText]:
    """The provisions of a version that contain words of a member, in reading order."""
    language = charters.first_language()
    words = words_by_adoption(version, language)
    own = _own_adoptions(member, words)
    places = {provision for adoption in own for provision in words[adoption]}
    lines = list(articles.version_lines(version, language).filter(provision__in=places)) if places else []
    wordings = [line.wording for line in lines if line.wording]
    askers = word_sources.sources_by_mark(word_sources.marks_of(wordings))
    return [_proposed_text(line, own, words, askers) for line in lines]


def _proposed_text(
    line: VersionWording, own: set[int], words: dict[int, WordsByPlace], askers: dict[str, Asker]
) -> ProposedText:
    assert line.wording is not None
    runs = word_sources.runs_with_askers(line.wording, askers)
    first = [run.first.adoption if run.first else None for run in runs]
    changes = [adoption.change for adoption in first if adoption and adoption.pk in own]
    amendments = [change.text.amendment for change in changes if change]
    return ProposedText(
        line,
        sum(words[adoption].get(line.provision_id, 0) for adoption in own),
        tuple(
            Part(run.text, adoption is not None and adoption.pk in own)
            for run, adoption in zip(runs, first, strict=True)
        ),
        tuple({amendment.pk: amendment for amendment in amendments}.values()),
    )


@lru_cache(maxsize=4)
def _words_by_adoption(digest: str, version: int, language: str) -> dict[int, WordsByPlace]:
    """A version never changes, so its digest is its key."""
    counts: dict[int, WordsByPlace] = defaultdict(Counter)
    rows = VersionWording.objects.filter(version=version, language=language, wording__isnull=False)
    for provision, runs, written_in in rows.values_list("provision", "wording__runs", "wording__language"):
        for adoption, count in _count_words(runs, written_in).items():
            counts[adoption][provision] += count
    return dict(counts)


def _count_words(runs: list[dict[str, Any]], language: str) -> Counter[int]:
    """By id of an adoption how many words begin in runs that it brought first."""
    return Counter(_first_adoptions(runs, language))


def _first_adoptions(runs: list[dict[str, Any]], language: str) -> Iterator[int]:
    for run in origins.words_of(runs, language):
        kind, _, pk = next(iter(run["by"]), "").partition(":")
        if kind == word_sources.ADOPTION:
            yield int(pk)


def _own_words(version: Version | None, member: Organisation) -> WordsByPlace:
    """How many words of each provision the member proposed first, counted as in `text_by_member`."""
    if version is None:
        return {}
    words = words_by_adoption(version, charters.first_language())
    own: Counter[int] = Counter()
    for adoption in _own_adoptions(member, words):
        own.update(words[adoption])
    return own


def _own_adoptions(member: Organisation, adoptions: Iterable[int]) -> set[int]:
    """Those of these adoptions whose text the member proposed, alone or together with others."""
    joined = CoProposal.objects.filter(state=CoProposalState.JOINED, organisation=member)
    own = Q(asked_by=member) | Q(change__text__amendment__in=joined.values("amendment"))
    rows = _credited(adoptions).filter(own).order_by()
    return set(rows.values_list("pk", flat=True))


def _credited(adoptions: Iterable[int]) -> QuerySet[Adoption]:
    """Adoptions of the text of members, without texts of compromises or the secretariat."""
    return Adoption.objects.filter(pk__in=list(adoptions), compromise=None, asked_by__isnull=False)


def _proposers_by_adoption(adoptions: Iterable[int]) -> dict[int, set[int]]:
    """By id of an adoption the ids of all that proposed its text; without texts of compromises or the secretariat."""
    credits = list(_credited(adoptions).values_list("pk", "asked_by", "change__text__amendment"))
    joined = CoProposal.objects.filter(
        state=CoProposalState.JOINED, amendment__in={amendment for _pk, _member, amendment in credits if amendment}
    )
    others: dict[int, set[int]] = defaultdict(set)
    for amendment, organisation in joined.values_list("amendment", "organisation"):
        others[amendment].add(organisation)
    return {pk: {member, *others.get(amendment, ())} for pk, member, amendment in credits}


def _count_lines(charter: Charter, members: Iterable[Organisation]) -> list[MemberLine]:
    frameworks, initiatives, amendments = _count_frameworks(charter), count_initiatives(), _count_amendments(charter)
    text = text_by_member(current_version(charter))
    return [
        MemberLine(
            member,
            frameworks[member.pk],
            initiatives[member.pk],
            amendments[member.pk],
            provisions=len(text.get(member.pk, ())),
            words=sum(text.get(member.pk, {}).values()),
        )
        for member in members
    ]


def _members() -> QuerySet[Organisation]:
    return Organisation.objects.belonging().governments().filter(is_campaign_member=True)


def _count_frameworks(charter: Charter) -> Counter[int]:
    rows = Framework.objects.public().filter(charter=charter).order_by()
    return Counter(dict(rows.values_list("organisation").annotate(Count("pk"))))


def _count_amendments(charter: Charter) -> Counter[int]:
    """By id of a member the public amendments that it proposed, alone or together with others."""
    public = Amendment.objects.open_to_all().filter(round__charter=charter).order_by()
    counts = Counter(dict(public.values_list("organisation").annotate(Count("pk"))))
    joined = CoProposal.objects.filter(state=CoProposalState.JOINED, amendment__in=public).order_by()
    counts.update(dict(joined.values_list("organisation").annotate(Count("pk"))))
    return counts


def _by_joining(line: MemberLine) -> tuple[Any, ...]:
    """Members whose date of joining is not known are the last ones."""
    joined_on = line.member.joined_on
    return joined_on is None, joined_on


ORDERS: dict[str, Callable[[MemberLine], Any]] = {
    MemberOrder.JOINED: _by_joining,
    MemberOrder.FRAMEWORKS: lambda line: -line.frameworks,
    MemberOrder.INITIATIVES: lambda line: -line.initiatives,
    MemberOrder.AMENDMENTS: lambda line: -line.amendments,
    MemberOrder.WORDS: lambda line: -line.words,
}
