"""What all pages of the desk share: the round, citations, names, states, and the bar of rooms."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.locales import listed
from accounts.models import Person
from accounts.numbers import whole
from accounts.views.acting import signed_in
from charter import rules
from charter.citations import Label
from charter.models import Amendment, Change, Charter, Compromise, Round
from charter.queries import charters, decisions, desk, receipts, to_merge, working
from charter.states import CarryState, ChangeKind, CompromiseState, Stance
from charter.templatetags.charter_text import interface, outcome, status

from .excerpts import excerpt, redline_of

THROUGH = [{"keys": ["J", "K"], "word": gettext_lazy("next and previous")}]
CARRY_SHAPES = {CarryState.CHECK: "check", CarryState.VOID: "lapsed"}


def the_charter() -> Charter:
    charter = charters.current()
    if charter is None or charter.arrangement is None:
        raise Http404
    return charter


def chosen_round(request: HttpRequest, charter: Charter) -> Round | None:
    """The round that the address names, else the one on the desk."""
    return desk.current_round(charter, whole(request.GET.get("round", "")))


def labels_of(round_: Round) -> dict[str, Label]:
    """Citations of the working text, and those of the round's version for provisions that left it."""
    language = interface()
    standing = round_.charter.arrangement
    return {**round_.version.arrangement.labels(language), **(standing.labels(language) if standing else {})}


def articles_of(charter: Charter) -> list[tuple[str, str]]:
    """Articles as the filters offer them."""
    chapters = working.contents(charter, charters.edition_in(interface()))
    return [(chapter.address, chapter.name) for chapter in chapters]


def name_of(amendment: Amendment) -> str:
    """The members that ask for it: the first one and its co-proposers."""
    return listed(amendment.members)


def numbers(amendments: Iterable[Amendment]) -> str:
    return listed(a.number for a in amendments)


def address_of(amendment: Amendment) -> str:
    return reverse("desk_decide", args=[amendment.round.number, amendment.number])


def desk_status(amendment: Amendment, change: Change | None = None) -> dict[str, str]:
    """`shape` and `word` as the desk knows it: decisions before their release, and what must be checked."""
    if change is not None and change.carry in CARRY_SHAPES:
        return {"shape": CARRY_SHAPES[CarryState(change.carry)], "word": str(change.get_carry_display())}
    return outcome(amendment.decision) if amendment.decision is not None else status(amendment)


def kind_in_words(change: Change, labels: dict[str, Label]) -> str:
    """What a change does besides replacing words, with the place that it names."""
    if change.kind == ChangeKind.REPLACE:
        return ""
    after = labels.get(str(change.after.key)) if change.after else None
    return f"{change.get_kind_display()} {after.citation}" if after else str(change.get_kind_display())


def what_changes(change: Change, short: bool = True) -> str:
    """A change as a redline, cut to what is near it where `short`."""
    made = redline_of(change)
    return excerpt(made) if short else made


def support_in_words(stances: dict[str, Any]) -> str:
    """`Support: 17 members. Reservation: 1.`"""
    said = []
    for stance in Stance:
        count = len(stances.get(stance, ()))
        if count:
            said.append(f"{stance.label}: {count}.")
    return " ".join(said) or _("No positions yet.")


def rooms(charter: Charter, round_: Round | None, current: str, person: Person) -> list[dict[str, Any]]:
    """The rooms of the desk that this person may open, with the number of what waits in each."""
    to_decide = desk.tally(round_).to_decide if round_ else 0
    waiting = decisions.waiting(round_).count() if round_ else 0
    asked = Compromise.objects.filter(round=round_, state=CompromiseState.ASKED).count() if round_ else 0
    entered = receipts.to_finish(round_) if round_ else 0
    moderates = rules.may_moderate(person) is True
    rows = [
        (_("Everything that waits"), 0, reverse("desk_waiting") if moderates else "", "waiting"),
        (_("Amendments"), to_decide, reverse("desk"), "desk"),
        (_("By provision"), 0, reverse("desk_articles"), "articles"),
        (_("On behalf"), entered, reverse("desk_on_behalf") if moderates else "", "on_behalf"),
        (_("Compromises"), asked, reverse("desk_compromises"), "compromises"),
        (_("Release"), waiting, reverse("desk_release", args=[round_.number]) if round_ else "", "release"),
        (_("Merge"), to_merge.count(charter), reverse("desk_merges"), "merges"),
        (_("Languages"), 0, reverse("languages"), "languages"),
        (_("Publish"), 0, reverse("desk_publish"), "publish"),
        (_("Rounds"), 0, reverse("desk_rounds") if moderates else "", "rounds"),
        (_("Letters"), 0, reverse("desk_letters") if moderates else "", "letters"),
        (_("Phrases"), 0, reverse("desk_phrases") if moderates else "", "phrases"),
        (_("Themes"), 0, reverse("desk_themes") if moderates else "", "themes"),
        (_("Import"), 0, reverse("desk_import") if rules.may_import(person) is True else "", "import"),
    ]
    return [
        {"word": f"{word} {count}" if count else word, "url": url, "current": name == current}
        for word, count, url, name in rows
        if url
    ]


def views_of(request: HttpRequest, current: str) -> list[dict[str, Any]]:
    """The rooms of the desk, for their other pages."""
    charter = the_charter()
    return rooms(charter, chosen_round(request, charter), current, signed_in(request))
