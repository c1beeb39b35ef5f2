"""Few moves: the budget is kept exactly, nothing moves without need, and a minimum is the minimum."""

from __future__ import annotations

import json
import random
from dataclasses import replace

import pytest

from planner.checks import check_plan
from planner.fewest_moves import fewest_moves
from planner.plan_file import Plan
from planner.problem import Problem, build_problem
from planner.rebalance import LimitedSearch, all_stay, settled, without_choice
from planner.service import SolveOptions, solve
from planner.terms import moves_of, terms_of
from tests.planner.builders import Json, a_household, a_member, an_instance, instance_of, random_instance
from tests.planner.oracle import optimum_by_sets
from tests.planner.slices import seeds


def served_today(seed: int, *, members: int, households: int) -> Json:
    """A random instance, most households served today, some by one who has left, without a limit."""
    rng = random.Random(seed)
    document = random_instance(rng, members=members, households=households)
    names = [member["id"] for member in document["members"]]
    for home in document["households"]:
        home["current"] = rng.choice((*names, "left", None))
    document["rules"].pop("max_moves", None)
    return document


def solved(document: Json, **options: bool | int) -> Plan:
    """A plan that the recount accepts in full."""
    instance = instance_of(document)
    plan = solve(instance, SolveOptions(work=20_000, **options))  # type: ignore[arg-type]
    assert check_plan(instance, json.loads(json.dumps(plan.as_json()))) == []
    return plan


def a_problem(seed: int) -> Problem:
    """One of middling size."""
    return build_problem(instance_of(served_today(seed, members=8, households=60)))


@pytest.mark.parametrize("seed", seeds(ci=10, soak=30))
def test_the_minimum_is_the_fewest_and_its_minutes_are_the_best(seed: int) -> None:
    """Against every set of households: one move fewer is impossible, and small plans are proven with that many."""
    document = served_today(seed, members=3, households=8)
    plan = solved(document, minimum=True)
    assert plan.fewest_moves is not None
    fewest = plan.fewest_moves["moves"]
    assert (plan.moves, plan.max_moves, plan.fewest_moves["proven"]) == (fewest, fewest, True)
    document["rules"]["max_moves"] = fewest
    optimum = optimum_by_sets(instance_of(document))
    assert optimum is not None
    assert plan.objective is not None
    assert plan.bound is not None
    assert plan.bound - 1e-6 * optimum <= optimum <= plan.objective + 1e-6 * max(1.0, optimum)
    if fewest:
        document["rules"]["max_moves"] = fewest - 1
        assert optimum_by_sets(instance_of(document)) is None


def test_the_minimum_of_what_has_no_plan() -> None:
    """Sixteen households for one member: infeasible as ever, and no minimum is said."""
    plan = solved(an_instance(households=[a_household(f"h{i}", current="m1") for i in range(16)]), minimum=True)
    assert (plan.status, plan.fewest_moves) == ("infeasible", None)


def test_nothing_moves_without_need() -> None:
    """No change in the data and a budget of 0: everybody stays, and that is proven to be the only plan."""
    document = served_today(3, members=4, households=20)
    instance = instance_of(document)
    plan = solved(document)
    for home in document["households"]:
        home["current"] = plan.assignment[home["id"]]
    again = solved(document, max_moves=0)
    assert again.moves == 0
    assert dict(again.assignment) == dict(plan.assignment)
    assert len(instance.households) == len(again.assignment)


@pytest.mark.parametrize("seed", seeds(ci=4, soak=12))
def test_a_budget_is_never_exceeded(seed: int) -> None:
    """At any moment of the search the best plan keeps to the limit and is no worse than where it began."""
    problem = a_problem(seed)
    fewest = fewest_moves(problem)
    for more in (0, 1, 5, 20):
        limited = replace(problem, max_moves=fewest.moves + more)
        start = settled(limited, fewest.assignment, seed)
        assert moves_of(problem, start) <= fewest.moves
        search = LimitedSearch(limited, start, seed)
        seen: list[int] = []

        def look(search: LimitedSearch = search, seen: list[int] = seen) -> bool:
            seen.append(moves_of(problem, search.best))
            return False

        search.run_work(40_000, 40_000, look)
        assert max(seen) <= fewest.moves + more
        assert terms_of(problem, search.best).objective <= terms_of(problem, start).objective + 1e-6


def test_settling_moves_nobody_who_can_stay() -> None:
    """Whoever stays in the start stays; the others may find better places."""
    problem = a_problem(5)
    fewest = fewest_moves(problem)
    after = settled(replace(problem, max_moves=fewest.moves), fewest.assignment, 0)
    stay = (problem.current >= 0) & (fewest.assignment == problem.current)
    assert (after[stay] == problem.current[stay]).all()


def test_a_limit_that_leaves_no_choice() -> None:
    """None allowed is a pin for all who can stay; as many as can stay is no limit; between, the limit stays."""
    problem = a_problem(1)
    stay = problem.current >= 0
    assert (without_choice(replace(problem, max_moves=0)).pin[stay] == problem.current[stay]).all()
    assert without_choice(replace(problem, max_moves=int(stay.sum()))).max_moves == -1
    assert without_choice(replace(problem, max_moves=1)).max_moves == 1
    assert (all_stay(problem, problem.current).pin[stay] == problem.current[stay]).all()


def test_the_same_work_gives_the_same_plan() -> None:
    """Price and bound follow counted work, not time."""
    document = served_today(7, members=6, households=50)
    first, again = (solved(document, max_moves=30, seed=2) for _ in range(2))
    assert dict(first.assignment) == dict(again.assignment)
    assert (first.objective, first.bound) == (again.objective, again.bound)


def test_moves_are_worth_what_they_bring() -> None:
    """Two members in each other's place, one move allowed more than the fewest: the better one of the two is made."""
    document = an_instance(
        members=[a_member("m1"), a_member("m2", x=3000.0)],
        households=[a_household("h1", current="m2"), a_household("h2", current="m2", risk="yellow")],
    )
    plan = solved(document, max_moves=1)
    assert plan.moves == 1
