"""The report of the campaign, and the rows from which its figures are counted, as CSV."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.views.breadcrumbs import members_breadcrumbs
from charter.exports.campaign_report import NAME, ReportPaper, rows_as_csv
from charter.queries.city import campaign_report
from charter.queries.city.campaign_report import CampaignReport
from charter.queries.reading import charters
from charter.states import ReportSubject
from charter.views.public_pages import publicly
from charter.views.text_frame import download_links
from charter.wording.campaign_report import describe_day
from charter.wording.charter_text import interface_language


@publicly
def index(request: HttpRequest) -> HttpResponse:
    """Members, frameworks, initiatives, amendments and words by year, wave, section and theme."""
    report = _report()
    paper = ReportPaper(report, interface_language())
    context = {
        "title": paper.title(),
        "crumbs": members_breadcrumbs(here=paper.title()),
        "day": describe_day(report),
        "ends": download_links(NAME),
        **paper.template_values(),
    }
    return render(request, "charter/city/campaign_report/index.html", context)


@publicly
def rows(request: HttpRequest, subject: str) -> HttpResponse:
    """The rows of one subject as CSV."""
    if subject not in ReportSubject.values:
        raise Http404(_("The report has no such table."))
    answer = HttpResponse(rows_as_csv(_report(), ReportSubject(subject)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{NAME}-{subject}.csv"'
    return answer


def _report() -> CampaignReport:
    """The report of today; there is none without a campaign or without a member."""
    charter = charters.current_charter()
    report = campaign_report.campaign_report(charter, interface_language()) if charter else None
    if report is None:
        raise Http404(_("There is no campaign on this site."))
    return report
