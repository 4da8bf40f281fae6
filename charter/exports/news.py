"""What happened to something that is followed, as feeds and mails tell it in the language that is active."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.dates import date_format
from accounts.locales import localize_commas
from accounts.models import Milestone, Wave
from accounts.numbers import whole_number
from accounts.queries.milestones import latest_milestones
from charter.models import Amendment, Charter, Decision, Framework, HelpEntry, Initiative, Version
from charter.queries.amending import amendments, rounds, translations
from charter.queries.amending.public_texts import readable_until
from charter.queries.amending.resolutions import visible_resolution
from charter.queries.city import events, frameworks, help_entries, initiatives, members, processes, waves
from charter.queries.city.events import EventData
from charter.queries.city.initiatives import WrittenBySecretariat
from charter.queries.city.processes import ProcessData
from charter.queries.deciding import amendment_events, decisions
from charter.queries.deciding.amendment_events import Event
from charter.queries.languages.names import language_of
from charter.queries.reading import articles, provision_histories
from charter.queries.reading.provision_histories import HistoryStep
from charter.states import Followed
from charter.wording.charter_text import in_words, interface_language, name_proposers, public_name_of
from charter.wording.decisions import outcome_label
from charter.wording.members import describe_wave
from charter.wording.provision_histories import heading_of_step
from charter.wording.versions import status_sentence

MOST = 50


@dataclass(frozen=True)
class NewsEntry:
    """One thing that happened, with the page that tells of it; `part` makes its identity its own."""

    title: str
    text: str
    page: str
    at: datetime
    part: str = ""

    @property
    def identity(self) -> str:
        return f"{self.page}#{self.part}" if self.part else self.page


@dataclass(frozen=True)
class Subject:
    """What is told about something, and the page it belongs to."""

    title: str
    page: str
    entries: list[NewsEntry]


def news_about(about: str, charter: Charter, language: str) -> Subject | None:
    """What is told of `kind/name`; None where there is no such thing, or the public may not know of it."""
    kind, _slash, name = about.partition("/")
    teller = TELLERS.get(kind)
    return teller(charter, name, language) if teller else None


def of_versions(charter: Charter, name: str, language: str) -> Subject | None:
    if name != EVERY:
        return None
    return Subject(
        _("Versions"), _page("versions"), [_version(version) for version in articles.published_versions(charter)]
    )


def of_decisions(charter: Charter) -> Subject:
    latest = decisions.released_decisions(charter=charter).order_by("-release__at", "-id")[:MOST]
    return Subject(_("Decisions"), _page("decisions"), [_decision(decision) for decision in latest])


def of_initiatives(charter: Charter) -> Subject:
    """Initiatives that members or the secretariat published, the newest."""
    rows = initiatives.public_initiatives(charter).order_by("-published_at", "-pk")
    rows = rows.prefetch_related("organisation__former_names__name__translations")[:MOST]
    pages = initiatives.written_by_secretariat(interface_language())[:MOST]
    entries = [*map(_initiative, rows), *map(_initiative_page, pages)]
    return Subject(_("Initiatives"), _page("wagtail_serve", "initiatives/"), entries)


def of_frameworks(charter: Charter) -> Subject:
    """Local frameworks that the secretariat confirmed, the newest confirmations."""
    rows = frameworks.latest_frameworks(charter)[:MOST]
    return Subject(_("Local human rights frameworks"), _page("frameworks"), [*map(_framework, rows)])


def of_events() -> Subject:
    """Events of the calendar, the newest publications."""
    rows = events.event_data(interface_language(), newest_first=True)[:MOST]
    return Subject(_("Events"), _page("wagtail_serve", "calendar/"), [*map(_campaign_event, rows)])


def of_processes() -> Subject:
    """Processes to which members contributed, the newest publications."""
    rows = processes.process_data(interface_language(), newest_first=True)[:MOST]
    return Subject(_("Processes"), _page("wagtail_serve", "processes/"), [*map(_process, rows)])


def of_waves() -> Subject:
    """The waves of the campaign, each on the day on which it starts."""
    rows = waves.count_members_by_joined_wave()[-MOST:]
    return Subject(_("Waves of the campaign"), _page("waves"), [_wave(row.wave) for row in rows])


def of_milestones() -> Subject:
    """The latest milestones of the campaign."""
    rows = latest_milestones(MOST)
    return Subject(_("Milestones of the campaign"), _page("milestones"), [*map(_milestone, rows)])


def of_help_entries(charter: Charter) -> Subject:
    """Offers and requests of members; a closed one is told with its outcome."""
    rows = help_entries.latest_entries(charter)[:MOST]
    return Subject(_("Offers and requests"), _page("help_entries"), [*map(_help_entry, rows)])


def of_provision(charter: Charter, name: str, language: str) -> Subject | None:
    """Its wordings, what is asked of it, what is decided."""
    provision = provision_histories.provision_by_short(charter, name)
    life = (
        provision_histories.provision_history(provision, charter, language, None, rounds.running_round(charter))
        if provision
        else None
    )
    if provision is None or life is None:
        return None
    page = _page("provision", name)
    steps = [_step(step, page) for step in life.steps]
    proposed = amendments.listed_amendments(None).filter(text__changes__provision=provision).distinct()
    return Subject(
        _("History of %(citation)s") % {"citation": localize_commas(life.citation)}, page, [*steps, *_both(proposed)]
    )


def of_member(charter: Charter, name: str, language: str) -> Subject | None:
    """What a member proposes, and what is decided on it."""
    member = members.by_slug(name)
    if member is None:
        return None
    proposed = amendments.listed_amendments(None).filter(
        round__charter=charter, pk__in=Amendment.objects.asked_by(name).values("pk")
    )
    return Subject(public_name_of(member), _page("member", name), _both(proposed))


def of_round(charter: Charter, name: str, language: str) -> Subject | None:
    """What is proposed in a round, and what is decided."""
    number = whole_number(name)
    round_ = rounds.round_by_number(charter, number) if number is not None else None
    if round_ is None:
        return None
    proposed = amendments.listed_amendments(None).filter(round=round_)
    return Subject(_("Round %(number)s") % {"number": name}, _page("round", round_.number), _both(proposed))


def of_amendment(charter: Charter, name: str, language: str) -> Subject | None:
    """The story of an amendment, `2-14` for the fourteenth of round 2."""
    round_, _dash, rest = name.partition("-")
    number, of_round = whole_number(rest), whole_number(round_)
    if number is None or of_round is None:
        return None
    public = amendments.listed_amendments(None).filter(round__charter=charter)
    amendment = public.filter(round__number=of_round, number=number).first()
    if amendment is None:
        return None
    page = _amendment_page(amendment)
    events = amendment_events.events_of(
        amendment,
        amendments.visible_decision(None, amendment),
        partial(readable_until, None, amendment.round),
        resolution=visible_resolution(None, amendment),
    )
    title = _("Amendment %(number)s, %(member)s") % {"number": amendment, "member": name_proposers(amendment)}
    return Subject(title, page, [*_translated(amendment, language, page), *(_event(event, page) for event in events)])


EVERY = "all"
TELLERS: dict[str, Callable[[Charter, str, str], Subject | None]] = {
    Followed.VERSIONS: of_versions,
    Followed.ROUND: of_round,
    Followed.AMENDMENT: of_amendment,
    Followed.PROVISION: of_provision,
    Followed.MEMBER: of_member,
}


def _page(name: str, *args: object) -> str:
    return f"{settings.SITE_URL}{reverse(name, args=args)}"


def _version(version: Version) -> NewsEntry:
    name = _("Version %(number)s") % {"number": version.number}
    head = _("Latest hash of the audit log at publication:")
    status = (
        f"{status_sentence(version)} {head} {version.record_head}" if version.record_head else status_sentence(version)
    )
    return NewsEntry(name, status, _page("version", version.number), version.published_at)


def _initiative(initiative: Initiative) -> NewsEntry:
    assert initiative.published_at is not None
    member = public_name_of(initiative.organisation, initiative.published_at)
    title = f"{in_words(initiative.title)} · {member}"
    return NewsEntry(title, in_words(initiative.summary), _page("initiative", initiative.pk), initiative.published_at)


def _initiative_page(page: WrittenBySecretariat) -> NewsEntry:
    member = public_name_of(page.member, page.published_at) if page.member else ""
    title = " · ".join(filter(None, [page.title, member, _("written by the secretariat")]))
    return NewsEntry(title, page.summary, page.page, page.published_at)


def _framework(framework: Framework) -> NewsEntry:
    assert framework.reviewed_at is not None
    member = public_name_of(framework.organisation, framework.reviewed_at)
    page = f"{_page('member', framework.organisation.slug)}#frameworks"
    text = f"{framework.get_kind_display()} · {framework.get_state_display()}"
    return NewsEntry(f"{framework.title} · {member}", text, page, framework.reviewed_at, f"framework-{framework.pk}")


def _campaign_event(event: EventData) -> NewsEntry:
    days = " – ".join(date_format(day) for day in (event.on, event.until) if day)
    text = " · ".join(filter(None, [days, event.place, event.introduction]))
    return NewsEntry(event.title, text, event.page, event.published_at)


def _process(process: ProcessData) -> NewsEntry:
    text = " · ".join(filter(None, [date_format(process.on), process.institution, process.outcome]))
    return NewsEntry(process.title, text, process.page, process.published_at)


def _wave(wave: Wave) -> NewsEntry:
    text = in_words(wave.focus) if wave.focus else ""
    at = _beginning(wave.starts_on or date(wave.year, 1, 1))
    return NewsEntry(describe_wave(wave), text, _page("wave", wave.code), at)


def _milestone(milestone: Milestone) -> NewsEntry:
    text = in_words(milestone.text) if milestone.text else ""
    page, part = _page("milestones"), f"milestone-{milestone.pk}"
    return NewsEntry(in_words(milestone.title), text, page, _beginning(milestone.on), part)


def _beginning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _help_entry(entry: HelpEntry) -> NewsEntry:
    member = public_name_of(entry.organisation, entry.changed_at)
    title = f"{entry.get_kind_display()} · {entry.subject} · {member}"
    part = "closed" if entry.is_closed else ""
    return NewsEntry(title, entry.outcome or entry.text, _page("help_entry", entry.pk), entry.changed_at, part)


def _step(step: HistoryStep, page: str) -> NewsEntry:
    title, _below = heading_of_step(step)
    if step.version is None:
        title = _("%(title)s (working text, not adopted)") % {"title": title}
    at = step.version.published_at if step.version else step.wording.at
    return NewsEntry(title, step.wording.html, page, at, f"wording-{step.wording.pk}")


def _event(event: Event, page: str) -> NewsEntry:
    title = render_to_string(
        "charter/amending/amendments/_event.html", {"event": event, "values": event.values}
    ).strip()
    reason = in_words(event.values["decision"].reason) if "decision" in event.values else ""
    return NewsEntry(title, reason, page, event.at, f"{event.kind}-{event.at.timestamp():.0f}")


def _translated(amendment: Amendment, language: str, page: str) -> list[NewsEntry]:
    """For who follows the amendment in another language: that it can be read in this language now."""
    at = translations.first_translated_at(amendment, language)
    if at is None:
        return []
    names = {"number": amendment, "language": language_of(language).in_words}
    title = _("Amendment %(number)s: translation (%(language)s)") % names
    return [NewsEntry(title, "", page, at, f"translation-{language}")]


def _both(proposed: Iterable[Amendment]) -> list[NewsEntry]:
    """Each amendment when its delegate confirmed it, and again when its decision was released."""
    found_amendments = list(proposed)
    visible_decisions = [amendments.visible_decision(None, amendment) for amendment in found_amendments]
    return [
        *map(_amendment, found_amendments),
        *(_decision(decision) for decision in visible_decisions if decision is not None),
    ]


def _amendment(amendment: Amendment) -> NewsEntry:
    assert amendment.confirmed_at is not None and amendment.text is not None
    names = {"number": amendment, "member": name_proposers(amendment)}
    title = _("Amendment %(number)s, %(member)s") % names
    return NewsEntry(title, in_words(amendment.text.title), _amendment_page(amendment), amendment.confirmed_at)


def _decision(decision: Decision) -> NewsEntry:
    assert decision.release is not None
    names = {"number": decision.amendment, "outcome": outcome_label(decision)}
    title = _("Amendment %(number)s: %(outcome)s") % names
    return NewsEntry(
        title,
        in_words(decision.reason),
        _amendment_page(decision.amendment),
        decision.release.at,
        f"decision-{decision.pk}",
    )


def _amendment_page(amendment: Amendment) -> str:
    return _page("amendment", amendment.round.number, amendment.number)
