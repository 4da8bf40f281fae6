"""Corrections of interface texts, which overlay the catalogues, and reports of texts that are wrong."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from accounts.interface_texts import Forms, InterfaceText
from accounts.states import CorrectionState


class NamedText(models.Model):
    """An interface text of one language, as the code has it."""

    language = models.CharField(max_length=12)
    digest = models.CharField(max_length=16)
    context = models.TextField(blank=True)
    source = models.TextField()
    plural = models.TextField(blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.source

    @property
    def text(self) -> InterfaceText:
        return InterfaceText(self.source, self.plural, self.context)


class TextCorrection(NamedText):
    """The words of an editor for a text, one for each plural form; a second person accepts or refuses them.

    `replaced_forms` is what pages showed when the correction was proposed.
    """

    record_name = "textcorrection"

    forms = models.JSONField()
    replaced_forms = models.JSONField()
    reason = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=12, choices=CorrectionState.choices, default=CorrectionState.PROPOSED)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-written_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["language", "digest"],
                condition=models.Q(state=CorrectionState.PROPOSED),
                name="correction_one_proposed_a_text",
            ),
            models.UniqueConstraint(
                fields=["language", "digest"],
                condition=models.Q(state=CorrectionState.ACCEPTED),
                name="correction_one_accepted_a_text",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=CorrectionState.ACCEPTED) | ~models.Q(answered_by=models.F("written_by")),
                name="correction_accepted_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=models.Q(state=CorrectionState.PROPOSED, answered_at=None)
                | (~models.Q(state=CorrectionState.PROPOSED) & models.Q(answered_at__isnull=False)),
                name="correction_answered_at_a_time",
            ),
        ]

    @property
    def current_forms(self) -> Forms:
        return tuple(self.forms)


class TextReport(NamedText):
    """What a person says is wrong with a text; an answer, or an accepted correction of the text, closes it."""

    record_name = "textreport"

    note = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    answer = models.CharField(max_length=500, blank=True)
    correction = models.ForeignKey(
        TextCorrection, null=True, blank=True, on_delete=models.PROTECT, related_name="reports"
    )
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closed_at=None, answer="", correction=None)
                | (models.Q(closed_at__isnull=False) & (~models.Q(answer="") | models.Q(correction__isnull=False))),
                name="report_closed_with_an_answer",
            ),
        ]
