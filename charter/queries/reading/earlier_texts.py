"""Texts of the charter from before this site."""

from __future__ import annotations

from itertools import groupby

from django.db.models import QuerySet

from charter.models import Charter, EarlierLine, EarlierText


def public_texts(charter: Charter) -> QuerySet[EarlierText]:
    """All that are public, the oldest first."""
    return charter.earlier_texts.filter(published_at__isnull=False)


def public_text(charter: Charter, pk: int) -> EarlierText | None:
    return public_texts(charter).filter(pk=pk).first()


def texts_of_charter(charter: Charter) -> QuerySet[EarlierText]:
    """All, also those that are not public yet, the oldest first."""
    return charter.earlier_texts.all()


def lines_by_article(text: EarlierText) -> list[list[EarlierLine]]:
    """The provisions of an earlier text in its own order, article by article."""
    lines = text.lines.select_related("provision")
    return [list(lines_of_article) for _number, lines_of_article in groupby(lines, key=lambda line: line.article)]
