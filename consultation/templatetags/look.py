"""What the look asks of the server: the site's own words on every page, and the lengths of its drawings."""

import json
from collections.abc import Iterable
from math import log10
from typing import Any

from django import forms, template
from django.template import Context
from django.utils.formats import number_format
from django.utils.safestring import SafeString, mark_safe

from accounts.locales import labelled, localize_commas
from consultation.maps import world

register = template.Library()

LONGEST_BAR = 86  # per cent of the line, so that the number after it has room


@register.simple_tag(takes_context=True)
def our_site(context: Context) -> Any:
    """The site as our context processor says it: allauth's views put Django's Site under the same name."""
    sites = (layer["site"] for layer in context.dicts if isinstance(layer.get("site"), dict))
    return next(sites, context.get("site"))


@register.filter
def linked_data(value: dict[str, Any]) -> SafeString:
    """A block of JSON-LD: data, which the browser never runs; nothing in it can end the block."""
    text = json.dumps(value, ensure_ascii=False)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return mark_safe(f'<script type="application/ld+json">{text}</script>')


@register.filter
def cite_parts(cite: str) -> tuple[str, str]:
    """A long citation, `VI.3, plan, short-term, a`, as what the headings above it say and what is left to show."""
    *above, last, own = ["", *cite.split(", ")]
    if len(above) < 2:
        return "", localize_commas(cite)
    return localize_commas(", ".join([*above[1:], ""])), localize_commas(f"{last}, {own}")


@register.filter
def error_sentence(error: str, field: forms.BoundField) -> str:
    """An error in the summary; one that would be said of every field alike names its own."""
    alike = str(forms.Field.default_error_messages["required"])
    return labelled(field.label, error) if error == alike else error


@register.filter
def wrong(fields: Iterable[forms.BoundField]) -> bool:
    """Whether one of these came back with a fault, so that what folds them away has to be open."""
    return any(field.errors for field in fields)


@register.simple_tag
def scale(count: int, ticks: list[int], mirrored: bool = False) -> dict[str, Any]:
    """A logarithmic bar from 1 to the last tick: where it ends and where its ticks stand, in per cent."""
    end = log10(ticks[-1])
    reached = min(100.0, 100 * log10(max(count, 1)) / end)
    return {
        "bar": {"x": _x(reached, mirrored) if mirrored else 0, "width": _round(reached)},
        "today": _label(reached, mirrored),
        "ticks": [{"word": _word(tick), **_label(100 * log10(tick) / end, mirrored)} for tick in ticks],
    }


@register.simple_tag
def bars_drawn(bars: list[dict[str, Any]], mirrored: bool = False) -> list[dict[str, Any]]:
    """Each bar with its length and the place of its number; the longest value fills the line."""
    longest = max((bar["value"] for bar in bars), default=0) or 1
    return [_bar(bar, LONGEST_BAR * bar["value"] / longest, mirrored) for bar in bars]


@register.simple_tag
def map_drawn(places: Iterable[tuple[float, float]]) -> dict[str, str]:
    """The paths of a world map: its land, and a dot of the grid for each place; places close together share one."""
    dots = sorted({world.nearest_dot(latitude, longitude) for latitude, longitude in places})
    drawn = "".join("M{} {}h0".format(*world.dot_position(dot)) for dot in dots)
    return {"land": world.land_path(), "places": drawn, "view": world.VIEW}


def _bar(bar: dict[str, Any], length: float, mirrored: bool) -> dict[str, Any]:
    return {
        **bar,
        "word": _word(bar["value"]),
        "width": f"{_round(length)}%" if length else "2",
        "x": _x(length, mirrored) if mirrored else 0,
        "text_x": _x(length, mirrored),
        "dx": -8 if mirrored else 8,
    }


def _label(percent: float, mirrored: bool) -> dict[str, Any]:
    anchor = "end" if percent > 90 else "start" if percent < 10 else "middle"
    return {"x": _x(percent, mirrored), "anchor": anchor}


def _word(number: int) -> str:
    return number_format(number, use_l10n=True, force_grouping=True)


def _x(percent: float, mirrored: bool) -> str:
    return _round(100 - percent if mirrored else percent)


def _round(percent: float) -> str:
    return f"{percent:.2f}".rstrip("0").rstrip(".")
