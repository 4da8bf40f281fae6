"""Tags and filters of `charter_text.py`, `bodies.py` and `parts.py` in `charter/wording` for templates."""

from __future__ import annotations

from django import template

from charter.queries.languages.names import language_of
from charter.wording import charter_text, parts
from charter.wording.bodies import body_name_apart

register = template.Library()
register.simple_tag(parts.name_of_part)
register.filter("words", charter_text.charter_words)
register.filter("anchor", charter_text.provision_anchor)
register.filter(charter_text.apart)
register.filter(body_name_apart)
register.filter(charter_text.in_words)
register.filter(charter_text.in_words_apart)
register.filter("quoted", charter_text.quote_words)
register.filter(charter_text.quoted_in)
register.filter(charter_text.quoted_typed)
register.filter("language_of", language_of)
register.filter("naming", charter_text.public_name_of)
register.filter("proposer", charter_text.proposer_of)
register.filter(charter_text.name_proposers)
register.filter(charter_text.proposers_html)
register.filter("holders", charter_text.holders_of)
register.filter("numbers", charter_text.join_numbers)
register.filter("outcome", charter_text.outcome_status)
register.filter("status", charter_text.amendment_status)
register.filter(charter_text.ledger_status)
register.filter("attributes", charter_text.language_attributes)
