"""Small planning problems for tests, as the JSON of an instance file: by hand, and drawn at random."""

from __future__ import annotations

import json
import math
import random
from typing import Any

from planner.instance import Instance
from planner.instance_file import parse_instance
from planner.problem import Problem, build_problem

Json = dict[str, Any]
RISKS = ("green", "blue", "yellow", "orange")
WISHES = ("knows", "household_prefers", "member_prefers")
AREAS = ("east", "west")
SIDE_M = 3000.0


def a_member(member: str = "m1", x: float = 0.0, y: float = 0.0, **more: Any) -> Json:
    """A member at (x, y); `more` are further keys of the file."""
    return {"id": member, "x": x, "y": y, **more}


def a_building(building: str = "b1", x: float = 0.0, y: float = 0.0, **more: Any) -> Json:
    """A building at (x, y)."""
    return {"id": building, "x": x, "y": y, **more}


def a_household(household: str = "h1", building: str = "b1", risk: str = "green", **more: Any) -> Json:
    """A green household in b1 unless said otherwise."""
    return {"id": household, "building": building, "risk": risk, **more}


def a_pair(member: str, household: str, kind: str = "knows") -> Json:
    """A tie, wish, avoidance or pin."""
    return {"member": member, "household": household, "kind": kind}


def an_instance(**overrides: Any) -> Json:
    """One member (0 or more households) at his one building with one green household; any part can be replaced."""
    parts: Json = {
        "format": "lianhu-instance/1",
        "name": "test",
        "rules": {"households_per_member": [0, 15]},
        "members": [a_member()],
        "buildings": [a_building()],
        "households": [a_household()],
        "pairs": [],
    }
    return {**parts, **overrides}


def instance_of(document: Json) -> Instance:
    """The instance that a file with this JSON holds."""
    return parse_instance(json.dumps(document).encode(), "test.json")


def problem_of(document: Json) -> Problem:
    """The arrays of the instance that a file with this JSON holds."""
    return build_problem(instance_of(document))


def random_instance(rng: random.Random, *, members: int = 4, households: int = 12, planted: bool = True) -> Json:
    """An instance with at most so many members and households; every rule is on in some draws and off in others.

    `planted`: bounds, limits, pins and avoidances are laid around an assignment drawn first, so that a plan exists.
    Otherwise they are drawn freely and there may be none.
    """
    homes = _homes(rng, rng.randint(0 if rng.random() < 0.05 else 1, households))
    people = [_person(rng, i) for i in range(rng.randint(1, members))]
    plan = [rng.randrange(len(people)) for _ in homes["households"]]
    rules = _rules(rng)
    document = an_instance(rules=rules, members=people, **homes)
    document["pairs"] = _pairs(rng, document, plan if planted else None)
    _currents(rng, document, plan)
    _bounds(rng, document, plan if planted else None)
    if planted:
        _make_permitted(document, plan)
    return document


def _homes(rng: random.Random, households: int) -> Json:
    buildings = [
        a_building(f"b{i}", round(rng.uniform(0, SIDE_M), 1), round(rng.uniform(0, SIDE_M), 1))
        for i in range(rng.randint(1, max(1, households // 2) + 1))
    ]
    if rng.random() < 0.3:
        for building in buildings:
            building["area"] = rng.choice((*AREAS, None))
    weights = rng.choice(((1, 1, 1, 1), (8, 3, 2, 1), (1, 0, 0, 0), (3, 0, 0, 2)))
    rows = [
        a_household(f"h{i}", rng.choice(buildings)["id"], rng.choices(RISKS, weights)[0]) for i in range(households)
    ]
    for row in rows:
        if rng.random() < 0.2:
            row["priority"] = True
    return {"buildings": buildings, "households": rows}


def _person(rng: random.Random, i: int) -> Json:
    person = a_member(f"m{i}", round(rng.uniform(0, SIDE_M), 1), round(rng.uniform(0, SIDE_M), 1))
    if rng.random() < 0.5:
        person["senior"] = True
    if rng.random() < 0.3:
        person["share"] = rng.choice((0.1, 0.5, 0.75))
    if rng.random() < 0.15:
        person["areas"] = [rng.choice(AREAS)]
    return person


def _rules(rng: random.Random) -> Json:
    """Each rule keeps its default in about half of the draws; no bounds and limits yet."""
    drawn: Json = {
        "visits_per_quarter": {"green": rng.choice((1, 2)), "orange": rng.choice((4, 7, 13, 90))},
        "priority_visits_per_quarter": rng.choice((1, 4, 5)),
        "minutes_per_visit": {"green": rng.choice((0, 12.5)), "orange": 30.5},
        "metres_per_minute": rng.choice((40, 83.3)),
        "detour": rng.choice((1.0, 1.7)),
        "reach_minutes": rng.choice((20, 35.5, 60)),
        "knows_minutes": rng.choice((0, 12.3)),
        "household_prefers_minutes": rng.choice((0, 55)),
        "member_prefers_minutes": rng.choice((0, 7.7)),
        "building_minutes": rng.choice((0, 0.5, 40)),
        "balance": rng.choice(
            (
                {"below": [0.5, 0], "above": []},
                {"below": [1.0, 1.0], "above": [[1.0, 0.75]]},
                {"below": [0.9, 0.35], "above": [[0.8, 0.1], [1.0, 0.2], [1.3, 3]]},
            )
        ),
        "ceiling": rng.choice(([1.1, 20], [1.5, 0], [0.5, 5])),
        "churn_minutes": rng.choice((3, 25.5)),
        "target_minutes": rng.choice((60, 333.3)),
    }
    return {key: value for key, value in drawn.items() if rng.random() < 0.4}


def _pairs(rng: random.Random, document: Json, plan: list[int] | None) -> list[Json]:
    pairs: list[Json] = []
    people, homes = document["members"], document["households"]
    avoid, pin = rng.choice((0.0, 0.1)), rng.choice((0.0, 0.1))
    for at, home in enumerate(homes):
        for i, person in enumerate(people):
            pairs += [a_pair(person["id"], home["id"], kind) for kind in WISHES if rng.random() < 0.12]
            if rng.random() < avoid and (plan is None or plan[at] != i):
                pairs.append(a_pair(person["id"], home["id"], "avoids"))
        if rng.random() < pin:
            pinned = rng.randrange(len(people)) if plan is None else plan[at]
            pairs.append(a_pair(people[pinned]["id"], home["id"], "pin"))
    return pairs + [dict(pair) for pair in pairs[:1]]


def _currents(rng: random.Random, document: Json, plan: list[int]) -> None:
    """In half of the draws most households are served today, some by a member who has left."""
    if rng.random() < 0.5:
        return
    names = [person["id"] for person in document["members"]]
    changed = 0
    for home, planned in zip(document["households"], plan, strict=True):
        home["current"] = rng.choice((names[planned], names[planned], rng.choice(names), "left", None))
        changed += home["current"] != names[planned]
    if rng.random() < 0.5:
        document["rules"]["max_moves"] = changed + rng.randint(0, 2)


def _bounds(rng: random.Random, document: Json, plan: list[int] | None) -> None:
    people, homes, rules = document["members"], document["households"], document["rules"]
    share = len(homes) // len(people)
    low, high = max(0, share - rng.randint(0, 2)), share + rng.randint(1, 4)
    limit = rng.randint(0, 3)
    counts = [0] * len(people)
    orange = [0] * len(people)
    for home, planned in zip(homes, plan or [], strict=False):
        counts[planned] += 1
        orange[planned] += home["risk"] == "orange"
    rules["households_per_member"] = [min([low, *counts]), max([high, *counts])] if plan is not None else [low, high]
    rules["orange_per_member"] = max([limit, *orange])
    for i, person in enumerate(people):
        if rng.random() < 0.15:
            person["households"] = [max(0, counts[i] - 1), counts[i] + 1]


def _make_permitted(document: Json, plan: list[int]) -> None:
    """Lift what forbids the planted plan: orange needs a senior, the building its area, the reach its distance."""
    people, rules = document["members"], document["rules"]
    buildings = {building["id"]: building for building in document["buildings"]}
    pace = rules.get("detour", 1.3) / rules.get("metres_per_minute", 70)
    for home, planned in zip(document["households"], plan, strict=True):
        person, building = people[planned], buildings[home["building"]]
        area = building.get("area")
        if rules.get("reach_minutes") is not None:
            distance_m = math.dist((person["x"], person["y"]), (building["x"], building["y"]))
            rules["reach_minutes"] = max(rules["reach_minutes"], math.ceil(distance_m * pace) + 1)
        if home["risk"] == "orange":
            person["senior"] = True
        if area is None:
            person.pop("areas", None)
        elif "areas" in person and area not in person["areas"]:
            person["areas"].append(area)
