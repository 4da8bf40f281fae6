"""The changes that an amendment proposes: storing them, and stating why they cannot be sent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.canonical import digest_of_json
from accounts.locales import semicolon
from charter import clean, texts
from charter.actions.amending import change_borders
from charter.models import AmendmentText, Change, Charter, CurrentWording, Provision, VersionWording, Wording
from charter.states import BORDER_KINDS, LEFT_BEHIND, WORDED_KINDS, ChangeKind, ProvisionKind
from charter.text import Diff, diff, retype

LONGEST = 20_000
LINES = re.compile(r"\s*\n\s*")


@dataclass(frozen=True)
class ChangeInput:
    """One change as a form or a file gives it: `text` is plain typed text, or `html` clean HTML.

    `present` takes the current text as its base; otherwise the base that the draft had before is kept.
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
        super().__init__(semicolon().join(str(fault.why) for fault in faults))
        self.faults = faults


def write_changes(text: AmendmentText, inputs: Sequence[ChangeInput]) -> None:
    """Overwrites the changes of a text that is not fixed, and keeps the base wording of each."""
    before = {(c.provision_id, c.kind): c for c in text.changes.select_related("base")}
    if not before and text.number > 1:
        last = text.amendment.texts.filter(number=text.number - 1).first()
        before = {(c.provision_id, c.kind): c for c in last.changes.select_related("base")} if last else {}
    current_wordings = current_wordings_of([change.provision for change in inputs], text.language)
    text.changes.all().delete()
    changes = [
        _change(
            text, place, change_input, before.get((change_input.provision.pk, change_input.kind)), current_wordings
        )
        for place, change_input in enumerate(inputs)
    ]
    charter = text.amendment.round.charter
    Change.objects.bulk_create(
        change_borders.bind_change(change, change_input.text, charter)
        for change, change_input in zip(changes, inputs, strict=True)
    )


def append_changes(text: AmendmentText, inputs: Sequence[ChangeInput]) -> None:
    """Adds changes to a text that is not fixed, after those that it has."""
    current_wordings, first = (
        current_wordings_of([change.provision for change in inputs], text.language),
        text.changes.count(),
    )
    charter = text.amendment.round.charter
    Change.objects.bulk_create(
        change_borders.bind_change(
            _change(text, place, change_input, None, current_wordings), change_input.text, charter
        )
        for place, change_input in enumerate(inputs, first)
    )


def repeats_provision(text: AmendmentText) -> bool:
    """Whether two changes of a text are to the same provision and exclude each other."""
    return any(True for _fault in _twice(list(text.changes.all())))


def current_wordings_of(provisions: Sequence[Provision], language: str) -> dict[int, Wording]:
    """The current wordings in a language, by id of their provision."""
    current_wordings = CurrentWording.objects.filter(provision__in=provisions, language=language).select_related(
        "wording"
    )
    return {row.provision_id: row.wording for row in current_wordings}


def typed_over(base: Wording | None, text: str) -> str:
    """Clean inner HTML of the text that a person typed in place of a wording: unchanged text keeps its formats."""
    return typed_over_html(base.html if base is not None else "", text)


def typed_over_html(html: str, text: str) -> str:
    """The same in place of the inner HTML of a text."""
    words = LINES.sub(" ", clean.clean_typed_text(text).text)
    if not html:
        return clean.clean_inline(escape(words, quote=False))
    return texts.words_of(retype(texts.single_block(html), words)).get("one", "") if words else ""


def difference_from(base: Wording | None, html: str) -> Diff:
    return diff(texts.single_block(base.html if base else ""), texts.single_block(html))


def changes_words(base: Wording | None, html: str) -> bool:
    """Whether more than spaces differ."""
    difference = difference_from(base, html)
    words = any(run.strip() for run in (*difference.deleted, *difference.inserted))
    return bool(words or difference.formats or difference.moved or difference.split or difference.joined)


def text_digest(text: AmendmentText) -> str:
    """The digest of the content of a text, with its base wordings."""
    rows: list[list[object]] = [
        [c.kind, str(c.provision.key), c.base and c.base.digest, c.html, c.new_kind, c.after and str(c.after.key)]
        + ([c.cut, c.after_base and c.after_base.digest] if c.kind in BORDER_KINDS else [])
        for c in text.changes.select_related("provision", "base", "after", "after_base")
    ]
    title_and_reason = [text.title.text if text.title else "", text.reason.text if text.reason else ""]
    return digest_of_json([text.language, *title_and_reason, text.source, text.wish_language, text.wish, rows])


def faults_of_text(text: AmendmentText, charter: Charter) -> Iterator[Fault]:
    """Every reason why this text cannot be sent."""
    changes = list(text.changes.select_related("provision", "base", "after", "after_base"))
    if not changes:
        yield Fault("", _("The amendment does not change anything yet. Add a provision to it."))
    if text.reason is None or not text.reason.text.strip():
        yield Fault("reason", _("Give the reasons for the amendment. Other members read them."))
    current_wordings = current_wordings_of([change.provision for change in changes], text.language)
    stands = set(charter.arrangement.keys()) if charter.arrangement else set()
    for change in changes:
        yield from _faults_of(change, text, stands, current_wordings)
        if str(change.provision.key) in stands:
            border_faults = change_borders.border_faults(change, charter)
            yield from (Fault(field, why, change.place) for field, why in border_faults)
    yield from _twice(changes)


def _change(
    text: AmendmentText,
    place: int,
    change_input: ChangeInput,
    before: Change | None,
    current_wordings: dict[int, Wording],
) -> Change:
    has_base = change_input.kind in (ChangeKind.REPLACE, ChangeKind.DELETE, *BORDER_KINDS)
    base = current_wordings.get(change_input.provision.pk) if has_base else None
    present = change_input.present or change_input.kind == ChangeKind.JOIN  # it holds whatever the words are
    if has_base and before is not None and _keeps_base(before, text) and not present:
        base = before.base
    html = ""
    if change_input.kind in WORDED_KINDS:
        html = (
            clean.clean_inline(change_input.html)
            if change_input.html is not None
            else typed_over(base, change_input.text)
        )
    inserts = change_input.kind == ChangeKind.INSERT
    return Change(
        text=text,
        place=place,
        kind=change_input.kind,
        provision=change_input.provision,
        language=text.language,
        base=base,
        html=html,
        new_kind=(change_input.new_kind or ProvisionKind.SUBPARAGRAPH) if inserts else "",
        new_provision=before.new_provision if before else None,
        after=change_input.after if change_input.kind == ChangeKind.MOVE else None,
    )


def _keeps_base(before: Change, text: AmendmentText) -> bool:
    """A change that could not be carried to the present words is written over them when it is saved again."""
    return before.base is not None and before.base.language == text.language and before.carry not in LEFT_BEHIND


def _faults_of(
    change: Change, text: AmendmentText, stands: set[str], current_wordings: dict[int, Wording]
) -> Iterator[Fault]:
    if str(change.provision.key) not in stands:
        yield Fault("provision", _left(change.provision), change.place)
        return
    if change.kind == ChangeKind.MOVE:
        yield from _faults_of_move(change, stands)
    if len(change.html) > LONGEST:
        yield Fault("text", _("The text is longer than 20,000 characters. Shorten it."), change.place)
    if change.kind == ChangeKind.INSERT and not change.html:
        yield Fault("text", _("Enter the text of the new provision."), change.place)
    if change.kind == ChangeKind.REPLACE:
        yield from _faults_of_words(change, text)
    now = current_wordings.get(change.provision_id)
    if change.base is not None and now is not None and now.html != change.base.html:
        yield Fault(
            "text",
            _("The text has changed since you wrote this amendment. Check the amendment and save it again."),
            change.place,
        )


def _faults_of_words(change: Change, text: AmendmentText) -> Iterator[Fault]:
    if not change.html:
        yield Fault("text", _("The text box is empty. To remove the provision, choose “Delete”."), change.place)
    elif change.base is not None and not changes_words(change.base, change.html) and not text.wish:
        if difference_from(change.base, change.html).changes:
            yield Fault("text", _("Only spaces have changed. Change the wording."), change.place)
        else:
            yield Fault(
                "text",
                _("The wording is unchanged. Changes of spacing do not count. Change the wording."),
                change.place,
            )


def _faults_of_move(change: Change, stands: set[str]) -> Iterator[Fault]:
    if change.after is None or str(change.after.key) not in stands:
        yield Fault("after", _("Choose the provision that should precede the moved provision."), change.place)
    elif change.after_id == change.provision_id:
        yield Fault("after", _("A provision cannot follow itself. Choose another provision."), change.place)


def _twice(changes: Sequence[Change]) -> Iterator[Fault]:
    """Words are replaced or deleted once, and a provision is divided or joined once, and never if it goes."""
    seen: set[tuple[str, int]] = set()
    gone = {change.provision_id for change in changes if change.kind == ChangeKind.DELETE}
    for change in changes:
        if change.kind in (ChangeKind.INSERT, ChangeKind.MOVE):
            continue
        border = change.kind in BORDER_KINDS
        key = (change.kind if border else "", change.provision_id)
        if key in seen or (border and gone & {change.provision_id, change.after_id}):
            yield Fault(
                "provision", _("The amendment changes this provision twice. Delete one of the changes."), change.place
            )
        seen.add(key)


def _left(provision: Provision) -> str:
    last = VersionWording.objects.filter(provision=provision).order_by("-version__number").first()
    if last is None:
        return _("The provision is no longer in the text. Start again from the current text.")
    why = _(
        "The provision is no longer in the text. The last version with this provision is version "
        "%(number)s. Start again from the current text."
    )
    return why % {"number": last.version.number}
