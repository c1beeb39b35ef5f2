"""The plan that breaks the fewest rules: the number is the least of all assignments, and the recount agrees."""

from __future__ import annotations

import copy
import itertools
import json
import random
from typing import Any

import numpy as np
import pytest

from planner import best_effort_exact
from planner.best_effort import broken_rules, fewest_broken
from planner.best_effort_exact import fewest_by_program
from planner.checks import check_plan, recount
from planner.instance import Instance
from planner.plan_file import Plan
from planner.problem import build_problem
from planner.service import SolveOptions, solve
from tests.planner.builders import (
    Json,
    a_building,
    a_household,
    a_member,
    a_pair,
    an_instance,
    instance_of,
    random_instance,
)
from tests.planner.slices import cases, seeds

ENDS_APART = (7, 32, 94, 566, 1233, 1689, 2251, 2626)  # seeds of `a_ring` where the flows leave a range
EFFORT = SolveOptions(work=100, best_effort=True)


def effort_of(document: Json) -> Plan:
    """The best effort for an instance without a plan; `lianhu check` agrees with it."""
    instance = instance_of(document)
    plan = solve(instance, EFFORT)
    assert check_plan(instance, json.loads(json.dumps(plan.as_json()))) == []
    assert (plan.status, plan.exit_code, plan.bound, plan.gap) == ("infeasible", 2, None, None)
    assert set(plan.assignment) == {home.id for home in instance.households}
    assert len(plan.causes) > 0
    return plan


def rules_of(plan: Plan) -> list[tuple[str, str | None, str | None, int]]:
    """What it breaks, in order."""
    return sorted((one.rule, one.member, one.household, one.by) for one in plan.broken)


def fewest_by_all_assignments(instance: Instance) -> int:
    """The least sum of `by` over every assignment there is, counted by the recount."""
    homes, members = [home.id for home in instance.households], [member.id for member in instance.members]
    return min(
        sum(one.by for one in recount(instance, dict(zip(homes, chosen, strict=True))).broken)
        for chosen in itertools.product(members, repeat=len(homes))
    )


def homes(count: int, **more: Any) -> list[Json]:
    """So many green households in b1."""
    return [a_household(f"h{i}", **more) for i in range(count)]


def test_a_household_too_many() -> None:
    """16 households for one member of 15 places: one above."""
    assert rules_of(effort_of(an_instance(households=homes(16)))) == [("households", "m1", None, 1)]


def test_two_too_few() -> None:
    """m1 and m2 must have 3 each, there are 4 households."""
    document = an_instance(
        rules={"households_per_member": [3, 9]}, members=[a_member("m1"), a_member("m2")], households=homes(4)
    )
    assert sum(one.by for one in effort_of(document).broken) == 2


def test_orange_above_the_limit_or_to_somebody_not_senior() -> None:
    """Two orange ones, a limit of 1, one senior: either is one broken rule, and each is named as what it is."""
    document = an_instance(
        rules={"households_per_member": [0, 9], "orange_per_member": 1},
        members=[a_member("m1", senior=True), a_member("m2")],
        households=[a_household("h0", risk="orange"), a_household("h1", risk="orange")],
    )
    ((rule, _, _, by),) = rules_of(effort_of(document))
    assert (rule in ("orange", "permitted"), by) == (True, 1)


def test_two_pins_are_one_broken_rule_whoever_takes_it() -> None:
    """h0 is pinned to m1 and to m2: with either the other pin is broken, once."""
    document = an_instance(
        members=[a_member("m1"), a_member("m2")],
        households=homes(1),
        pairs=[a_pair("m1", "h0", "pin"), a_pair("m2", "h0", "pin")],
    )
    ((rule, member, household, by),) = rules_of(effort_of(document))
    assert (rule, household, by) == ("pin", "h0", 1)
    assert member in ("m1", "m2")


def test_forbidden_and_pinned_elsewhere_are_two() -> None:
    """h0 is pinned to m1 whom it avoids, and avoids m2 as well: with m1 one rule is broken, with m2 two."""
    document = an_instance(
        members=[a_member("m1", 3000), a_member("m2")],
        households=homes(1),
        pairs=[a_pair("m1", "h0", "pin"), a_pair("m1", "h0", "avoids"), a_pair("m2", "h0", "avoids")],
    )
    assert rules_of(effort_of(document)) == [("permitted", "m1", "h0", 1)]


def test_moves_above_the_limit() -> None:
    """Three households with m1, who has two places, and no move allowed: one too many, or one move; one rule."""
    document = an_instance(
        rules={"households_per_member": [0, 2], "max_moves": 0},
        members=[a_member("m1"), a_member("m2")],
        households=homes(3, current="m1"),
    )
    ((rule, _, _, by),) = rules_of(effort_of(document))
    assert (rule in ("max_moves", "households"), by) == (True, 1)


def test_of_as_few_rules_the_near_member_takes_it() -> None:
    """Everybody is full: the household too many goes to the member next door, not to the one 3 km away."""
    document = an_instance(
        rules={"households_per_member": [0, 1]},
        members=[a_member("far", 0), a_member("near", 3010)],
        buildings=[a_building("b1", 3000)],
        households=homes(3),
    )
    assert rules_of(effort_of(document)) == [("households", "near", None, 1)]


def test_with_a_plan_nothing_is_broken() -> None:
    """Where a plan exists the option changes nothing."""
    plan = solve(instance_of(an_instance()), EFFORT)
    assert (plan.status, plan.broken, plan.exit_code) == ("optimal", (), 0)


def test_without_the_option_there_is_no_assignment() -> None:
    """The causes alone."""
    plan = solve(instance_of(an_instance(households=homes(16))), SolveOptions(work=100))
    assert (plan.assignment, plan.broken, plan.objective) == ({}, (), None)


@pytest.mark.parametrize("seed", seeds(ci=24, soak=150))
def test_no_assignment_breaks_fewer(seed: int) -> None:
    """Every rule on and off, limits of moves among them, against all assignments of small instances."""
    rng = random.Random(9000 + seed)
    document = random_instance(rng, members=3, households=6, planted=False)
    if seed % 2:
        for home in document["households"]:
            home["current"] = rng.choice([member["id"] for member in document["members"]])
        document["rules"]["max_moves"] = rng.randint(0, 2)
    instance = instance_of(document)
    problem = build_problem(instance)
    found = fewest_broken(problem)
    named = {home.id: instance.members[m].id for home, m in zip(instance.households, found.tolist(), strict=True)}
    counted = sum(one.by for one in recount(instance, named).broken)
    assert counted == broken_rules(problem, found) == fewest_by_all_assignments(instance)


def a_ring(seed: int) -> Json:
    """Five households with full members who avoid many of the others: only rings of moves mend, and limits cut them."""
    rng = random.Random(seed)
    members = [a_member(f"m{i}", households=[1, 1]) for i in range(5)]
    households = [a_household(f"h{i}", current=f"m{i}") for i in range(5)]
    pairs = [a_pair(f"m{m}", f"h{h}", "avoids") for m in range(5) for h in range(5) if h != m and rng.random() < 0.5]
    document = an_instance(
        rules={"max_moves": rng.randint(0, 3), "orange_per_member": 0},
        members=members,
        households=[{**home, "risk": rng.choice(("green", "orange"))} for home in households],
        pairs=pairs,
    )
    for member in document["members"]:
        member["senior"] = rng.random() < 0.6
    return document


@pytest.mark.parametrize("seed", cases(ENDS_APART, in_ci=lambda seed: seed in ENDS_APART[:3]))
def test_between_the_ends_of_the_limit_of_moves(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the fewest rules nor the fewest rules and moves say what is least: the program between them does."""
    asked: list[int] = []

    def counted(*given: Any, most: int, least: int) -> Any:
        asked.append(most - least)
        return fewest_by_program(*given, most=most, least=least)

    monkeypatch.setattr(best_effort_exact, "fewest_by_program", counted)
    instance = instance_of(a_ring(seed))
    problem = build_problem(instance)
    assert broken_rules(problem, fewest_broken(problem)) == fewest_by_all_assignments(instance)
    assert asked[0] > 0


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (lambda broken: [], "the plan says nothing"),
        (lambda broken: [{**broken[0], "by": 2}], "the plan says 2"),
        (lambda broken: [*broken, {"rule": "orange", "member": "m1", "household": None, "by": 1}], "is not broken"),
        (lambda broken: broken * 2, "is named 2 times"),
    ],
    ids=["left out", "by too much", "one that is kept", "twice"],
)
def test_check_names_each_fault_in_what_is_broken(change: Any, word: str) -> None:
    """`broken` must be complete and right."""
    document = an_instance(households=homes(16))
    plan = copy.deepcopy(json.loads(json.dumps(effort_of(document).as_json())))
    plan["broken"] = change(plan["broken"])
    found = [one.sentence for one in check_plan(instance_of(document), plan)]
    assert len(found) == 1
    assert word in found[0]


def test_an_empty_instance() -> None:
    """No households and a lower bound: nothing is assigned, the bound is broken."""
    document = an_instance(buildings=[], households=[], rules={"households_per_member": [1, 15]})
    problem = build_problem(instance_of(document))
    assert (len(fewest_broken(problem)), broken_rules(problem, np.zeros(0, dtype=np.int32))) == (0, 1)
