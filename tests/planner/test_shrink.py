"""Smaller certificates: what is left still proves, and nothing can be left out."""

from __future__ import annotations

import random

import numpy as np
import pytest

from planner.alike import Alike, alike_of
from planner.placing import crowded, place, starved
from planner.problem import Problem
from planner.shrink import (
    missing_households,
    missing_places,
    most_for,
    smallest_crowd,
    smallest_group,
    smallest_group_by_flow,
)
from tests.planner.builders import a_household, a_member, an_instance, problem_of, random_instance
from tests.planner.slices import seeds


def crowded_problem(seed: int) -> tuple[Problem, Alike]:
    """A random problem without planted plan, and its classes."""
    problem = problem_of(random_instance(random.Random(seed), members=6, households=20, planted=False))
    return problem, alike_of(problem)


def test_missing_places_by_hand() -> None:
    """One green and three orange for a senior with three places, two of them for orange: 4 − min(3, 1 + 2) = 1."""
    households = [a_household("h0"), *(a_household(f"h{i}", risk="orange") for i in range(1, 4))]
    rules = {"households_per_member": [0, 3], "orange_per_member": 2}
    problem = problem_of(an_instance(rules=rules, members=[a_member(senior=True)], households=households))
    alike = alike_of(problem)
    assert missing_places(alike, alike.size, problem.high.astype(np.int64), 2) == 1
    assert smallest_crowd(alike, alike.size > 0, problem.high.astype(np.int64), 2).tolist() == [0, 3]


@pytest.mark.parametrize("seed", seeds(ci=25, soak=120))
def test_no_household_can_be_left_out(seed: int) -> None:
    """The crowd that is left lacks a place; without any one household it does not."""
    problem, alike = crowded_problem(seed)
    high = problem.high.astype(np.int64)
    for crowd in crowded(place(alike, high, problem.orange_limit)):
        assert missing_places(alike, alike.size * crowd, high, problem.orange_limit) > 0
        counts = smallest_crowd(alike, crowd, high, problem.orange_limit)
        assert missing_places(alike, counts, high, problem.orange_limit) > 0
        assert (counts <= alike.size * crowd).all()
        for c in np.flatnonzero(counts):
            fewer = counts.copy()
            fewer[c] -= 1
            assert missing_places(alike, fewer, high, problem.orange_limit) <= 0


@pytest.mark.parametrize("seed", seeds(ci=25, soak=120))
def test_no_member_can_be_left_out(seed: int) -> None:
    """The group that is left lacks a household; without any one member it does not."""
    problem, alike = crowded_problem(seed)
    low, limit = problem.low.astype(np.int64), problem.orange_limit
    for group in starved(place(alike, low, limit)):
        assert int(low[group].sum()) > most_for(alike, group, low, limit)
        by_count = missing_households(alike, group, low) > 0
        left = smallest_group(alike, group, low) if by_count else smallest_group_by_flow(alike, group, low, limit)
        assert not (left & ~group).any()
        for m in (None, *np.flatnonzero(left)):
            fewer = left.copy()
            if m is not None:
                fewer[m] = False
            if by_count:
                assert (missing_households(alike, fewer, low) > 0) is (m is None)
            else:
                assert (int(low[fewer].sum()) > most_for(alike, fewer, low, limit)) is (m is None)
