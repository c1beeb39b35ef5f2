"""Generalised assignment from file to plan: legal, proven where it is small, repeatable, clear where there is none."""

from __future__ import annotations

import random
import time
from dataclasses import replace

import numpy as np
import pytest

from planner.errors import RecountDisagrees
from planner.gap import service
from planner.gap.bounder import solve_linear
from planner.gap.exact import Prover
from planner.gap.impossible import cause_by_prices
from planner.gap.problem import Gap
from planner.gap.recount import recount_gap
from planner.gap.service import solve_gap
from planner.plan_file import Progress
from planner.service import SolveOptions
from tests.planner.gap.builders import a_gap, a_larger_gap, optimum, random_gap
from tests.planner.slices import seeds


@pytest.mark.parametrize("fill", [0.5, 0.7, 0.9, 1.5])
@pytest.mark.parametrize("seed", seeds(ci=3, soak=8))
def test_small_ones_are_solved_and_proven(seed: int, fill: float) -> None:
    """Against all plans: the optimum with its proof, or infeasible exactly where there is no plan."""
    gap = random_gap(random.Random(100 * seed), agents=3, jobs=6, fill=fill)
    best = optimum(gap)
    plan = solve_gap(gap, SolveOptions(work=2000, seed=seed))
    if best is None:
        assert (plan.status, plan.exit_code, plan.assignment) == ("infeasible", 2, {})
        assert plan.objective is plan.bound is plan.gap is None
        assert [cause.kind for cause in plan.causes] == ["other"]
    else:
        assert (plan.status, plan.objective, plan.bound, plan.gap) == ("optimal", best, best, 0.0)
        assert recount_gap(gap, plan.assignment).broken == ()


def test_a_plan_by_hand() -> None:
    """Both jobs are cheaper at agent 0, who has room for one: job 1 stays, it would cost 9 elsewhere; 3 + 1."""
    plan = solve_gap(a_gap([[1, 1], [3, 9]], [[1, 1], [1, 1]], [1, 1], name="d0202"), SolveOptions(work=100, seed=7))
    assert (plan.instance, plan.seed, plan.objective) == ("d0202", 7, 4.0)
    assert plan.assignment == {"0": "1", "1": "0"}
    assert (plan.terms, plan.target_minutes, plan.moves, plan.max_moves) == ({}, None, None, None)
    assert plan.as_json()["format"] == "lianhu-plan/1"


def test_costs_with_decimals_and_below_zero() -> None:
    """In the file's own unit."""
    plan = solve_gap(a_gap([[-1.25, 2.5], [0, 0.25]], [[1, 1], [1, 1]], [1, 1]), SolveOptions(work=100))
    assert (plan.objective, plan.bound, plan.status) == (-1.0, -1.0, "optimal")


def test_the_same_work_and_seed_give_the_same_plan() -> None:
    """Whatever the two threads do to each other."""
    gap = a_larger_gap(3, agents=6, jobs=60)
    plans = [replace(solve_gap(gap, SolveOptions(work=15_000, seed=2)), seconds=0, progress=()) for _ in range(2)]
    assert plans[0] == plans[1]


def test_the_bound_holds_and_is_near() -> None:
    """A larger one: at least the linear bound, at most the plan, and the two within one per cent."""
    gap = a_larger_gap(1, agents=10, jobs=120)
    plan = solve_gap(gap, SolveOptions(work=200_000))
    assert plan.objective is not None
    assert plan.bound is not None
    assert solve_linear(gap).bound <= plan.bound <= plan.objective <= 1.01 * plan.bound
    assert recount_gap(gap, plan.assignment).objective == plan.objective


def test_time_is_kept_and_progress_told() -> None:
    """Two seconds are two seconds, and the last point of the curve is the plan."""
    told: list[Progress] = []
    began = time.monotonic()
    plan = solve_gap(a_larger_gap(1, agents=20, jobs=200), SolveOptions(seconds=2.0), told.append)
    assert time.monotonic() - began < 3.5
    assert told
    assert (plan.progress[-1].objective, plan.progress[-1].bound) == (plan.objective, plan.bound)
    seconds = [point.seconds for point in plan.progress]
    assert seconds == sorted(seconds)


def test_stop_ends_with_the_best_plan_so_far() -> None:
    """Long before the ten minutes are up, whatever the other thread does then."""
    began = time.monotonic()
    gap = a_larger_gap(2, agents=8, jobs=60)
    plan = solve_gap(gap, SolveOptions(seconds=600, stop=lambda: time.monotonic() - began > 2))
    assert time.monotonic() - began < 30
    assert plan.status in {"feasible", "optimal"}


def test_a_job_that_fits_nobody_is_named() -> None:
    """Two of them, with what they use and what there is."""
    plan = solve_gap(a_gap([[1, 1, 1], [1, 1, 1]], [[9, 1, 8], [7, 1, 9]], [5, 6]), SolveOptions(work=100))
    (cause,) = plan.causes
    assert (plan.status, cause.households, cause.members) == ("infeasible", ("0", "2"), ())
    assert "2 jobs fit within no agent's capacity: job 0 (uses 7 or more), 2 (uses 8 or more)" in cause.sentence


def test_too_little_capacity_is_counted() -> None:
    """Three jobs of 4 at least, and 11 in all; with 12 there is a plan."""
    plan = solve_gap(a_gap([[1, 1, 1], [1, 1, 1]], [[4, 4, 4], [5, 5, 5]], [6, 5]), SolveOptions(work=100))
    assert "at least 12" in plan.causes[0].sentence
    assert "together are 11" in plan.causes[0].sentence
    assert solve_gap(a_gap([[1] * 3, [1] * 3], [[4] * 3, [4] * 3], [8, 4]), SolveOptions(work=100)).exit_code == 0


def test_no_plan_that_only_a_search_can_show() -> None:
    """Three jobs of 4 and two agents with 6 each: 12 in 12, but nobody can have two."""
    plan = solve_gap(a_gap([[1] * 3, [1] * 3], [[4] * 3, [4] * 3], [6, 6]), SolveOptions(work=100))
    assert (plan.status, plan.exit_code) == ("infeasible", 2)
    assert "CP-SAT has proven" in plan.causes[0].sentence


def test_no_plan_is_proven_by_prices_of_any_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two agents for 600 jobs of 5 or 8: the least uses, 3,000, are there, but agent 0 has room for 300 jobs only.

    No solver is asked. With 2,400 at agent 1 there is a plan.
    """
    monkeypatch.setattr(Prover, "prove", lambda *_: None)
    cost, use = np.ones((2, 600), dtype=np.int64), np.array([[5] * 600, [8] * 600])
    plan = solve_gap(Gap("g", "", cost, use, np.array([1500, 2000])), SolveOptions(work=1000))
    assert plan.status == "infeasible"
    assert "Scarcest: agent" in plan.causes[0].sentence
    assert solve_gap(Gap("g", "", cost, use, np.array([1500, 2400])), SolveOptions(work=50_000)).status != "infeasible"


@pytest.mark.parametrize("seed", seeds(ci=8, soak=25))
def test_prices_never_refuse_what_is_possible(seed: int) -> None:
    """Where a plan exists they prove nothing; somewhere in between they must be silent."""
    gap = random_gap(random.Random(seed), agents=3, jobs=6, fill=0.55 + 0.01 * seed)
    if optimum(gap) is not None:
        assert cause_by_prices(gap) is None


def test_unknown_is_said_when_time_is_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """No plan and no proof: exit code 3, nothing claimed."""
    monkeypatch.setattr(Prover, "prove", lambda *_: None)
    plan = solve_gap(a_gap([[1] * 3, [1] * 3], [[4] * 3, [4] * 3], [6, 6]), SolveOptions(work=100))
    assert (plan.status, plan.exit_code, plan.causes, plan.bound) == ("unknown", 3, (), None)


def test_no_plan_leaves_that_the_recount_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong cost in the race is caught."""
    gap = a_gap([[1, 1], [3, 9]], [[1, 1], [1, 1]], [1, 1])
    real = service.recount_gap
    monkeypatch.setattr(service, "recount_gap", lambda g, a: replace(real(g, a), objective=5.0))
    with pytest.raises(RecountDisagrees, match=r"the recount finds a cost of 5\.0"):
        solve_gap(gap, SolveOptions(work=100))


def test_the_recount_names_every_broken_rule() -> None:
    """Too much for one, a job left over, a job and an agent that are not there."""
    gap = a_gap([[1, 1, 1], [1, 1, 1]], [[3, 3, 3], [3, 3, 3]], [5, 9])
    found = recount_gap(gap, {"0": "0", "1": "0", "7": "1"})
    assert found.objective == 2
    assert found.broken == (
        "job 7 is not in the file",
        "job 2 has no agent of the file",
        "agent 0 uses 6, 1 more than his capacity of 5",
    )
    assert recount_gap(gap, {"0": "0", "1": "1", "2": "1"}).broken == ()


def test_an_error_in_the_other_thread_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    """And does not leave the first searcher running until its time is up."""

    def fails(*_: object) -> None:
        raise ValueError("broken")

    monkeypatch.setattr("planner.gap.bounder.GapBounder.improve", fails)
    with pytest.raises(ValueError, match="broken"):
        solve_gap(a_larger_gap(1, agents=10, jobs=100), SolveOptions(seconds=60))


def test_a_job_that_fits_only_one_agent_goes_there() -> None:
    """However dear it is; and an agent without capacity gets nothing."""
    cost = np.array([[100, 1, 1], [1, 1, 1], [0, 0, 0]])
    use = np.array([[2, 2, 2], [9, 2, 2], [1, 1, 1]])
    gap = Gap("g", "", cost, use, np.array([4, 4, 0]))
    plan = solve_gap(gap, SolveOptions(work=100))
    assert (plan.objective, plan.assignment["0"], plan.status) == (102.0, "0", "optimal")
