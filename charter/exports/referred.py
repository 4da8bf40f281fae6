"""The paper for the body to which a round referred amendments: what is asked of it, provision by provision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.locales import join_in_words
from charter.citations import Label
from charter.exports.decisions import change_redline
from charter.exports.papers import as_is, full_address, language_attributes, page_frame
from charter.models import Charter, Round, Wording
from charter.queries.languages.names import language_of
from charter.queries.merging import referred_questions
from charter.queries.merging.referred_questions import Motion, Question
from charter.queries.reading.comparing import redline_of
from charter.states import ChangeKind
from charter.wording.charter_text import in_html, in_words, in_words_apart, interface_language, name_proposers
from charter.wording.round_times import format_day


@dataclass(frozen=True)
class Referred:
    """For each provision: how the words stand with their alternatives in brackets, each motion, what is to decide."""

    charter: Charter
    round: Round
    language: str

    extensions = ("pdf", "docx", "odt", "html")
    long_extensions = ()

    @property
    def name(self) -> str:
        return f"referred/{self.round.number}"

    @cached_property
    def at(self) -> datetime:
        """The last release that referred something."""
        moments = [
            decision.release.at for decision in referred_questions.open_to_the_body(self.round) if decision.release
        ]
        return max(moments, default=self.round.support_until)

    @cached_property
    def made_of(self) -> list[object]:
        words = [[q.key, sorted(w.digest for w in (*q.before.values(), *q.now.values()))] for q in self.questions]
        return [[m.decision.pk for q in self.questions for m in q.motions], words]

    @property
    def url(self) -> str:
        return full_address("round_referred", self.round.number)

    @cached_property
    def questions(self) -> list[Question]:
        order = self.charter.arrangement.keys() if self.charter.arrangement else ()
        return referred_questions.questions_of_round(self.round, order)

    def title(self) -> str:
        names = {"body": in_words(self.round.body), "number": self.round.number}
        return _("Amendments referred to %(body)s: round %(number)s") % names

    def cited(self) -> SafeString:
        values = {
            "title": self.title(),
            "charter": self.charter.title.in_language(self.language).text,
            "day": format_day(timezone.localtime(self.at)),
            "address": as_is(self.url),
        }
        return in_html(_("%(charter)s. %(title)s, as of %(day)s. %(address)s."), values)

    def page(self) -> str:
        facts = [{"text": _("Permanent address:"), "value": self.url}]
        context = {**page_frame(self), "facts": facts, **self.template_values()}
        return render_to_string("charter/papers/exports/referred.html", context)

    def template_values(self) -> dict[str, Any]:
        """What the paper says, on the screen and on paper."""
        return {
            "title": self.title(),
            "body": in_words(self.round.body),
            "questions": [self._question(number, question) for number, question in enumerate(self.questions, 1)],
        }

    def _question(self, number: int, question: Question) -> dict[str, Any]:
        label = self._labels.get(question.key)
        return {
            "number": number,
            "cite": label.citation if label else _("deleted from the text"),
            "stands": [self._stands(code, question) for code in self._in_order(question)],
            "motions": [self._motion(motion) for motion in question.motions],
            "decision": self._decision(question),
        }

    def _in_order(self, question: Question) -> list[str]:
        """The paper's own language first, then every other one that has words."""
        return sorted({*question.now, *question.before}, key=lambda code: (code != self.language, code))

    def _stands(self, code: str, question: Question) -> dict[str, Any]:
        """The words in one language as they stand, against the round's version."""
        old, new = _html(question.before.get(code)), _html(question.now.get(code))
        return {
            "language": language_of(code).name,
            "words": redline_of(old, new, interface_language()),
            "changed": old != new,
            **language_attributes(code, self.language),
        }

    def _motion(self, motion: Motion) -> dict[str, Any]:
        change, amendment = motion.change, motion.decision.amendment
        return {
            "number": amendment.number,
            "url": full_address("amendment", self.round.number, amendment.number),
            "city": name_proposers(amendment),
            "kind": "" if change.kind == ChangeKind.REPLACE else str(change.get_kind_display()),
            "words": change_redline(change),
            "reason": in_words_apart(motion.decision.reason),
            **language_attributes(change.language, self.language),
        }

    def _decision(self, question: Question) -> str:
        """What the body is asked to decide, in one sentence."""
        numbers = join_in_words(motion.decision.amendment.number for motion in question.motions)
        if len(question.motions) == 1:
            return _("Decide whether to accept amendment %(numbers)s.") % {"numbers": numbers}
        return _("Choose one of the wordings of amendments %(numbers)s, or the current text.") % {"numbers": numbers}

    @cached_property
    def _labels(self) -> dict[str, Label]:
        orders = (self.round.version.arrangement, self.charter.arrangement)
        return {key: label for order in orders if order for key, label in order.labels(interface_language()).items()}


def _html(wording: Wording | None) -> str:
    return wording.html if wording is not None else ""
