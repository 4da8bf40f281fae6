"""The world as a grid of dots in the Equal Earth projection, in which every region keeps its share of the area.

Source of the projection: Šavrič, Patterson and Jenny, "The Equal Earth map projection", 2018.
"""

from __future__ import annotations

import json
from functools import cache
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

LAND = Path(__file__).with_name("land.json")
COEFFICIENTS = (1.340264, -0.081106, 0.000893, 0.003796)
HALF_WIDTH = 2.7066
COLUMNS = 84
STEP = 2 * HALF_WIDTH / COLUMNS
ROW = sqrt(3) / 2
TOP = 22
"""Rows above the equator; those below end where the inhabited land does."""
BOTTOM = 18
VIEW = f"-1 -1 {COLUMNS + 2} {(TOP + BOTTOM) * ROW + 2:.0f}"
"""The drawing's frame, in steps of the grid."""
Dot = tuple[int, int]


def project_to_plane(latitude: float, longitude: float) -> tuple[float, float]:
    """Degrees to the plane: x to the east from the middle meridian, y to the north from the equator."""
    angle = asin(sqrt(3) / 2 * sin(radians(latitude)))
    first, second, third, fourth = COEFFICIENTS
    square = angle * angle
    sixth = square**3
    stretch = first + 3 * second * square + sixth * (7 * third + 9 * fourth * square)
    x = 2 * radians(longitude) * cos(angle) / (sqrt(3) * stretch)
    return x, angle * (first + second * square + sixth * (third + fourth * square))


def nearest_dot(latitude: float, longitude: float) -> Dot:
    """The dot of the grid that stands for a place: its column and its row, counted from the top left."""
    x, y = project_to_plane(latitude, longitude)
    row = min(max(round(TOP - y / (STEP * ROW)), 0), TOP + BOTTOM)
    return round((x + HALF_WIDTH) / STEP - row_shift(row)), row


def row_shift(row: int) -> float:
    """Every second row stands half a step to the east."""
    return row % 2 / 2


def dot_position(dot: Dot) -> tuple[str, str]:
    """Where a dot stands in the drawing, as its path has it."""
    column, row = dot
    return f"{column + row_shift(row):g}", f"{row * ROW:.2f}"


@cache
def land_path() -> str:
    """The path of the land: a dashed line for each run of dots, so that 900 dots are 2 kB, less packed."""
    rows: list[list[list[int]]] = json.loads(LAND.read_text(encoding="utf-8"))["rows"]
    runs = ((dot_position((start, row)), length) for row, several in enumerate(rows) for start, length in several)
    return "".join(f"M{x} {y}h{length - 1}.1" for (x, y), length in runs)
