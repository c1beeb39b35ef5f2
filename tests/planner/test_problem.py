"""An instance as arrays: every number as FORMATS.md defines it, the smallest cases by hand."""

from __future__ import annotations

import random

import numpy as np
import pytest

from planner.checks.facts import facts_of, permitted, target_candidates, visits, walk_minutes
from planner.problem import NO_PIN, PINNED_TO_NOBODY
from tests.planner.builders import (
    a_building,
    a_household,
    a_member,
    a_pair,
    an_instance,
    instance_of,
    problem_of,
    random_instance,
)
from tests.planner.slices import seeds


def test_walking_is_there_and_back_in_tenths_rounded_half_to_even() -> None:
    """t = rint(10 · (2 · detour · distance / metres_per_minute)) / 10."""
    # With detour 1 and 20 metres a minute: d metres are d/10 minutes there and back, d tenths. 2.5 → 2, 3.5 → 4.
    rules = {"detour": 1, "metres_per_minute": 20}
    buildings = [a_building(f"b{i}", x) for i, x in enumerate((0, 2.5, 3.5, 3.6, 100))]
    problem = problem_of(an_instance(rules=rules, buildings=buildings, households=[a_household("h1", "b0")]))
    assert problem.walk.tolist() == [[0, 2, 4, 4, 100]]


def test_walking_uses_both_axes() -> None:
    """A building 300 m east and 400 m north is 500 m away: 2 · 1.3 · 500 / 70 = 18.57… minutes."""
    problem = problem_of(an_instance(buildings=[a_building("b1", 300, 400)]))
    assert problem.walk.tolist() == [[186]]


@pytest.mark.parametrize(
    ("household", "visits_expected", "service_tenths"),
    [
        ({"risk": "green"}, 1, 200),
        ({"risk": "green", "priority": True}, 3, 600),
        ({"risk": "yellow", "priority": True}, 3, 600),
        ({"risk": "orange", "priority": True}, 6, 1800),
    ],
)
def test_visits_by_risk_and_at_least_the_priority_number(
    household: dict[str, object], visits_expected: int, service_tenths: int
) -> None:
    """v by risk; a priority household at least priority_visits_per_quarter; service = v · minutes a visit."""
    problem = problem_of(an_instance(households=[{**a_household(), **household}]))
    assert problem.visits.tolist() == [visits_expected]
    assert problem.service.tolist() == [service_tenths]


def test_the_target_is_service_and_mean_trips_over_the_shares() -> None:
    """T = (Σ v·s + Σ_b max v · mean t over the ten nearest) / Σ share, to a tenth."""
    # Two households of b1: green and blue, service 20 + 40 = 60. Detour 1 and 20 m a minute: members at 100 m and 200 m
    # walk 10 and 20 minutes, mean 15, twice: 30. (60 + 30) / (1 + 0.5) = 60.
    problem = problem_of(
        an_instance(
            rules={"detour": 1, "metres_per_minute": 20, "households_per_member": [0, 9]},
            members=[a_member("m1", 100), a_member("m2", 200, share=0.5)],
            households=[a_household("h1"), a_household("h2", risk="blue")],
        )
    )
    assert problem.target_minutes == 60.0
    assert problem.target.tolist() == [60.0, 30.0]


def test_the_target_looks_at_the_ten_nearest_members_permitted_or_not() -> None:
    """An eleventh member far away changes only the sum of shares; one who may not serve the area counts."""
    rules = {"detour": 1, "metres_per_minute": 20, "households_per_member": [0, 9]}
    near = [a_member(f"m{i}", 100, areas=["elsewhere"]) for i in range(10)]
    document = an_instance(
        rules=rules, members=[*near, a_member("far", 90_000)], buildings=[a_building("b1", area="a")]
    )
    assert problem_of(document).target_minutes == round((20 + 10) / 11, 1)


def test_a_given_target_is_taken() -> None:
    """target_minutes of the file replaces the computed one."""
    assert problem_of(an_instance(rules={"target_minutes": 333.3})).target_minutes == 333.3


def test_reach_is_one_way_and_inclusive() -> None:
    """t/2 ≤ reach_minutes: 20.0 there and back is within 10, 20.1 is not."""
    rules = {"detour": 1, "metres_per_minute": 20, "reach_minutes": 10}
    buildings = [a_building("b1", 200), a_building("b2", 201)]
    assert problem_of(an_instance(rules=rules, buildings=buildings)).reachable.tolist() == [[True, False]]


def test_areas_bind_members_who_have_them() -> None:
    """Null serves everywhere; a building without an area fits only members with null; unknown areas fit nothing."""
    problem = problem_of(
        an_instance(
            members=[a_member("m1"), a_member("m2", areas=["east"]), a_member("m3", areas=["nowhere"])],
            buildings=[a_building("b1", area="east"), a_building("b2", area="west"), a_building("b3")],
        )
    )
    assert problem.reachable.tolist() == [[True, True, True], [True, False, False], [False, False, False]]


def test_pins_two_pins_and_a_repeated_pin() -> None:
    """One pin: its member, two: nobody; the same pin twice is one."""
    pairs = [
        *(a_pair("m1", h, "pin") for h in ("h1", "h2", "h3", "h3")),
        a_pair("m2", "h2", "pin"),
        a_pair("m2", "h1"),
    ]
    problem = problem_of(
        an_instance(
            members=[a_member("m1"), a_member("m2")],
            households=[a_household(f"h{i}") for i in range(1, 5)],
            pairs=pairs,
        )
    )
    assert problem.pin.tolist() == [0, PINNED_TO_NOBODY, 0, NO_PIN]
    assert [problem.permitted(h).tolist() for h in range(4)] == [
        [True, False],
        [False, False],
        [True, False],
        [True, True],
    ]


def test_ties_add_up_and_best_counts_permitted_members_only() -> None:
    """best(h) is the most that any permitted member would give: an avoided one gives nothing."""
    pairs = [
        a_pair("m1", "h1", "knows"),
        a_pair("m1", "h1", "household_prefers"),
        a_pair("m1", "h1", "avoids"),
        a_pair("m2", "h1", "member_prefers"),
        a_pair("m2", "h1", "member_prefers"),
    ]
    problem = problem_of(an_instance(members=[a_member("m1"), a_member("m2")], pairs=pairs))
    assert problem.tie_member.tolist() == [0, 1]
    assert problem.tie_value.tolist() == [400, 150]
    assert problem.best.tolist() == [150]


def test_current_is_kept_only_where_staying_is_possible() -> None:
    """Who has left, is not permitted or is not named leaves no move to count."""
    households = [a_household("h1", current="m1"), a_household("h2", current="left"), a_household("h3")]
    households.append(a_household("h4", risk="orange", current="m1"))
    assert problem_of(an_instance(households=households)).current.tolist() == [0, -1, -1, -1]


def test_bounds_and_limits_beyond_all_households_say_no_more_than_all() -> None:
    """However large the file has them, they fit the arrays."""
    rules = {"households_per_member": [10**10, 10**12], "orange_per_member": 10**12, "max_moves": 10**12}
    problem = problem_of(an_instance(rules=rules))
    assert (problem.low.tolist(), problem.high.tolist()) == ([2], [2])
    assert (problem.orange_limit, problem.max_moves) == (2, 2)


def test_no_households_are_a_problem_too() -> None:
    """Empty lists make empty arrays, not errors."""
    problem = problem_of(an_instance(buildings=[], households=[]))
    assert (problem.members, problem.buildings, problem.households) == (1, 0, 0)
    assert problem.walk.shape == (1, 0)
    assert problem.target_minutes == 0


@pytest.mark.parametrize("seed", seeds(ci=20, soak=60))
def test_the_arrays_say_what_the_recount_says(seed: int) -> None:
    """Visits, walking, permission, target, best and current of random problems equal the recount's own formulas."""
    instance = instance_of(random_instance(random.Random(seed), planted=bool(seed % 2)))
    problem, facts = problem_of(random_instance(random.Random(seed), planted=bool(seed % 2))), facts_of(instance)
    assert problem.visits.tolist() == [visits(facts, home) for home in instance.households]
    assert any(abs(problem.target_minutes - value) < 1e-9 for value in target_candidates(facts))
    for i, member in enumerate(instance.members):
        walks = [walk_minutes(facts, member, building) for building in instance.buildings]
        assert np.allclose(problem.walk[i] / 10, walks, rtol=0, atol=1e-9)
        for h, home in enumerate(instance.households):
            assert problem.is_permitted(i, h) == problem.permitted(h)[i] == permitted(facts, member, home)
    every = np.indices((problem.members, problem.households)).reshape(2, -1)
    assert problem.permitted_pairs(*every).tolist() == [problem.is_permitted(int(m), int(h)) for m, h in every.T]
    for h, home in enumerate(instance.households):
        takers = [member for member in instance.members if permitted(facts, member, home)]
        best = max((facts.ties.get(home.id, {}).get(member.id, 0.0) for member in takers), default=0.0)
        assert problem.best[h] == round(10 * best)
        stays = next((i for i, m in enumerate(instance.members) if m.id == home.current and m in takers), -1)
        assert problem.current[h] == stays
