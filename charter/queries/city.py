"""What an organisation's own people see in its room, and who decides for it."""

from __future__ import annotations

from datetime import datetime

from accounts.models import Mandate, Organisation, Person
from accounts.rules import delegate_is_away
from accounts.states import MandateKind


def deciders(organisation: Organisation, at: datetime) -> list[Person]:
    """Who may bind the organisation: its delegate, or the substitute while away; all people of a partner."""
    held = Mandate.objects.holding(at).filter(organisation=organisation).select_related("person")
    if organisation.is_government:
        away = delegate_is_away(organisation, at)
        held = held.filter(kind=MandateKind.SUBSTITUTE if away else MandateKind.DELEGATE)
    return list({mandate.person_id: mandate.person for mandate in held}.values())
