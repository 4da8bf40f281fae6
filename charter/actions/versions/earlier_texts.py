"""Texts of the charter from before this site: imported, corrected, published and deleted by the secretariat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions.records import Act, append_acts
from accounts.models import Person
from accounts.rules import Refusal, Refused, require
from charter import clean, rules
from charter.models import Charter, EarlierLine, EarlierText, Provision

CHANGED_MEANWHILE = _("Somebody else has changed this text since you opened it. Check the text, and save again.")
NO_LINES = _("The file has no provision. Choose another file.")


@dataclass(frozen=True)
class EarlierDetails:
    """Details of an earlier text; `dated` is a year, a month or a day, as `2008`, `2008-05` or `2008-05-17`."""

    dated: str
    title: str
    authors: str
    source: str
    link: str = ""
    note: str = ""


@dataclass(frozen=True)
class NewLine:
    """A provision to import; `article` counts the articles of the file, `key` is that of the provision it matches."""

    article: int
    article_kind: str
    article_number: str
    kind: str
    depth: int
    printed: str
    citation: str
    html: str
    words: str
    key: str = ""


@dataclass(frozen=True)
class ReadFile:
    """The file from which an earlier text is read: its name, its SHA-256, and the parts that are left out."""

    filename: str
    digest: str
    left_out: Sequence[dict[str, Any]] = ()


@transaction.atomic
def import_earlier_text(
    *,
    charter: Charter,
    details: EarlierDetails,
    language: str,
    lines: Sequence[NewLine],
    file: ReadFile,
    by: Person | None,
    at: datetime | None = None,
) -> EarlierText:
    """Stores an earlier text that is not public yet. `by` is None only in a demonstration.

    Raises `Refused` if the file has no provision.
    """
    require(by is None or rules.may_moderate(by))
    if not lines:
        raise Refused(Refusal(NO_LINES))
    at = at or timezone.now()
    text = EarlierText.objects.create(
        charter=charter,
        language=language,
        filename=file.filename[:200],
        digest=file.digest,
        left_out=list(file.left_out),
        by=by,
        at=at,
        **asdict(details),
    )
    provisions = _provisions_by_key(charter, [line.key for line in lines if line.key])
    EarlierLine.objects.bulk_create(
        EarlierLine(text=text, place=place, provision=provisions.get(line.key), **_columns(line))
        for place, line in enumerate(lines)
    )
    append_acts(Act("earlier text imported", text, by, content={"file": file.digest, "lines": len(lines)}), at=at)
    return text


@transaction.atomic
def change_earlier_text(
    *, earlier_text: EarlierText, details: EarlierDetails, by: Person, revision: int | None, at: datetime | None = None
) -> EarlierText:
    """Corrects the details of an earlier text. Raises `Refused` if it is not as it was at that revision."""
    text = _locked(earlier_text, by, revision)
    for name, value in asdict(details).items():
        setattr(text, name, value)
    text.revision += 1
    text.save()
    append_acts(Act("earlier text changed", text, by, content={"dated": text.dated}), at=at)
    return text


@transaction.atomic
def match_lines(
    *,
    earlier_text: EarlierText,
    matches: Mapping[int, str],
    by: Person,
    revision: int | None,
    at: datetime | None = None,
) -> EarlierText:
    """Sets by the id of a line the key of the provision that it corresponds to; an empty key is none.

    Raises `Refused` if the text is not as it was at that revision.
    """
    text = _locked(earlier_text, by, revision)
    provisions = _provisions_by_key(text.charter, [key for key in matches.values() if key])
    lines = list(text.lines.filter(pk__in=list(matches)))
    for line in lines:
        line.provision = provisions.get(matches[line.pk])
    EarlierLine.objects.bulk_update(lines, ["provision"])
    text.revision += 1
    text.save(update_fields=["revision"])
    content = {str(line.place): str(line.provision.key) if line.provision else "" for line in lines}
    append_acts(Act("earlier text matched", text, by, content={"provisions": content}), at=at)
    return text


@transaction.atomic
def publish_earlier_text(*, earlier_text: EarlierText, by: Person | None, at: datetime | None = None) -> EarlierText:
    """Makes an earlier text public; published twice it does no more. `by` is None only in a demonstration."""
    require(by is None or rules.may_moderate(by))
    text = EarlierText.objects.select_for_update(no_key=True).get(pk=earlier_text.pk)
    if text.published_at is None:
        text.published_at = at or timezone.now()
        text.save(update_fields=["published_at"])
        append_acts(Act("earlier text published", text, by), at=text.published_at)
    return text


@transaction.atomic
def delete_earlier_text(*, earlier_text: EarlierText, by: Person, at: datetime | None = None) -> None:
    """Deletes an earlier text with its provisions; those of the charter stay."""
    require(rules.may_moderate(by))
    about = EarlierText(pk=earlier_text.pk)
    content = {"file": earlier_text.digest, "dated": earlier_text.dated}
    EarlierText.objects.filter(pk=earlier_text.pk).delete()
    append_acts(Act("earlier text deleted", about, by, content=content), at=at)


def _locked(earlier_text: EarlierText, by: Person, revision: int | None) -> EarlierText:
    require(rules.may_moderate(by))
    text = EarlierText.objects.select_for_update(no_key=True).get(pk=earlier_text.pk)
    if revision is not None and text.revision != revision:
        raise Refused(Refusal(CHANGED_MEANWHILE))
    return text


def _provisions_by_key(charter: Charter, keys: Sequence[str]) -> dict[str, Provision]:
    return {str(provision.key): provision for provision in charter.provisions.filter(key__in=keys)}


def _columns(line: NewLine) -> dict[str, Any]:
    """The columns of a line; the words of a file are cleaned as those of the charter are."""
    columns = {**asdict(line), "html": clean.clean_inline(line.html)}
    del columns["key"]
    limits = {"article_number": 12, "printed": 40, "citation": 80}
    return {name: value[: limits[name]] if name in limits else value for name, value in columns.items()}
