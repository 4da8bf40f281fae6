"""What Wagtail's administration asks of us."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.rich_text.converters.html_to_contentstate import InlineStyleElementHandler
from wagtail.admin.rich_text.editors.draftail import features as draftail
from wagtail.models import Page
from wagtail.query import PageQuerySet
from wagtail.rich_text.feature_registry import FeatureRegistry

from accounts.queries.site_settings import content_digest, site_settings
from accounts.views.acting import signed_in
from charter.models import Entry
from cms import drafters
from cms.models import CharterPage, SectionPage
from cms.models.closed import WHY

CLOSED = (CharterPage, SectionPage)


@hooks.register("register_rich_text_features")
def underline(features: FeatureRegistry) -> None:
    """The charter's vocabulary has it, so an editor may not lose it."""
    style = {"type": "UNDERLINE", "label": "U", "description": _("Underline")}
    features.register_editor_plugin("draftail", "underline", draftail.InlineStyleFeature(style))
    rule = {
        "from_database_format": {"u": InlineStyleElementHandler("UNDERLINE")},
        "to_database_format": {"style_map": {"UNDERLINE": "u"}},
    }
    features.register_converter_rule("contentstate", "underline", rule)


@hooks.register("insert_global_admin_js")
def choosers() -> str:
    """Our templates of the date and time fields have no script within them; this one starts their choosers."""
    return format_html('<script src="{}"></script>', static("cms/choosers.js"))


@hooks.register("insert_global_admin_css")
def add_own_style() -> str:
    """The typefaces and the colour of the site in the administration of pages; a chosen colour comes last."""
    accent, sheets = site_settings().accent, [static("cms/admin.css")]
    if accent:
        sheets.append(reverse("look_colours", args=[content_digest(accent)]))
    return format_html_join("", '<link rel="stylesheet" href="{}">', ((sheet,) for sheet in sheets))


@hooks.register("before_publish_page")
def publish_section(request: HttpRequest, page: Page) -> HttpResponse | None:
    """The editing page publishes past the page's own method: here the method is called, in one transaction.

    A refusal is answered by `cms.middleware`; the words are saved as a draft by then.
    """
    if not isinstance(page, SectionPage):
        return None
    page.get_latest_revision().publish(user=request.user)
    if page.go_live_at and page.get_latest_revision().approved_go_live_at:
        messages.success(
            request,
            _(
                "The publication is scheduled. At the scheduled time, the site checks again whether the "
                "article can be published."
            ),
        )
    elif Entry.objects.filter(language=page.language, provision__key__in=[b.key for b in page.blocks]).exists():
        messages.success(
            request,
            _("The text was approved. When the support period has ended, the site adds it to the working text."),
        )
    else:
        messages.success(request, _("The text is now in the working text."))
    return redirect(reverse("wagtailadmin_pages:edit", args=[page.pk]))


@hooks.register("construct_page_chooser_queryset")
def pages_to_link_to(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """A drafter chooses among pages that everybody may read."""
    return drafters.choosable_pages(pages, signed_in(request))


@hooks.register("before_edit_page")
def no_reverting(request: HttpRequest, page: Page) -> HttpResponse | None:
    match = request.resolver_match
    if isinstance(page, CLOSED) and match is not None and match.url_name == "revisions_revert":
        return _closed(request, page)
    return None


@hooks.register("before_bulk_action")
def no_bulk(request: HttpRequest, action_type: str, objects: Sequence[Any], action: Any) -> HttpResponse | None:
    """Bulk actions ask pages without their own class, so they are asked here."""
    closed = [page for page in objects if isinstance(page, Page) and page.specific_class in CLOSED]
    if closed and action_type in ("delete", "move", "unpublish"):
        return _closed(request, closed[0].get_parent())
    return None


def _closed(request: HttpRequest, page: Page) -> HttpResponse:
    messages.error(request, WHY)
    return redirect(reverse("wagtailadmin_explore", args=[page.pk]))
