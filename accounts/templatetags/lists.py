"""Several things named at once, in templates."""

from __future__ import annotations

from django import template

from accounts.locales import listed

register = template.Library()
register.filter("listed", listed)
