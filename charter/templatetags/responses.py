"""Tags and filters of `charter/wording/compromise_answers.py` for templates."""

from __future__ import annotations

from django import template

from charter.wording import compromise_answers

register = template.Library()
register.filter("title", compromise_answers.answers_title)
register.filter(compromise_answers.by_name)
register.filter(compromise_answers.agreed_redline)
