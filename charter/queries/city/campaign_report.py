"""The report of the campaign: the rows that it counts, and its figures by year, wave, section and theme.

Every figure is counted from the rows alone, so that anybody can count it again from the files of the rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import groupby

from django.db.models import Exists
from django.utils import timezone

from accounts.models import Organisation, Theme, Wave
from accounts.queries.sections import section_choices
from accounts.queries.themes import themes_in_use
from accounts.states import OrganisationKind
from charter.models import (
    Adoption,
    Amendment,
    Charter,
    CoProposal,
    Framework,
    Initiative,
    Provision,
    Version,
    VersionWording,
)
from charter.queries.city.initiatives import written_by_secretariat
from charter.queries.city.pledge_to_text import (
    campaign_members,
    current_version,
    organisations_in_campaign,
    words_by_adoption,
)
from charter.queries.reading import charters
from charter.states import CoProposalState, ReportGroup, ReportSubject


@dataclass(frozen=True)
class CountedRow:
    """One thing that the report counts.

    `key` names it among things of its subject: the slug of a member, the number of a framework or an initiative, the
    address of a page of the secretariat, `round/number` of an amendment, `provision/adoption` of words. `name` is in
    its own language. `number` is 1, or how many words it has.
    """

    key: str
    name: str
    members: tuple[str, ...]
    day: date | None
    waves: tuple[str, ...]
    sections: tuple[str, ...]
    themes: tuple[str, ...]
    number: int = 1

    def values_of(self, group: ReportGroup) -> tuple[str, ...]:
        """The lines of a group in which the row counts."""
        years = (str(self.day.year),) if self.day else ()
        by_group = {
            ReportGroup.YEAR: years,
            ReportGroup.WAVE: self.waves,
            ReportGroup.SECTION: self.sections,
            ReportGroup.THEME: self.themes,
        }
        return by_group[group]


@dataclass(frozen=True)
class ReportLine:
    """The figures of one year, wave, section or theme, by subject; `value` is empty for rows without one."""

    value: str
    counts: dict[ReportSubject, int]


@dataclass(frozen=True)
class CampaignReport:
    """The rows of one day with what names their values, and how many members the rows leave out."""

    charter: Charter
    day: date
    version: Version | None
    language: str
    rows: dict[ReportSubject, tuple[CountedRow, ...]]
    waves: tuple[Wave, ...]
    themes: tuple[Theme, ...]
    unnamed: int

    @property
    def totals(self) -> dict[ReportSubject, int]:
        """How many there are of each subject."""
        return {subject: sum(row.number for row in rows) for subject, rows in self.rows.items()}

    def lines(self, group: ReportGroup) -> list[ReportLine]:
        """Every line of a group; a row counts in each line that it belongs to, and in the last one without any."""
        counts: dict[str, dict[ReportSubject, int]] = defaultdict(lambda: dict.fromkeys(ReportSubject, 0))
        for subject, rows in self.rows.items():
            for row in rows:
                for value in row.values_of(group) or ("",):
                    counts[value][subject] += row.number
        values = [*self._expected(group, set(counts)), *([""] if "" in counts else [])]
        return [ReportLine(value, counts[value]) for value in values]

    def _expected(self, group: ReportGroup, counted: set[str]) -> list[str]:
        """The values of a group in their order: also those of which there is nothing yet."""
        if group == ReportGroup.YEAR:
            years = [int(year) for year in counted if year]
            return [str(year) for year in range(min(years), max(years) + 1)] if years else []
        by_group = {
            ReportGroup.WAVE: [wave.code for wave in self.waves],
            ReportGroup.SECTION: [code for code, _name in section_choices()],
            ReportGroup.THEME: [theme.code for theme in self.themes],
        }
        known = by_group[group]
        return [*known, *sorted(counted.difference(known, [""]))]


def campaign_report(charter: Charter, language: str, version: Version | None = None) -> CampaignReport | None:
    """The report of today; None for a site without a campaign or without a member that it can name.

    Words are counted in `version`, or by default in the latest one. `language` is that of the titles of pages.
    """
    waves = tuple(Wave.objects.select_related("name").prefetch_related("name__translations").order_by(*Wave.ORDER))
    organisations = list(organisations_in_campaign().select_related("name").order_by("country", "slug"))
    in_campaign = [member for member in organisations if member.in_campaign]  # type: ignore[attr-defined]
    members = [member for member in in_campaign if not member.name_withheld]
    if not waves or not members:
        return None
    themes, version = themes_in_use(), version or current_version(charter)
    counting = _Counting(charter, themes, organisations)
    rows = {
        ReportSubject.MEMBERS: counting.members(members),
        ReportSubject.FRAMEWORKS: counting.frameworks(),
        ReportSubject.INITIATIVES: counting.initiatives(language),
        ReportSubject.AMENDMENTS: counting.amendments(),
        ReportSubject.WORDS: counting.words(version) if version else (),
    }
    return CampaignReport(
        charter=charter,
        day=timezone.localdate(),
        version=version,
        language=charters.first_language(),
        rows={subject: tuple(counted) for subject, counted in rows.items()},
        waves=waves,
        themes=tuple(themes),
        unnamed=len(in_campaign) - len(members),
    )


def has_report() -> bool:
    """Whether the site has a campaign with a member that the report can name."""
    return campaign_members().filter(Exists(Wave.objects.all())).exists()


class _Counting:
    """What the rows of several subjects need, read once for all of them."""

    def __init__(self, charter: Charter, themes: Iterable[Theme], organisations: Iterable[Organisation]) -> None:
        self.charter = charter
        self.codes = {theme.pk: theme.code for theme in themes}
        self.named = {member.pk: member for member in organisations if not member.name_withheld}
        links = Provision.themes.through._default_manager.filter(theme__retired_at=None)
        self.themes_by_provision = _grouped(links.values_list("provision", "theme__code"))
        joined = CoProposal.objects.filter(state=CoProposalState.JOINED, amendment__round__charter=charter)
        self.co_sponsors = _grouped(joined.order_by("pk").values_list("amendment", "organisation"))

    def members(self, members: Iterable[Organisation]) -> Iterator[CountedRow]:
        for member in members:
            themes = set(member.themes).intersection(self.codes.values())
            yield self._row(member.slug, member.name.text, [member.pk], member.joined_on, themes)

    def frameworks(self) -> Iterator[CountedRow]:
        public = Framework.objects.public().filter(charter=self.charter).order_by("pk")
        links = Framework.themes.through._default_manager.filter(theme__retired_at=None)
        own = _grouped(links.values_list("framework", "theme__code"))
        rows = public.values_list("pk", "title", "organisation", "adopted_on", "provisions")
        for (pk, title, member, day), provisions in _with_last(rows):
            yield self._row(str(pk), title, [member], day, self._themes_of(provisions).union(own.get(pk, ())))

    def initiatives(self, language: str) -> Iterator[CountedRow]:
        public = Initiative.objects.public().filter(charter=self.charter).order_by("pk")
        rows = public.values_list("pk", "title__text", "organisation", "published_at", "themes")
        for (pk, title, member, at), themes in _with_last(rows):
            codes = [self.codes[theme] for theme in themes if theme in self.codes]
            yield self._row(str(pk), title, [member], _day(at), codes)
        for page in written_by_secretariat(language):
            members = [page.member.pk] if page.member else []
            codes = [page.theme] if page.theme in self.codes.values() else []
            yield self._row(page.page, page.title, members, _day(page.published_at), codes)

    def amendments(self) -> Iterator[CountedRow]:
        """Those that members proposed, and not those that partner organisations did."""
        of_charter = {"round__charter": self.charter, "organisation__kind": OrganisationKind.GOVERNMENT}
        public = Amendment.objects.open_to_all().filter(**of_charter).order_by("round__number", "number")
        names = ("pk", "round__number", "number", "organisation", "confirmed_at", "text__changes__provision")
        for (pk, round_, number, member, at), provisions in _with_last(public.values_list(*names)):
            members, key = [member, *self.co_sponsors.get(pk, ())], f"{round_}/{number}"
            yield self._row(key, key, members, _day(at), self._themes_of(provisions))

    def words(self, version: Version) -> Iterator[CountedRow]:
        """Words of a version that members proposed first, without texts of compromises, partners and the secretariat.

        A row has the words of one adoption in one provision.
        """
        language = charters.first_language()
        words = words_by_adoption(version, language)
        proposed = {"compromise": None, "asked_by__kind": OrganisationKind.GOVERNMENT}
        adoptions = Adoption.objects.filter(pk__in=list(words), **proposed).order_by("pk")
        cited = _citations(version.digest, version.pk, language)
        for adoption, member, amendment, at in adoptions.values_list(
            "pk", "asked_by", "change__text__amendment", "at"
        ):
            members = [member, *self.co_sponsors.get(amendment, ())]
            for provision, number in words[adoption].items():
                short, citation = cited[provision]
                themes = self._themes_of([provision])
                yield self._row(f"{short}/{adoption}", citation, members, _day(at), themes, number)

    def _row(
        self, key: str, name: str, members: Iterable[int], day: date | None, themes: Iterable[str], number: int = 1
    ) -> CountedRow:
        """A member without a public name is in no wave and in no section."""
        named = [self.named[pk] for pk in members if pk in self.named]
        waves = {member.joined_wave_id for member in named if member.joined_wave_id}
        sections = {section for member in named for section in member.sections}
        return CountedRow(
            key=key,
            name=name,
            members=tuple(member.slug for member in named),
            day=day,
            waves=tuple(sorted(waves)),
            sections=tuple(sorted(sections)),
            themes=tuple(sorted(set(themes))),
            number=number,
        )

    def _themes_of(self, provisions: Iterable[int]) -> set[str]:
        return {code for provision in provisions for code in self.themes_by_provision.get(provision, ())}


@lru_cache(maxsize=4)
def _citations(digest: str, version: int, language: str) -> dict[int, tuple[str, str]]:
    """By provision its short address and its citation. A version never changes, so its digest is its key."""
    lines = VersionWording.objects.filter(version=version, language=language)
    rows = lines.values_list("provision", "provision__short", "citation")
    return {provision: (short, citation) for provision, short, citation in rows}


def _grouped(pairs: Iterable[tuple[int, object]]) -> dict[int, list]:
    grouped: dict[int, list] = defaultdict(list)
    for key, value in pairs:
        grouped[key].append(value)
    return grouped


def _with_last(rows: Iterable[tuple]) -> Iterator[tuple[tuple, list[int]]]:
    """Rows that differ in their last value alone, as one row with all these values."""
    for row, same in groupby(rows, key=lambda values: values[:-1]):
        yield row, [values[-1] for values in same if values[-1] is not None]


def _day(at: datetime | None) -> date | None:
    """The day of a moment in the time zone of the site."""
    return timezone.localtime(at).date() if at else None
