"""Causes planted in a village that has a plan: each kind alone and two at a time, beside look-alikes that are feasible.

The village: four areas, one building and two members each (the first senior), eight green households a building, each
served by the first or the second member of its area; a member may have 2 to 5. Each fault is planted in an area of its
own and has a look-alike one household, pin, place or move short of it.
"""

from __future__ import annotations

import copy
import itertools
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from planner.changes import apply_changes
from planner.checks import check_plan
from planner.instance import Instance
from planner.plan_file import Cause
from planner.service import SolveOptions, solve
from tests.planner.builders import Json, a_building, a_household, a_member, a_pair, an_instance, instance_of
from tests.planner.slices import cases

AREAS = ("north", "east", "south", "west")
LITTLE = SolveOptions(work=100)
Fault = Callable[[Json, str, bool], None]


def village() -> Json:
    """Everybody keeps to an area; there is a plan in which nobody moves."""
    document = an_instance(
        rules={"households_per_member": [2, 5], "orange_per_member": 1},
        members=[],
        buildings=[a_building(f"b-{area}", 9000.0 * i, area=area) for i, area in enumerate(AREAS)],
        households=[],
    )
    for i, area in enumerate(AREAS):
        first, second = f"{area}-1", f"{area}-2"
        document["members"] += [
            a_member(first, 9000.0 * i, areas=[area], senior=True),
            a_member(second, 9000.0 * i, areas=[area]),
        ]
        document["households"] += [
            a_household(f"{area}-h{n}", f"b-{area}", current=first if n < 4 else second) for n in range(8)
        ]
    return document


def too_few_places(document: Json, area: str, real: bool) -> None:
    """Ten households fit the two members, eleven do not."""
    document["households"] += [a_household(f"{area}-x{n}", f"b-{area}") for n in range(3 if real else 2)]


def nobody_may(document: Json, area: str, real: bool) -> None:
    """A household that avoids one of the two, or both."""
    members = [f"{area}-1", f"{area}-2"][: 2 if real else 1]
    document["pairs"] += [a_pair(member, f"{area}-h0", "avoids") for member in members]


def too_few_seniors(document: Json, area: str, real: bool) -> None:
    """One senior who may have one orange household."""
    for home in _of(document["households"], area)[: 2 if real else 1]:
        home["risk"] = "orange"


def too_few_households(document: Json, area: str, real: bool) -> None:
    """Both members must have four, or one of them five."""
    for member in _of(document["members"], area):
        member["households"] = [4, 5]
    if real:
        _of(document["members"], area)[0]["households"] = [5, 5]


def two_pins(document: Json, area: str, real: bool) -> None:
    """One household pinned to both members, or twice to the same."""
    document["pairs"] += [
        a_pair(f"{area}-1", f"{area}-h0", "pin"),
        a_pair(f"{area}-{2 if real else 1}", f"{area}-h0", "pin"),
    ]


def more_pins_than_places(document: Json, area: str, real: bool) -> None:
    """Five fit a member, six do not."""
    document["pairs"] += [a_pair(f"{area}-1", f"{area}-h{n}", "pin") for n in range(6 if real else 5)]


def bounds_against_orange(document: Json, area: str, real: bool) -> None:
    """The senior must have five of eight; the other avoids all but three; of the five are two orange, one is allowed.

    In the look-alike the member must have four.
    """
    first, second = _of(document["members"], area)
    second["households"] = [0, 5]
    first["households"] = [5 if real else 4, 5]
    homes = _of(document["households"], area)
    for home in homes[:2]:
        home["risk"] = "orange"
    document["households"] = [home for home in document["households"] if home not in homes[5:]]
    document["members"].append(a_member(f"{area}-3", first["x"], areas=[area], senior=True, households=[0, 5]))


FAULTS: dict[str, tuple[Fault, str]] = {
    "too few places": (too_few_places, "too_few_places"),
    "nobody may": (nobody_may, "too_few_places"),
    "too few seniors": (too_few_seniors, "too_few_places"),
    "too few households": (too_few_households, "too_few_households"),
    "two pins": (two_pins, "pins"),
    "more pins than places": (more_pins_than_places, "pins"),
    "bounds against orange": (bounds_against_orange, "other"),
}
PAIRS = [*((one,) for one in FAULTS), *itertools.combinations(FAULTS, 2), *((one, one) for one in FAULTS)]


def in_ci(names: tuple[str, ...]) -> bool:
    """Each fault alone, twice, and beside the third after it."""
    first, last = (list(FAULTS).index(names[at]) for at in (0, -1))
    return (last - first) % 3 == 0


def _of(rows: list[Json], area: str) -> list[Json]:
    return [row for row in rows if row["id"].startswith(f"{area}-")]


def planted(names: tuple[str, ...], *, real: bool = True) -> Json:
    """The village with a fault in each of the first areas, and the look-alikes of both others in the last two."""
    document = village()
    for area, name in zip(AREAS, names, strict=False):
        FAULTS[name][0](document, area, real)
    for area, name in zip(reversed(AREAS), names, strict=False):
        FAULTS[name][0](document, area, False)
    return document


def solved(instance: Instance) -> tuple[str, tuple[Cause, ...], list[Json]]:
    """Status, causes and repairs, with which the recount agrees."""
    plan = solve(instance, LITTLE)
    document: Any = json.loads(json.dumps(plan.as_json()))
    assert check_plan(instance, document) == []
    return plan.status, tuple(plan.causes), document["repairs"]


def areas_of(cause: Cause) -> set[str]:
    """The areas that a cause speaks of."""
    return {one.split("-")[0] for one in (*cause.households, *cause.members)}


def smaller(cause: Json) -> Iterator[Json]:
    """The cause with one household or one member left out."""
    for key in ("households", "members"):
        for i in range(len(cause[key])):
            yield {**cause, key: cause[key][:i] + cause[key][i + 1 :]}


@pytest.mark.parametrize("names", cases(PAIRS, in_ci=in_ci), ids=" + ".join)
def test_each_planted_fault_is_a_cause_of_its_own_and_each_repair_works(names: tuple[str, ...]) -> None:
    """As many causes as faults, of their kinds, each in its area; every repair is applied and solved again."""
    instance = instance_of(planted(names))
    status, causes, repairs = solved(instance)
    assert status == "infeasible"
    assert sorted(cause.kind for cause in causes) == sorted(FAULTS[name][1] for name in names)
    assert sorted(area for cause in causes for area in areas_of(cause)) == sorted(AREAS[: len(names)])
    assert len(repairs) > 0
    for repair in repairs:
        again = replace(apply_changes(instance, repair["changes"]), sha256="0" * 64)
        assert solve(again, LITTLE).status in ("feasible", "optimal"), repair


@pytest.mark.parametrize("names", cases(PAIRS, in_ci=in_ci), ids=" + ".join)
def test_look_alikes_have_a_plan(names: tuple[str, ...]) -> None:
    """One household, pin, place or bound short of the fault."""
    assert solved(instance_of(planted(names, real=False)))[0] in ("feasible", "optimal")


@pytest.mark.parametrize("name", [name for name, (_, kind) in FAULTS.items() if kind != "other"])
def test_no_cause_proves_with_less(name: str) -> None:
    """Without any one household or member the sets prove nothing, and `check` says so.

    `other` is left to tests.planner.test_shrink: there no members mean all of them, so that a smaller set says more.
    """
    instance = instance_of(planted((name,)))
    document: Any = json.loads(json.dumps(solve(instance, LITTLE).as_json()))
    (cause,) = document["causes"]
    for less in smaller(cause):
        claimed = copy.deepcopy(document) | {"causes": [less]}
        found = [one.what for one in check_plan(instance, claimed)]
        assert "causes[0]" in found, less


@pytest.mark.parametrize(("limit", "feasible"), [(0, False), (1, True)])
@pytest.mark.parametrize("name", FAULTS)
def test_a_limit_of_moves_alone_and_beside_a_fault(name: str, limit: int, feasible: bool) -> None:
    """A member with too many must give one away: alone a cause of its own, beside a fault the fault is the cause."""
    document = village()
    document["members"][-1]["households"] = [2, 3]
    document["rules"]["max_moves"] = limit
    status, causes, _ = solved(instance_of(document))
    assert (status != "infeasible") is feasible
    assert [cause.kind for cause in causes] == ([] if feasible else ["max_moves"])
    FAULTS[name][0](document, AREAS[0], True)
    instance = instance_of(document)
    _, causes, repairs = solved(instance)
    assert [cause.kind for cause in causes] == [FAULTS[name][1]]
    for repair in repairs:
        assert solve(apply_changes(instance, repair["changes"]), LITTLE).status in ("feasible", "optimal")
