"""Keeping one language in step with the others: one person writes, a second one of the same language approves.

Where `ALIGNMENT_NEEDS_TWO` is off, the first one's words stand at once, and the record says that one entered them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from accounts.actions import records
from accounts.models import Person, Role
from accounts.rules import Refusal, Refused, require
from accounts.states import RoleKind
from charter import clean, rules, texts
from charter.actions import entries, notices, structure, wordings
from charter.actions.wordings import NewWording
from charter.models import Adoption, Alignment, Provision, Standing, Task, Wording
from charter.queries import divisions, ledger
from charter.states import AlignmentState, CameFrom, LedgerState
from charter.text import rebase, retype

LONGEST = 20_000
GROUND = ("provision__charter", "base", "source", "division__provision", "division__other")
GROUND_MOVED = gettext_lazy("The words of this language moved while you wrote. Compare yours with them.")


@transaction.atomic
def write(
    *,
    provision: Provision,
    language: str,
    source: Wording,
    words: str = "",
    by: Person,
    at: datetime | None = None,
    no_change_needed: bool = False,
) -> Alignment:
    """Saves new words of a language for approval later; `words` are plain text, kept words keep their formats.

    `source` is the wording of the other language that the person saw; where it has moved since, this is refused.
    """
    at = at or timezone.now()
    require(rules.may_align(by, language))
    standing = Standing.objects.select_for_update(no_key=True).filter(provision=provision, language=language).first()
    base = standing.wording if standing else None
    if divisions.to_follow(provision.charter, provision, language) is not None:
        raise Refused(Refusal(_("Another language was divided here. Divide these words in the same way first.")))
    entries.refuse_over_waiting([provision], [language])
    _check_source(ledger.line(provision.charter, provision, language), source)
    html = _same_words(base) if no_change_needed else _typed_words(base, words)
    return _saved(provision, language, by, at, source=source, base=base, html=html, division=None, cut=None)


@transaction.atomic
def divide(*, division: Adoption, language: str, words: str, by: Person, at: datetime | None = None) -> Alignment:
    """Saves where the words of a language are to be divided as another language was; it covers both provisions.

    `words` are those that stand, with an empty line where the second part begins.
    """
    at = at or timezone.now()
    require(rules.may_align(by, language))
    place = division.provision
    if divisions.to_follow(place.charter, place, language) != division:
        raise Refused(Refusal(_("There is nothing to divide here any more.")))
    entries.refuse_over_waiting([place, division.other], [language])
    whole = Standing.objects.select_related("wording").filter(provision=place)
    base = whole.select_for_update(of=("self",), no_key=True).get(language=language).wording
    source = whole.get(language=division.language).wording
    cut = structure.cut_at(base, words)
    return _saved(place, language, by, at, source=source, base=base, html=base.html, division=division, cut=cut)


def _saved(provision: Provision, language: str, by: Person, at: datetime, **fields: Any) -> Alignment:
    running = Alignment.objects.select_for_update(no_key=True).filter(provision=provision, language=language)
    alignment = running.exclude(state=AlignmentState.APPROVED).first() or Alignment(
        provision=provision, language=language, revision=0
    )
    for name, value in fields.items():
        setattr(alignment, name, value)
    alignment.state, alignment.written_by, alignment.written_at = AlignmentState.WRITING, by, at
    alignment.revision += 1
    alignment.save()
    return alignment


@transaction.atomic
def submit(*, alignment: Alignment, by: Person, at: datetime | None = None) -> Alignment:
    """Puts the words before a second editor of the language; where the site asks for one alone, they stand at once."""
    at = at or timezone.now()
    alignment = _locked(alignment)
    require(rules.may_align(by, alignment.language))
    _must_be(alignment, AlignmentState.WRITING, _("These words wait for approval already."))
    if not settings.ALIGNMENT_NEEDS_TWO:
        _enter(alignment, None, at)
        records.append(_act("alignment entered by one", alignment, by), at=at)
        return alignment
    alignment.state, alignment.returned_with = AlignmentState.TO_APPROVE, ""
    alignment.save(update_fields=["state", "returned_with"])
    _tell_editors(alignment, at)
    records.append(_act("alignment sent", alignment, by), at=at)
    return alignment


@transaction.atomic
def approve(*, alignment: Alignment, by: Person, at: datetime | None = None) -> Wording:
    """A second person agrees: the words become a wording, and enter the text now or when support ends."""
    at = at or timezone.now()
    alignment = _locked(alignment)
    require(rules.may_approve_alignment(by, alignment))
    _must_be(alignment, AlignmentState.TO_APPROVE, _("These words do not wait for approval."))
    wording = _enter(alignment, by, at)
    records.append(_act("alignment approved", alignment, by), at=at)
    return wording


def _enter(alignment: Alignment, approved_by: Person | None, at: datetime) -> Wording:
    """The words become a wording, and enter the text now or when support ends."""
    _check_ground(alignment)
    made = wordings.write_all(_new_words(alignment, approved_by, at))
    alignment.state, alignment.approved_by, alignment.approved_at = AlignmentState.APPROVED, approved_by, at
    alignment.wording = made[0]
    alignment.save()
    places = [wording.provision_id for wording in made]
    Task.objects.filter(provision__in=places, language=alignment.language).update(put_off_at=None)
    entries.admit(charter=alignment.provision.charter, words=made, at=at)
    return made[0]


def _new_words(alignment: Alignment, approved_by: Person | None, at: datetime) -> list[NewWording]:
    """The wording to write; both parts where the words were divided."""
    if alignment.division is not None and alignment.base is not None and alignment.cut is not None:
        said: dict[str, Any] = {"by": alignment.written_by, "approved_by": approved_by, "at": at}
        return structure.parts(alignment.base, alignment.cut, alignment.division, **said)
    return [
        NewWording(
            provision=alignment.provision,
            language=alignment.language,
            html=alignment.html,
            came_from=CameFrom.ALIGNMENT,
            by=alignment.written_by,
            at=at,
            parent=alignment.base,
            aligned_to=alignment.source,
            approved_by=approved_by,
        )
    ]


@transaction.atomic
def return_(*, alignment: Alignment, word: str, by: Person, at: datetime | None = None) -> Alignment:
    """A second person sends the words back to who wrote them, saying why."""
    at = at or timezone.now()
    alignment = _locked(alignment)
    require(rules.may_approve_alignment(by, alignment))
    _must_be(alignment, AlignmentState.TO_APPROVE, _("These words do not wait for approval."))
    word = clean.typed(word).text
    if not word:
        raise Refused(Refusal(_("Write a word, so that the editor knows what to change.")))
    alignment.state, alignment.returned_with = AlignmentState.WRITING, word
    alignment.revision += 1
    alignment.save(update_fields=["state", "returned_with", "revision"])
    _tell_writer(alignment, at)
    records.append(_act("alignment returned", alignment, by), at=at)
    return alignment


@transaction.atomic
def carry_over(*, moves: Iterable[tuple[Wording | None, Wording]]) -> None:
    """Brings running alignments onto the words that now stand; where they meet, the editor keeps the typed words."""
    new_of = {(new.provision_id, new.language): (old, new) for old, new in moves}
    provisions = {provision for provision, _language in new_of}
    running = Alignment.objects.select_for_update(of=("self",), no_key=True).filter(
        provision__in=provisions, language__in={language for _provision, language in new_of}
    )
    for alignment in running.exclude(state=AlignmentState.APPROVED):
        old, new = new_of.get((alignment.provision_id, alignment.language), (None, None))
        if new is not None and alignment.base_id != new.pk:
            _carry(alignment, old, new)


def _carry(alignment: Alignment, old: Wording | None, new: Wording) -> None:
    """Words that are being divided are divided anew where they moved."""
    if alignment.division is not None:
        old, alignment.division, alignment.cut, alignment.html = None, None, None, new.html
    before, after = texts.single(old.html if old else ""), texts.single(new.html)
    carried = rebase(texts.single(alignment.html), before, after) if old else None
    if carried is not None and not carried.conflicts and carried.document is not None:
        alignment.html = clean.inner(carried.document.html)
    else:
        with override(alignment.language):  # read by its editors, whoever moved the words
            alignment.state, alignment.returned_with = AlignmentState.WRITING, str(GROUND_MOVED)
    alignment.base = new
    alignment.revision += 1
    alignment.save()


def _locked(alignment: Alignment) -> Alignment:
    rows = Alignment.objects.select_for_update(of=("self",), no_key=True).select_related(*GROUND)
    return rows.get(pk=alignment.pk)


def _must_be(alignment: Alignment, state: AlignmentState, otherwise: str) -> None:
    if alignment.state != state:
        raise Refused(Refusal(otherwise))


def _check_source(line: ledger.Line | None, source: Wording) -> None:
    if line is None or line.state == LedgerState.IN_STEP:
        raise Refused(Refusal(_("These words are in step already.")))
    if line.source is None:
        raise Refused(Refusal(_("Two languages changed here, each in its own way. Moderators settle this first.")))
    if line.source.carries_digest != source.carries_digest or not Standing.objects.filter(wording=source).exists():
        raise Refused(Refusal(_("The words in the other language moved since you opened this page. Compare again.")))


def _check_ground(alignment: Alignment) -> None:
    """The words that stand are those the alignment was written over, and the source carries all that they carry."""
    standing = Standing.objects.select_for_update(no_key=True).filter(
        provision=alignment.provision, language=alignment.language
    )
    here = standing.first()
    if (here.wording_id if here else None) != alignment.base_id:
        raise Refused(Refusal(GROUND_MOVED))
    other = alignment.division.other if alignment.division else None
    entries.refuse_over_waiting([alignment.provision, other], [alignment.language])
    if alignment.division is not None:
        return
    held = alignment.base.carries.all() if alignment.base else []
    if set(held) - set(alignment.source.carries.all()):
        raise Refused(Refusal(_("Two languages changed here, each in its own way. Moderators settle this first.")))


def _same_words(base: Wording | None) -> str:
    if base is None:
        raise Refused(Refusal(_("There are no words yet in this language. Write them.")))
    return base.html


def _typed_words(base: Wording | None, words: str) -> str:
    """One provision is one block, so line ends typed into the box are spaces."""
    typed = " ".join(clean.typed(words).text.split("\n"))
    if not typed:
        raise Refused(Refusal(_("Write the words in this language.")))
    if len(typed) > LONGEST:
        raise Refused(Refusal(_("These are too many words. A provision has at most 20,000 characters.")))
    html = clean.inner(retype(texts.single(base.html if base else ""), typed).html)
    if base is not None and html == base.html:
        raise Refused(Refusal(_("No word differs. If no word has to change, choose “No change needed”.")))
    return html


def _tell_editors(alignment: Alignment, at: datetime) -> None:
    held = Role.objects.holding(at).filter(kind__in=[RoleKind.LANGUAGE_EDITOR, RoleKind.LANGUAGE_READER])
    people = {r.person for r in held.select_related("person") if r.language in ("", alignment.language)}
    editors = {one for one in people if rules.may_approve_alignment(one, alignment)}
    body = gettext_lazy("An editor of your language has aligned a provision. Read it and approve it or return it.")
    notices.tell(
        sorted(editors, key=lambda person: person.pk),
        "alignment_to_approve",
        gettext_lazy("Words wait for your approval"),
        body,
        f"alignment:{alignment.pk}:{alignment.revision}:to approve",
        _page(alignment),
        notices.About(provision=alignment.provision),
        at=at,
    )


def _tell_writer(alignment: Alignment, at: datetime) -> None:
    notices.tell(
        [alignment.written_by],
        "alignment_returned",
        gettext_lazy("Your aligned words came back"),
        alignment.returned_with,
        f"alignment:{alignment.pk}:{alignment.revision}:returned",
        _page(alignment),
        notices.About(provision=alignment.provision),
        at=at,
    )


def _page(alignment: Alignment) -> tuple:
    return ("alignment", alignment.language, alignment.provision.short)


def _act(name: str, alignment: Alignment, by: Person) -> records.Act:
    content = {
        "provision": alignment.provision_id,
        "language": alignment.language,
        "source": alignment.source_id,
        "words": texts.digest_of_words(alignment.language, alignment.html),
    }
    return records.Act(name, alignment, by, content=content)
