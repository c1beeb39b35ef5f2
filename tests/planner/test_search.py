"""The compiled search: its totals are those of the slow terms after any moves, and no hard rule breaks on the way."""

from __future__ import annotations

import random
import time

import numpy as np
import pytest

from planner.candidates import candidates_of, near_buildings, nearest_members
from planner.checks import recount
from planner.feasibility import Feasible, examine
from planner.instance import Instance
from planner.kernels.legs import NO_WAY, commit, difference
from planner.kernels.moves import propose
from planner.kernels.state import AWAY, COST, PRICE, SIZE
from planner.problem import NO_PIN, Ints32, Problem, build_problem
from planner.search import SCHEDULE, Search, temperature
from planner.terms import moves_of, terms_of
from tests.planner.builders import (
    a_building,
    a_household,
    a_member,
    an_instance,
    instance_of,
    problem_of,
    random_instance,
)
from tests.planner.slices import seeds


def a_start(seed: int, *, members: int = 5, households: int = 30) -> tuple[Instance, Problem, Ints32]:
    """A random instance that has a plan, and a legal one to start from."""
    instance = instance_of(random_instance(random.Random(seed), members=members, households=households))
    problem = build_problem(instance)
    found = examine(problem)
    assert isinstance(found, Feasible)
    return instance, problem, found.assignment


def broken(instance: Instance, assignment: Ints32) -> list[str]:
    """The hard rules that an assignment breaks, by the recount."""
    chosen = [instance.members[m].id for m in assignment.tolist()]
    named = {home.id: member for home, member in zip(instance.households, chosen, strict=True)}
    return [rule.sentence for rule in recount(instance, named).broken]


@pytest.mark.parametrize("seed", seeds(ci=15, soak=60))
def test_differences_add_up_and_rules_hold(seed: int) -> None:
    """After thousands of hot moves of every kind the running total is what the slow terms say of the plan."""
    instance, problem, start = a_start(seed)
    if not problem.households:
        return
    search = Search(problem, start, seed)
    for _ in range(5):
        search.chunk(2000, 0.0, 0.1)
        owner = search.sorted.to_original(search.state.owner)
        assert cost_of(search) == pytest.approx(terms_of(problem, owner).objective)
        assert search.state.tally[AWAY] == moves_of(problem, owner)
        assert [rule for rule in broken(instance, owner) if "move" not in rule] == []
        held = np.bincount(search.state.owner, minlength=problem.members)
        assert search.state.held.tolist() == held.tolist()
    assert broken(instance, search.best) == [], "the best plan keeps the limit of moves too"
    assert search.objective_minutes <= terms_of(problem, start).objective + 1e-6


def test_every_kind_of_move_is_costed_exactly() -> None:
    """Paths and rings of one to three legs, of one household and of groups: the slow terms find the same difference."""
    seen: set[tuple[int, bool]] = set()
    for seed in range(12):
        _, problem, start = a_start(seed, members=7, households=40)
        search = Search(problem, start, seed)
        given, state, (first, members) = search.given, search.state, search.candidates
        for turn in range(150 if problem.households else 0):
            legs = propose(given, state, first, members, turn % problem.households)
            change = difference(given, state, abs(legs), legs < 0) if legs else NO_WAY
            if change < NO_WAY:
                before, away = cost_of(search), state.tally[AWAY]
                commit(given, state, abs(legs), legs < 0, change)
                after = terms_of(problem, search.sorted.to_original(state.owner)).objective
                assert cost_of(search) == pytest.approx(after)
                priced = state.total[PRICE] * (state.tally[AWAY] - away)
                assert (after - before) * 10 == pytest.approx(change - priced, abs=1e-6)
                seen.add((legs, any(state.leg[i, SIZE] > 1 for i in range(abs(legs)))))
    assert seen == {(legs, groups) for legs in (1, 2, -2, -3) for groups in (False, True)}


def cost_of(search: Search) -> float:
    """Minutes of the plan in the making."""
    return (search.state.total[COST] + search.fixed_cost) / 10


def test_pinned_households_never_move() -> None:
    """Whatever is tried, a pin stays."""
    for seed in range(40):
        _, problem, start = a_start(seed)
        pinned = problem.pin != NO_PIN
        if not pinned.any():
            continue
        search = Search(problem, start, 1)
        search.chunk(5000, 0.0, 0.0)
        assert (search.sorted.to_original(search.state.owner)[pinned] == problem.pin[pinned]).all()


def test_it_finds_the_obvious() -> None:
    """Two members in two villages, each given the other's households at first: they swap."""
    homes = [a_household(f"h{i}", "b1" if i < 6 else "b2") for i in range(12)]
    problem = problem_of(
        an_instance(
            members=[a_member("m1"), a_member("m2", x=3000.0)],
            buildings=[a_building("b1"), a_building("b2", x=3000.0)],
            households=homes,
            rules={"households_per_member": [5, 7]},
        )
    )
    search = Search(problem, np.array([1] * 6 + [0] * 6, dtype=np.int32), 0)
    search.run_work(20_000, 20_000, lambda: False)
    assert search.best.tolist() == [0] * 6 + [1] * 6


def test_the_same_work_gives_the_same_plan() -> None:
    """Counted work is the same on any machine and however busy it is."""
    _, problem, start = a_start(3)
    plans: list[list[int]] = []
    for _ in range(2):
        search = Search(problem, start, 7)
        search.run_work(30_000, 30_000, lambda: False)
        plans.append(search.best.tolist())
    assert plans[0] == plans[1]


def test_it_stops_when_told() -> None:
    """`between` is asked after each chunk; the first yes ends the run long before its time."""
    _, problem, start = a_start(3)
    search = Search(problem, start, 7)
    began = time.monotonic()
    search.run_seconds(began + 60, lambda: True)
    assert time.monotonic() - began < 30
    assert search.tried > 0


def test_the_temperature_falls() -> None:
    """From hot by way of cold to frozen, never up."""
    points = [temperature(i / 100) for i in range(101)]
    assert points == sorted(points, reverse=True)
    assert [temperature(share) for share, _ in SCHEDULE] == pytest.approx([tenths for _, tenths in SCHEDULE])


def test_candidates_are_permitted_by_place_and_rank() -> None:
    """The nearest reachable members come in the order of their walk; an orange household's are senior."""
    _, problem, _ = a_start(11, members=8)
    near = nearest_members(problem, 3, senior_only=True)
    for b, members in enumerate(near.tolist()):
        kept = [m for m in members if m >= 0]
        assert all(problem.reachable[m, b] and problem.senior[m] for m in kept)
        assert [problem.walk[m, b] for m in kept] == sorted(problem.walk[m, b] for m in kept)
    start, members = candidates_of(problem)
    assert start[-1] == len(members)
    for h in range(problem.households):
        if problem.pin[h] != NO_PIN:
            assert start[h] == start[h + 1]


def test_near_buildings_are_lived_in() -> None:
    """Only buildings with households are near anything; each such is near to itself."""
    _, problem, _ = a_start(11)
    lived_in = set(problem.building.tolist())
    for b, near in enumerate(near_buildings(problem).tolist()):
        assert set(near) <= lived_in
        assert b in near or b not in lived_in
