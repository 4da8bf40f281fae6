"""Readers without an account who follow an item by email."""

from __future__ import annotations

from typing import Self

from django.db import models


class Follower(models.Model):
    """An address that follows something, in the language chosen with the last confirmation."""

    address = models.EmailField(unique=True)
    language = models.CharField(max_length=12)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"follower {self.pk}"


class FollowQuerySet(models.QuerySet["Follow"]):
    def confirmed(self) -> Self:
        return self.exclude(confirmed_at=None)


class Follow(models.Model):
    """One item that an address follows; no news is sent before the link in the first email was confirmed.

    `about` is a kind and a name, `provision/h7k2m`; `title` is its title on the page. News until `told_until` was
    sent.
    """

    follower = models.ForeignKey(Follower, on_delete=models.CASCADE, related_name="follows")
    about = models.CharField(max_length=120)
    title = models.CharField(max_length=300)
    language = models.CharField(max_length=12)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    told_until = models.DateTimeField(null=True, blank=True)

    objects = FollowQuerySet.as_manager()

    class Meta:
        ordering = ["follower", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["follower", "about"], name="follow_each_thing_once"),
            models.CheckConstraint(
                condition=models.Q(confirmed_at=None, told_until=None)
                | models.Q(confirmed_at__isnull=False, told_until__isnull=False),
                name="follow_told_only_if_confirmed",
            ),
        ]
        indexes = [models.Index(fields=["told_until"], name="follow_told")]

    def __str__(self) -> str:
        return f"follow {self.pk}"
