"""Opening, prolonging and closing rounds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.rules import Refused
from charter.actions import rounds
from charter.states import Phase
from tests import factories


@pytest.fixture
def windows():
    now = timezone.now()
    names = ("opens_at", "proposals_until", "confirm_until", "support_until")
    return {name: now + timedelta(days=10 * place) for place, name in enumerate(names)}


def test_a_round_opens_on_a_version(version, moderator, windows):
    said = {"title": {"en": "Round one", "fr": "Premier cycle"}, "body": "the assembly"}
    opened = rounds.open_(version=version, by=moderator, **said, **windows)
    assert opened.phase(timezone.now()) == Phase.OPEN
    assert opened.title.in_language("fr").text == "Premier cycle"


def test_a_second_round_waits_for_the_first_to_be_closed(version, round_, moderator, windows):
    with pytest.raises(Refused, match="A round is running"):
        rounds.open_(version=version, by=moderator, title="Two", body="the assembly", **windows)


def test_windows_end_one_after_the_other(version, moderator, windows):
    windows["confirm_until"], windows["support_until"] = windows["support_until"], windows["confirm_until"]
    with pytest.raises(Refused, match="in this order"):
        rounds.open_(version=version, by=moderator, title="One", body="the assembly", **windows)


def test_a_window_is_extended_and_never_into_the_past(round_, moderator):
    until = round_.support_until + timedelta(days=5)
    assert rounds.extend(round_=round_, by=moderator, support_until=until).support_until == until
    with pytest.raises(Refused, match="in the past"):
        rounds.extend(round_=round_, by=moderator, support_until=timezone.now() - timedelta(days=1))


def test_a_round_closes_after_support(version, moderator):
    deciding = factories.deciding(version)
    assert rounds.close(round_=deciding, by=moderator).phase(timezone.now()) == Phase.CLOSED


def test_a_round_does_not_close_before(round_, moderator):
    with pytest.raises(Refused, match="has not ended"):
        rounds.close(round_=round_, by=moderator)
