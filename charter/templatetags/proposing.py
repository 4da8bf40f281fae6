"""Tags and filters of `charter/wording/amendments.py` for templates."""

from __future__ import annotations

from django import template

from accounts.locales import language_in_words
from charter.wording import amendments

register = template.Library()
register.filter(language_in_words)
register.filter("came", amendments.describe_entry)
register.filter(amendments.public_name)
register.filter("suggested", amendments.name_suggester)
register.filter(amendments.name_office)
