"""The report of the campaign on paper and in tables: its figures, and the rows from which they are counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from functools import cached_property
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.exports.csv_files import write_csv
from charter.exports.papers import as_is, full_address, page_frame, speak_language
from charter.exports.sheets import Cell
from charter.queries.city.campaign_report import CampaignReport, CountedRow
from charter.queries.languages.names import language_of
from charter.states import ReportGroup, ReportSubject
from charter.wording.campaign_report import (
    describe_day,
    describe_group,
    describe_subject,
    describe_unnamed,
    name_group,
    name_values,
    row_address,
    value_addresses,
)
from charter.wording.charter_text import in_html
from charter.wording.round_times import format_day

NAME = "campaign-report"
COLUMNS = ("id", "name", "members", "day", "waves", "sections", "themes", "number", "page")
BETWEEN = ";"
# How many rows make a workbook of about one second.
AT_ONCE = 2000


def rows_as_csv(report: CampaignReport, subject: ReportSubject) -> bytes:
    """A line for each thing that is counted, below the names of the columns."""
    return write_csv([COLUMNS, *([str(cell) for cell in _cells(subject, row)] for row in report.rows[subject])])


@dataclass(frozen=True)
class ReportPaper:
    """The figures of one day in one language."""

    report: CampaignReport
    language: str

    extensions = ("csv", "xlsx", "pdf")
    name = NAME

    @property
    def long_extensions(self) -> tuple[str, ...]:
        """The workbook has all rows; the other formats have the figures alone, however many members there are."""
        return ("xlsx",) if sum(map(len, self.report.rows.values())) > AT_ONCE else ()

    @cached_property
    def at(self) -> datetime:
        """The beginning of the day of the figures."""
        return timezone.make_aware(datetime.combine(self.report.day, time()))

    @cached_property
    def made_of(self) -> list[object]:
        with speak_language(self.language):
            return [[name, [list(line) for line in lines]] for name, lines in self.sheets()]

    @property
    def turned(self) -> bool:
        """Whether columns run from right to left."""
        return language_of(self.language).dir == "rtl"

    @property
    def url(self) -> str:
        return full_address("campaign_report")

    def title(self) -> str:
        return _("Report of the campaign")

    def cited(self) -> SafeString:
        values = {
            "title": self.title(),
            "charter": self.report.charter.title.in_language(self.language).text,
            "day": format_day(self.report.day),
            "address": as_is(self.url),
        }
        return in_html(_("%(charter)s. %(title)s, as of %(day)s. %(address)s."), values)

    def page(self) -> str:
        facts = [{"text": describe_day(self.report)}, {"text": _("Permanent address:"), "value": self.url}]
        context = {**page_frame(self), "facts": facts, **self.template_values()}
        return render_to_string("charter/papers/exports/campaign_report.html", context)

    def template_values(self) -> dict[str, Any]:
        """What the report says, on the screen and on paper."""
        totals = self.report.totals
        return {
            "unnamed": describe_unnamed(self.report),
            "subjects": [
                {
                    "code": str(subject),
                    "name": str(subject.label),
                    "count": totals[subject],
                    "counted": describe_subject(self.report, subject),
                }
                for subject in ReportSubject
            ],
            "groups": [self._group(group) for group in ReportGroup],
        }

    def cells(self) -> Iterator[list[Cell]]:
        """The figures: one line each, with the sentence that says from what it is counted."""
        yield [_("Grouped by"), _("Category"), _("Indicator"), _("Number"), _("What is counted")]
        totals = self.report.totals
        for subject in ReportSubject:
            yield [_("Total"), "", *self._figure(subject, totals[subject])]
        for group in ReportGroup:
            names = name_values(self.report, group)
            for line in self.report.lines(group):
                for subject in ReportSubject:
                    name = names.get(line.value, line.value)
                    yield [str(group.label), name, *self._figure(subject, line.counts[subject])]

    def sheets(self) -> Iterator[tuple[str, Iterator[list[Cell]]]]:
        """The figures, then the rows of each subject."""
        yield self.title(), self.cells()
        for subject in ReportSubject:
            yield str(subject.label), self._rows(subject)

    def _figure(self, subject: ReportSubject, number: int) -> list[Cell]:
        return [str(subject.label), number, describe_subject(self.report, subject)]

    def _rows(self, subject: ReportSubject) -> Iterator[list[Cell]]:
        yield [*COLUMNS]
        for row in self.report.rows[subject]:
            yield _cells(subject, row)

    def _group(self, group: ReportGroup) -> dict[str, Any]:
        names, pages = name_values(self.report, group), value_addresses(self.report, group)
        return {
            "code": str(group),
            "name": name_group(group),
            "column": str(group.label),
            "counted": describe_group(group),
            "lines": [
                {
                    "name": names.get(line.value, line.value),
                    "url": pages.get(line.value, ""),
                    "cells": [
                        {"name": str(subject.label), "count": line.counts[subject]} for subject in ReportSubject
                    ],
                }
                for line in self.report.lines(group)
            ],
        }


def _cells(subject: ReportSubject, row: CountedRow) -> list[Cell]:
    address = row_address(subject, row)
    return [
        row.key,
        row.name,
        BETWEEN.join(row.members),
        row.day.isoformat() if row.day else "",
        BETWEEN.join(row.waves),
        BETWEEN.join(row.sections),
        BETWEEN.join(row.themes),
        row.number,
        address if address.startswith("http") else f"{settings.SITE_URL}{address}",
    ]
