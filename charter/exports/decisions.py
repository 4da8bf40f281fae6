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

from accounts.models import load_names
from charter import texts
from charter.citations import Label
from charter.exports.papers import as_is, full_address, language_attributes, page_frame
from charter.models import Amendment, Change, Charter, Decision, Release, Round, unnamed_proposers_of
from charter.queries.amending.public_texts import public_texts
from charter.queries.amending.resolutions import visible_resolution
from charter.queries.deciding import compromise_answers, decisions, resulting_words
from charter.queries.deciding.compromise_answers import Answers
from charter.queries.deciding.resulting_words import Resulting
from charter.queries.languages.names import language_of
from charter.queries.reading import named_people
from charter.queries.reading.comparing import redline_of_change
from charter.queries.reading.published_labels import published_labels
from charter.states import PUBLIC_STATES, AmendmentState, ChangeKind, Outcome
from charter.wording.bodies import body_name
from charter.wording.charter_text import (
    in_html,
    in_words,
    in_words_apart,
    interface_language,
    name_proposers,
    outcome_status,
)
from charter.wording.compromise_answers import in_plain_words
from charter.wording.replies import reply_to
from charter.wording.round_times import format_day

# How many amendments make a file of about one second.
AT_ONCE, AT_ONCE_IN_OTHERS = {"pdf": 20}, 200


@dataclass(frozen=True)
class DecisionRow:
    """One change of an amendment; an amendment that ended without a public decision has a row without a change."""

    amendment: Amendment
    change: Change | None = None
    decision: Decision | None = None
    became: Resulting | None = None
    answers: tuple[Answers, ...] = ()


@dataclass(frozen=True)
class DecisionTable:
    """All amendments of a round that the public knows, in the order of their numbers."""

    charter: Charter
    round: Round
    language: str

    extensions = ("csv", "xlsx", "pdf", "docx", "odt", "html")

    @property
    def name(self) -> str:
        return f"decisions/{self.round.number}"

    @cached_property
    def long_extensions(self) -> tuple[str, ...]:
        """The PDF takes a second for some twenty amendments, the other formats for some hundreds."""
        count = self._amendments().count()
        return tuple(extension for extension in self.extensions if count > AT_ONCE.get(extension, AT_ONCE_IN_OTHERS))

    @cached_property
    def at(self) -> datetime:
        """The last release: a table is public from the first one on."""
        return self.round.releases.order_by("at").values_list("at", flat=True).last() or self.round.opens_at

    @cached_property
    def made_of(self) -> list[object]:
        translations = Count("reason__translations")
        replied = ("reply__text", "reply__removed_because", "type__names")
        decision_rows = (
            self._decided()
            .annotate(translations=translations)
            .values_list("pk", "amendment__state", "translations", *replied)
        )
        resolved = ("resolution__number", "resolution__adopted_on", "resolution__digest")
        amendment_rows = self._amendments().values_list("pk", "state", *resolved)
        named = named_people.naming_state(Round.objects.filter(pk=self.round.pk))
        compromises = compromise_answers.closed_in(self.round)
        return [
            list(map(list, decision_rows)),
            list(map(list, amendment_rows)),
            self.charter.versions.count(),
            named,
            compromises,
        ]

    @property
    def turned(self) -> bool:
        """Whether columns run from right to left."""
        return language_of(self.language).dir == "rtl"

    @property
    def url(self) -> str:
        return f"{full_address('decisions')}?round={self.round.number}"

    def title(self) -> str:
        return _("Decisions of round %(number)s") % {"number": self.round.number}

    def cited(self) -> SafeString:
        values = {
            "title": self.title(),
            "charter": self.charter.title.in_language(self.language).text,
            "day": format_day(timezone.localtime(self.at)),
            "address": as_is(self.url),
        }
        return in_html(_("%(charter)s. %(title)s, published on %(day)s. %(address)s."), values)

    def page(self) -> str:
        tally = decisions.tally_decisions(self.round)
        context = {
            **page_frame(self),
            "facts": list(self._facts()),
            "tally": tally,
            "rows": [self._shown(row) for row in self.rows],
            "open": [str(row.amendment.number) for row in self.rows if is_open(row)],
        }
        return render_to_string("charter/papers/exports/decisions.html", context)

    @cached_property
    def rows(self) -> list[DecisionRow]:
        decisions_by_amendment = {decision.amendment_id: decision for decision in self._decided()}
        public = public_texts(decision.text for decision in decisions_by_amendment.values())
        changes = [change for decision in decisions_by_amendment.values() for change in decision.text.changes.all()]
        became, answers_by_amendment = (
            resulting_words.resulting_texts(changes),
            compromise_answers.unnamed_closed_of(decisions_by_amendment),
        )
        amendments = list(self._amendments())
        members = [
            *(member for amendment in amendments for member in amendment.members),
            *decisions.members_replying(decisions_by_amendment.values()),
            *compromise_answers.list_asked_members(answers_by_amendment),
        ]
        load_names(members, decisions.texts_of_decisions(decisions_by_amendment.values()))
        rows: list[DecisionRow] = []
        for amendment in amendments:
            decision = decisions_by_amendment.get(amendment.pk)
            own = list(public[decision.text_id].text.changes.all()) if decision else []
            merged = {change.place: change.pk for change in decision.text.changes.all()} if decision else {}
            answers = tuple(answers_by_amendment.get(amendment.pk, ()))
            rows += [
                DecisionRow(amendment, change, decision, became.get(merged.get(change.place, 0)), answers)
                for change in own
            ]
            rows += [] if own else [DecisionRow(amendment, decision=decision, answers=answers)]
        return rows

    def cells(self) -> Iterator[list[str]]:
        """The head, then a line for each row, in words."""
        yield _head()
        for row in self.rows:
            yield self._cells(row)

    def sheets(self) -> Iterator[tuple[str, Iterator[list[str]]]]:
        """The table alone."""
        yield self.name.replace("/", " "), self.cells()

    def _decided(self) -> QuerySet[Decision]:
        released = Decision.objects.filter(amendment__round=self.round, superseded_at=None, release__isnull=False)
        return decisions.without_names(released)

    def _amendments(self) -> Any:
        amendments = Amendment.objects.filter(round=self.round, state__in=PUBLIC_STATES).exclude(number=None)
        return amendments.select_related("organisation__name", "resolution", "round").prefetch_related(
            *unnamed_proposers_of(), "decisions"
        )

    def _facts(self) -> Iterator[dict[str, str]]:
        sentences = (self._released(release) for release in self.round.releases.order_by("at"))
        yield from ({"text": text} for text in dict.fromkeys(sentences))
        yield {"text": _("Permanent address:"), "value": self.url}

    def _released(self, release: Release) -> str:
        values = {
            "day": format_day(timezone.localtime(release.at)),
            "body": body_name(release),
            "minutes": release.minutes,
        }
        if not release.body:
            return _("Published on %(day)s.") % values
        if release.endorsed_on is None:
            return _("Published on %(day)s, endorsed by %(body)s.") % values
        values["on"] = format_day(release.endorsed_on)
        return _("Published on %(day)s, endorsed by %(body)s on %(on)s. Minutes: %(minutes)s.") % values

    @cached_property
    def _labels(self) -> dict[str, Label]:
        own = self.round.version.arrangement.labels(interface_language())
        return {**published_labels(self.charter, interface_language()), **own}

    def _cells(self, row: DecisionRow) -> list[str]:
        change, decision, became = row.change, row.decision, row.became
        return [
            str(row.amendment.number),
            name_proposers(row.amendment),
            self._cite(change),
            str(change.get_kind_display()) if change else "",
            change.language if change else "",
            texts.sides_of_change(change)[0].text if change else "",
            proposed_words(change) if change else "",
            decision_or_state(row),
            in_words(decision.reason) if decision else "",
            in_words(decision.note) if decision else "",
            reply_text(decision),
            became.text if became else "",
            _place(became) if became else "",
            " ".join(map(in_plain_words, row.answers)),
            str(decision.type or "") if decision and row.amendment.state != AmendmentState.WITHDRAWN else "",
            *_resolution(row.amendment),
        ]

    def _cite(self, change: Change | None) -> str:
        label = self._labels.get(str(change.provision.key)) if change else None
        return label.citation if label else ""

    def _shown(self, row: DecisionRow) -> dict[str, Any]:
        change, decision, cells = row.change, row.decision, self._cells(row)
        return {
            "number": cells[0],
            "url": full_address("amendment", self.round.number, row.amendment.number),
            "city": cells[1],
            "cite": cells[2],
            "kind": cells[3] if change and change.kind != ChangeKind.REPLACE else "",
            "asked": change_redline(change) if change else "",
            "asked_in": language_attributes(change.language, self.language) if change else {},
            "decision": cells[7],
            "reason": in_words_apart(decision.reason) if decision else "",
            "note": in_words_apart(decision.note) if decision else "",
            "reply": cells[10],
            "words": cells[11],
            "place": cells[12],
            "answers": [in_plain_words(answers) for answers in row.answers],
            "resolution": visible_resolution(None, row.amendment),
            "resolution_url": cells[-1],
        }


def _resolution(amendment: Amendment) -> tuple[str, str, str]:
    """Number, date and address of the resolution of its council, as far as the public may see it."""
    resolution = visible_resolution(None, amendment)
    if resolution is None:
        return "", "", ""
    address = full_address("amendment_resolution_file", amendment.key)
    return resolution.number, resolution.adopted_on.isoformat(), address


def _place(became: Resulting) -> str:
    return _("%(citation)s, version %(number)s") % {"citation": became.citation, "number": became.version}


def proposed_words(change: Change) -> str:
    """The words that a change asks for, without formats; both parts on lines of their own; none for what moves."""
    return "" if change.kind == ChangeKind.MOVE else texts.sides_of_change(change)[1].text


def change_redline(change: Change) -> str:
    """A change as a redline against the words it was written for."""
    if change.kind == ChangeKind.MOVE:
        return change.base.html if change.base else ""
    return redline_of_change(*texts.stored_sides(change), interface_language())


def decision_or_state(row: DecisionRow) -> str:
    """The decision in words, else the state in which the amendment is."""
    if row.decision is not None and row.amendment.state != AmendmentState.WITHDRAWN:
        return outcome_status(row.decision)["word"]
    hidden = row.amendment.state in (AmendmentState.DECIDED, AmendmentState.MERGED)
    return str((AmendmentState.UNDER_REVIEW if hidden else AmendmentState(row.amendment.state)).label)


def is_open(row: DecisionRow) -> bool:
    """Whether the public knows of no end of the amendment; one that is referred has none before its body decides."""
    if row.amendment.state == AmendmentState.WITHDRAWN:
        return False
    return row.decision is None or row.decision.outcome == Outcome.REFERRED


def reply_text(decision: Decision | None) -> str:
    """What the member replied to the decision."""
    reply = reply_to(decision)
    return str(reply["text"]) if reply else ""


def _head() -> list[str]:
    return [
        _("Amendment"),
        _("Member"),
        _("Provision"),
        _("Proposed change"),
        _("Language"),
        _("Current text"),
        _("Proposed text"),
        _("Decision"),
        _("Reason"),
        _("Correction"),
        _("Reply of the member"),
        _("Adopted text"),
        _("Location"),
        _("Replies to a compromise text"),
        _("Type of decision"),
        _("Number of the resolution"),
        _("Date of the resolution"),
        _("File of the resolution"),
    ]
