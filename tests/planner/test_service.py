"""The one entry to planning, from instance to plan: every answer that it can give."""

from __future__ import annotations

import json
import random
import time
from typing import Any

import pytest

from planner.checks import check_plan
from planner.plan_file import Plan, Progress
from planner.service import SolveOptions, solve
from tests.planner.builders import a_building, a_household, a_member, a_pair, an_instance, instance_of, random_instance
from tests.planner.slices import seeds


def solved(document: dict[str, Any], **options: Any) -> Plan:
    """The plan of an instance, checked in full by the recount."""
    instance = instance_of(document)
    plan = solve(instance, SolveOptions(**{"work": 20_000, **options}))
    assert check_plan(instance, json.loads(json.dumps(plan.as_json()))) == []
    return plan


@pytest.mark.parametrize("seed", seeds(ci=8, soak=25))
def test_any_instance_gets_an_answer_that_the_recount_accepts(seed: int) -> None:
    """With a plan or without: every claim of the answer is checked, the certificate too."""
    plan = solved(random_instance(random.Random(seed), members=4, households=14, planted=seed % 3 > 0))
    assert plan.status in {"optimal", "feasible", "infeasible"}


def test_a_tiny_instance_is_proven() -> None:
    """One member, one household at his door: 10 minutes for the building, and nothing can be below."""
    plan = solved(an_instance())
    assert (plan.status, plan.objective, plan.bound, plan.gap) == ("optimal", 10.0, 10.0, 0.0)


def test_no_household_is_no_problem() -> None:
    """An empty county has an empty plan where nobody needs households."""
    plan = solved(an_instance(households=[]))
    assert (plan.status, dict(plan.assignment)) == ("optimal", {})


def test_nobody_can_take_sixteen() -> None:
    """Sixteen households, one member of at most fifteen: infeasible, and a repair that was tried."""
    plan = solved(an_instance(households=[a_household(f"h{i}") for i in range(16)]))
    assert plan.status == "infeasible"
    assert plan.exit_code == 2
    assert plan.objective is None
    assert plan.causes[0].kind == "too_few_places"
    assert plan.causes[0].places == 15
    assert any(repair.verified for repair in plan.repairs)


def test_the_limit_of_moves_is_kept_exactly() -> None:
    """Two villages of single houses served crosswise today: each move saves a walk of 3 km, so all are used."""
    document = an_instance(
        members=[a_member("m1"), a_member("m2", x=3000.0)],
        buildings=[a_building(f"b{i}", x=0.0 if i < 6 else 3000.0) for i in range(12)],
        households=[a_household(f"h{i}", f"b{i}", current="m2" if i < 6 else "m1") for i in range(12)],
        rules={"households_per_member": [5, 7]},
    )
    assert solved(document).moves == 12
    limited = solved(document, max_moves=3)
    assert limited.moves == 3
    assert limited.max_moves == 3


def test_a_limit_of_moves_that_no_plan_keeps() -> None:
    """m1 has sixteen today and may have fifteen: one must move, none may."""
    document = an_instance(
        members=[a_member("m1"), a_member("m2")],
        households=[a_household(f"h{i}", current="m1") for i in range(16)],
    )
    plan = solved(document, max_moves=0)
    assert [cause.kind for cause in plan.causes] == ["max_moves"]
    assert solved(document, max_moves=1).moves == 1


def test_pins_are_kept_and_avoidance_too() -> None:
    """A pin over the distance, an avoidance of the nearest."""
    document = an_instance(
        members=[a_member("m1"), a_member("m2", x=3000.0)],
        households=[a_household("h1"), a_household("h2"), a_household("h3")],
        pairs=[a_pair("m2", "h1", "pin"), a_pair("m1", "h2", "avoids")],
    )
    assert (
        dict(solved(document).assignment) == {"h1": "m2", "h2": "m2", "h3": "m1"}
        or dict(solved(document).assignment)["h1"] == "m2"
    )


def test_who_is_over_the_ceiling_is_told_with_the_reason() -> None:
    """One member, one orange household 7 km away: six trips of 260 minutes are beyond twice any target of 100."""
    plan = solved(
        an_instance(
            members=[a_member(senior=True)],
            buildings=[a_building(x=7000.0)],
            households=[a_household(risk="orange")],
            rules={"target_minutes": 100, "households_per_member": [0, 15]},
        )
    )
    assert [over.member for over in plan.over_ceiling] == ["m1"]
    assert plan.over_ceiling[0].minutes == 6 * 260 + 6 * 30
    assert "h1" in plan.over_ceiling[0].why


def test_the_same_seed_and_work_give_the_same_plan() -> None:
    """Counted work, with the bound's prices on the way: nothing depends on time."""
    document = random_instance(random.Random(5), members=6, households=40)
    first, again = (solved(document, work=50_000, seed=3) for _ in range(2))
    assert dict(first.assignment) == dict(again.assignment)
    assert (first.objective, first.bound) == (again.objective, again.bound)


def test_time_is_kept_and_progress_told() -> None:
    """A second is a second; the curve of a plan file rises in time and never gets worse."""
    instance = instance_of(random_instance(random.Random(8), members=40, households=300))
    seen: list[Progress] = []
    began = time.monotonic()
    plan = solve(instance, SolveOptions(seconds=2.0), seen.append)
    assert time.monotonic() - began < 20
    assert seen
    assert plan.progress
    curve = [point.objective for point in plan.progress if point.objective is not None]
    assert curve == sorted(curve, reverse=True)
    assert plan.objective is not None
    assert plan.bound is not None
    assert plan.bound <= plan.objective


def test_it_ends_when_told_with_the_best_so_far() -> None:
    """`stop` says yes at once: there is a legal plan all the same."""
    instance = instance_of(random_instance(random.Random(8), members=40, households=300))
    plan = solve(instance, SolveOptions(seconds=60.0, stop=lambda: True))
    assert plan.status in {"feasible", "optimal"}
    assert plan.seconds < 30
