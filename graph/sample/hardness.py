"""What makes the county hard to plan, measured on its planning problem."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.pairs import visits_per_quarter
from graph.rules import Rules
from graph.sample.make import Made
from graph.sample.planted import Rows, bounds_of, in_order

DENSE_DOORS = 15
TIGHT_SHARE = 0.97


def hardness(made: Made, instance: Mapping[str, Any], rules: Rules) -> dict[str, Rows]:
    """Dense buildings, small hamlets, regions with hardly a place left, households that break a ceiling alone."""
    county = made.county
    doors = Counter(household.building for household in county.households)
    hamlets = [b for b, plot in zip(county.buildings, made.sketch.plots, strict=True) if plot.style == "hamlet"]
    return {
        "dense_buildings": in_order([{"building": b, "households": n} for b, n in doors.items() if n > DENSE_DOORS]),
        "small_hamlets": in_order([{"building": b.id, "grid": b.grid, "households": doors[b.id]} for b in hamlets]),
        "tight_regions": in_order(_tight_regions(made, rules)),
        "ceiling_households": in_order([{"household": h} for h in ceiling_households(instance, rules)]),
    }


def _tight_regions(made: Made, rules: Rules) -> Rows:
    """Large grids whose households are at least 97 % of the places of all who may serve there."""
    rows: Rows = []
    cadres = made.sketch.cadres
    for r, region in enumerate(made.sketch.land.regions):
        allowed = [m for m, c in zip(made.county.members, cadres, strict=True) if c.status == "active" and r in c.areas]
        places = sum(bounds_of(member, rules)[1] for member in allowed)
        if places and region.households >= TIGHT_SHARE * places:
            grid = made.sketch.tree.large_ids[r]
            rows.append({"grid": grid, "households": region.households, "members": len(allowed), "places": places})
    return rows


def ceiling_households(instance: Mapping[str, Any], rules: Rules) -> list[str]:
    """Households whose service and walking alone are above the ceiling of every member, wherever he may serve."""
    at = {b["id"]: np.array((b["x"], b["y"])) for b in instance["buildings"]}
    everybody, seniors = _members(instance["members"]), _members([m for m in instance["members"] if m["senior"]])
    ceiling_minutes = rules.ceiling[0] * float(instance["rules"]["target_minutes"])
    found: list[str] = []
    for building, households in groupby(instance["households"], key=lambda h: h["building"]):
        alike: dict[tuple[str, bool], list[str]] = {}
        for h in households:
            alike.setdefault((h["risk"], h["priority"]), []).append(h["id"])
        for (risk, priority), ids in alike.items():
            takers = seniors if risk == "orange" else everybody
            visits = visits_per_quarter(rules, risk, priority=priority)
            workloads = visits * (rules.minutes_per_visit[risk] + _walk_minutes(at[building], takers, rules))
            if len(takers) and bool(np.all(workloads > ceiling_minutes * takers[:, 2])):
                found += ids
    return found


def _walk_minutes(at: NDArray[np.float64], members: NDArray[np.float64], rules: Rules) -> NDArray[np.float64]:
    """t there and back, by member."""
    away = members[:, :2] - at
    distance_m = np.sqrt(away[:, 0] ** 2 + away[:, 1] ** 2)
    return np.rint(10 * (2 * rules.detour * distance_m / rules.metres_per_minute)) / 10


def _members(members: Sequence[Mapping[str, Any]]) -> NDArray[np.float64]:
    """(n, 3): x, y, share."""
    return np.array([(m["x"], m["y"], m["share"]) for m in members], dtype=np.float64).reshape(-1, 3)
