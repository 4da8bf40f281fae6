"""The texts of an amendment: one is written over while a draft, closed when sent, and followed by the next one."""

from __future__ import annotations

from datetime import datetime

from accounts.models import Person, Said
from charter.actions import changes
from charter.models import Amendment, AmendmentText, Change, Provision
from charter.states import ChangeKind

COPIED = (
    "place",
    "kind",
    "provision_id",
    "language",
    "base_id",
    "html",
    "new_kind",
    "after_id",
    "after_base_id",
    "cut",
    "carry",
    "carry_note",
)


def open_(amendment: Amendment, by: Person, language: str, at: datetime) -> AmendmentText:
    """The text that is still being written: the last one, or a new one where the last is fixed."""
    last = amendment.texts.order_by("-number").select_related("title", "reason").first()
    if last is not None and last.fixed_at is None:
        return last
    number = last.number + 1 if last else 1
    text = AmendmentText.objects.create(
        amendment=amendment, number=number, language=language, prepared_by=by, at=at, carried_from=None
    )
    amendment.text = text
    amendment.save(update_fields=["text"])
    return text


def say(said: Said | None, words: str, language: str, by: Person) -> Said | None:
    """Writes what is said over, or says it for the first time; None for an empty text."""
    words = words.strip()
    if said is None:
        return Said.objects.create(text=words, language=language, by=by) if words else None
    said.text, said.language, said.by = words, language, by
    said.save()
    return said


def fix(text: AmendmentText | None, at: datetime) -> AmendmentText:
    """Closes a text: from now on its words are these, and a change of words is another text."""
    assert text is not None
    if text.fixed_at is None:
        text.fixed_at, text.digest = at, changes.digest(text)
        text.save(update_fields=["fixed_at", "digest"])
    return text


def give_identities(text: AmendmentText) -> None:
    """Each provision that an amendment wants to put in, or to make by a division, gets its permanent key."""
    for change in text.changes.filter(kind__in=(ChangeKind.INSERT, ChangeKind.SPLIT), new_provision=None):
        change.new_provision = Provision.objects.create(charter=text.amendment.round.charter)
        change.save(update_fields=["new_provision"])


def copy(text: AmendmentText | None, draft: Amendment, by: Person, at: datetime) -> None:
    """The same words as the first text of another draft."""
    assert text is not None
    copy = open_(draft, by, text.language, at)
    copy.source, copy.wish, copy.wish_language = text.source, text.wish, text.wish_language
    for name in ("title", "reason"):
        said = getattr(text, name)
        setattr(copy, name, say(None, said.text, said.language, by) if said else None)
    copy.save()
    Change.objects.bulk_create(copied(change, copy) for change in text.changes.all())


def copied(change: Change, text: AmendmentText) -> Change:
    """The same change, not stored yet, in another text; within one amendment a new provision keeps its key."""
    copy = Change(text=text, **{name: getattr(change, name) for name in COPIED})
    if text.amendment_id == change.text.amendment_id:
        copy.taken, copy.new_provision_id = change.taken, change.new_provision_id
    return copy
