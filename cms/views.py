"""Files beside the pages: the calendar for other programs, and the pictures of pages."""

from __future__ import annotations

import mimetypes

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from accounts.queries import people
from charter.queries.reading import charters
from cms.places import calendar_page

A_DAY = 24 * 3600


@require_safe
@cache_control(public=True, max_age=3600)
def calendar(request: HttpRequest, code: str) -> HttpResponse:
    """The calendar of a language, to subscribe to."""
    page = calendar_page(code)
    if page is None or code not in charters.site_languages():
        raise Http404(_("There is no calendar in this language."))
    from cms import calendars  # late: five megabytes that no other page needs

    with override(code):
        return HttpResponse(calendars.calendar_of(page), content_type="text/calendar; charset=utf-8")


@require_safe
@cache_control(private=True, no_store=True)
def own_calendar(request: HttpRequest, key: str) -> HttpResponse:
    """The calendar of the person whose key this is, in the language of the person; the key is the permission."""
    person = people.find_owner_of_calendar(key)
    if person is None:
        raise Http404(_("There is no calendar at this address."))
    from cms import calendars  # late: five megabytes that no other page needs

    languages = charters.site_languages()
    language = person.language if person.language in languages else languages[0]
    with override(language):
        page = calendar_page(language)
        content = calendars.own_calendar_of(person, page, language, timezone.now())
        return HttpResponse(content, content_type="text/calendar; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=A_DAY)
def picture(request: HttpRequest, name: str) -> FileResponse:
    """A picture in the size that a page shows; what else was sent to the site is served by nobody.

    `name` holds no slash, so that it leads nowhere else.
    """
    kind = mimetypes.guess_type(name)[0] or ""
    try:
        if not kind.startswith("image/") or kind == "image/svg+xml":
            raise Http404
        return FileResponse(default_storage.open(f"images/{name}"), content_type=kind)
    # A name may also be too long for the disk, or hold what no name may.
    except (OSError, ValueError, SuspiciousFileOperation) as error:
        raise Http404 from error
