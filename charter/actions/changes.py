"""What an amendment asks for, change by change: writing it down, and saying what keeps it from being sent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from charter import clean, texts
from charter.actions import change_borders
from charter.models import AmendmentText, Change, Charter, Provision, Standing, VersionWording, Wording
from charter.states import BORDER_KINDS, WORDED_KINDS, CarryState, ChangeKind, ProvisionKind
from charter.text import Diff, diff, retype

LONGEST = 20_000
LINES = re.compile(r"\s*\n\s*")


@dataclass(frozen=True)
class ChangeInput:
    """One change as a form or a file gives it: `text` plain typed words, or `html` clean ones.

    `present` takes the words that stand now as its base; else a base that the draft had before is kept.
    """

    kind: str
    provision: Provision
    text: str = ""
    html: str | None = None
    new_kind: str = ""
    after: Provision | None = None
    present: bool = False


@dataclass(frozen=True)
class Fault:
    """A reason why an amendment cannot be sent as it is: a field, and which change it belongs to."""

    field: str
    why: str | Promise
    place: int | None = None


class Faults(Exception):
    """Raised where something must be put right first; nothing was stored, or it stayed as it was."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(str(fault.why) for fault in faults))
        self.faults = faults


def write(text: AmendmentText, inputs: Sequence[ChangeInput]) -> None:
    """Writes the changes of a text that is not fixed over, keeping the words each one was written for."""
    before = {(c.provision_id, c.kind): c for c in text.changes.select_related("base")}
    if not before and text.number > 1:
        last = text.amendment.texts.filter(number=text.number - 1).first()
        before = {(c.provision_id, c.kind): c for c in last.changes.select_related("base")} if last else {}
    standing = standing_words([change.provision for change in inputs], text.language)
    text.changes.all().delete()
    made = [
        _change(text, place, given, before.get((given.provision.pk, given.kind)), standing)
        for place, given in enumerate(inputs)
    ]
    charter = text.amendment.round.charter
    Change.objects.bulk_create(
        change_borders.bound(change, given.text, charter) for change, given in zip(made, inputs, strict=True)
    )


def standing_words(provisions: Sequence[Provision], language: str) -> dict[int, Wording]:
    """The wordings that stand now in a language, by id of their provision."""
    found = Standing.objects.filter(provision__in=provisions, language=language).select_related("wording")
    return {standing.provision_id: standing.wording for standing in found}


def typed_over(base: Wording | None, text: str) -> str:
    """Clean inner HTML of the words a person typed in place of a wording: kept words keep their formats."""
    words = LINES.sub(" ", clean.typed(text).text)
    if base is None:
        return clean.inline(escape(words, quote=False))
    return texts.words_of(retype(texts.single(base.html), words)).get("one", "") if words else ""


def difference(base: Wording | None, html: str) -> Diff:
    return diff(texts.single(base.html if base else ""), texts.single(html))


def changes_words(base: Wording | None, html: str) -> bool:
    """Whether more than spaces differ."""
    found = difference(base, html)
    words = any(run.strip() for run in (*found.deleted, *found.inserted))
    return bool(words or found.formats or found.moved or found.split or found.joined)


def digest(text: AmendmentText) -> str:
    """The digest of all that a text says, with the words it was written for."""
    rows: list[list[object]] = [
        [c.kind, str(c.provision.key), c.base and c.base.digest, c.html, c.new_kind, c.after and str(c.after.key)]
        + ([c.cut, c.after_base and c.after_base.digest] if c.kind in BORDER_KINDS else [])
        for c in text.changes.select_related("provision", "base", "after", "after_base")
    ]
    said = [text.title.text if text.title else "", text.reason.text if text.reason else ""]
    return texts.digest([text.language, *said, text.source, text.wish_language, text.wish, rows])


def faults(text: AmendmentText, charter: Charter) -> Iterator[Fault]:
    """Every reason why this text cannot be sent."""
    changes = list(text.changes.select_related("provision", "base", "after", "after_base"))
    if not changes:
        yield Fault("", _("This amendment changes nothing yet. Add a provision to it."))
    if text.reason is None or not text.reason.text.strip():
        yield Fault("reason", _("Say why this should change. Others weigh the reason."))
    standing = standing_words([change.provision for change in changes], text.language)
    stands = set(charter.arrangement.keys()) if charter.arrangement else set()
    for change in changes:
        yield from _faults_of(change, text, stands, standing)
        if str(change.provision.key) in stands:
            found = change_borders.faults(change, charter)
            yield from (Fault(field, why, change.place) for field, why in found)
    yield from _twice(changes)


def _change(
    text: AmendmentText, place: int, given: ChangeInput, before: Change | None, standing: dict[int, Wording]
) -> Change:
    has_base = given.kind in (ChangeKind.REPLACE, ChangeKind.DELETE, *BORDER_KINDS)
    base = standing.get(given.provision.pk) if has_base else None
    present = given.present or given.kind == ChangeKind.JOIN  # it holds whatever the words are
    if has_base and before is not None and _keeps_base(before, text) and not present:
        base = before.base
    html = ""
    if given.kind in WORDED_KINDS:
        html = clean.inline(given.html) if given.html is not None else typed_over(base, given.text)
    inserts = given.kind == ChangeKind.INSERT
    return Change(
        text=text,
        place=place,
        kind=given.kind,
        provision=given.provision,
        language=text.language,
        base=base,
        html=html,
        new_kind=(given.new_kind or ProvisionKind.SUBPARAGRAPH) if inserts else "",
        new_provision=before.new_provision if before else None,
        after=given.after if given.kind == ChangeKind.MOVE else None,
    )


def _keeps_base(before: Change, text: AmendmentText) -> bool:
    """A change that could not be carried to the present words is written over them when it is saved again."""
    return before.base is not None and before.base.language == text.language and before.carry != CarryState.VOID


def _faults_of(change: Change, text: AmendmentText, stands: set[str], standing: dict[int, Wording]) -> Iterator[Fault]:
    if str(change.provision.key) not in stands:
        yield Fault("provision", _left(change.provision), change.place)
        return
    if change.kind == ChangeKind.MOVE:
        yield from _faults_of_move(change, stands)
    if len(change.html) > LONGEST:
        yield Fault("text", _("These words are longer than 20,000 characters. Shorten them."), change.place)
    if change.kind == ChangeKind.INSERT and not change.html:
        yield Fault("text", _("Write the words of the new provision."), change.place)
    if change.kind == ChangeKind.REPLACE:
        yield from _faults_of_words(change, text)
    now = standing.get(change.provision_id)
    if change.base is not None and now is not None and now.html != change.base.html:
        yield Fault("text", _("The text has moved under this change. Look at it and save it again."), change.place)


def _faults_of_words(change: Change, text: AmendmentText) -> Iterator[Fault]:
    if not change.html:
        yield Fault("text", _("The box is empty. To take the provision out, choose “Delete”."), change.place)
    elif change.base is not None and not changes_words(change.base, change.html) and not text.wish:
        if difference(change.base, change.html).changes:
            yield Fault("text", _("Only spaces have changed here. Change a word."), change.place)
        else:
            yield Fault("text", _("No word has changed here. A change of spaces does not count."), change.place)


def _faults_of_move(change: Change, stands: set[str]) -> Iterator[Fault]:
    if change.after is None or str(change.after.key) not in stands:
        yield Fault("after", _("Say after which provision it should stand."), change.place)
    elif change.after_id == change.provision_id:
        yield Fault("after", _("A provision cannot stand after itself."), change.place)


def _twice(changes: Sequence[Change]) -> Iterator[Fault]:
    """Words are replaced or deleted once, and a provision is divided or joined once, and never if it goes."""
    seen: set[tuple[str, int]] = set()
    gone = {change.provision_id for change in changes if change.kind == ChangeKind.DELETE}
    for change in changes:
        if change.kind in (ChangeKind.INSERT, ChangeKind.MOVE):
            continue
        border = change.kind in BORDER_KINDS
        one = (change.kind if border else "", change.provision_id)
        if one in seen or (border and gone & {change.provision_id, change.after_id}):
            yield Fault("provision", _("This provision is in the amendment twice."), change.place)
        seen.add(one)


def _left(provision: Provision) -> str:
    last = VersionWording.objects.filter(provision=provision).order_by("-version__number").first()
    if last is None:
        return _("This provision is no longer in the text. Start from the present words.")
    why = _("This provision has left the text. It stood last in version %(number)s. Start from the present words.")
    return why % {"number": last.version.number}
