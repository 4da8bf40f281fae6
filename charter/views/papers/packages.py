"""Downloads of the data of a version."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from charter.exports.packages import package_filename, package_of
from charter.queries.reading import articles, charters
from charter.views.public_pages import publicly


@publicly
def data(request: HttpRequest, number: int) -> HttpResponse:
    """The data package of a version, a zip."""
    charter = charters.current_charter()
    version = (
        next((row for row in articles.published_versions(charter) if row.number == number), None) if charter else None
    )
    if charter is None or version is None:
        raise Http404(_("There is no version with that number."))
    headers = {"Content-Disposition": f'attachment; filename="{package_filename(version)}"'}
    return HttpResponse(package_of(version), content_type="application/zip", headers=headers)
