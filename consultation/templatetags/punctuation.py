"""Marks that differ between languages, for text that templates put beside values. Every template has them."""

from django import template

from accounts import locales

register = template.Library()
register.filter("in_quotes", locales.in_quotes_html)
register.filter(locales.localize_commas)
register.filter(locales.isolate_citation)
register.simple_tag(locales.comma)
register.simple_tag(locales.colon)
register.simple_tag(locales.semicolon)
