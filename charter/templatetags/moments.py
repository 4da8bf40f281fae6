"""Tags and filters of `charter/wording/moments.py` for templates."""

from __future__ import annotations

from django import template

from charter.wording import moments

register = template.Library()
register.simple_tag(moments.format_moment, name="moment")
register.simple_tag(moments.days_left)
