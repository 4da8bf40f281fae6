"""Cuts the land out of `land-110m.json` of the package world-atlas: `python -m consultation.maps.cut FILE`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from consultation.maps import world

Point = tuple[float, float]
Ring = list[Point]
NOTE = "Natural Earth, land 1:110m, public domain; runs of dots [column, length] by row, see world.py"
HALVINGS = 50


def land_rings(topology: dict[str, Any]) -> list[Ring]:
    """Every ring of land in degrees, (longitude, latitude), read from TopoJSON: shared arcs, stored as steps.

    A ring that crosses the date line runs on beyond 180 degrees instead of leaping to the other side of the map.
    """
    scale, move = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = [_arc(arc, scale, move) for arc in topology["arcs"]]
    shapes = topology["objects"]["land"]["geometries"]
    lists = [ring for shape in shapes for polygon in shape["arcs"] for ring in polygon]
    return [_unbroken([point for index in ring for point in _turned(arcs, index)]) for ring in lists]


def land_runs(shapes: list[Ring]) -> list[list[list[int]]]:
    """For each row of the grid the runs of dots that lie on land: first column and length."""
    return [list(_of_row(shapes, row)) for row in range(world.TOP + world.BOTTOM + 1)]


def latitude_at(y: float) -> float:
    """The latitude that the projection puts at this height, rows by halving."""
    low, high = -90.0, 90.0
    for _turn in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if world.project_to_plane(middle, 0)[1] < y else (low, middle)
    return (low + high) / 2


def _arc(arc: list[list[int]], scale: list[float], move: list[float]) -> Ring:
    steps = accumulate(arc, lambda so_far, step: [so_far[0] + step[0], so_far[1] + step[1]])
    return [(x * scale[0] + move[0], y * scale[1] + move[1]) for x, y in steps]


def _turned(arcs: list[Ring], index: int) -> Ring:
    """A negative index names an arc that is walked backwards."""
    return arcs[index] if index >= 0 else arcs[~index][::-1]


def _unbroken(ring: Ring) -> Ring:
    turns = accumulate(pairwise([ring[0], *ring]), lambda so_far, step: so_far + _leap(*step), initial=0)
    next(turns)
    return [(x + 360 * turn, y) for (x, y), turn in zip(ring, turns, strict=True)]


def _leap(before: Point, after: Point) -> int:
    """1 where a step leaves the map in the east, -1 where it leaves in the west."""
    return (after[0] - before[0] < -180) - (after[0] - before[0] > 180)


def _of_row(shapes: list[Ring], row: int) -> Iterator[list[int]]:
    latitude = latitude_at((world.TOP - row) * world.STEP * world.ROW)
    half = world.project_to_plane(latitude, 180)[0]
    start = None
    for column in range(world.COLUMNS + 2):
        x = (column + world.row_shift(row)) * world.STEP - world.HALF_WIDTH
        land = abs(x) <= half and _is_land(shapes, 180 * x / half, latitude)
        if land and start is None:
            start = column
        elif not land and start is not None:
            yield [start, column - start]
            start = None


def _is_land(shapes: list[Ring], longitude: float, latitude: float) -> bool:
    """A point lies inside where a line from it crosses the edges an odd number of times; asked at each turn."""
    return any(_crossed(shapes, longitude + turn, latitude) % 2 for turn in (-360, 0, 360))


def _crossed(shapes: list[Ring], x: float, y: float) -> int:
    return sum(
        (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1)
        for ring in shapes
        for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]])
    )


if __name__ == "__main__":
    rows = land_runs(land_rings(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))))
    world.LAND.write_text(json.dumps({"source": NOTE, "rows": rows}, separators=(",", ":")) + "\n", encoding="utf-8")
