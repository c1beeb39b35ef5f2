"""Exact optima of small instances, from FORMATS.md alone: by all sets of households, and by mixed-integer programming.

Neither shares code with the planner; the two are checked against each other.
"""

from __future__ import annotations

import datetime
import math
from dataclasses import dataclass, field

import numpy as np
from ortools.math_opt.python import mathopt

from planner.instance import Building, Household, Instance, Member

GOT = {
    "knows": "knows_minutes",
    "household_prefers": "household_prefers_minutes",
    "member_prefers": "member_prefers_minutes",
}
SETS_MOST = 12  # households: every set of them is looked at


@dataclass
class Facts:
    """What the formulas of the model give for one instance, minutes."""

    instance: Instance
    visits: list[int] = field(default_factory=list)
    service: list[float] = field(default_factory=list)
    walk: dict[tuple[int, str], float] = field(default_factory=dict)
    permitted: list[list[bool]] = field(default_factory=list)  # [household][member]
    got: list[list[float]] = field(default_factory=list)
    best: list[float] = field(default_factory=list)
    moved_from: list[int] = field(default_factory=list)  # the member whose loss is a move, −1: nobody
    target: float = 0.0

    def __post_init__(self) -> None:
        instance = self.instance
        places = {b.id: b for b in instance.buildings}
        self.visits = [self._visits(h) for h in instance.households]
        self.service = [
            v * instance.rules.minutes_per_visit[h.risk] for v, h in zip(self.visits, instance.households, strict=True)
        ]
        self.walk = {(i, b.id): self._walk(m, b) for i, m in enumerate(instance.members) for b in instance.buildings}
        kinds: dict[tuple[str, str], set[str]] = {}
        for pair in instance.pairs:
            kinds.setdefault((pair.member, pair.household), set()).add(pair.kind)
        pins = {
            h.id: [p.member for p in instance.pairs if p.kind == "pin" and p.household == h.id]
            for h in instance.households
        }
        for h in instance.households:
            row = [
                self._permitted(i, m, h, places[h.building], kinds.get((m.id, h.id), set()), pins[h.id])
                for i, m in enumerate(instance.members)
            ]
            got = [
                sum(getattr(instance.rules, GOT[k]) for k in kinds.get((m.id, h.id), set()) if k in GOT)
                for m in instance.members
            ]
            now = [i for i, m in enumerate(instance.members) if m.id == h.current and row[i]]
            self.permitted.append(row)
            self.got.append(got)
            self.best.append(max((g for g, ok in zip(got, row, strict=True) if ok), default=0.0))
            self.moved_from.append(now[0] if now else -1)
        self.target = self._target()

    def _visits(self, h: Household) -> int:
        rules = self.instance.rules
        visits = rules.visits_per_quarter[h.risk]
        return max(visits, rules.priority_visits_per_quarter) if h.priority else visits

    def _walk(self, m: Member, b: Building) -> float:
        rules = self.instance.rules
        distance = math.sqrt((m.x - b.x) * (m.x - b.x) + (m.y - b.y) * (m.y - b.y))
        return float(np.rint(10 * (2 * rules.detour * distance / rules.metres_per_minute)) / 10)

    def _permitted(self, i: int, m: Member, h: Household, b: Building, kinds: set[str], pinned: list[str]) -> bool:
        rules = self.instance.rules
        reach = rules.reach_minutes is None or self.walk[i, b.id] / 2 <= rules.reach_minutes
        area = m.areas is None or b.area in m.areas
        pin = not pinned or set(pinned) == {m.id}
        return reach and area and pin and "avoids" not in kinds and (h.risk != "orange" or m.senior)

    def _target(self) -> float:
        instance = self.instance
        if instance.rules.target_minutes is not None:
            return instance.rules.target_minutes
        total = sum(self.service)
        for b in instance.buildings:
            here = [v for v, h in zip(self.visits, instance.households, strict=True) if h.building == b.id]
            near = sorted(self.walk[i, b.id] for i in range(len(instance.members)))[:10]
            total += max(here, default=0) * sum(near) / len(near)
        return float(np.rint(10 * total / sum(m.share for m in instance.members)) / 10)

    def lines(self, m: int) -> list[tuple[float, float]]:
        """The charge on load as the largest of these (constant, slope) lines."""
        rules, target = self.instance.rules, self.instance.members[m].share * self.target
        share, below = rules.balance.below
        rises = [(share * target, below), *((s * target, r) for s, r in [*rules.balance.above, rules.ceiling])]
        slope, constant = -below, below * share * target
        lines = [(constant, slope)]
        for kink, rise in sorted(rises):
            slope, constant = slope + rise, constant - rise * kink
            lines.append((constant, slope))
        return lines

    def cost(self, m: int, chosen: list[int]) -> float:
        """Every term of the objective that these households, and no others, bring as those of member m."""
        rules, homes = self.instance.rules, self.instance.households
        trips: dict[str, int] = {}
        for h in chosen:
            trips[homes[h].building] = max(trips.get(homes[h].building, 0), self.visits[h])
        walking = sum(n * self.walk[m, b] for b, n in trips.items())
        load = walking + sum(self.service[h] for h in chosen)
        missed = sum(self.best[h] - self.got[h][m] for h in chosen)
        moves = sum(self.moved_from[h] not in (-1, m) for h in chosen)
        charge = max(constant + slope * load for constant, slope in self.lines(m))
        return walking + missed + rules.building_minutes * len(trips) + charge + rules.churn_minutes * moves

    def may_have(self, m: int, chosen: list[int]) -> bool:
        """Whether this is a set of households that member m may have."""
        low, high = self.instance.bounds(self.instance.members[m])
        orange = sum(self.instance.households[h].risk == "orange" for h in chosen)
        return (
            low <= len(chosen) <= high
            and orange <= self.instance.rules.orange_per_member
            and all(self.permitted[h][m] for h in chosen)
        )


def sets_of(facts: Facts, m: int) -> dict[int, float]:
    """{set of households as bits: what it costs} for every set that member m may have."""
    homes = range(len(facts.instance.households))
    if len(homes) > SETS_MOST:
        raise ValueError(f"{len(homes)} households are too many to look at every set; at most {SETS_MOST}")
    sets: dict[int, float] = {}
    for bits in range(1 << len(homes)):
        chosen = [h for h in homes if bits >> h & 1]
        if facts.may_have(m, chosen):
            sets[bits] = facts.cost(m, chosen)
    return sets


def optimum_by_sets(instance: Instance) -> float | None:
    """The least minutes of any plan, or None when there is none: member by member over all sets, by moves made."""
    return least_by_sets(Facts(instance))


def least_by_sets(facts: Facts) -> float | None:
    """As `optimum_by_sets`, of facts that a test may have changed."""
    instance = facts.instance
    homes = len(instance.households)
    limit = instance.rules.max_moves if instance.rules.max_moves is not None else 0
    counted = instance.rules.max_moves is not None
    best = np.full((1 << homes, limit + 1), np.inf)
    best[0, 0] = 0.0
    every = np.arange(1 << homes)
    for m in range(len(instance.members)):
        after = np.full_like(best, np.inf)
        for bits, cost in sets_of(facts, m).items():
            moves = sum(facts.moved_from[h] not in (-1, m) for h in range(homes) if bits >> h & 1) if counted else 0
            if moves > limit:
                continue
            rest = every[(every & bits) == 0]
            through = best[rest, : limit + 1 - moves] + cost
            after[rest | bits, moves:] = np.minimum(after[rest | bits, moves:], through)
        best = after
    least = float(best[-1].min())
    return least if math.isfinite(least) else None


def optimum_by_program(instance: Instance, seconds: float = 60.0) -> float | None:
    """The least minutes of any plan by HiGHS, or None when there is none. Raises RuntimeError when it is not proven."""
    facts = Facts(instance)
    homes, members = instance.households, range(len(instance.members))
    model = mathopt.Model()
    x = {(m, h): model.add_binary_variable() for h in range(len(homes)) for m in members if facts.permitted[h][m]}
    for h in range(len(homes)):
        model.add_linear_constraint(mathopt.fast_sum(x[m, h] for m in members if (m, h) in x) == 1.0)
    total: list[mathopt.LinearTypes] = [(facts.best[h] - facts.got[h][m]) * x[m, h] for m, h in x]
    moves = mathopt.fast_sum(x[m, h] for m, h in x if facts.moved_from[h] not in (-1, m))
    total.append(instance.rules.churn_minutes * moves)
    if instance.rules.max_moves is not None:
        model.add_linear_constraint(moves <= instance.rules.max_moves)
    for m in members:
        total += _member_terms(model, facts, m, {h: v for (i, h), v in x.items() if i == m})
    model.minimize(mathopt.fast_sum(total))
    parameters = mathopt.SolveParameters(
        time_limit=datetime.timedelta(seconds=seconds), relative_gap_tolerance=0.0, absolute_gap_tolerance=1e-9
    )
    result = mathopt.solve(model, mathopt.SolverType.HIGHS, params=parameters)
    if result.termination.reason == mathopt.TerminationReason.INFEASIBLE:
        return None
    if result.termination.reason != mathopt.TerminationReason.OPTIMAL:
        raise RuntimeError(f"not proven: {result.termination}")
    return result.objective_value()


def _member_terms(
    model: mathopt.Model, facts: Facts, m: int, x: dict[int, mathopt.Variable]
) -> list[mathopt.LinearTypes]:
    """Rows of one member, and his walking, buildings and charge on load."""
    instance = facts.instance
    low, high = instance.bounds(instance.members[m])
    count = mathopt.fast_sum(x.values())
    model.add_linear_constraint(count >= low)
    model.add_linear_constraint(count <= high)
    orange = mathopt.fast_sum(v for h, v in x.items() if instance.households[h].risk == "orange")
    model.add_linear_constraint(orange <= instance.rules.orange_per_member)
    walking: list[mathopt.LinearTypes] = []
    going: list[mathopt.LinearTypes] = []
    for b in instance.buildings:
        here = {h: v for h, v in x.items() if instance.households[h].building == b.id}
        before = 0
        for level in sorted({facts.visits[h] for h in here}):
            often = model.add_binary_variable()  # at least so many trips
            for h, v in here.items():
                if facts.visits[h] >= level:
                    model.add_linear_constraint(often >= v)
            walking.append((level - before) * facts.walk[m, b.id] * often)
            if before == 0:
                going.append(instance.rules.building_minutes * often)
            before = level
    load = mathopt.fast_sum([*walking, *(facts.service[h] * v for h, v in x.items())])
    charge = model.add_variable(lb=0.0)
    for constant, slope in facts.lines(m):
        model.add_linear_constraint(charge >= constant + slope * load)
    return [*walking, *going, charge]
