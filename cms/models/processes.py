"""Processes outside the campaign to which members contributed: a forum, a commission, a policy council."""

from __future__ import annotations

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.documents import get_document_model_string
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.query import PageQuerySet
from wagtail_localize.fields import SynchronizedField

from accounts.models import Organisation, Theme
from accounts.states import OrganisationKind
from accounts.views.paging import ROWS_ON_A_PAGE
from charter.queries.city.waves import has_campaign
from charter.queries.reading import charters
from charter.queries.versions.quoted_provisions import QuotedProvision, quoted_provisions
from charter.wording.charter_text import charter_words, in_words, language_attributes
from charter.wording.themes import theme_links
from cms.quotations import QuotationsBlock

from .member_links import member_links
from .page_themes import chosen_theme, current_themes, used_themes
from .read import ReadPage


class CampaignPage(ReadPage):
    """A page that a site without a campaign does not have."""

    class Meta:
        abstract = True

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """The administration offers no such page on a site without a campaign."""
        return has_campaign() and bool(super().can_create_at(parent))

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not has_campaign():
            raise Http404(gettext("There is no campaign on this site."))
        response: HttpResponse = super().serve(request, *args, **kwargs)
        return response


class ProcessIndexPage(CampaignPage):
    """Processes to which members contributed, the newest first."""

    introduction = models.TextField(_("introduction"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.ProcessPage"]

    class Meta:
        verbose_name = _("processes")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        pages: PageQuerySet = self.open_below(ProcessPage.objects.child_of(self))
        theme = chosen_theme(request)
        pages = pages.filter(themes=theme) if theme else pages
        listed = Paginator(pages.order_by("-on", "-pk"), ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
        return {
            **super().get_context(request, *args, **kwargs),
            "processes": listed,
            "theme": theme and in_words(theme.name),
        }


class ProcessPage(CampaignPage):
    institution = models.CharField(_("institution"), max_length=200, help_text=_("The body that leads the process."))
    on = models.DateField(_("date"))
    file = models.ForeignKey(
        get_document_model_string(),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("file"),
    )
    address = models.URLField(_("or an address on another website"), blank=True)
    members = ParentalManyToManyField(
        Organisation,
        blank=True,
        related_name="+",
        limit_choices_to={"kind": OrganisationKind.GOVERNMENT, "name_withheld": False},
        verbose_name=_("members"),
        help_text=_("The members that contributed. The process is then shown on their pages."),
    )
    themes = ParentalManyToManyField(
        Theme,
        blank=True,
        related_name="+",
        limit_choices_to={"retired_at": None},
        verbose_name=_("themes"),
        help_text=_("The process is then shown on the pages of these themes."),
    )
    provisions = StreamField(QuotationsBlock(), verbose_name=_("provisions quoted"), blank=True)
    outcome = models.TextField(_("outcome"), blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("institution"),
        FieldPanel("on"),
        MultiFieldPanel([FieldPanel("file"), FieldPanel("address")], heading=_("Document")),
        FieldPanel("members"),
        FieldPanel("themes"),
        FieldPanel("provisions"),
        FieldPanel("outcome"),
    ]
    # Without this a translated page would keep the members and themes of the day on which it was made.
    override_translatable_fields = [
        SynchronizedField("members"),
        SynchronizedField("themes"),
        SynchronizedField("provisions"),
    ]
    parent_page_types = ["cms.ProcessIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("process")

    def clean(self) -> None:
        super().clean()
        if self.file and self.address:
            raise ValidationError({"file": _("Give either a file or an address, not both.")})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        more = {
            "members": member_links(self.members.all(), request.GET.get("page")),
            "themes": theme_links(used_themes(self.themes.all())),
            "quotations": [_quotation(quoted) for quoted in self._quoted_provisions()],
        }
        return {**super().get_context(request, *args, **kwargs), **more}

    def with_content_json(self, content: dict[str, Any]) -> Self:
        """A draft from before a merge of themes has the theme that remains."""
        page: Self = super().with_content_json(content)
        page.themes = current_themes(page.themes.all())
        return page

    @property
    def document_url(self) -> str:
        """The address of the document; empty where the process has none."""
        return str(self.file.url) if self.file else self.address

    def _quoted_provisions(self) -> list[QuotedProvision]:
        charter = charters.current_charter()
        pairs = [(block.value["version"], block.value["citation"]) for block in self.provisions]
        return quoted_provisions(charter, pairs, self.locale.language_code) if charter else []


def _quotation(quoted: QuotedProvision) -> dict[str, Any]:
    """A row of `components/rows.html`: the citation and the version as a link, the words below."""
    wording = quoted.line.wording
    assert wording is not None
    return {
        "title": gettext("Version %(number)s, provision %(citation)s")
        % {"number": quoted.version.number, "citation": quoted.citation},
        "url": reverse("article", args=[quoted.version.number, quoted.address]) + f"#{quoted.anchor}",
        "words": charter_words(wording.html),
        **language_attributes(wording.language),
    }
