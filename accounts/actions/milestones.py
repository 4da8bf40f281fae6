"""Editing the milestones of the campaign: their days, titles, texts and links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import rules
from accounts.actions import records
from accounts.actions.localized_texts import change_localized_text
from accounts.models import LocalizedText, Milestone, Person, create_localized_text_from
from accounts.rules import Refusal, require

UNTITLED = _("Give the title in at least one language.")


@dataclass(frozen=True)
class MilestoneEntry:
    """A milestone as a form describes it: titles and texts by language, empty where there is none."""

    on: date
    titles: Mapping[str, str]
    texts: Mapping[str, str] = field(default_factory=dict)
    link: str = ""


@transaction.atomic
def add_milestone(*, entry: MilestoneEntry, by: Person | None, at: datetime | None = None) -> Milestone:
    """A new milestone; the first title that is given is the original."""
    require(by is None or rules.may_keep_members(by))
    titles, texts = _given(entry.titles), _given(entry.texts)
    require(bool(titles) or Refusal(UNTITLED))
    milestone = Milestone.objects.create(
        on=entry.on,
        title=create_localized_text_from(titles, by=by),
        text=create_localized_text_from(texts, by=by) if texts else None,
        link=entry.link,
    )
    records.append_acts(records.Act("milestone added", milestone, by), at=at)
    return milestone


@transaction.atomic
def change_milestone(*, milestone: Milestone, entry: MilestoneEntry, by: Person, at: datetime | None = None) -> None:
    """Corrects day, title, text and link."""
    require(rules.may_keep_members(by))
    titles = {code: text.strip() for code, text in entry.titles.items()}
    require(bool(titles.get(milestone.title.language, milestone.title.text)) or Refusal(UNTITLED))
    change_localized_text(milestone.title, titles)
    old_text, texts = milestone.text, _given(entry.texts)
    if texts != (_texts_of(old_text) if old_text else {}):
        milestone.text = create_localized_text_from(texts, by=by) if texts else None
    milestone.on, milestone.link = entry.on, entry.link
    milestone.save()
    if old_text is not None and old_text != milestone.text:
        old_text.delete()
    records.append_acts(records.Act("milestone changed", milestone, by), at=at)


@transaction.atomic
def delete_milestone(*, milestone: Milestone, by: Person, at: datetime | None = None) -> None:
    """Deletes a milestone with its texts."""
    require(rules.may_keep_members(by))
    act = records.Act("milestone deleted", Milestone(pk=milestone.pk), by)
    localized_texts = [text for text in (milestone.title, milestone.text) if text is not None]
    milestone.delete()
    for localized_text in localized_texts:
        localized_text.delete()
    records.append_acts(act, at=at)


def _texts_of(localized_text: LocalizedText) -> dict[str, str]:
    return {text.language: text.text for text in (localized_text, *localized_text.translations.all())}  # type: ignore[attr-defined]


def _given(texts: Mapping[str, str]) -> dict[str, str]:
    return {code: text.strip() for code, text in texts.items() if text.strip()}
