"""The world as dots: the projection's known values, the grid, and the cutting of the land."""

from __future__ import annotations

import json
import re
import zlib
from itertools import pairwise

import pytest

from consultation.maps import cut, world
from consultation.templatetags.look import map_drawn


@pytest.mark.parametrize(
    ("degrees", "plane"),
    [((0, 0), (0, 0)), ((90, 0), (0, 1.3173627591574)), ((0, 180), (2.7066299836961, 0)), ((0, -180), (-2.70663, 0))],
)
def test_the_projection_at_its_known_points(degrees, plane):
    assert world.project_to_plane(*degrees) == pytest.approx(plane, abs=1e-5)


def test_every_region_keeps_its_share_of_the_area():
    def area(south, north, steps=400):
        edges = [world.project_to_plane(south + (north - south) * n / steps, 1) for n in range(steps + 1)]
        return sum((a[0] + b[0]) / 2 * (b[1] - a[1]) for a, b in pairwise(edges))

    assert area(0, 30) == pytest.approx(area(30, 90), rel=1e-4)


def test_a_place_stands_on_the_dot_nearest_to_it():
    assert world.nearest_dot(0, 0) == (42, 22)
    assert world.nearest_dot(90, 0)[1] == 0
    assert world.nearest_dot(-90, 0)[1] == world.TOP + world.BOTTOM


def test_land_is_cut_from_shared_arcs_walked_either_way():
    ring = [[0, 0], [0, 40], [40, 0], [0, -40], [-40, 0]]
    shape = {"type": "MultiPolygon", "arcs": [[[0]]]}
    topology = {"transform": {"scale": [1, 1], "translate": [-20, -20]}, "arcs": [ring]}
    runs = cut.land_runs(cut.land_rings(topology | {"objects": {"land": {"geometries": [shape]}}}))
    back = cut.land_runs(
        cut.land_rings(topology | {"objects": {"land": {"geometries": [shape | {"arcs": [[[-1]]]}]}}})
    )
    assert runs == back
    assert runs[22] == [[38, 9]]
    assert runs[0] == [] and runs[40] == []


def test_the_land_has_as_many_dots_as_the_file_and_stays_small():
    rows = json.loads(world.LAND.read_text(encoding="utf-8"))["rows"]
    runs = [run for row in rows for run in row]
    assert len(rows) == world.TOP + world.BOTTOM + 1
    assert [int(n) for n in re.findall(r"h(\d+)\.1", world.land_path())] == [length - 1 for _start, length in runs]
    assert len(zlib.compress(world.land_path().encode())) < 2000


def test_places_close_together_share_a_dot():
    drawn = map_drawn([(41.38, 2.17), (41.4, 2.2), (-33.4, -70.6)])
    assert drawn["places"].count("M") == 2
    assert drawn["view"] == "-1 -1 86 37"


def test_land_that_crosses_the_date_line_stands_on_both_sides_and_nowhere_between():
    ring = [[170, -10], [20, 0], [-360, 0], [0, 20], [360, 0], [-20, 0], [0, -20]]
    topology = {"transform": {"scale": [1, 1], "translate": [0, 0]}, "arcs": [ring]}
    topology["objects"] = {"land": {"geometries": [{"arcs": [[[0]]]}]}}
    assert cut.land_runs(cut.land_rings(topology))[22] == [[0, 3], [82, 3]]


@pytest.mark.parametrize("latitude", [-56.0, 0.0, 41.4, 78.0])
def test_the_latitude_of_a_height_is_the_projection_turned_round(latitude):
    assert cut.latitude_at(world.project_to_plane(latitude, 0)[1]) == pytest.approx(latitude, abs=1e-9)
