"""Colours as `#rrggbb`: their contrast by WCAG 2, and the tints that the site makes of its one colour."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterable
from dataclasses import dataclass

HEX = re.compile(r"#[0-9a-f]{6}")
WHITE, BLACK = "#ffffff", "#000000"
# The page and its panels in light and in dark, as `site.css` has them.
LIGHT_GROUNDS = ("#fcfbf8", "#f3f1ea")
DARK_GROUNDS = ("#171613", "#22201c")
ENOUGH = 4.5
"""The least contrast of text with its ground (WCAG 2, level AA)."""
LEAST_SEEN = 1.2
"""Text with less contrast than this cannot be told from the paper."""
ACCESSIBLE = ("#7a1d4b", "#0b4795", "#1d5c3a", "#7a3700", "#4a3a8c", "#8a1c1c")
"""Colours that pass on every ground of the site; the first one is its own."""


@dataclass(frozen=True)
class Palette:
    """The colour of links and buttons, the text on a button, and the tint behind a chosen passage."""

    accent: str
    on_accent: str
    wash: str


def contrast_ratio(colour: str, other: str) -> float:
    """The ratio of the two colours, from 1 to 21."""
    lighter, darker = sorted((_luminance(colour), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def is_unseen(colour: str) -> bool:
    """Whether text of this colour cannot be seen on white paper."""
    return HEX.fullmatch(colour.lower()) is not None and contrast_ratio(colour.lower(), WHITE) < LEAST_SEEN


def least_contrast(accent: str) -> float:
    """The worst ratio of a colour on the light grounds of the site, as a button, and on its own tint."""
    palette = light_palette(accent)
    return _least(accent, (*LIGHT_GROUNDS, palette.on_accent, palette.wash))


def light_palette(accent: str) -> Palette:
    return Palette(accent, WHITE, mix_colours(accent, LIGHT_GROUNDS[0], 0.1))


def dark_palette(accent: str) -> Palette:
    """The same colour, lightened until it can be read on the dark grounds."""
    for share in range(0, 101, 5):
        lightened = mix_colours(WHITE, accent, share / 100)
        wash = mix_colours(lightened, DARK_GROUNDS[0], 0.2)
        if _least(lightened, (*DARK_GROUNDS, wash)) >= ENOUGH + 1:
            break
    return Palette(lightened, mix_colours(accent, BLACK, 0.2), wash)


def mix_colours(colour: str, other: str, share: float) -> str:
    """A colour that is `share` of the one and the rest of the other."""
    parts = (round(a * share + b * (1 - share)) for a, b in zip(_parts(colour), _parts(other), strict=True))
    return "#" + "".join(f"{part:02x}" for part in parts)


def hue_saturation_lightness(colour: str) -> tuple[int, int, int]:
    """Degrees, percent and percent, as Wagtail's style takes its colour."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*(part / 255 for part in _parts(colour)))
    return round(hue * 360), round(saturation * 100), round(lightness * 100)


def _least(colour: str, grounds: Iterable[str]) -> float:
    return min(contrast_ratio(colour, ground) for ground in grounds)


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
