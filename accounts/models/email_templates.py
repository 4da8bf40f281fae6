"""Texts of emails that the secretariat wrote in place of those of the program."""

from __future__ import annotations

from django.db import models

from accounts.states import EmailTemplateKind


class EmailTemplate(models.Model):
    """Subject and body of one kind of email in one language, with placeholders such as `{city}`."""

    record_name = "emailtemplate"

    kind = models.CharField(max_length=20, choices=EmailTemplateKind.choices)
    language = models.CharField(max_length=12)
    subject = models.CharField(max_length=200)
    body = models.TextField()

    class Meta:
        ordering = ["kind", "language"]
        constraints = [models.UniqueConstraint(fields=["kind", "language"], name="email_template_once_a_language")]

    def __str__(self) -> str:
        return f"{self.kind} {self.language}"
