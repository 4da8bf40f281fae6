"""The first page in each language."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from charter import observances
from charter.models import Charter
from charter.queries.reading import charters

from .campaign import EventPage, InitiativePage, latest_initiatives
from .plain import WORDS, NewsPage
from .read import ReadPage

NEAR = 3


class HomePage(ReadPage):
    """The first page: what this is, and what happens now."""

    headline = models.CharField(_("headline"), max_length=200, blank=True)
    opening = models.TextField(_("opening sentence of the charter"), blank=True)
    introduction = RichTextField(_("introduction"), features=WORDS, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("headline"), FieldPanel("opening"), FieldPanel("introduction")]
    parent_page_types = ["wagtailcore.Page"]

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        charter = charters.current_charter()
        return {**super().get_context(request, *args, **kwargs), "charter": charter, **self._campaign(charter)}

    def _campaign(self, charter: Charter | None) -> dict[str, Any]:
        """The latest of the campaign, empty where there is none yet; days of the United Nations fill the calendar."""
        today = timezone.localdate()
        events = list(self.open_below(EventPage.objects.descendant_of(self)).coming(today)[:NEAR])
        days: list[EventPage | observances.Coming] = [*events, *observances.coming_observances(today)]
        return {
            "news": self.open_below(NewsPage.objects.descendant_of(self)).order_by("-date", "-pk")[:NEAR],
            "days": sorted(days, key=lambda day: day.on)[:NEAR],
            "initiatives": latest_initiatives(
                charter, self.open_below(InitiativePage.objects.descendant_of(self)), NEAR
            ),
        }
