"""What members of the campaign did, entered together: their work, milestones, events and processes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.actions import milestones, records
from accounts.actions.milestones import MilestoneEntry
from accounts.actions.records import Act
from accounts.canonical import digest_of_json
from accounts.models import LocalizedText, Theme
from accounts.queries.themes import themes_in_use
from charter.models import Framework, HelpEntry, Initiative, Provision
from charter.observances import DAYS
from charter.states import (
    FrameworkKind,
    FrameworkReview,
    FrameworkState,
    HelpKind,
    HelpState,
    InitiativeState,
)
from cms.actions import sites
from cms.models import EventPage, ProcessPage
from consultation.demo import files

from .stage import City, Stage

BATCH = 500
WRITTEN, ANSWERED = timedelta(days=90), timedelta(days=60)
FRAMEWORK_STATES = (FrameworkState.IN_FORCE, FrameworkState.ADOPTED, FrameworkState.IN_PROGRESS)
# One framework of so many awaits its confirmation, one initiative of so many is a draft, one offer is closed.
UNCONFIRMED, UNPUBLISHED, CLOSED = 20, 20, 4
MEMBERS_OF_PAGE = 3


def create_campaign(stage: Stage) -> None:
    """Everything but the pages of events and processes, which need the pages of the site."""
    themes = list(themes_in_use())
    provisions = [provision for article in stage.articles for provision in article]
    _add_links(Provision.themes.through, "provision", provisions, "theme", lambda n: themes[n % len(themes)])
    _create_frameworks(stage, provisions, themes)
    _create_initiatives(stage, provisions, themes)
    _create_help_entries(stage, themes)
    for n in range(stage.size.milestones):
        day = files.moment_of_day(-10 * n).date()
        entry = MilestoneEntry(day, {"en": f"Milestone {n + 1}", "fr": f"Étape {n + 1}"}, {"en": "Members met."})
        milestones.add_milestone(entry=entry, by=None)


def create_campaign_pages(stage: Stage) -> None:
    """Events, half of them over, and processes."""
    themes, size = list(themes_in_use()), stage.size
    for n in range(size.events):
        day = files.moment_of_day(3 * (n - size.events // 2)).date()
        words = {"en": {"title": f"Meeting {n + 1}", "introduction": "Members meet and compare their work."}}
        same = {"on": day, "place": "Made for measuring", **_members_and_themes(stage, themes, n)}
        sites.write_below(index=sites.CALENDAR, model=EventPage, slug=f"meeting-{n + 1}", words=words, **same)
    for n in range(size.processes):
        day = files.moment_of_day(-7 * n).date()
        words = {"en": {"title": f"Forum {n + 1}", "outcome": "The forum quoted the charter."}}
        same = {"on": day, "institution": "Council made for measuring", **_members_and_themes(stage, themes, n)}
        sites.write_below(index=sites.PROCESSES, model=ProcessPage, slug=f"forum-{n + 1}", words=words, **same)


def _members_and_themes(stage: Stage, themes: list[Theme], n: int) -> dict[str, Any]:
    cities = {stage.cities[(n * MEMBERS_OF_PAGE + place) % len(stage.cities)] for place in range(MEMBERS_OF_PAGE)}
    return {"members": [city.organisation for city in cities], "themes": [themes[n % len(themes)]]}


def _create_frameworks(stage: Stage, provisions: Sequence[Provision], themes: list[Theme]) -> None:
    """Frameworks of members in turn; some await the secretariat."""
    at = timezone.now()
    frameworks = Framework.objects.bulk_create(
        [
            Framework(
                charter=stage.charter,
                organisation=_city(stage, n).organisation,
                kind=FrameworkKind.values[n % len(FrameworkKind.values)],
                state=FRAMEWORK_STATES[n % len(FRAMEWORK_STATES)],
                title=f"Ordinance {n + 1}",
                language="en",
                adopted_on=(at - timedelta(days=100 + n % 2_000)).date(),
                review=FrameworkReview.AWAITING if _awaits(n) else FrameworkReview.CONFIRMED,
                reviewed_at=None if _awaits(n) else at - ANSWERED,
                changed_at=at - WRITTEN,
                revision=1,
            )
            for n in range(stage.size.frameworks)
        ],
        batch_size=BATCH,
    )
    _add_links(
        Framework.provisions.through,
        "framework",
        frameworks,
        "provision",
        lambda n: provisions[n % len(provisions)],
    )
    _add_links(Framework.themes.through, "framework", frameworks, "theme", lambda n: themes[n % len(themes)])
    entered = [
        _act("framework entered", framework, _city(stage, n), _content(framework, provisions, themes, n))
        for n, framework in enumerate(frameworks)
    ]
    confirmed = [
        Act("framework confirmed", framework, stage.moderators[0])
        for framework in frameworks
        if framework.is_confirmed
    ]
    records.append_acts(*entered, at=at - WRITTEN)
    records.append_acts(*confirmed, at=at - ANSWERED)


def _awaits(n: int) -> bool:
    return n % UNCONFIRMED == UNCONFIRMED - 1


def _content(framework: Framework, provisions: Sequence[Provision], themes: list[Theme], n: int) -> dict[str, Any]:
    return {
        "kind": framework.kind,
        "state": framework.state,
        "title": digest_of_json(framework.title),
        "provisions": [str(provisions[n % len(provisions)].key)],
        "themes": [themes[n % len(themes)].code],
    }


def _create_initiatives(stage: Stage, provisions: Sequence[Provision], themes: list[Theme]) -> None:
    """Initiatives of members in turn, each in two languages; some are drafts."""
    at, count = timezone.now(), stage.size.initiatives
    titles = _create_texts(
        {"en": [f"Homes {n + 1}" for n in range(count)], "fr": [f"Logements {n + 1}" for n in range(count)]}
    )
    summaries = _create_texts(
        {
            "en": [f"The city opens {n + 2} homes." for n in range(count)],
            "fr": [f"La ville ouvre {n + 2} logements." for n in range(count)],
        }
    )
    initiatives = Initiative.objects.bulk_create(
        [
            Initiative(
                charter=stage.charter,
                organisation=_city(stage, n).organisation,
                title=titles[n],
                summary=summaries[n],
                place="Made for measuring",
                observance=DAYS[n % len(DAYS)].key,
                state=InitiativeState.DRAFT if n % UNPUBLISHED == 0 else InitiativeState.PUBLISHED,
                published_at=None if n % UNPUBLISHED == 0 else at - ANSWERED + timedelta(seconds=n),
                changed_at=at - WRITTEN,
                revision=1,
            )
            for n in range(count)
        ],
        batch_size=BATCH,
    )
    _add_links(Initiative.themes.through, "initiative", initiatives, "theme", lambda n: themes[n % len(themes)])
    _add_links(
        Initiative.provisions.through,
        "initiative",
        initiatives,
        "provision",
        lambda n: provisions[n % len(provisions)],
    )
    written = [
        _act(
            "initiative written",
            initiative,
            _city(stage, n),
            {"provisions": [str(provisions[n % len(provisions)].key)]},
        )
        for n, initiative in enumerate(initiatives)
    ]
    published = [
        _act("initiative published", initiative, _city(stage, n), {})
        for n, initiative in enumerate(initiatives)
        if initiative.is_published
    ]
    records.append_acts(*written, at=at - WRITTEN)
    records.append_acts(*published, at=at - ANSWERED)


def _create_help_entries(stage: Stage, themes: list[Theme]) -> None:
    """Offers and requests of members in turn; some are closed."""
    at = timezone.now()
    entries = HelpEntry.objects.bulk_create(
        [
            HelpEntry(
                charter=stage.charter,
                organisation=_city(stage, n).organisation,
                kind=HelpKind.values[n % len(HelpKind.values)],
                theme=themes[n % len(themes)],
                subject=f"Rents, part {n + 1}",
                text="The city explains how it measures rents.",
                language="en",
                languages=["en", "fr"],
                ends_on=(at + timedelta(days=30 + n % 300)).date(),
                state=HelpState.CLOSED if _is_closed(n) else HelpState.OPEN,
                outcome="Two cities met." if _is_closed(n) else "",
                closed_at=at - ANSWERED if _is_closed(n) else None,
                changed_at=at - ANSWERED if _is_closed(n) else at - WRITTEN,
                revision=1,
            )
            for n in range(stage.size.help_entries)
        ],
        batch_size=BATCH,
    )
    published = [_act("help entry published", entry, _city(stage, n), {}) for n, entry in enumerate(entries)]
    closed = [
        _act("help entry closed", entry, _city(stage, n), {"outcome": digest_of_json(entry.outcome)})
        for n, entry in enumerate(entries)
        if entry.is_closed
    ]
    records.append_acts(*published, at=at - WRITTEN)
    records.append_acts(*closed, at=at - ANSWERED)


def _is_closed(n: int) -> bool:
    return n % CLOSED == CLOSED - 1


def _create_texts(words: dict[str, list[str]]) -> list[LocalizedText]:
    """The texts of the first language, each with its translations."""
    (first, texts), *others = words.items()
    originals = LocalizedText.objects.bulk_create(
        [LocalizedText(text=text, language=first) for text in texts], batch_size=BATCH
    )
    for language, translations in others:
        LocalizedText.objects.bulk_create(
            [
                LocalizedText(text=text, language=language, original=original)
                for text, original in zip(translations, originals, strict=True)
            ],
            batch_size=BATCH,
        )
    return originals


def _add_links(through: Any, name: str, rows: Sequence[Any], other: str, choose: Callable[[int], Any]) -> None:
    """One link for each row of a relation between many and many."""
    links = [through(**{f"{name}_id": row.pk, f"{other}_id": choose(n).pk}) for n, row in enumerate(rows)]
    through.objects.bulk_create(links, batch_size=BATCH)


def _city(stage: Stage, n: int) -> City:
    return stage.cities[n % len(stage.cities)]


def _act(name: str, about: Any, city: City, content: dict[str, Any]) -> Act:
    return Act(name, about, city.officer.person, city.officer, content)
