"""A household's share is the difference that taking it out makes to every term."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from planner.explain.share import shares_of
from planner.problem import build_problem
from planner.terms import terms_of
from tests.planner.builders import a_household, a_member, an_instance, problem_of
from tests.planner.explain.plans import a_plan
from tests.planner.slices import seeds


@pytest.mark.parametrize("seed", seeds(ci=8, soak=25))
def test_taking_a_household_out_saves_its_share(seed: int) -> None:
    """The slow terms of the instance without it, at the same target, are less by exactly that."""
    instance, assignment = a_plan(seed, members=4, households=12)
    problem = build_problem(instance)
    position = {member.id: i for i, member in enumerate(instance.members)}
    chosen = np.array([position[assignment[home.id]] for home in instance.households], dtype=np.int32)
    shares, whole = shares_of(problem, chosen), terms_of(problem, chosen).by_name()
    rules = replace(instance.rules, target_minutes=problem.target_minutes)
    for h, home in enumerate(instance.households):
        rest = tuple(one for one in instance.households if one is not home)
        pairs = tuple(pair for pair in instance.pairs if pair.household != home.id)
        without = build_problem(replace(instance, rules=rules, households=rest, pairs=pairs))
        left = terms_of(without, np.delete(chosen, h)).by_name()
        assert shares.of(h).by_name() == pytest.approx({term: whole[term] - left[term] for term in whole}, abs=1e-6)
        assert shares.total[h] == pytest.approx(shares.of(h).objective)


def test_by_hand_trips_that_another_needs_are_not_saved() -> None:
    """A yellow (3 trips) and a blue (2), both 26 minutes away: 26 less without the first, 0 without the other."""
    homes = [a_household("h1", risk="yellow"), a_household("h2", risk="blue")]
    problem = problem_of(an_instance(members=[a_member("m1", x=700.0)], households=homes))
    shares = shares_of(problem, np.zeros(2, dtype=np.int32))
    assert shares.walking.tolist() == [26.0, 0.0]
    assert shares.compactness.tolist() == [0.0, 0.0]
