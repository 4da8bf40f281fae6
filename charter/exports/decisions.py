"""The table of decisions of a round on paper: every numbered amendment has a row, and says how it ended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Count, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from charter import texts
from charter.citations import Label
from charter.exports.papers import address, as_is, frame, in_html, marks
from charter.models import Amendment, Change, Charter, Decision, Release, Round, askers_of
from charter.queries import assents, naming, resulting
from charter.queries import decisions as decided
from charter.queries.assents import Answers
from charter.queries.comparing import redline_of_change
from charter.queries.resulting import Resulting
from charter.queries.tongues import tongue
from charter.states import PUBLIC_STATES, AmendmentState, ChangeKind, Outcome
from charter.templatetags.assents import in_plain_words
from charter.templatetags.charter_text import asked_by, in_words, interface, outcome
from charter.templatetags.moments import day
from charter.templatetags.replies import reply_to


@dataclass(frozen=True)
class Row:
    """One change of an amendment; an amendment that ended without a public decision has a row without a change."""

    amendment: Amendment
    change: Change | None = None
    decision: Decision | None = None
    became: Resulting | None = None
    answers: tuple[Answers, ...] = ()


@dataclass(frozen=True)
class Table:
    """All amendments of a round that the public knows, in the order of their numbers."""

    charter: Charter
    round: Round
    language: str

    endings = ("csv", "xlsx", "pdf", "docx", "odt", "html")
    is_long = False

    @property
    def name(self) -> str:
        return f"decisions/{self.round.number}"

    @cached_property
    def at(self) -> datetime:
        """The last release: a table is public from the first one on."""
        return self.round.releases.order_by("at").values_list("at", flat=True).last() or self.round.opens_at

    @cached_property
    def made_of(self) -> list[object]:
        said = Count("reason__translations")
        replied = ("reply__text", "reply__removed_because")
        made = self._decided().annotate(said=said).values_list("pk", "amendment__state", "said", *replied)
        known = self._amendments().values_list("pk", "state")
        named = naming.named(Round.objects.filter(pk=self.round.pk))
        put = assents.closed_in(self.round)
        return [list(map(list, made)), list(map(list, known)), self.charter.versions.count(), named, put]

    @property
    def turned(self) -> bool:
        """Whether columns run from right to left."""
        return tongue(self.language).dir == "rtl"

    @property
    def url(self) -> str:
        return f"{address('decisions')}?round={self.round.number}"

    def title(self) -> str:
        return _("Decisions of round %(number)s") % {"number": self.round.number}

    def cited(self) -> SafeString:
        said = {
            "title": self.title(),
            "charter": self.charter.title.in_language(self.language).text,
            "day": day(timezone.localtime(self.at)),
            "address": as_is(self.url),
        }
        return in_html(_("%(charter)s. %(title)s, released %(day)s. %(address)s."), said)

    def page(self) -> str:
        tally = decided.tally(self.round)
        context = {
            **frame(self),
            "facts": list(self._facts()),
            "tally": tally,
            "rows": [self._shown(row) for row in self.rows],
            "open": [str(row.amendment.number) for row in self.rows if is_open(row)],
        }
        return render_to_string("charter/exports/decisions.html", context)

    @cached_property
    def rows(self) -> list[Row]:
        found = {decision.amendment_id: decision for decision in self._decided()}
        changes = [change for decision in found.values() for change in decision.text.changes.all()]
        became, said = resulting.of(changes), assents.closed_of(found)
        rows: list[Row] = []
        for amendment in self._amendments():
            decision = found.get(amendment.pk)
            own = list(decision.text.changes.all()) if decision else []
            answers = tuple(said.get(amendment.pk, ()))
            rows += [Row(amendment, change, decision, became.get(change.pk), answers) for change in own]
            rows += [] if own else [Row(amendment, decision=decision, answers=answers)]
        return rows

    def cells(self) -> Iterator[list[str]]:
        """The head, then a line for each row, in words."""
        yield _head()
        for row in self.rows:
            yield self._cells(row)

    def _decided(self) -> QuerySet[Decision]:
        return decided.released(self.round)

    def _amendments(self) -> Any:
        known = Amendment.objects.filter(round=self.round, state__in=PUBLIC_STATES).exclude(number=None)
        return known.select_related("organisation__name").prefetch_related(*askers_of())

    def _facts(self) -> Iterator[dict[str, str]]:
        said = (self._released(release) for release in self.round.releases.order_by("at"))
        yield from ({"text": text} for text in dict.fromkeys(said))
        yield {"text": _("Permanent address:"), "value": self.url}

    def _released(self, release: Release) -> str:
        said = {"day": day(timezone.localtime(release.at)), "body": release.body, "minutes": release.minutes}
        if not release.body:
            return _("Released %(day)s.") % said
        if release.endorsed_on is None:
            return _("Released %(day)s, endorsed by %(body)s.") % said
        said["on"] = day(release.endorsed_on)
        return _("Released %(day)s, endorsed by %(body)s on %(on)s. Minutes: %(minutes)s.") % said

    @cached_property
    def _labels(self) -> dict[str, Label]:
        orders = (self.charter.arrangement, self.round.version.arrangement)
        return {key: label for order in orders if order for key, label in order.labels(interface()).items()}

    def _cells(self, row: Row) -> list[str]:
        change, decision, became = row.change, row.decision, row.became
        return [
            str(row.amendment.number),
            asked_by(row.amendment),
            self._cite(change),
            str(change.get_kind_display()) if change else "",
            change.language if change else "",
            texts.sides(change)[0].text if change else "",
            proposed(change) if change else "",
            ended(row),
            in_words(decision.reason) if decision else "",
            in_words(decision.note) if decision else "",
            replied(decision),
            became.text if became else "",
            _place(became) if became else "",
            " ".join(map(in_plain_words, row.answers)),
        ]

    def _cite(self, change: Change | None) -> str:
        label = self._labels.get(str(change.provision.key)) if change else None
        return label.citation if label else ""

    def _shown(self, row: Row) -> dict[str, Any]:
        change, cells = row.change, self._cells(row)
        return {
            "number": cells[0],
            "url": address("amendment", self.round.number, row.amendment.number),
            "city": cells[1],
            "cite": cells[2],
            "kind": cells[3] if change and change.kind != ChangeKind.REPLACE else "",
            "asked": asked(change) if change else "",
            "asked_in": marks(change.language, self.language) if change else {},
            "decision": cells[7],
            "reason": cells[8],
            "note": cells[9],
            "reply": cells[10],
            "words": cells[11],
            "place": cells[12],
            "answers": [in_plain_words(one) for one in row.answers],
        }


def _place(became: Resulting) -> str:
    return _("%(citation)s, version %(number)s") % {"citation": became.citation, "number": became.version}


def proposed(change: Change) -> str:
    """The words that a change asks for, without formats; both parts on lines of their own; none for what moves."""
    return "" if change.kind == ChangeKind.MOVE else texts.sides(change)[1].text


def asked(change: Change) -> str:
    """A change as a redline against the words it was written for."""
    if change.kind == ChangeKind.MOVE:
        return change.base.html if change.base else ""
    return redline_of_change(*texts.stored(change), interface())


def ended(row: Row) -> str:
    """The decision in words, else the state in which the amendment is."""
    if row.decision is not None and row.amendment.state != AmendmentState.WITHDRAWN:
        return outcome(row.decision)["word"]
    hidden = row.amendment.state in (AmendmentState.DECIDED, AmendmentState.MERGED)
    return str((AmendmentState.UNDER_REVIEW if hidden else AmendmentState(row.amendment.state)).label)


def is_open(row: Row) -> bool:
    """Whether the public knows of no end of the amendment; one that is referred has none before its body decides."""
    if row.amendment.state == AmendmentState.WITHDRAWN:
        return False
    return row.decision is None or row.decision.outcome == Outcome.REFERRED


def replied(decision: Decision | None) -> str:
    """What the member replied to the decision."""
    reply = reply_to(decision)
    return str(reply["text"]) if reply else ""


def _head() -> list[str]:
    return [
        _("Amendment"),
        _("Member"),
        _("Provision"),
        _("What was asked"),
        _("Language"),
        _("Words before"),
        _("Words proposed"),
        _("Decision"),
        _("Reason"),
        _("Correction"),
        _("Reply of the member"),
        _("Words in the text"),
        _("Place"),
        _("Answers to a compromise"),
    ]
