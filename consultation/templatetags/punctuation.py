"""Marks and days as each language writes them, for text that templates put beside values. Every template has them."""

from datetime import date
from typing import Any

from django import template
from django.template import defaultfilters

from accounts import dates, locales

register = template.Library()
register.filter("in_quotes", locales.in_quotes_html)
register.filter(locales.language_in_words)
register.filter(locales.localize_commas)
register.filter(locales.isolate_citation)
register.filter(locales.isolate_quotations)
register.simple_tag(locales.comma)
register.simple_tag(locales.colon)
register.simple_tag(locales.semicolon)


@register.filter("date", expects_localtime=True, is_safe=False)
def format_date(value: Any, format_: str | None = None) -> str:
    """In place of Django's filter: the first of a month is `1er` in French. Anything but a day is Django's."""
    return dates.date_format(value, format_) if isinstance(value, date) else defaultfilters.date(value, format_)
