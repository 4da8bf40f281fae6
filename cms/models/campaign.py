"""Pages of the campaign: what cities do, days to remember, material to use. Translated with wagtail-localize."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any, Self
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Exists
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.documents import get_document_model_string
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet
from wagtail_localize.fields import SynchronizedField

from accounts.models import Organisation, Person, Theme, Wave, load_names
from accounts.queries.themes import current_code, theme_at, themes_in_use
from accounts.states import OrganisationKind
from accounts.views.paging import ROWS_ON_A_PAGE
from charter import observances
from charter.models import Charter, Initiative, texts_of_initiatives
from charter.queries.city import initiatives
from charter.queries.city.waves import has_campaign
from charter.queries.reading import charters
from charter.wording.charter_text import in_words
from charter.wording.initiatives import initiative_row
from charter.wording.round_times import format_moment
from charter.wording.rounds import coming_deadlines
from charter.wording.themes import theme_links
from cms.pictures import PicturesBlock

from .member_links import member_links
from .page_themes import chosen_theme, current_themes, used_themes
from .plain import WORDS
from .read import ReadPage

INITIATIVES = 50


class InitiativeIndexPage(ReadPage):
    """What cities do for human rights, the newest first, by theme."""

    introduction = models.TextField(_("introduction"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.InitiativePage"]

    class Meta:
        verbose_name = _("initiatives of cities")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        pages = self.open_below(InitiativePage.objects.child_of(self))
        charter = charters.current_charter()
        campaign = charter if has_campaign() else None
        theme_choices = _used_themes(campaign, set(pages.values_list("theme", flat=True)))
        theme = current_code(request.GET.get("theme", ""))
        theme = theme if theme in theme_choices else ""
        day = observances.observance_at(request.GET.get("day", ""))
        entries = _initiatives(campaign, pages, theme, day.key if day else "")
        listing = Paginator(entries, INITIATIVES).get_page(request.GET.get("page"))
        more = {
            "listing": listing,
            "initiatives": _initiative_rows(list(listing)),
            "themes": sorted(theme_choices.items(), key=lambda pair: pair[1]),
            "theme": theme,
            "day": day.title if day else "",
            "data": _data(campaign, self.locale.language_code, theme, day.key if day else ""),
        }
        return {**super().get_context(request, *args, **kwargs), **more}


def latest_initiatives(charter: Charter | None, pages: PageQuerySet, count: int) -> list[dict[str, Any]]:
    """Rows of the first initiatives of the list: those that members wrote, and these pages."""
    return _initiative_rows(_initiatives(charter, pages, "")[:count])


def _used_themes(campaign: Charter | None, codes: set[str]) -> dict[str, str]:
    """Names of the themes that initiatives have, by code. `codes` are those of the pages.

    `campaign` is the charter if the site has a campaign: only then have members written initiatives.
    """
    used = codes | (initiatives.themes_with_initiatives(campaign) if campaign else set())
    return {theme.code: in_words(theme.name) for theme in themes_in_use() if theme.code in used} if used else {}


def _data(campaign: Charter | None, language: str, theme: str, observance: str) -> dict[str, Any] | None:
    """The number of initiatives in the table of this list, and its address; None if there are none."""
    if campaign is None:
        return None
    count = len(initiatives.every_initiative(campaign, language, theme, observance))
    if not count:
        return None
    query = urlencode({name: value for name, value in (("theme", theme), ("day", observance)) if value})
    return {"count": count, "csv": reverse("initiatives_table") + (f"?{query}" if query else "")}


def _initiatives(
    charter: Charter | None, pages: PageQuerySet, theme: str, observance: str = ""
) -> list[tuple[str, int]]:
    """What is listed, as kind and id: featured initiatives of members, then all others, the newest first.

    Only initiatives of members belong to a day of the United Nations, whose key is `observance`.
    """
    entries = []
    if charter:
        rows = initiatives.public_initiatives(charter, theme, observance).filter(Exists(Wave.objects.all()))
        entries = [
            (featured, at, "row", pk) for pk, featured, at in rows.values_list("pk", "featured_at", "published_at")
        ]
    if theme:
        pages = pages.filter(theme=theme)
    pages = pages.none() if observance else pages
    entries += [(None, at, "page", pk) for pk, at in pages.values_list("pk", "first_published_at")]
    oldest = datetime.min.replace(tzinfo=UTC)
    entries.sort(key=lambda entry: (entry[0] or oldest, entry[1] or oldest, entry[3]), reverse=True)
    return [(kind, pk) for _featured, _at, kind, pk in entries]


def _initiative_rows(entries: Sequence[tuple[str, int]]) -> list[dict[str, Any]]:
    """Rows of `components/rows.html` for these entries."""
    ids = {kind: [pk for each, pk in entries if each == kind] for kind in ("row", "page")}
    written = list(Initiative.objects.filter(pk__in=ids["row"]).for_unnamed_rows())
    pages = list(InitiativePage.objects.filter(pk__in=ids["page"]).select_related("theme__name"))
    themes = (page.theme.name for page in pages if page.theme)
    load_names((row.organisation for row in written), (*texts_of_initiatives(written), *themes))
    rows = {("row", row.pk): initiative_row(row) for row in written}
    for page in pages:
        meta = f"{page.place} · {page.theme}"
        rows["page", page.pk] = {"title": page.title, "url": page.get_url(), "text": page.summary, "meta": meta}
    return [rows[entry] for entry in entries if entry in rows]


class InitiativePage(ReadPage):
    theme = models.ForeignKey(
        Theme,
        to_field="code",
        db_column="theme",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("theme"),
    )
    place = models.CharField(_("place"), max_length=120, help_text=_("The city or region, and its country."))
    member = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"kind": OrganisationKind.GOVERNMENT, "name_withheld": False},
        verbose_name=_("member"),
        help_text=_("The member that leads the initiative. The page of the member then shows the initiative."),
    )
    summary = models.TextField(_("summary"), max_length=600, help_text=_("Two or three sentences."))
    body = RichTextField(_("text"), features=WORDS, blank=True)
    pictures = StreamField(PicturesBlock(), verbose_name=_("pictures"), blank=True)
    contact = models.CharField(
        _("contact"),
        max_length=200,
        blank=True,
        help_text=_("Name an office. Name a person only if the person agreed."),
    )
    contact_address = models.CharField(_("email address or web address of the contact"), max_length=300, blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("theme"),
        FieldPanel("place"),
        FieldPanel("member"),
        FieldPanel("summary"),
        FieldPanel("body"),
        FieldPanel("pictures"),
        MultiFieldPanel([FieldPanel("contact"), FieldPanel("contact_address")], heading=_("Contact")),
    ]
    parent_page_types = ["cms.InitiativeIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("initiative")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        more = {"member": self._named_member(), "themes": theme_links([self.theme] if self.theme else [])}
        return {**super().get_context(request, *args, **kwargs), **more}

    def with_content_json(self, content: dict[str, Any]) -> Self:
        """A draft from before a merge of themes has the theme that remains."""
        page: Self = super().with_content_json(content)
        page.theme_id = current_code(page.theme_id)
        return page

    def _named_member(self) -> dict[str, str] | None:
        """The member with its address; a member that withholds its name has none."""
        if self.member is None or self.member.name_withheld:
            return None
        return {"name": str(self.member), "url": reverse("member", args=[self.member.slug])}

    @property
    def contact_url(self) -> str:
        """The link to the contact; empty for anything but an email or web address."""
        address = self.contact_address.strip()
        if address.startswith(("https://", "http://")):
            return address
        return f"mailto:{address}" if "@" in address and " " not in address else ""


class CalendarPage(ReadPage):
    """Days of the campaign and of the United Nations, from today on; with `past` in the address, past events."""

    introduction = models.TextField(_("introduction"), blank=True)
    with_days = models.BooleanField(
        _("show the international days"), default=True, help_text=_("Days that concern human rights.")
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("introduction"),
        FieldPanel("with_days"),
        HelpPanel(_("Each day of the campaign is a separate page below this page.")),
    ]
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.EventPage"]

    class Meta:
        verbose_name = _("calendar")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        events = self.open_below(EventPage.objects.child_of(self))
        theme, number = chosen_theme(request), request.GET.get("page")
        events = events.filter(themes=theme) if theme else events
        shows_past = "past" in request.GET
        coming = events.coming(today)
        over = events.exclude(pk__in=coming.values("pk")).order_by("-on", "-pk")
        days = observances.coming_observances(today) if self.with_days else []
        charter = charters.current_charter()
        pages = {theme.code: theme for theme in themes_in_use()} if days else {}
        counts = initiatives.count_by_observance(charter) if days and charter and has_campaign() else {}
        more = {
            "coming": Paginator(coming, ROWS_ON_A_PAGE).get_page(number),
            "over": Paginator(over, ROWS_ON_A_PAGE).get_page(number if shows_past else 1),
            "shows_past": shows_past,
            "theme": theme and in_words(theme.name),
            "days": [_day(day, pages, counts.get(day.key, 0)) for day in days],
            "source": observances.SOURCE,
            "initiatives_url": f"{self.get_parent().get_url(request)}initiatives/" if counts else "",
            "deadlines": _deadlines(_reader(request)),
        }
        return {**super().get_context(request, *args, **kwargs), **more}


def _day(day: observances.Coming, pages: dict[str, Theme], count: int) -> dict[str, Any]:
    """A day of the United Nations with its page, the page of its theme, and how many initiatives belong to it."""
    page = pages.get(day.theme)
    return {
        "on": day.on,
        "title": day.title,
        "by": day.by,
        "key": day.key,
        "url": reverse("un_day", args=[day.key]),
        "count": count,
        "theme": {"name": in_words(page.name), "url": reverse("theme", args=[page.code])} if page else None,
    }


def _reader(request: HttpRequest) -> Person | None:
    """Who is signed in; a preview may have nobody."""
    person = getattr(request, "user", None)
    return person if isinstance(person, Person) else None


def _deadlines(person: Person | None) -> list[dict[str, str]]:
    """The dates of the running round that are to come, in the time of the round and in that of the person."""
    charter = charters.current_charter()
    return [
        {
            "title": deadline.title,
            "url": reverse("round", args=[deadline.round.number]),
            "meta": format_moment(deadline.at, deadline.round, person),
        }
        for deadline in (coming_deadlines(charter, timezone.now()) if charter else [])
    ]


class EventQuerySet(PageQuerySet):
    def coming(self, today: date) -> Self:
        """What is not over on that day, the next first."""
        return self.filter(models.Q(on__gte=today) | models.Q(until__gte=today)).order_by("on", "pk")


class EventPage(ReadPage):
    on = models.DateField(_("day"))
    until = models.DateField(
        _("last day"),
        null=True,
        blank=True,
        help_text=_("Fill in this field only if the event lasts longer than one day."),
    )
    place = models.CharField(_("place"), max_length=200, blank=True)
    themes = ParentalManyToManyField(
        Theme,
        blank=True,
        related_name="+",
        limit_choices_to={"retired_at": None},
        verbose_name=_("themes"),
        help_text=_("The event is then shown on the pages of these themes."),
    )
    members = ParentalManyToManyField(
        Organisation,
        blank=True,
        related_name="+",
        limit_choices_to={"kind": OrganisationKind.GOVERNMENT, "name_withheld": False},
        verbose_name=_("members"),
        help_text=_("The event is then shown on the pages of these members."),
    )
    introduction = models.TextField(_("introduction"), blank=True)
    body = RichTextField(_("text"), features=WORDS, blank=True)

    objects = PageManager.from_queryset(EventQuerySet)()

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel([FieldPanel("on"), FieldPanel("until"), FieldPanel("place")], heading=_("When and where")),
        FieldPanel("themes"),
        FieldPanel("members"),
        FieldPanel("introduction"),
        FieldPanel("body"),
    ]
    # Without this a translated page would keep the members and themes of the day on which it was made.
    override_translatable_fields = [SynchronizedField("members"), SynchronizedField("themes")]
    parent_page_types = ["cms.CalendarPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("event")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context(request, *args, **kwargs),
            "themes": theme_links(used_themes(self.themes.all())),
            "members": member_links(self.members.all(), request.GET.get("page")),
        }

    def with_content_json(self, content: dict[str, Any]) -> Self:
        """A draft from before a merge of themes has the theme that remains; an older one has a single theme."""
        page: Self = super().with_content_json(content)
        if "themes" not in content:
            theme = theme_at(content["theme"]) if content.get("theme") else None
            page.themes = [theme] if theme else []
        page.themes = current_themes(page.themes.all())
        return page

    def clean(self) -> None:
        super().clean()
        if self.on and self.until and self.until < self.on:
            raise ValidationError({"until": _("The last day cannot be before the first day.")})


class ResourceKind(models.TextChoices):
    GUIDE = "guide", _("Guide")
    TOOL = "tool", _("Tool")
    STUDY = "study", _("Study")
    LAW = "law", _("Law or declaration")
    TRAINING = "training", _("Training material")
    CAMPAIGN = "campaign", _("Campaign material")


class ResourceIndexPage(ReadPage):
    """Material to use, by kind and language."""

    introduction = models.TextField(_("introduction"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.ResourcePage"]

    class Meta:
        verbose_name = _("resource library")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        every = self.open_below(ResourcePage.objects.child_of(self))
        kind, language = request.GET.get("kind", ""), request.GET.get("language", "")
        resources = every.filter(**{k: v for k, v in {"kind": kind, "language": language}.items() if v})
        used_values = {name: set(every.values_list(name, flat=True)) for name in ("kind", "language")}
        more = {
            "resources": resources.select_related("file").order_by("kind", "title", "pk"),
            "kinds": [choice for choice in ResourceKind.choices if choice[0] in used_values["kind"]],
            "languages": [choice for choice in settings.LANGUAGES if choice[0] in used_values["language"]],
            "kind": kind,
            "language": language,
        }
        return {**super().get_context(request, *args, **kwargs), **more}


class ResourcePage(ReadPage):
    """One resource: a file of ours, or an address elsewhere."""

    kind = models.CharField(_("type"), max_length=20, choices=ResourceKind.choices)
    language = models.CharField(_("language of the material"), max_length=12, choices=settings.LANGUAGES)
    by = models.CharField(_("author of the material"), max_length=200, blank=True)
    summary = models.TextField(_("summary"), max_length=600, blank=True)
    file = models.ForeignKey(
        get_document_model_string(),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("file"),
    )
    address = models.URLField(_("or an address on another website"), blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("kind"),
        FieldPanel("language"),
        FieldPanel("by"),
        FieldPanel("summary"),
        MultiFieldPanel([FieldPanel("file"), FieldPanel("address")], heading=_("Location")),
    ]
    parent_page_types = ["cms.ResourceIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("resource")

    def clean(self) -> None:
        super().clean()
        if bool(self.file) == bool(self.address):
            raise ValidationError({"file": _("Give either a file or an address, not both.")})

    @property
    def way(self) -> str:
        """Where the material is had."""
        return str(self.file.url) if self.file else self.address

    @property
    def format(self) -> str:
        """`PDF` of a file, empty of an address."""
        return str(self.file.file_extension).upper() if self.file else ""
