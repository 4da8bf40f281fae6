"""Comments, stored by django-comments-xtd with what a comment on a charter needs besides."""

from __future__ import annotations

from django.db import models
from django_comments_xtd.models import XtdComment

from accounts.models import Organisation
from charter.states import RemarkKind

from .wordings import Wording


class Remark(XtdComment):
    """A comment on a provision or an amendment; `wording` is what the words were when it was written.

    `answered_by` is the note of the secretariat that answers it together with all others of its place.
    """

    kind = models.CharField(max_length=12, choices=RemarkKind.choices, default=RemarkKind.ARGUMENT)
    language = models.CharField(max_length=12)
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    wording = models.ForeignKey(Wording, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    quote = models.TextField(blank=True)
    answered_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="answered")
    edited_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_because = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.comment[:60]
