"""Marks that differ between languages, for text that templates put beside values. Every template has them."""

from django import template
from django.utils.translation import gettext as _

from accounts import locales

register = template.Library()
register.filter("in_quotes", locales.in_quotes_html)
register.simple_tag(locales.colon)
register.simple_tag(locales.semicolon)


@register.simple_tag
def comma() -> str:
    """The comma between two items, with the space after it."""
    return _(", ")
