"""Local human rights frameworks for readers: the table with its filters, the same as CSV, and the documents."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import Person
from accounts.queries.site_settings import site_settings
from accounts.views.breadcrumbs import members_breadcrumbs
from accounts.views.paging import ROWS_ON_A_PAGE
from charter import rules
from charter.exports.frameworks import as_csv
from charter.forms.city.frameworks import FrameworkFilters
from charter.importing.documents import MEDIA_TYPES
from charter.models import Charter
from charter.queries.city import campaign_report, frameworks, waves
from charter.queries.city.frameworks import FrameworkFilter, cited_frameworks
from charter.queries.reading import charters
from charter.views.city import member_maps
from charter.views.public_pages import publicly
from charter.wording.charter_text import interface_language
from charter.wording.frameworks import framework_row


def charter_of_campaign() -> Charter:
    """The charter; there is nothing to find on a site without a charter or without a campaign."""
    charter = charters.current_charter()
    if charter is None or not waves.has_campaign():
        raise Http404(_("There is no campaign on this site."))
    return charter


@publicly
def index(request: HttpRequest) -> HttpResponse:
    """The frameworks that the secretariat confirmed, by country and member."""
    charter = charter_of_campaign()
    form, wanted = _read_filters(request, charter)
    page = Paginator(frameworks.public_frameworks(charter, wanted), ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    narrowed = {name: value for name, value in vars(wanted).items() if value}
    context = {
        "crumbs": members_breadcrumbs(here=_("Local human rights frameworks")),
        "has_report": campaign_report.has_report(),
        "page": page,
        "rows": [framework_row(cited) for cited in cited_frameworks(charter, list(page), interface_language())],
        "form": form,
        "narrowed": wanted.narrows,
        "found": page.paginator.count,
        "chart": _chart(frameworks.count_by_year(charter, wanted)),
        "map": _map(charter, wanted),
        "csv": reverse("frameworks_table") + (f"?{urlencode(narrowed)}" if narrowed else ""),
    }
    return render(request, "charter/city/frameworks/index.html", context)


@publicly
def table(request: HttpRequest) -> HttpResponse:
    """The same rows, all of them, as CSV."""
    charter = charter_of_campaign()
    _form, wanted = _read_filters(request, charter)
    rows = cited_frameworks(charter, frameworks.public_frameworks(charter, wanted), interface_language())
    answer = HttpResponse(as_csv(rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="frameworks.csv"'
    return answer


@require_safe
def document(request: HttpRequest, pk: int, ending: str) -> HttpResponseBase:
    """The document of a framework, for who may read its entry."""
    charter_of_campaign()
    framework = frameworks.entry_by_pk(pk)
    person = request.user if isinstance(request.user, Person) else None
    if (
        framework is None
        or framework.document_ending != ending
        or rules.may_read_framework(person, framework) is not True
    ):
        raise Http404(_("There is no file."))
    return FileResponse(
        framework.document.open("rb"),
        as_attachment=True,
        filename=f"{framework.organisation.slug}-{framework.pk}.{ending}",
        content_type=MEDIA_TYPES[ending],
    )


def _map(charter: Charter, wanted: FrameworkFilter) -> dict[str, Any]:
    """The frameworks at the places of their members; empty on a site without maps."""
    return (
        member_maps.drawn_frameworks(frameworks.framework_places(charter, wanted)) if site_settings().has_map else {}
    )


def _chart(counts: list[tuple[int | None, int]]) -> dict[str, Any]:
    """What `charter/reading/figures/_chart.html` takes: how many frameworks were adopted in each year."""
    total, dated = sum(count for _year, count in counts), sum(count for year, count in counts if year is not None)
    rows = [
        {"label": str(year) if year else _("Without a date of adoption"), "value": count} for year, count in counts
    ]
    sentence = _("Local frameworks with a date of adoption: %(n)s of %(total)s.")
    return {"bars": rows, "rows": rows, "text": sentence % {"n": dated, "total": total}}


def _read_filters(request: HttpRequest, charter: Charter) -> tuple[FrameworkFilters, FrameworkFilter]:
    form = FrameworkFilters(
        request.GET,
        countries=frameworks.countries_with_frameworks(charter),
        years=frameworks.years_of_adoption(charter),
    )
    return form, FrameworkFilter(**form.filters())
