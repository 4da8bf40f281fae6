"""Plain pages of the site: news, about, help. They are translated with wagtail-localize."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from accounts.queries.milestones import latest_milestones
from charter.queries.city import campaign_report
from charter.wording.milestones import milestone_entries

from .read import ReadPage

# So many milestones are on About; the others are on their own page.
LATEST = 5
WORDS = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link", "hr"]


class PlainPage(ReadPage):
    """About, help, and other pages of text alone."""

    body = RichTextField(_("text"), features=WORDS, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("body")]
    parent_page_types = ["cms.HomePage", "cms.PlainPage"]

    class Meta:
        verbose_name = _("plain page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        if self.slug != "about":
            return context
        latest = latest_milestones(LATEST + 1)
        more = {"milestones": milestone_entries(latest[-LATEST:]), "has_more_milestones": len(latest) > LATEST}
        return {**context, **more, "has_report": campaign_report.has_report()}

    def clean(self) -> None:
        super().clean()
        refuse_the_charters_address(self)


class NewsIndexPage(ReadPage):
    """All news, the newest first."""

    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.NewsPage"]

    class Meta:
        verbose_name = _("news")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        news = self.open_below(NewsPage.objects.child_of(self)).order_by("-date", "-pk")
        return {**super().get_context(request, *args, **kwargs), "news": news}


class NewsPage(ReadPage):
    date = models.DateField(_("date"))
    introduction = models.TextField(_("introduction"), blank=True)
    body = RichTextField(_("text"), features=WORDS, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("date"), FieldPanel("introduction"), FieldPanel("body")]
    parent_page_types = ["cms.NewsIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("news page")


def refuse_the_charters_address(page: Page) -> None:
    """The charter is read at this address, so no page may take it."""
    if page.slug == "charter" and page.depth <= 3:
        raise ValidationError({"slug": _("The charter uses this address. Choose another address.")})
