"""Several things named at once, in templates."""

from __future__ import annotations

from django import template

from accounts.locales import join_in_words

register = template.Library()
register.filter("listed", join_in_words)
