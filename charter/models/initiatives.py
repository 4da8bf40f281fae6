"""Initiatives of members: what a city does for human rights, written by its team and confirmed by its delegate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Self

from django.db import models
from django.utils.translation import get_language

from accounts.models import LocalizedText, Organisation, Theme
from charter.states import InitiativeState

from .charters import Charter, Provision

EXPLAINED = (InitiativeState.RETURNED, InitiativeState.UNPUBLISHED)


class InitiativeQuerySet(models.QuerySet["Initiative"]):
    def public(self) -> Self:
        """Published ones of members with a public name; what a member did stays public if it leaves."""
        return self.filter(state=InitiativeState.PUBLISHED, organisation__name_withheld=False)

    def featured_first(self) -> Self:
        return self.order_by(models.F("featured_at").desc(nulls_last=True), "-published_at", "-pk")

    def for_unnamed_rows(self) -> Self:
        """With texts, members and themes; names and translations are left to `load_names`."""
        themes = models.Prefetch("themes", Theme.objects.in_use().select_related("name"))
        return self.select_related("organisation__name", "title", "summary").prefetch_related(themes)

    def for_rows(self) -> Self:
        """With texts, names of members and themes in every language, in a constant number of queries."""
        return self.for_unnamed_rows().prefetch_related(
            "organisation__name__translations",
            "title__translations",
            "summary__translations",
            "themes__name__translations",
        )


def texts_of_initiatives(initiatives: Iterable[Initiative]) -> Iterator[LocalizedText]:
    """The texts of an initiative's row in several languages: title, summary, names of its themes."""
    for initiative in initiatives:
        yield from (initiative.title, initiative.summary, *(theme.name for theme in initiative.themes.all()))


class Initiative(models.Model):
    """One initiative of a member with its state.

    `title` and `summary` have the same languages. `observance` is the month and the day of a day of the United
    Nations, such as `12-10`. `revision` counts how often the team saved it. `because` is why it was returned or
    unpublished.
    """

    record_name = "initiative"

    charter = models.ForeignKey(Charter, on_delete=models.PROTECT, related_name="initiatives")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="initiatives")
    title = models.ForeignKey(LocalizedText, on_delete=models.PROTECT, related_name="+")
    summary = models.ForeignKey(LocalizedText, on_delete=models.PROTECT, related_name="+")
    text = models.ForeignKey(LocalizedText, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=120)
    link = models.URLField(max_length=500, blank=True)
    observance = models.CharField(max_length=5, blank=True)
    themes = models.ManyToManyField(Theme, related_name="initiatives", blank=True)
    provisions = models.ManyToManyField(Provision, related_name="initiatives", blank=True)
    state = models.CharField(max_length=12, choices=InitiativeState.choices, default=InitiativeState.DRAFT)
    because = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    featured_at = models.DateTimeField(null=True, blank=True)

    objects = InitiativeQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at", "-pk"]
        indexes = [models.Index(fields=["charter", "state"], name="initiative_state")]
        constraints = [
            models.CheckConstraint(
                condition=(models.Q(state__in=EXPLAINED) & ~models.Q(because=""))
                | (~models.Q(state__in=EXPLAINED) & models.Q(because="")),
                name="initiative_returned_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=InitiativeState.PUBLISHED) | models.Q(published_at__isnull=False),
                name="initiative_published_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(featured_at=None) | models.Q(state=InitiativeState.PUBLISHED),
                name="initiative_featured_is_published",
            ),
        ]

    def __str__(self) -> str:
        return self.title.in_language(get_language() or self.title.language).text

    @property
    def is_published(self) -> bool:
        return self.state == InitiativeState.PUBLISHED


class InitiativePicture(models.Model):
    """A picture of an initiative, as the site wrote it, with the words for readers who do not see it."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="pictures")
    file = models.FileField(upload_to="initiatives/%Y/")
    description = models.CharField(max_length=300)
    author = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(description=""), name="initiative_picture_has_a_description")
        ]

    def __str__(self) -> str:
        return self.description

    @property
    def ending(self) -> str:
        """The format as files are named, such as `jpg`."""
        return str(self.file.name).rpartition(".")[2]
