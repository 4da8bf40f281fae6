"""Tags and filters of `charter/wording/rounds.py` for templates."""

from __future__ import annotations

from django import template

from charter.wording import rounds

register = template.Library()
register.simple_tag(rounds.letters_to)
register.simple_tag(rounds.timetable_of, name="timetable")
register.simple_tag(rounds.phase_sentence)
register.simple_tag(rounds.now_possible)
register.simple_tag(rounds.changed_dates)
register.simple_tag(rounds.notice_needed)
