"""Comments, stored by django-comments-xtd with what a comment on a charter needs besides.

No other module of the site knows this package, nor django-contrib-comments below it (decision 11).
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.signals import pre_save
from django_comments.models import CommentFlag
from django_comments_xtd.models import XtdComment, publish_or_unpublish_on_pre_save

from accounts.models import Mandate, Organisation
from charter.states import CommentKind

from .wordings import Wording

__all__ = ["CharterComment", "CommentFlag", "CommentReport", "silence_the_comments_package"]


class CharterComment(XtdComment):
    """A comment on a provision or an amendment; `wording` is the wording at the time of writing.

    `mandate` is the mandate under which it was made, if the person has several for the organisation.

    `came_on` is the day on which the member sent it, if the secretariat entered it on behalf of the member.

    `answered_by` is the note of the secretariat that answers it together with all other comments at its place.
    """

    record_name = "remark"

    kind = models.CharField(max_length=12, choices=CommentKind.choices, default=CommentKind.ARGUMENT)
    language = models.CharField(max_length=12)
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    mandate = models.ForeignKey(Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    came_on = models.DateField(null=True, blank=True)
    wording = models.ForeignKey(Wording, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    quote = models.TextField(blank=True)
    answered_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="answered")
    edited_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_because = models.CharField(max_length=300, blank=True)

    class Meta(XtdComment.Meta):
        db_table = "charter_remark"

    def __str__(self) -> str:
        return self.comment[:60]


class CommentReport(models.Model):
    """Why a person asks the moderators to look at a comment; the words may be empty."""

    comment = models.ForeignKey(
        CharterComment, on_delete=models.CASCADE, related_name="reports", db_column="remark_id"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    why = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "charter_remarkreport"
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["comment", "by"], name="remarkreport_once_a_person")]

    def __str__(self) -> str:
        return f"report of {self.comment_id}"


def silence_the_comments_package() -> None:
    """Switches off its receiver, which publishes withheld replies whenever a comment is saved, and counts twice."""
    pre_save.disconnect(publish_or_unpublish_on_pre_save, sender="charter.CharterComment")
