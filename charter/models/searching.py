"""Text folded for searching, a row for each item that can be found. Index and query are folded in the same way."""

from __future__ import annotations

from django.db import models

from charter.states import FoundKind


class SearchText(models.Model):
    """`ref` is the key of a wording, an amendment or a decision; `text` its folded text (`accounts.folding`), and
    `stems` its words and their stems (`charter.facts.stems`)."""

    kind = models.CharField(max_length=12, choices=FoundKind.choices)
    ref = models.PositiveBigIntegerField()
    language = models.CharField(max_length=12, blank=True)
    text = models.TextField()
    stems = models.TextField(default="")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["kind", "ref"], name="searchtext_once_a_thing")]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"
