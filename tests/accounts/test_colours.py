"""Contrast by the formula of WCAG, and the tints that are made of one colour."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts import colours


def test_black_on_white_is_21():
    assert round(colours.contrast_ratio("#000000", "#ffffff"), 2) == 21
    assert colours.contrast_ratio("#777777", "#777777") == 1


def test_the_values_of_the_design_are_found():
    assert round(colours.contrast_ratio("#7a1d4b", "#fcfbf8"), 1) == 9.6
    assert round(colours.contrast_ratio("#7a1d4b", "#f3f1ea"), 1) == 8.8


@pytest.mark.parametrize("colour", colours.ACCESSIBLE)
def test_every_offered_colour_passes(colour):
    assert colours.least_contrast(colour) >= colours.ENOUGH


def test_yellow_does_not_pass():
    assert colours.least_contrast("#ffcc00") < 2


@given(st.integers(0, 0xFFFFFF).map("#{:06x}".format))
def test_a_colour_that_passes_in_light_passes_in_dark(colour):
    if colours.least_contrast(colour) >= colours.ENOUGH:
        dark = colours.dark_palette(colour)
        grounds = (*colours.DARK_GROUNDS, dark.wash, dark.on_accent)
        assert min(colours.contrast_ratio(dark.accent, ground) for ground in grounds) >= colours.ENOUGH
