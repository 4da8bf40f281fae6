"""Tags and filters of `charter/wording/round_times.py` for templates."""

from __future__ import annotations

from django import template

from charter.wording import round_times

register = template.Library()
register.simple_tag(round_times.format_moment, name="moment")
register.simple_tag(round_times.days_left)
