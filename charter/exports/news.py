"""What happened to something that is followed, as feeds and mails tell it in the language that is active."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.numbers import whole
from charter.models import Amendment, Charter, Decision, Version
from charter.queries import amendments, lives, members, reading, rounds, stories
from charter.queries import decisions as decided
from charter.queries.lives import Step
from charter.queries.stories import Event
from charter.states import Followed
from charter.templatetags.charter_text import asked_by, in_words, naming
from charter.templatetags.lives import came
from charter.templatetags.versions import standing

MOST = 50


@dataclass(frozen=True)
class Entry:
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
class Told:
    """What is told about something, and the page it belongs to."""

    title: str
    page: str
    entries: list[Entry]


def of(about: str, charter: Charter, language: str) -> Told | None:
    """What is told of `kind/name`; None where there is no such thing, or the public may not know of it."""
    kind, _slash, name = about.partition("/")
    teller = TELLERS.get(kind)
    return teller(charter, name, language) if teller else None


def of_versions(charter: Charter, name: str, language: str) -> Told | None:
    if name != EVERY:
        return None
    return Told(_("Versions"), _page("versions"), [_version(one) for one in reading.versions(charter)])


def of_decisions(charter: Charter) -> Told:
    latest = decided.released(charter=charter).order_by("-release__at", "-id")[:MOST]
    return Told(_("Decisions"), _page("decisions"), [_decision(one) for one in latest])


def of_provision(charter: Charter, name: str, language: str) -> Told | None:
    """Its wordings, what is asked of it, what is decided."""
    provision = lives.by_short(charter, name)
    life = lives.life(provision, charter, language, None, rounds.running(charter)) if provision else None
    if provision is None or life is None:
        return None
    page = _page("provision", name)
    steps = [_step(step, page) for step in life.steps]
    asked = amendments.listed(None).filter(text__changes__provision=provision).distinct()
    return Told(_("The life of %(citation)s") % {"citation": life.citation}, page, [*steps, *_both(asked)])


def of_member(charter: Charter, name: str, language: str) -> Told | None:
    """What a member proposes, and what is decided on it."""
    member = members.by_slug(name)
    if member is None:
        return None
    asked = amendments.listed(None).filter(
        round__charter=charter, pk__in=Amendment.objects.asked_by(name).values("pk")
    )
    return Told(naming(member), _page("member", name), _both(asked))


def of_round(charter: Charter, name: str, language: str) -> Told | None:
    """What is proposed in a round, and what is decided."""
    number = whole(name)
    round_ = rounds.numbered(charter, number) if number is not None else None
    if round_ is None:
        return None
    asked = amendments.listed(None).filter(round=round_)
    return Told(_("Round %(number)s") % {"number": name}, _page("round", round_.number), _both(asked))


def of_amendment(charter: Charter, name: str, language: str) -> Told | None:
    """The story of an amendment, `2-14` for the fourteenth of round 2."""
    round_, _dash, rest = name.partition("-")
    number, of_round = whole(rest), whole(round_)
    if number is None or of_round is None:
        return None
    public = amendments.listed(None).filter(round__charter=charter)
    found = public.filter(round__number=of_round, number=number).first()
    if found is None:
        return None
    page = _amendment_page(found)
    told = stories.of(found, amendments.visible_decision(None, found))
    title = _("Amendment %(number)s, %(member)s") % {"number": found, "member": asked_by(found)}
    return Told(title, page, [_event(event, page) for event in told])


EVERY = "all"
TELLERS: dict[str, Callable[[Charter, str, str], Told | None]] = {
    Followed.VERSIONS: of_versions,
    Followed.ROUND: of_round,
    Followed.AMENDMENT: of_amendment,
    Followed.PROVISION: of_provision,
    Followed.MEMBER: of_member,
}


def _page(name: str, *args: object) -> str:
    return f"{settings.SITE_URL}{reverse(name, args=args)}"


def _version(one: Version) -> Entry:
    name = _("Version %(number)s") % {"number": one.number}
    head = _("Head of the record when it was published:")
    said = f"{standing(one)} {head} {one.record_head}" if one.record_head else standing(one)
    return Entry(name, said, _page("version", one.number), one.published_at)


def _step(step: Step, page: str) -> Entry:
    title, _below = came(step)
    at = step.version.published_at if step.version else step.wording.at
    return Entry(title, step.wording.html, page, at, f"wording-{step.wording.pk}")


def _event(event: Event, page: str) -> Entry:
    title = render_to_string("charter/amendments/_event.html", {"event": event, "values": event.values}).strip()
    reason = in_words(event.values["decision"].reason) if event.kind == "decided" else ""
    return Entry(title, reason, page, event.at, f"{event.kind}-{event.at.timestamp():.0f}")


def _both(asked: Iterable[Amendment]) -> list[Entry]:
    """Each amendment when its delegate confirmed it, and again when its decision was released."""
    found = list(asked)
    held = [amendments.visible_decision(None, one) for one in found]
    return [*map(_amendment, found), *(_decision(one) for one in held if one is not None)]


def _amendment(one: Amendment) -> Entry:
    assert one.confirmed_at is not None and one.text is not None
    names = {"number": one, "member": asked_by(one)}
    title = _("Amendment %(number)s, %(member)s") % names
    return Entry(title, in_words(one.text.title), _amendment_page(one), one.confirmed_at)


def _decision(one: Decision) -> Entry:
    assert one.release is not None
    names = {"number": one.amendment, "outcome": decided.words(one)}
    title = _("Amendment %(number)s: %(outcome)s") % names
    return Entry(title, in_words(one.reason), _amendment_page(one.amendment), one.release.at, f"decision-{one.pk}")


def _amendment_page(one: Amendment) -> str:
    return _page("amendment", one.round.number, one.number)
