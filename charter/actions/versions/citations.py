"""Citations of the text that follow what they cite, after provisions were split, combined, moved or deleted."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.actions import records
from accounts.canonical import digest_of_json
from accounts.models import Person, create_localized_text
from accounts.rules import Refusal, Refused, require
from charter import clean, rules, texts
from charter.actions.languages import agreed_words, wordings
from charter.actions.languages.wordings import NewWording
from charter.models import Adoption, Charter, Wording
from charter.queries.reading import articles, references
from charter.queries.reading.references import OutdatedCitation
from charter.states import AdoptionScope, CameFrom
from charter.text import retype


@transaction.atomic
def follow_citations(*, charter: Charter, seen: str, by: Person, at: datetime | None = None) -> list[Wording]:
    """Writes the numbers of today into every text that cites an earlier one, in all languages, as one act.

    `seen` is the digest of the changes that the person read; where they are others by now, this is refused.
    The texts enter now, or when the support period ends.
    """
    require(rules.may_moderate(by))
    at = at or timezone.now()
    charter = (
        Charter.objects.select_for_update(of=("self",), no_key=True).select_related("arrangement").get(pk=charter.pk)
    )
    rows = references.texts_with_citations(charter, next(iter(articles.published_versions(charter)), None))
    if not rows or citations_digest(rows) != seen:
        raise Refused(Refusal(_("The citations have changed since you opened the page. Read them again.")))
    agreed_words.refuse_over_waiting([row.provision for row in rows], sorted({row.language for row in rows}))
    new_wordings = wordings.write_wordings([_new(row, by, at) for row in rows])
    agreed_words.admit_wordings(charter=charter, words=new_wordings, at=at)
    content = {"wordings": [wording.pk for wording in new_wordings], "changes": seen}
    records.append_acts(records.Act("citations followed", charter, by, content=content), at=at)
    return new_wordings


def citations_digest(rows: list[OutdatedCitation]) -> str:
    """What identifies the changes that a person reads before the citations follow."""
    return digest_of_json([[row.wording.pk, row.text] for row in rows])


def html_of(row: OutdatedCitation) -> str:
    """The text with today's numbers, in the formats of the text before."""
    return clean.inner_html(retype(texts.single_block(row.wording.html), row.text).html)


def _new(row: OutdatedCitation, by: Person, at: datetime) -> NewWording:
    with override(by.language):
        reason = create_localized_text(_("The citations were updated to the new numbers."), by.language, by=by)
    adoption = Adoption.objects.create(
        provision=row.provision,
        scope=AdoptionScope.THIS_LANGUAGE,
        language=row.language,
        by=by,
        reason=reason,
        at=at,
    )
    return NewWording(
        provision=row.provision,
        language=row.language,
        html=html_of(row),
        came_from=CameFrom.EDITOR,
        by=by,
        at=at,
        parent=row.wording,
        adoptions=[adoption],
    )
