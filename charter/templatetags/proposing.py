"""Tags and filters of `charter/wording/amendments.py` for templates."""

from __future__ import annotations

from django import template

from charter.wording import amendments

register = template.Library()
register.filter("tongue_name", amendments.language_name)
register.filter("came", amendments.how_it_came)
register.filter(amendments.public_name)
register.filter("suggested", amendments.who_suggested)
register.filter(amendments.as_what)
