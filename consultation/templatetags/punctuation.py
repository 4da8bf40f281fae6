"""Marks that differ between languages, for text that templates put beside values. Every template has them."""

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts import locales

register = template.Library()
register.filter("in_quotes", locales.in_quotes_html)


@register.simple_tag
def colon() -> str:
    """The colon after a label, with the space that a language puts before it."""
    return pgettext("after a label", ":")


@register.simple_tag
def comma() -> str:
    """The comma between two items, with the space after it."""
    return _(", ")


@register.simple_tag
def semicolon() -> str:
    """The mark between two items that may contain commas, with its spaces."""
    return pgettext("between items", "; ")
