"""Giving an article, a part of the charter, or the whole charter to a member as a file to work in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.actions.records import Act, append_acts
from accounts.canonical import digest_of_json
from accounts.models import Organisation, Person
from accounts.rules import member_mandate, require
from charter import rules
from charter.models import Article, IssuedPaper, Version
from charter.queries.papers.issued_marks import IssuedMark


@transaction.atomic
def issue_paper(
    *,
    version: Version,
    article: Article | None,
    language: str,
    organisation: Organisation,
    by: Person,
    last_article: Article | None = None,
    at: datetime | None = None,
) -> IssuedPaper:
    """The paper of this article, of those from it to the last one, or of all; downloaded again it is the same one."""
    at = at or timezone.now()
    require(rules.may_prepare(by, organisation))
    paper, is_new = IssuedPaper.objects.get_or_create(
        version=version,
        article=article,
        last_article=last_article,
        language=language,
        organisation=organisation,
        defaults={"at": at},
    )
    if is_new:
        content = {"version": version.number, "article": str(article.key) if article else "", "language": language}
        if last_article:
            content["last_article"] = str(last_article.key)
        append_acts(Act("paper issued", paper, by, member_mandate(by, organisation), content), at=at)
    return paper


@transaction.atomic
def issue_marked_paper(
    *,
    version: Version,
    article: Article | None,
    last_article: Article | None,
    language: str,
    marks: Iterable[IssuedMark],
    at: datetime | None = None,
) -> IssuedPaper:
    """The paper in which these marks of pending amendments are; with the same marks it is the same one.

    Nobody acts: the file is public, and it is made when somebody reads it.
    """
    content = [asdict(mark) for mark in marks]
    scope = [str(each.key) if each else "" for each in (article, last_article)]
    paper, _is_new = IssuedPaper.objects.get_or_create(
        digest=digest_of_json([version.charter.slug, version.number, language, scope, content]),
        defaults={
            "version": version,
            "article": article,
            "last_article": last_article,
            "language": language,
            "organisation": None,
            "marks": content,
            "at": at or timezone.now(),
        },
    )
    return paper
