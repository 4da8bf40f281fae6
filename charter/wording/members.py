"""How many joined, and with which step or wave, in words."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from accounts.models import Wave
from accounts.states import WAVES
from charter.queries.city.waves import WaveCount
from charter.wording.round_times import format_day


def label_steps(counts: dict[int, int]) -> list[dict[str, str]]:
    """How many joined with each step of the counter, with the address of the list narrowed to it."""
    word = _("Step %(step)s: %(n)s")
    return [
        {
            "url": f"{reverse('members')}?wave={step}",
            "word": word % {"step": number_format(step, use_l10n=True, force_grouping=True), "n": counts.get(step, 0)},
        }
        for step in WAVES
    ]


def label_waves(counts: Iterable[WaveCount]) -> list[dict[str, str]]:
    """How many joined with each wave of the campaign, with the address of the page of the wave."""
    word = _("%(wave)s: %(n)s")
    return [
        {"url": wave_address(counted.wave), "word": word % {"wave": describe_wave(counted.wave), "n": counted.count}}
        for counted in counts
    ]


def describe_counts() -> str:
    """From what the counter, the steps and the waves are counted."""
    sentence = _("Confirmed members, as of %(day)s. Each step or wave counts the members that joined with it.")
    return sentence % {"day": format_day(timezone.localdate())}


def describe_wave(wave: Wave) -> str:
    """The name of a wave, with its year unless the name has it."""
    name, year = str(wave), str(wave.year)
    return name if year in name else _("%(wave)s (%(year)s)") % {"wave": name, "year": year}


def wave_address(wave: Wave) -> str:
    """The page of this wave."""
    return reverse("wave", args=[wave.code])
