"""Keeping one language up to date with the others: one person writes, a second one of the same language approves.

If `ALIGNMENT_NEEDS_TWO` is off, the first person's text is valid at once, and the audit log states that one person
entered it.
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
from accounts.models import Person, Role, create_localized_text
from accounts.rules import Refusal, Refused, require
from accounts.states import RoleKind
from charter import clean, rules, texts
from charter.actions.amending import amendment_letters
from charter.actions.languages import agreed_words, structure, wordings
from charter.actions.languages.wordings import NewWording
from charter.models import Adoption, Alignment, CurrentWording, Provision, Task, Wording
from charter.queries.languages import ledger
from charter.queries.reading import divisions
from charter.states import AdoptionScope, AlignmentState, CameFrom, LedgerState
from charter.text import rebase, retype

LONGEST = 20_000
GROUND = ("provision__charter", "base", "source", "division__provision", "division__other")
GROUND_MOVED = gettext_lazy(
    "The text in this language changed while you were writing. Compare your text with the new text."
)


@transaction.atomic
def write_alignment(
    *,
    provision: Provision,
    language: str,
    source: Wording,
    words: str = "",
    by: Person,
    at: datetime | None = None,
    no_change_needed: bool = False,
) -> Alignment:
    """Saves a new text of a language for later approval; `words` is plain text, and unchanged text keeps its formats.

    `source` is the wording of the other language that the person saw; if it has changed since, this is refused.
    """
    at = at or timezone.now()
    require(rules.may_align(by, language))
    current = (
        CurrentWording.objects.select_for_update(no_key=True).filter(provision=provision, language=language).first()
    )
    base = current.wording if current else None
    require_translatable(ledger.ledger_line(provision.charter, provision, language), provision, language, source)
    html = _same_words(base) if no_change_needed else typed_html(base, words)
    return _saved(provision, language, by, at, source=source, base=base, html=html, division=None, cut=None)


def require_translatable(line: ledger.LedgerLine | None, provision: Provision, language: str, source: Wording) -> None:
    """Raises `Refused` if no new text of the language can be written that follows `source`."""
    if divisions.split_to_follow(provision.charter, provision, language) is not None:
        raise Refused(
            Refusal(_("The provision was split in another language. First split the text here in the same way."))
        )
    agreed_words.refuse_over_waiting([provision], [language])
    _check_source(line, source)


def require_cut(line: ledger.LedgerLine, division: Adoption, source: Wording, words: str) -> int:
    """Where `words` split the current text, as the reader of `source` saw the division. Raises `Refused`."""
    agreed_words.refuse_over_waiting([division.provision, division.other], [line.language])
    _check_source(line, source)
    if line.wording is None:
        raise Refused(Refusal(_("There is no text in this language yet. Write the text.")))
    return structure.cut_at(line.wording, words)


@transaction.atomic
def write_correction(
    *, provision: Provision, language: str, source: Wording, words: str, by: Person, at: datetime | None = None
) -> Alignment:
    """Saves a corrected text of a translation that is up to date, for later approval: a wrong number, a misprint.

    `source` is the wording beside it that the person saw (`LedgerLine.counterpart`). The text of the first language is
    corrected so only if it is a translation.
    """
    at = at or timezone.now()
    require(rules.may_align(by, language))
    base = CurrentWording.objects.select_for_update(no_key=True).get(provision=provision, language=language).wording
    agreed_words.refuse_over_waiting([provision], [language])
    line = ledger.ledger_line(provision.charter, provision, language)
    if line is None or line.counterpart != source:
        raise Refused(
            Refusal(_("The text in the other language changed since you opened this page. Compare the texts again."))
        )
    html = typed_html(base, words)
    return _saved(provision, language, by, at, source=source, base=base, html=html, division=None, cut=None)


@transaction.atomic
def split_alignment(
    *, division: Adoption, language: str, words: str, by: Person, at: datetime | None = None
) -> Alignment:
    """Saves where the text of a language is split, following another language; the work covers both provisions.

    `words` is the current text, with an empty line where the second part begins.
    """
    at = at or timezone.now()
    require(rules.may_align(by, language))
    place = division.provision
    if divisions.split_to_follow(place.charter, place, language) != division:
        raise Refused(Refusal(_("There is nothing left to split here.")))
    agreed_words.refuse_over_waiting([place, division.other], [language])
    whole = CurrentWording.objects.select_related("wording").filter(provision=place)
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
def submit_alignment(*, alignment: Alignment, by: Person, at: datetime | None = None) -> Alignment:
    """Sends the text to a second editor of the language; if the site requires only one, the text is valid at once."""
    at = at or timezone.now()
    alignment = _locked(alignment)
    require(rules.may_align(by, alignment.language))
    _must_be(alignment, AlignmentState.WRITING, _("The text already awaits approval."))
    if not settings.ALIGNMENT_NEEDS_TWO:
        _enter(alignment, None, at)
        records.append_acts(_act("alignment entered by one", alignment, by), at=at)
        return alignment
    alignment.state, alignment.returned_with = AlignmentState.TO_APPROVE, ""
    alignment.save(update_fields=["state", "returned_with"])
    _write_to_editors(alignment, at)
    records.append_acts(_act("alignment sent", alignment, by), at=at)
    return alignment


@transaction.atomic
def approve_alignment(*, alignment: Alignment, by: Person, at: datetime | None = None) -> Wording:
    """A second person agrees: the text becomes a wording, and enters the charter now or when support ends."""
    at = at or timezone.now()
    alignment = _locked(alignment)
    require(rules.may_approve_alignment(by, alignment))
    _must_be(alignment, AlignmentState.TO_APPROVE, _("The text does not await approval."))
    wording = _enter(alignment, by, at)
    records.append_acts(_act("alignment approved", alignment, by), at=at)
    return wording


def _enter(alignment: Alignment, approved_by: Person | None, at: datetime) -> Wording:
    """The words become a wording, and enter the text now or when support ends."""
    _check_ground(alignment)
    new_wordings = wordings.write_wordings(_new_words(alignment, approved_by, at))
    alignment.state, alignment.approved_by, alignment.approved_at = AlignmentState.APPROVED, approved_by, at
    alignment.wording = new_wordings[0]
    alignment.save()
    places = [wording.provision_id for wording in new_wordings]
    Task.objects.filter(provision__in=places, language=alignment.language).update(put_off_at=None)
    agreed_words.admit_wordings(charter=alignment.provision.charter, words=new_wordings, at=at)
    return new_wordings[0]


def _new_words(alignment: Alignment, approved_by: Person | None, at: datetime) -> list[NewWording]:
    """The wording to write; both parts where the words were divided."""
    if alignment.division is not None and alignment.base is not None and alignment.cut is not None:
        arguments: dict[str, Any] = {"by": alignment.written_by, "approved_by": approved_by, "at": at}
        return structure.parts_of_split(alignment.base, alignment.cut, alignment.division, **arguments)
    if _is_correction(alignment):
        return [_corrected_words(alignment, approved_by, at)]
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


def _is_correction(alignment: Alignment) -> bool:
    """Whether the text was up to date before: it then follows nothing that another language has."""
    return alignment.base is not None and alignment.base.carries_digest == alignment.source.carries_digest


def _corrected_words(alignment: Alignment, approved_by: Person | None, at: datetime) -> NewWording:
    with override(alignment.language):
        reason = create_localized_text(
            _("The translation was corrected."), alignment.language, by=alignment.written_by
        )
    adoption = Adoption.objects.create(
        provision=alignment.provision,
        scope=AdoptionScope.THIS_LANGUAGE,
        language=alignment.language,
        by=alignment.written_by,
        agreed_by=approved_by,
        reason=reason,
        at=at,
    )
    return NewWording(
        provision=alignment.provision,
        language=alignment.language,
        html=alignment.html,
        came_from=CameFrom.EDITOR,
        by=alignment.written_by,
        at=at,
        parent=alignment.base,
        adoptions=[adoption],
        approved_by=approved_by,
    )


@transaction.atomic
def return_(*, alignment: Alignment, word: str, by: Person, at: datetime | None = None) -> Alignment:
    """A second person returns the text to the person who wrote it, with comments."""
    at = at or timezone.now()
    alignment = _locked(alignment)
    require(rules.may_approve_alignment(by, alignment))
    _must_be(alignment, AlignmentState.TO_APPROVE, _("The text does not await approval."))
    word = clean.clean_typed_text(word).text
    if not word:
        raise Refused(Refusal(_("Write comments that tell the editor what to change.")))
    alignment.state, alignment.returned_with = AlignmentState.WRITING, word
    alignment.revision += 1
    alignment.save(update_fields=["state", "returned_with", "revision"])
    _write_to_translator(alignment, at)
    records.append_acts(_act("alignment returned", alignment, by), at=at)
    return alignment


@transaction.atomic
def rebase_alignments(*, moves: Iterable[tuple[Wording | None, Wording]]) -> None:
    """Rebases open translation updates on the current text.

    If both texts overlap, or are beside each other, the editor keeps the typed text and reads both.
    """
    new_of = {(new.provision_id, new.language): (old, new) for old, new in moves}
    provisions = {provision for provision, _language in new_of}
    running = Alignment.objects.select_for_update(of=("self",), no_key=True).filter(
        provision__in=provisions, language__in={language for _provision, language in new_of}
    )
    for alignment in running.exclude(state=AlignmentState.APPROVED):
        old, new = new_of.get((alignment.provision_id, alignment.language), (None, None))
        if new is not None and alignment.base_id != new.pk:
            _rebase(alignment, old, new)


def _rebase(alignment: Alignment, old: Wording | None, new: Wording) -> None:
    """Moves the typed text to the new wording; a split that is in progress starts again there."""
    if alignment.division is not None:
        old, alignment.division, alignment.cut, alignment.html = None, None, None, new.html
    before, after = texts.single_block(old.html if old else ""), texts.single_block(new.html)
    carried = rebase(texts.single_block(alignment.html), before, after) if old else None
    if carried is not None and not carried.to_check and carried.document is not None:
        alignment.html = clean.inner_html(carried.document.html)
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


def _check_source(line: ledger.LedgerLine | None, source: Wording) -> None:
    if line is None or line.state == LedgerState.IN_STEP:
        raise Refused(Refusal(_("The translation is already up to date.")))
    if line.source is None:
        raise Refused(
            Refusal(
                _(
                    "The provision was changed in two languages in different ways. The secretariat must first"
                    " decide on the difference."
                )
            )
        )
    if (
        line.source.carries_digest != source.carries_digest
        or not CurrentWording.objects.filter(wording=source).exists()
    ):
        raise Refused(
            Refusal(_("The text in the other language changed since you opened this page. Compare the texts again."))
        )


def _check_ground(alignment: Alignment) -> None:
    """Refuses if the text changed since the update was begun, or if the source lacks an adoption that it has."""
    rows = CurrentWording.objects.select_for_update(no_key=True).filter(
        provision=alignment.provision, language=alignment.language
    )
    current = rows.first()
    if (current.wording_id if current else None) != alignment.base_id:
        raise Refused(Refusal(GROUND_MOVED))
    other = alignment.division.other if alignment.division else None
    agreed_words.refuse_over_waiting([alignment.provision, other], [alignment.language])
    if alignment.division is not None:
        return
    carried = alignment.base.carries.all() if alignment.base else []
    if set(carried) - set(alignment.source.carries.all()):
        raise Refused(
            Refusal(
                _(
                    "The provision was changed in two languages in different ways. The secretariat must first"
                    " decide on the difference."
                )
            )
        )


def _same_words(base: Wording | None) -> str:
    if base is None:
        raise Refused(Refusal(_("There is no text in this language yet. Write the text.")))
    return base.html


def typed_html(base: Wording | None, words: str) -> str:
    """The HTML of a typed text, with the formats of the unchanged parts. Raises `Refused`.

    One provision is one block, so line ends typed into the box are spaces.
    """
    typed = " ".join(clean.clean_typed_text(words).text.split("\n"))
    if not typed:
        raise Refused(Refusal(_("Write the text in this language.")))
    if len(typed) > LONGEST:
        raise Refused(Refusal(_("The text is too long. A provision has at most 20,000 characters.")))
    html = clean.inner_html(retype(texts.single_block(base.html if base else ""), typed).html)
    if base is not None and html == base.html:
        raise Refused(Refusal(_("The text is unchanged. If no change is needed, choose “No change needed”.")))
    return html


def _write_to_editors(alignment: Alignment, at: datetime) -> None:
    roles = Role.objects.holding(at).filter(kind__in=[RoleKind.LANGUAGE_EDITOR, RoleKind.LANGUAGE_READER])
    people = {r.person for r in roles.select_related("person") if r.language in ("", alignment.language)}
    editors = {person for person in people if rules.may_approve_alignment(person, alignment)}
    body = gettext_lazy("An editor of your language has updated a provision. Read it, then approve or return it.")
    amendment_letters.write_letters(
        sorted(editors, key=lambda person: person.pk),
        "alignment_to_approve",
        gettext_lazy("Text awaiting your approval"),
        body,
        f"alignment:{alignment.pk}:{alignment.revision}:to approve",
        _page(alignment),
        amendment_letters.About(provision=alignment.provision),
        at=at,
    )


def _write_to_translator(alignment: Alignment, at: datetime) -> None:
    amendment_letters.write_letters(
        [alignment.written_by],
        "alignment_returned",
        gettext_lazy("Your translation update was returned"),
        alignment.returned_with,
        f"alignment:{alignment.pk}:{alignment.revision}:returned",
        _page(alignment),
        amendment_letters.About(provision=alignment.provision),
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
