"""Ten thousand random small instances: planner, checker and exact optimum agree on every one of them."""

from __future__ import annotations

import pytest

from planner.plan_file import FEASIBLE, INFEASIBLE, OPTIMAL, Plan
from tests.planner import soak

CI = 25
PROVEN_WRONGLY = (266, 1863, 8381, 8944)  # by CP-SAT 9.15 with its usual presolve (google/or-tools#5293)


@pytest.mark.parametrize("seed", [*range(CI), *PROVEN_WRONGLY])
def test_planner_checker_and_optimum_agree(seed: int) -> None:
    """No claim that the checker rejects, no bound above the optimum, no wrong word on whether there is a plan."""
    assert soak.faults_of(seed)[1] == []


@pytest.mark.soak
@pytest.mark.timeout(4 * 3600)
def test_ten_thousand_agree() -> None:
    """The same for all the others; both kinds are among them."""
    tally = soak.run(range(CI, soak.COUNT), soak.COUNT - CI)
    assert tally.faults == []
    assert tally.seen == soak.COUNT - CI
    assert 0 < tally.infeasible < tally.seen


def test_the_slice_has_both_kinds() -> None:
    """Some of the first instances have no plan, or nothing would be said of wrong verdicts."""
    has_plan = [soak.optimum_by_sets(soak.instance_of_seed(seed)) is not None for seed in range(CI)]
    assert set(has_plan) == {True, False}


@pytest.mark.parametrize(
    ("status", "objective", "bound", "optimum", "word"),
    [
        (INFEASIBLE, None, None, 100.0, "there is a plan"),
        (FEASIBLE, 120.0, 90.0, None, "there is no plan"),
        (FEASIBLE, 120.0, 101.0, 100.0, "above the optimum"),
        (FEASIBLE, 99.0, 90.0, 100.0, "below the optimum"),
        (OPTIMAL, 120.0, 100.0, 100.0, "called optimal"),
    ],
)
def test_every_fault_is_seen(
    status: str, objective: float | None, bound: float | None, optimum: float | None, word: str
) -> None:
    """An answer with one thing wrong has one fault; the right answer has none."""
    wrong = Plan("test", "", status, objective=objective, bound=bound)
    (found,) = soak.against_optimum(wrong, optimum)
    assert word in found
    assert list(soak.against_optimum(Plan("test", "", OPTIMAL, objective=100.0, bound=100.0), 100.0)) == []
    assert list(soak.against_optimum(Plan("test", "", INFEASIBLE), None)) == []
