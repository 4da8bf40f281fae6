"""Local human rights frameworks: what members adopt, with the provisions of the charter that it implements."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils import timezone

from accounts.models import Organisation, Theme, belonging_on
from charter.states import FrameworkKind, FrameworkReview, FrameworkState

from .charters import Charter, Provision


class FrameworkQuerySet(models.QuerySet["Framework"]):
    def public(self) -> Self:
        """Those that the secretariat confirmed, of members that have not left and have a public name."""
        return self.filter(
            belonging_on(timezone.localdate(), "organisation__"),
            review=FrameworkReview.CONFIRMED,
            organisation__name_withheld=False,
        )

    def on_theme(self, code: str) -> Self:
        """Those that have this theme, or that implement a provision of it."""
        own = self.model.themes.through._default_manager.filter(theme__code=code)
        by_provision = self.model.provisions.through._default_manager.filter(provision__themes__code=code)
        return self.filter(
            models.Q(pk__in=own.values("framework")) | models.Q(pk__in=by_provision.values("framework"))
        )

    def for_rows(self) -> Self:
        """With names of members, themes and the keys of provisions, in a constant number of queries."""
        themes = models.Prefetch("themes", Theme.objects.in_use().with_names())
        return self.select_related("organisation__name").prefetch_related(
            "organisation__name__translations", themes, "provisions"
        )


class Framework(models.Model):
    """One instrument of a member: its type, its status, and the answer of the secretariat.

    `title` is in the `language` of the instrument. `changed_at` is when the member last sent the entry, and `revision`
    counts how often. `themes` are those that the member chose; the themes of the provisions count too.
    `document_digest` is the SHA-256 of the document, empty without one.
    """

    record_name = "framework"

    charter = models.ForeignKey(Charter, on_delete=models.PROTECT, related_name="frameworks")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="frameworks")
    kind = models.CharField(max_length=20, choices=FrameworkKind.choices)
    state = models.CharField(max_length=20, choices=FrameworkState.choices)
    title = models.CharField(max_length=300)
    language = models.CharField(max_length=12)
    link = models.URLField(max_length=500, blank=True)
    document = models.FileField(upload_to="frameworks/%Y/", blank=True)
    document_digest = models.CharField(max_length=64, blank=True)
    adopted_on = models.DateField(null=True, blank=True)
    in_force_on = models.DateField(null=True, blank=True)
    replaced_on = models.DateField(null=True, blank=True)
    themes = models.ManyToManyField(Theme, related_name="frameworks", blank=True)
    provisions = models.ManyToManyField(Provision, related_name="frameworks", blank=True)
    review = models.CharField(max_length=12, choices=FrameworkReview.choices, default=FrameworkReview.AWAITING)
    returned_because = models.TextField(blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)

    objects = FrameworkQuerySet.as_manager()

    class Meta:
        ordering = ["organisation", "-adopted_on", "pk"]
        indexes = [models.Index(fields=["charter", "review"], name="framework_review")]
        constraints = [
            models.CheckConstraint(
                condition=(models.Q(review=FrameworkReview.RETURNED) & ~models.Q(returned_because=""))
                | (~models.Q(review=FrameworkReview.RETURNED) & models.Q(returned_because="")),
                name="framework_returned_with_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(review=FrameworkReview.AWAITING, reviewed_at=None)
                | (~models.Q(review=FrameworkReview.AWAITING) & models.Q(reviewed_at__isnull=False)),
                name="framework_reviewed_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_confirmed(self) -> bool:
        return self.review == FrameworkReview.CONFIRMED

    @property
    def document_ending(self) -> str:
        """The format of the document as files are named, such as `pdf`; empty without one."""
        return str(self.document.name).rpartition(".")[2] if self.document else ""
