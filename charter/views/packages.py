"""What is taken away of a version."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from charter.exports.packages import package
from charter.queries import charters, reading
from charter.views.publicly import publicly


@publicly
def data(request: HttpRequest, number: int) -> HttpResponse:
    """The data package of a version, a zip."""
    charter = charters.current()
    found = next((one for one in reading.versions(charter) if one.number == number), None) if charter else None
    if charter is None or found is None:
        raise Http404(_("There is no version with that number."))
    name = f"{charter.slug}-{number}-data.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(package(found), content_type="application/zip", headers=headers)
