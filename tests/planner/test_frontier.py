"""The frontier: no point is beaten by another, each bound holds, and the last one is free."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import pairwise

import pytest

from planner.checks import recount
from planner.frontier import Frontier, FrontierOptions, NoFrontier, frontier, spread
from planner.instance import Instance
from tests.planner.builders import a_building, a_household, a_member, an_instance, instance_of
from tests.planner.oracle import optimum_by_sets
from tests.planner.slices import seeds
from tests.planner.test_rebalance import served_today

SECONDS = 1.5


def drawn(instance: Instance, seconds: float = SECONDS, points: int = 8) -> Frontier:
    """The frontier, looked through: rising moves, falling minutes, every point recounted."""
    found = frontier(instance, FrontierOptions(seconds=seconds, points=points))
    for one, other in pairwise(found.points):
        assert one.moves < other.moves
        assert one.objective > other.objective
        assert one.max_moves == one.moves
    free = replace(instance, rules=replace(instance.rules, max_moves=None))
    for point in found.points:
        plan = {home.id: point.changed.get(home.id, home.current or "") for home in instance.households}
        counted = recount(free, plan, target_minutes=found.target_minutes)
        assert counted.broken == []
        assert (counted.moves, counted.forced) == (point.moves, point.forced)
        assert counted.objective == pytest.approx(point.objective)
        assert 0 <= point.bound <= point.objective + 1e-6
    assert found.points[-1].max_moves is None
    return found


def villages_in_a_row() -> Instance:
    """Twelve villages of ten, each served by the member of the next but one."""
    members = [a_member(f"m{i:02}", x=1000.0 * i) for i in range(12)]
    buildings = [a_building(f"b{i:02}", x=1000.0 * i) for i in range(12)]
    homes = [a_household(f"h{i:03}", f"b{i % 12:02}", current=f"m{(i + 2) % 12:02}") for i in range(120)]
    return instance_of(an_instance(members=members, buildings=buildings, households=homes))


@pytest.mark.parametrize("seed", seeds(ci=3, soak=8))
def test_bounds_hold_for_every_limit(seed: int) -> None:
    """Against every set of households, with each point's moves as the limit; the free one without."""
    document = served_today(100 + seed, members=3, households=8)
    instance = instance_of(document)
    for point in drawn(instance).points:
        optimum = optimum_by_sets(replace(instance, rules=replace(instance.rules, max_moves=point.max_moves)))
        assert optimum is not None
        assert point.bound <= optimum + 1e-6 * max(1.0, optimum)
        assert point.objective >= optimum - 1e-6 * max(1.0, optimum)


def test_eight_points_where_there_are_many() -> None:
    """Twelve villages in a row, each served by the member of the next but one: at least eight points, well apart."""
    found = drawn(villages_in_a_row(), 8.0, 12)
    assert found.complete
    assert len(found.points) >= 8
    assert found.points[0].moves == 0
    assert found.points[-1].moves == 120


def test_points_that_crowd_are_thinned_by_distance() -> None:
    """Of a hundred close to the end and three on the way there, all three are kept, and both ends."""
    crowd = [(900.0 + i, 100.0 - i / 100) for i in range(100)]
    points = [(0.0, 1000.0), (50.0, 700.0), (200.0, 400.0), (500.0, 200.0), *crowd]
    kept = spread(points, 6)
    assert kept[:4] == [0, 1, 2, 3]
    assert (len(kept), kept[-1]) == (6, len(points) - 1)
    assert spread(points[:3], 6) == [0, 1, 2]


def test_the_limit_of_the_file_is_not_listened_to() -> None:
    """The curve says what a limit costs, so a file's own does not end it."""
    document = served_today(2, members=3, households=8)
    document["rules"]["max_moves"] = 0
    assert drawn(instance_of(document)).points[-1].max_moves is None


def test_stopping_gives_the_points_so_far() -> None:
    """`stop` says yes at once: the plan with the fewest moves is there, and the curve says that it is not complete."""
    began = time.monotonic()
    found = frontier(villages_in_a_row(), FrontierOptions(seconds=60.0, stop=lambda: True))
    assert time.monotonic() - began < 20
    assert not found.complete
    assert len(found.points) >= 1


def test_no_plan_no_frontier() -> None:
    """Sixteen households for one member of at most fifteen."""
    with pytest.raises(NoFrontier, match="lianhu solve"):
        frontier(instance_of(an_instance(households=[a_household(f"h{i}") for i in range(16)])), FrontierOptions())
