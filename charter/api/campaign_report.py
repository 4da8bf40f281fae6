"""The report of the campaign: its figures, and from what each of them is counted."""

from datetime import date
from typing import Annotated

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from charter.api.addresses import page
from charter.api.query_parameters import Asked, spoken, the_charter
from charter.api.shapes import FAULTS
from charter.queries.city import campaign_report
from charter.queries.city.campaign_report import CampaignReport, ReportLine
from charter.states import ReportGroup, ReportSubject
from charter.wording.campaign_report import describe_group, describe_subject, name_values
from charter.wording.charter_text import interface_language

router = Router(tags=["Cities"])


class ReportTotal(Schema):
    """How many there are of one subject."""

    subject: ReportSubject
    name: str
    number: int
    counted_from: str = Field(description="One sentence that says from what all figures of the subject are counted.")
    rows: str = Field(description="Address of the CSV file whose rows are counted.")


class ReportLineShape(Schema):
    """The figures of one year, wave, section or theme."""

    value: str = Field(description="The year, or the code of the wave, section or theme; empty for rows without one.")
    name: str
    members: int
    frameworks: int
    initiatives: int
    amendments: int
    words: int


class ReportGroupShape(Schema):
    """All figures by year, by wave, by section or by theme."""

    group: ReportGroup
    counted_from: str = Field(description="One sentence that says in which lines a row is counted.")
    lines: list[ReportLineShape]


class ReportShape(Schema):
    """The report of one day."""

    day: date
    version: int | None = Field(description="The version in which words are counted.")
    language: str = Field(description="The language in which words are counted: the first one of the charter.")
    unnamed_members: int = Field(description="Members that withhold their names; no figure counts them.")
    totals: list[ReportTotal]
    groups: list[ReportGroupShape]
    page: str = Field(description="The page that people read.")


@router.get("/campaign-report", response={200: ReportShape, **FAULTS}, url_name="api_campaign_report")
@spoken
def report(request: HttpRequest, query: Annotated[Asked, Query()]) -> object:
    """Members, frameworks, initiatives, amendments and words by year, wave, section and theme."""
    counted = campaign_report.campaign_report(the_charter(), interface_language())
    if counted is None:
        raise Http404(_("There is no campaign on this site."))
    totals = counted.totals
    return ReportShape(
        day=counted.day,
        version=counted.version.number if counted.version else None,
        language=counted.language,
        unnamed_members=counted.unnamed,
        totals=[
            ReportTotal(
                subject=subject,
                name=str(subject.label),
                number=totals[subject],
                counted_from=describe_subject(counted, subject),
                rows=page("campaign_report_rows", str(subject)),
            )
            for subject in ReportSubject
        ],
        groups=[_group(counted, group) for group in ReportGroup],
        page=page("campaign_report"),
    )


def _group(counted: CampaignReport, group: ReportGroup) -> ReportGroupShape:
    names = name_values(counted, group)
    lines = [_line(line, names.get(line.value, line.value)) for line in counted.lines(group)]
    return ReportGroupShape(group=group, counted_from=describe_group(group), lines=lines)


def _line(line: ReportLine, name: str) -> ReportLineShape:
    numbers = {str(subject): number for subject, number in line.counts.items()}
    return ReportLineShape(value=line.value, name=name, **numbers)
