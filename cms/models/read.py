"""Pages that are read alone: who sends one something is told that it takes nothing."""

from __future__ import annotations

from http import HTTPMethod

from wagtail.models import Page


class ReadPage(Page):
    """Any page of ours: it has no form."""

    allowed_http_methods = [HTTPMethod.GET, HTTPMethod.HEAD, HTTPMethod.OPTIONS]

    class Meta:
        abstract = True
