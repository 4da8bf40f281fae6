"""Curing a misprint in a published version: signed by two people, printed beside the version that stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions.records import Act, append
from accounts.models import Person, Said, say_in_each
from accounts.rules import Refusal, Refused, require
from charter import clean, rules, texts
from charter.actions import entries, wordings
from charter.models import (
    Adoption,
    Corrigendum,
    ProposedCorrigendum,
    Provision,
    Standing,
    Version,
    VersionWording,
    Wording,
)
from charter.states import AdoptionScope, CameFrom
from charter.text import rebase

Reason = str | Mapping[str, str]


@transaction.atomic
def propose(
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
    append(Act("corrigendum proposed", proposed, by, content=_content(version, language, words)), at=at)
    return proposed


@transaction.atomic
def agree(*, proposed: ProposedCorrigendum, by: Person, at: datetime | None = None) -> Corrigendum:
    """The second person signs: the corrigendum gets its number and date."""
    held = ProposedCorrigendum.objects.select_for_update(no_key=True).get(pk=proposed.pk)
    if held.corrigendum_id or held.dropped_at:
        raise Refused(Refusal(_("This correction does not wait any more.")))
    held.corrigendum = sign(
        version=held.version,
        provision=held.provision,
        language=held.language,
        html=held.html,
        reason=held.reason,
        by=held.proposed_by,
        agreed_by=by,
        at=at,
    )
    held.save(update_fields=["corrigendum"])
    return held.corrigendum


@transaction.atomic
def drop(*, proposed: ProposedCorrigendum, by: Person, at: datetime | None = None) -> None:
    """Takes back a correction that waits for its second person."""
    require(rules.may_moderate(by))
    held = ProposedCorrigendum.objects.select_for_update(no_key=True).get(pk=proposed.pk)
    if held.corrigendum_id or held.dropped_at:
        raise Refused(Refusal(_("This correction does not wait any more.")))
    held.dropped_at = at or timezone.now()
    held.save(update_fields=["dropped_at"])
    append(Act("corrigendum dropped", held, by), at=at)


@transaction.atomic
def sign(
    *,
    version: Version,
    provision: Provision,
    language: str,
    html: str,
    reason: Reason | Said,
    by: Person,
    agreed_by: Person,
    at: datetime | None = None,
) -> Corrigendum:
    """Two people sign at once. The working text gets the correction too, where it fits its words."""
    at = at or timezone.now()
    for person in (by, agreed_by):
        require(rules.may_moderate(person))
    if by.pk == agreed_by.pk:
        raise Refused(Refusal(rules.SECOND_PERSON))
    Version.objects.select_for_update(no_key=True).get(pk=version.pk)
    line = _printed(version, provision, language)
    words = _right_words(line, html)
    said = reason if isinstance(reason, Said) else _reason(reason, by)
    alone = {"scope": AdoptionScope.THIS_LANGUAGE, "language": language}
    adoption = Adoption.objects.create(provision=provision, **alone, by=by, agreed_by=agreed_by, reason=said, at=at)
    wording = _write(line.wording, words, adoption, by, agreed_by, at)
    corrigendum = Corrigendum.objects.create(
        version=version,
        number=version.corrigenda.count() + 1,
        provision=provision,
        language=language,
        wording=wording,
        reason=said,
        signed_by=by,
        agreed_by=agreed_by,
        at=at,
    )
    _correct_working_text(line, wording, adoption, by, agreed_by, at)
    content = {**_content(version, language, words), "agreed_by": agreed_by.pk}
    append(Act("corrigendum signed", corrigendum, by, content=content), at=at)
    return corrigendum


def _printed(version: Version, provision: Provision, language: str) -> VersionWording:
    """The line of the version that is to be corrected."""
    rows = VersionWording.objects.filter(version=version, provision=provision, language=language)
    line = rows.select_related("wording", "provision__charter").first()
    if line is None or line.wording is None:
        raise Refused(Refusal(_("This version has no words of this provision in this language.")))
    return line


def _right_words(line: VersionWording, html: str) -> str:
    words = clean.inline(html)
    assert line.wording is not None
    if not words:
        raise Refused(Refusal(_("Write the right words. A corrigendum cannot delete a provision.")))
    if words == line.wording.html:
        raise Refused(Refusal(_("These are the words as they are printed.")))
    return words


def _reason(reason: Reason, by: Person) -> Said:
    given = {by.language: reason} if isinstance(reason, str) else dict(reason)
    given = {code: text.strip() for code, text in given.items() if text.strip()}
    if not given:
        raise Refused(Refusal(_("Say what was wrong. The reason is printed beside the version.")))
    return say_in_each(given, by=by)


def _write(
    parent: Wording | None, html: str, adoption: Adoption, by: Person, agreed_by: Person, at: datetime
) -> Wording:
    return wordings.write(
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
    """The same correction over the words that stand now; left aside where these no longer have the misprint."""
    charter, old = line.provision.charter, line.wording
    standing = Standing.objects.filter(provision=line.provision, language=line.language).first()
    if standing is None or old is None:
        return
    now = standing.wording
    if now.html != old.html:
        found = rebase(texts.single(wording.html), texts.single(old.html), texts.single(now.html))
        if found.state != "clean" or found.document is None:
            return
        html = texts.words_of(found.document).get("one", "")
        wording = _write(now, html, adoption, by, agreed_by, at)
    elif now.pk != old.pk:
        wording = _write(now, wording.html, adoption, by, agreed_by, at)
    entries.admit(charter=charter, words=[wording], at=at)


def _content(version: Version, language: str, html: str) -> dict[str, object]:
    return {"version": version.digest, "language": language, "words": texts.digest_of_words(language, html)}
