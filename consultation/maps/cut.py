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


def rings(topology: dict[str, Any]) -> list[Ring]:
    """Every ring of land on the plane, read from TopoJSON: shared arcs, stored as steps of whole numbers."""
    scale, move = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = [_arc(arc, scale, move) for arc in topology["arcs"]]
    shapes = topology["objects"]["land"]["geometries"]
    polygons = [polygon for shape in shapes for polygon in shape["arcs"]]
    return [[point for index in ring for point in _turned(arcs, index)] for polygon in polygons for ring in polygon]


def runs(shapes: list[Ring]) -> list[list[list[int]]]:
    """For each row of the grid the runs of dots that lie on land: first column and length."""
    return [list(_of_row(shapes, row)) for row in range(world.TOP + world.BOTTOM + 1)]


def _arc(arc: list[list[int]], scale: list[float], move: list[float]) -> Ring:
    steps = accumulate(arc, lambda so_far, step: [so_far[0] + step[0], so_far[1] + step[1]])
    return [world.project(y * scale[1] + move[1], x * scale[0] + move[0]) for x, y in steps]


def _turned(arcs: list[Ring], index: int) -> Ring:
    """A negative index names an arc that is walked backwards."""
    return arcs[index] if index >= 0 else arcs[~index][::-1]


def _of_row(shapes: list[Ring], row: int) -> Iterator[list[int]]:
    y = (world.TOP - row) * world.STEP * world.ROW
    columns = [c for c in range(world.COLUMNS + 1) if _is_land(shapes, _x(c, row), y)]
    start = None
    for column in columns:
        start = column if start is None else start
        if column + 1 not in columns:
            yield [start, column - start + 1]
            start = None


def _x(column: int, row: int) -> float:
    return (column + world.shift(row)) * world.STEP - world.HALF_WIDTH


def _is_land(shapes: list[Ring], x: float, y: float) -> bool:
    """A point lies inside where a line from it crosses the edges of all rings an odd number of times."""
    crossed = 0
    for ring in shapes:
        for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]]):
            if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
                crossed += 1
    return crossed % 2 == 1


if __name__ == "__main__":
    found = runs(rings(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))))
    world.LAND.write_text(json.dumps({"source": NOTE, "rows": found}, separators=(",", ":")) + "\n", encoding="utf-8")
