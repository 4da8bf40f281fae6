"""Tags and filters of `charter/wording/replies.py` for templates."""

from __future__ import annotations

from django import template

from charter.wording import replies

register = template.Library()
register.filter(replies.reply_to)
