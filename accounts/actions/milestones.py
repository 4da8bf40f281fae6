"""Editing the milestones of the campaign: their days, titles, texts and links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import rules
from accounts.actions import records
from accounts.actions.files import delete_after_commit
from accounts.actions.localized_texts import change_localized_text
from accounts.models import LocalizedText, Milestone, Person, create_localized_text_from
from accounts.rules import Refusal, require

UNDESCRIBED = _("Describe what the picture shows, for readers who do not see it.")
UNTITLED = _("Give the title in at least one language.")


@dataclass(frozen=True)
class NewPicture:
    """A picture as the site wrote it, and its format, such as `jpg`."""

    content: bytes
    ending: str


@dataclass(frozen=True)
class MilestoneEntry:
    """A milestone as a form describes it: titles and texts by language, empty where there is none.

    Without a new picture the stored one stays, unless the entry removes it.
    """

    on: date
    titles: Mapping[str, str]
    texts: Mapping[str, str] = field(default_factory=dict)
    link: str = ""
    picture: NewPicture | None = None
    picture_texts: Mapping[str, str] = field(default_factory=dict)
    removes_picture: bool = False


@transaction.atomic
def add_milestone(*, entry: MilestoneEntry, by: Person | None, at: datetime | None = None) -> Milestone:
    """A new milestone; the first title that is given is the original."""
    require(by is None or rules.may_keep_members(by))
    titles, texts = _given(entry.titles), _given(entry.texts)
    require(bool(titles) or Refusal(UNTITLED))
    milestone = Milestone(
        on=entry.on,
        title=create_localized_text_from(titles, by=by),
        text=create_localized_text_from(texts, by=by) if texts else None,
        link=entry.link,
    )
    _set_picture(milestone, entry, by)
    milestone.save()
    records.append_acts(records.Act("milestone added", milestone, by), at=at)
    return milestone


@transaction.atomic
def change_milestone(*, milestone: Milestone, entry: MilestoneEntry, by: Person, at: datetime | None = None) -> None:
    """Corrects day, title, text, link and picture."""
    require(rules.may_keep_members(by))
    titles = {code: text.strip() for code, text in entry.titles.items()}
    require(bool(titles.get(milestone.title.language, milestone.title.text)) or Refusal(UNTITLED))
    change_localized_text(milestone.title, titles)
    old_texts = (milestone.text, milestone.picture_text)
    milestone.text = _changed(milestone.text, entry.texts, by)
    milestone.on, milestone.link = entry.on, entry.link
    _set_picture(milestone, entry, by)
    milestone.save()
    for old_text in old_texts:
        if old_text is not None and old_text not in (milestone.text, milestone.picture_text):
            old_text.delete()
    records.append_acts(records.Act("milestone changed", milestone, by), at=at)


@transaction.atomic
def delete_milestone(*, milestone: Milestone, by: Person, at: datetime | None = None) -> None:
    """Deletes a milestone with its texts and its picture."""
    require(rules.may_keep_members(by))
    act = records.Act("milestone deleted", Milestone(pk=milestone.pk), by)
    localized_texts = [text for text in (milestone.title, milestone.text, milestone.picture_text) if text is not None]
    delete_after_commit(milestone.picture)
    milestone.delete()
    for localized_text in localized_texts:
        localized_text.delete()
    records.append_acts(act, at=at)


def _set_picture(milestone: Milestone, entry: MilestoneEntry, by: Person | None) -> None:
    """Replaces or removes the picture; one that stays keeps its text up to date."""
    if entry.picture is not None or entry.removes_picture:
        delete_after_commit(milestone.picture)
        milestone.picture = ""
    if entry.picture is not None:
        name = f"{sha256(entry.picture.content).hexdigest()[:16]}.{entry.picture.ending}"
        milestone.picture = ContentFile(entry.picture.content, name=name)
    has_picture = bool(milestone.picture)
    require(not has_picture or bool(_given(entry.picture_texts)) or Refusal(UNDESCRIBED))
    milestone.picture_text = _changed(milestone.picture_text, entry.picture_texts if has_picture else {}, by)


def _changed(old: LocalizedText | None, typed: Mapping[str, str], by: Person | None) -> LocalizedText | None:
    """The stored text where nothing changed, else a new one, or none."""
    texts = _given(typed)
    if old is not None and texts == _texts_of(old):
        return old
    return create_localized_text_from(texts, by=by) if texts else None


def _texts_of(localized_text: LocalizedText) -> dict[str, str]:
    return {text.language: text.text for text in (localized_text, *localized_text.translations.all())}  # type: ignore[attr-defined]


def _given(texts: Mapping[str, str]) -> dict[str, str]:
    return {code: text.strip() for code, text in texts.items() if text.strip()}
