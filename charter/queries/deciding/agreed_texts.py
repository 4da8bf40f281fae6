"""The text of a compromise to which members agreed, as pages show it: over the text of a version where there is one.

If the working text changes, a compromise is carried over to it with its agreement. Readers know the version, so they
read what was agreed before that.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from charter.models import AmendmentText, Change, Compromise, Decision, VersionWording, Wording
from charter.queries.deciding.compromise_answers import Answers
from charter.states import MERGING_OUTCOMES, ChangeKind


@dataclass(frozen=True)
class AgreedText:
    """The text of a provision before and after an agreed compromise; `version` has the text before, None for none.

    `forms` has the same pairs over all texts of the provision to which it was carried over.
    """

    compromise: Compromise
    before: str
    html: str
    version: int | None
    forms: tuple[tuple[str, str], ...]

    @property
    def is_over_working_text(self) -> bool:
        """Whether only the working text has the text that it changes; a new provision changes none."""
        return self.version is None and bool(self.before)

    def over(self, change: Change) -> str | None:
        """The agreed text in place of that of a change to the same text of the same provision."""
        place = (change.provision_id, change.language)
        if change.kind != ChangeKind.REPLACE or place != (self.compromise.provision_id, self.compromise.language):
            return None
        return next((html for before, html in self.forms if change.base and before == change.base.html), None)


def agreed_texts(answers: Iterable[Answers]) -> dict[int, AgreedText]:
    """The agreed text of each compromise that was agreed, by its id, in two queries."""
    agreed = {each.compromise.pk: each for each in answers if each.compromise.agreed}
    if not agreed:
        return {}
    bases = Wording.objects.in_bulk(
        {pk for each in agreed.values() for pk in [each.compromise.base_id, *_earlier_bases(each.compromise)] if pk}
    )
    provisions = {each.compromise.provision_id for each in agreed.values()}
    rows = VersionWording.objects.filter(provision__in=provisions, wording__isnull=False).order_by("version__number")
    values = rows.values_list("provision", "language", "wording__html", "version__number")
    versions = {(provision, language, html): number for provision, language, html, number in values}
    return {pk: _agreed_text(each, bases, versions) for pk, each in agreed.items()}


def agreed_for(decision: Decision, closed: Iterable[Answers]) -> list[AgreedText]:
    """The agreed ones of the closed compromises on an amendment that replace its text where it was accepted.

    After its member revised it, they replace nothing in it.
    """
    if decision.outcome not in MERGING_OUTCOMES:
        return []
    texts = agreed_texts(each for each in closed if each.compromise.decided_id is None)
    closed_at = {pk: text.compromise.closed_at for pk, text in texts.items()}
    amendment = decision.amendment
    valid = [pk for pk, moment in closed_at.items() if moment and not amendment.is_revised_after(moment)]
    return [texts[pk] for pk in sorted(valid, reverse=True)]


def revised_after(compromises: Iterable[Compromise]) -> dict[tuple[int, int], datetime]:
    """When an amendment was revised to another text after a compromise was sent to its members, by ids of both."""
    sent = {
        (compromise.pk, amendment.pk): compromise
        for compromise in compromises
        for amendment in compromise.amendments.all()
    }
    amendments = {amendment for _compromise, amendment in sent}
    rows = AmendmentText.objects.filter(amendment__in=amendments, carried_from=None, fixed_at__isnull=False)
    last = dict(rows.order_by("at").values_list("amendment", "at")) if amendments else {}
    revised = {
        (pk, amendment)
        for (pk, amendment), compromise in sent.items()
        if last.get(amendment, compromise.at) > compromise.at
    }
    changes = Change.objects.filter(
        text__amendment__in={amendment for _pk, amendment in revised}, text=F("text__amendment__text")
    )
    proposed = set(changes.values_list("text__amendment", "html")) if revised else set()
    return {
        (pk, amendment): last[amendment]
        for pk, amendment in revised
        if not any((amendment, html) in proposed for html in _htmls(sent[pk, amendment]))
    }


def _htmls(compromise: Compromise) -> list[str]:
    return [compromise.html, *(row["html"] for row in compromise.earlier)]


def _earlier_bases(compromise: Compromise) -> list[int]:
    return [row["base"] for row in compromise.earlier]


def _agreed_text(answers: Answers, bases: dict[int, Wording], versions: dict[tuple[int, str, str], int]) -> AgreedText:
    compromise = answers.compromise
    pairs = _pairs(answers, bases)
    place = (compromise.provision_id, compromise.language)
    changing = [(before, html) for before, html in pairs if before != html] or pairs
    published = [(before, html) for before, html in changing if (*place, before) in versions]
    before, html = published[0] if published else changing[0]
    return AgreedText(compromise, before, html, versions.get((*place, before)), tuple(pairs))


def _pairs(answers: Answers, bases: dict[int, Wording]) -> list[tuple[str, str]]:
    """The texts before and after, the newest first, without those that were replaced before anybody replied.

    After its merge, a compromise is based on the text that it became, and changes nothing in it.
    """
    compromise = answers.compromise
    now = bases[compromise.base_id].html if compromise.base_id else ""
    replies = [row.response.at for row in answers.rows if row.response is not None]
    first = min(replies, default=compromise.closed_at)
    carried = [
        (bases[row["base"]].html, row["html"])
        for row in reversed(compromise.earlier)
        if row["base"] in bases and (first is None or datetime.fromisoformat(row["at"]) >= first)
    ]
    return [(now, compromise.html), *carried]
