"""Curing a misprint in a published version: signed by two people, printed beside the version that stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions.records import Act, append_acts
from accounts.models import LocalizedText, Person, create_localized_text_from
from accounts.rules import Refusal, Refused, require
from charter import clean, rules, texts
from charter.actions.languages import agreed_words, wordings
from charter.models import (
    Adoption,
    Corrigendum,
    CurrentWording,
    ProposedCorrigendum,
    Provision,
    Version,
    VersionWording,
    Wording,
)
from charter.states import AdoptionScope, CameFrom
from charter.text import rebase

Reason = str | Mapping[str, str]


@transaction.atomic
def propose_corrigendum(
    *,
    version: Version,
    provision: Provision,
    language: str,
    html: str,
    reason: Reason,
    by: Person,
    at: datetime | None = None,
) -> ProposedCorrigendum:
    """Asks a second person to sign a correction of one language of a version."""
    at = at or timezone.now()
    require(rules.may_moderate(by))
    words = _right_words(_printed(version, provision, language), html)
    proposed = ProposedCorrigendum.objects.create(
        version=version,
        provision=provision,
        language=language,
        html=words,
        reason=_reason(reason, by),
        proposed_by=by,
        at=at,
    )
    append_acts(Act("corrigendum proposed", proposed, by, content=_content(version, language, words)), at=at)
    return proposed


@transaction.atomic
def agree_corrigendum(*, proposed: ProposedCorrigendum, by: Person, at: datetime | None = None) -> Corrigendum:
    """The second person signs: the corrigendum gets its number and date."""
    proposed_corrigendum = ProposedCorrigendum.objects.select_for_update(no_key=True).get(pk=proposed.pk)
    if proposed_corrigendum.corrigendum_id or proposed_corrigendum.dropped_at:
        raise Refused(Refusal(_("The correction is no longer pending.")))
    proposed_corrigendum.corrigendum = sign_corrigendum(
        version=proposed_corrigendum.version,
        provision=proposed_corrigendum.provision,
        language=proposed_corrigendum.language,
        html=proposed_corrigendum.html,
        reason=proposed_corrigendum.reason,
        by=proposed_corrigendum.proposed_by,
        agreed_by=by,
        at=at,
    )
    proposed_corrigendum.save(update_fields=["corrigendum"])
    return proposed_corrigendum.corrigendum


@transaction.atomic
def drop_corrigendum(*, proposed: ProposedCorrigendum, by: Person, at: datetime | None = None) -> None:
    """Withdraws a proposed correction that no second person has signed yet."""
    require(rules.may_moderate(by))
    proposed_corrigendum = ProposedCorrigendum.objects.select_for_update(no_key=True).get(pk=proposed.pk)
    if proposed_corrigendum.corrigendum_id or proposed_corrigendum.dropped_at:
        raise Refused(Refusal(_("The correction is no longer pending.")))
    proposed_corrigendum.dropped_at = at or timezone.now()
    proposed_corrigendum.save(update_fields=["dropped_at"])
    append_acts(Act("corrigendum dropped", proposed_corrigendum, by), at=at)


@transaction.atomic
def sign_corrigendum(
    *,
    version: Version,
    provision: Provision,
    language: str,
    html: str,
    reason: Reason | LocalizedText,
    by: Person,
    agreed_by: Person,
    at: datetime | None = None,
) -> Corrigendum:
    """Two people sign at once. The working text gets the correction too, if it fits its text."""
    at = at or timezone.now()
    for person in (by, agreed_by):
        require(rules.may_moderate(person))
    if by.pk == agreed_by.pk:
        raise Refused(Refusal(rules.SECOND_PERSON))
    Version.objects.select_for_update(no_key=True).get(pk=version.pk)
    line = _printed(version, provision, language)
    words = _right_words(line, html)
    localized_reason = reason if isinstance(reason, LocalizedText) else _reason(reason, by)
    alone = {"scope": AdoptionScope.THIS_LANGUAGE, "language": language}
    adoption = Adoption.objects.create(
        provision=provision, **alone, by=by, agreed_by=agreed_by, reason=localized_reason, at=at
    )
    wording = _write(line.wording, words, adoption, by, agreed_by, at)
    corrigendum = Corrigendum.objects.create(
        version=version,
        number=version.corrigenda.count() + 1,
        provision=provision,
        language=language,
        wording=wording,
        reason=localized_reason,
        signed_by=by,
        agreed_by=agreed_by,
        at=at,
    )
    _correct_working_text(line, wording, adoption, by, agreed_by, at)
    content = {**_content(version, language, words), "agreed_by": agreed_by.pk}
    append_acts(Act("corrigendum signed", corrigendum, by, content=content), at=at)
    return corrigendum


def _printed(version: Version, provision: Provision, language: str) -> VersionWording:
    """The line of the version that is to be corrected."""
    rows = VersionWording.objects.filter(version=version, provision=provision, language=language)
    line = rows.select_related("wording", "provision__charter").first()
    if line is None or line.wording is None:
        raise Refused(Refusal(_("The version has no text of this provision in this language.")))
    return line


def _right_words(line: VersionWording, html: str) -> str:
    words = clean.clean_inline(html)
    assert line.wording is not None
    if not words:
        raise Refused(Refusal(_("Enter the correct text. A corrigendum cannot delete a provision.")))
    if words == line.wording.html:
        raise Refused(Refusal(_("The text is the same as the published text. Enter the corrected text.")))
    return words


def _reason(reason: Reason, by: Person) -> LocalizedText:
    texts_by_language = {by.language: reason} if isinstance(reason, str) else dict(reason)
    texts_by_language = {code: text.strip() for code, text in texts_by_language.items() if text.strip()}
    if not texts_by_language:
        raise Refused(Refusal(_("Explain the error. The explanation is published with the version.")))
    return create_localized_text_from(texts_by_language, by=by)


def _write(
    parent: Wording | None, html: str, adoption: Adoption, by: Person, agreed_by: Person, at: datetime
) -> Wording:
    return wordings.write_wording(
        provision=adoption.provision,
        language=adoption.language,
        html=html,
        came_from=CameFrom.CORRIGENDUM,
        by=by,
        approved_by=agreed_by,
        at=at,
        parent=parent,
        adoptions=[adoption],
    )


def _correct_working_text(
    line: VersionWording, wording: Wording, adoption: Adoption, by: Person, agreed_by: Person, at: datetime
) -> None:
    """The same correction of the current wording; left out if it no longer has the misprint."""
    charter, old = line.provision.charter, line.wording
    current = CurrentWording.objects.filter(provision=line.provision, language=line.language).first()
    if current is None or old is None:
        return
    now = current.wording
    if now.html != old.html:
        rebase_result = rebase(
            texts.single_block(wording.html), texts.single_block(old.html), texts.single_block(now.html)
        )
        if rebase_result.state != "clean" or rebase_result.document is None:
            return
        html = texts.words_of(rebase_result.document).get("one", "")
        wording = _write(now, html, adoption, by, agreed_by, at)
    elif now.pk != old.pk:
        wording = _write(now, wording.html, adoption, by, agreed_by, at)
    agreed_words.admit_wordings(charter=charter, words=[wording], at=at)


def _content(version: Version, language: str, html: str) -> dict[str, object]:
    return {"version": version.digest, "language": language, "words": texts.digest_of_words(language, html)}
