"""Publishing a version: one person proposes it, a second one agrees, and from then on it never changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions import records
from accounts.models import LocalizedText, Person, Record, create_localized_text
from accounts.rules import Refusal, Refused, require
from charter import rules
from charter.actions.amending import rounds
from charter.actions.languages import agreed_words
from charter.models import Charter, Publication, TranslationCredit, Version, VersionStatusAct, VersionWording
from charter.queries.versions import manifests, publication_checks, translators
from charter.queries.versions.manifests import Manifest
from charter.states import VersionStatus
from charter.wording.publication_checks import check_sentence

version_published = Signal()
"""Sent within the transaction, with `version` and `at`, once everything of the version is stored."""


@transaction.atomic
def propose_version(
    *,
    charter: Charter,
    by: Person,
    notes: str = "",
    carried_over: Sequence[int] = (),
    status: str = VersionStatus.DRAFT,
    body: str = "",
    body_names: Mapping[str, str] | None = None,
    on: date | None = None,
    at: datetime | None = None,
) -> Publication:
    """Asks a second person to publish the working text; replaces a pending proposal.

    `carried_over` names amendments (by primary key) that stay undecided, or accepted but not in this text.
    `body_names` are the names of the body by language code.
    """
    require(rules.may_moderate(by))
    _complete(status, body, on)
    at = at or timezone.now()
    charter = Charter.objects.select_for_update(no_key=True).get(pk=charter.pk)
    agreed_words.enter_due_text(now=at)
    require_checks(charter, carried_over)
    charter.publications.filter(version=None, dropped_at=None).update(dropped_at=at)
    publication = Publication.objects.create(
        charter=charter,
        proposed_by=by,
        proposed_at=at,
        notes=create_localized_text(notes, by.language, by=by) if notes else None,
        carried_over=list(carried_over),
        working_digest=manifests.working_manifest(charter, timezone.localdate(at)).working_digest,
        status=status,
        body=body,
        body_names=dict(body_names or {}),
        on=on,
    )
    content = {"text": publication.working_digest, "carried_over": list(carried_over)}
    records.append_acts(records.Act("publication proposed", publication, by, content=content), at=at)
    return publication


@transaction.atomic
def publish_version(*, publication: Publication, by: Person, at: datetime | None = None) -> Version:
    """The second person agrees: the working text is numbered, hashed and frozen.

    Refused where the text moved since it was proposed, or where a check does not hold any more. The round of the
    version is closed with it, unless something keeps it open.
    """
    publication = Publication.objects.select_for_update(no_key=True).get(pk=publication.pk)
    require(rules.may_agree_to_publish(by, publication))
    at = at or timezone.now()
    charter = Charter.objects.select_for_update(no_key=True).get(pk=publication.charter_id)
    require_checks(charter, publication.carried_over)
    manifest = manifests.working_manifest(charter, timezone.localdate(at))
    if manifest.working_digest != publication.working_digest:
        raise Refused(
            Refusal(
                _(
                    "The text has changed since this publication was proposed. Check the text and propose the"
                    " publication again."
                )
            )
        )
    version = _freeze(manifest, publication, by, at)
    publication.version = version
    publication.save(update_fields=["version"])
    act = records.Act("version published", version, by, content={"digest": version.digest})
    records.append_acts(act, at=at)
    rounds.close_with_version(version=version, by=by, at=at)
    version_published.send(sender=Version, version=version, at=at)
    return version


@transaction.atomic
def drop_publication(*, publication: Publication, by: Person, at: datetime | None = None) -> None:
    """Withdraws a proposed publication that no second person has confirmed yet."""
    require(rules.may_moderate(by))
    publication = Publication.objects.select_for_update(no_key=True).get(pk=publication.pk)
    if publication.version_id or publication.dropped_at:
        raise Refused(Refusal(_("The publication is no longer pending.")))
    publication.dropped_at = at or timezone.now()
    publication.save(update_fields=["dropped_at"])
    records.append_acts(records.Act("publication dropped", publication, by), at=at)


@transaction.atomic
def set_status(
    *, version: Version, status: str, by: Person, body: str = "", on: date | None = None, at: datetime | None = None
) -> VersionStatusAct:
    """Gives a version a status, by an act outside its digest. The last status is valid."""
    require(rules.may_moderate(by))
    _complete(status, body, on)
    act = VersionStatusAct.objects.create(
        version=version, status=status, body=body, on=on, by=by, at=at or timezone.now()
    )
    records.append_acts(records.Act("version status", version, by, content={"status": status}), at=at)
    return act


def require_checks(charter: Charter, carried_over: Sequence[int]) -> None:
    """Refuses with every check that does not hold, named."""
    faults = [
        check_sentence(check)
        for check in publication_checks.checks_of_publication(charter, carried_over)
        if not check.holds
    ]
    if faults:
        raise Refused(Refusal(" ".join(faults)))


def _complete(status: str, body: str, on: date | None) -> None:
    if status not in VersionStatus.values:
        raise Refused(Refusal(_("Choose the status of the version: draft, text for decision, or adopted.")))
    if status == VersionStatus.ADOPTED and not (body and on):
        raise Refused(Refusal(_("Enter the body that adopted the version, and the date.")))


def _freeze(manifest: Manifest, publication: Publication, by: Person, at: datetime) -> Version:
    charter = manifest.charter
    assert charter.arrangement is not None
    last = charter.versions.order_by("-number").first()
    number = last.number + 1 if last else 1
    head = Record.objects.order_by("-number").values_list("digest", flat=True).first()
    notes: LocalizedText | None = publication.notes
    version = Version.objects.create(
        charter=charter,
        number=number,
        arrangement=charter.arrangement,
        digest=manifest.digest(number),
        record_head=head or "",
        published_at=at,
        proposed_by=publication.proposed_by,
        published_by=by,
        notes=notes,
    )
    VersionWording.objects.bulk_create(_rows(manifest, version), batch_size=500)
    TranslationCredit.objects.bulk_create(
        TranslationCredit(version=version, language=language, person_id=person)
        for language, person in translators.people_to_credit(manifest)
    )
    VersionStatusAct.objects.create(
        version=version,
        status=publication.status,
        body=publication.body,
        body_names=publication.body_names,
        on=publication.on,
        by=by,
        at=at,
    )
    return version


def _rows(manifest: Manifest, version: Version) -> list[VersionWording]:
    first = manifests.first_versions(manifest.charter)
    return [
        VersionWording(
            version=version,
            article=line.article,
            article_kind=line.article_kind,
            article_number=line.article_number,
            provision=line.provision,
            language=line.language,
            wording=line.wording,
            kind=line.kind,
            depth=line.depth,
            printed=line.printed,
            citation=line.citation,
            place=line.place,
            exception=line.exception,
            first_version=first.get(line.wording.pk, version.number) if line.wording else version.number,
        )
        for line in manifest.lines
    ]
