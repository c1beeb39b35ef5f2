"""An instance as numpy arrays: the form that flow, search and bound work on. Minutes are integer tenths here."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.pairs import TENTHS, visits_per_quarter
from planner.instance import Instance

Ints = NDArray[np.int64]
Ints32 = NDArray[np.int32]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
IntArray = NDArray[np.int32] | NDArray[np.int64]

NO_PIN, PINNED_TO_NOBODY = -1, -2
NEAREST_FOR_TARGET = 10
TIE_KINDS = ("knows", "household_prefers", "member_prefers")


@dataclass(frozen=True, slots=True)
class Problem:
    """M members, B buildings, H households, all by position in the instance's lists.

    A pair (m, h) is permitted when `reachable[m, building[h]]`, the household is not orange or the member is senior,
    (m, h) is not in `avoided`, and `pin[h]` is NO_PIN or m.

    The sparse relation: household h's ties are entries `tie_start[h] : tie_start[h + 1]` of `tie_member` (ascending)
    and `tie_value` (tenths; knows and wishes added up, permitted or not); `avoid_start`, `avoid_member` the same.
    """

    instance: Instance
    visits: Ints  # (H,) visits a quarter, v(h)
    service: Ints  # (H,) tenths: v(h) · minutes a visit
    building: Ints32  # (H,)
    orange: Bools  # (H,)
    pin: Ints32  # (H,) a member, NO_PIN or PINNED_TO_NOBODY
    current: Ints32  # (H,) who serves it today, if a member and permitted; else -1: a change is no move
    best: Ints  # (H,) tenths: the most that any permitted member's ties give
    tie_start: Ints32  # (H + 1,)
    tie_member: Ints32
    tie_value: Ints
    avoid_start: Ints32  # (H + 1,)
    avoid_member: Ints32
    senior: Bools  # (M,)
    low: Ints32  # (M,) fewest households
    high: Ints32  # (M,) most households
    orange_limit: int
    target: Floats  # (M,) minutes (not tenths): share · T
    target_minutes: float  # T
    walk: Ints32  # (M, B) tenths: there and back
    reachable: Bools  # (M, B): within reach and area
    building_tenths: int
    churn_tenths: int
    max_moves: int  # -1: no limit

    @property
    def members(self) -> int:
        """M."""
        return len(self.low)

    @property
    def households(self) -> int:
        """H."""
        return len(self.visits)

    @property
    def buildings(self) -> int:
        """B."""
        return self.walk.shape[1]

    def permitted(self, household: int) -> Bools:
        """(M,) which members may take this household."""
        allowed = self.reachable[:, self.building[household]].copy()
        if self.orange[household]:
            allowed &= self.senior
        allowed[self.avoid_member[self.avoid_start[household] : self.avoid_start[household + 1]]] = False
        pin = int(self.pin[household])
        if pin != NO_PIN:
            kept = pin >= 0 and bool(allowed[pin])
            allowed[:] = False
            if kept:
                allowed[pin] = True
        return allowed

    def is_permitted(self, member: int, household: int) -> bool:
        """Whether this member may take this household: the same rule as `permitted`, for one pair."""
        span = slice(self.avoid_start[household], self.avoid_start[household + 1])
        return bool(
            self.reachable[member, self.building[household]]
            and (self.senior[member] or not self.orange[household])
            and self.pin[household] in (NO_PIN, member)
            and member not in self.avoid_member[span]
        )

    def permitted_pairs(self, member: IntArray, household: IntArray) -> Bools:
        """(N,) the same for N pairs at once."""
        avoiding = np.repeat(np.arange(self.households), np.diff(self.avoid_start))
        avoided = avoiding * self.members + self.avoid_member
        pin = self.pin[household]
        return (
            self.reachable[member, self.building[household]]
            & (self.senior[member] | ~self.orange[household])
            & ((pin == NO_PIN) | (pin == member))
            & ~np.isin(np.asarray(household, dtype=np.int64) * self.members + member, avoided)
        )


def tenths(minutes: float) -> int:
    """Minutes with at most one decimal as a whole number of tenths."""
    return round(minutes * TENTHS)


def walk_tenths(instance: Instance) -> Ints32:
    """(M, B) t(m,b) in tenths of a minute, there and back, rounded half to even, in the order of FORMATS.md."""
    rules = instance.rules
    mx, my = (np.array([getattr(m, axis) for m in instance.members], dtype=np.float64) for axis in "xy")
    bx, by = (np.array([getattr(b, axis) for b in instance.buildings], dtype=np.float64) for axis in "xy")
    dx, dy = mx[:, None] - bx[None, :], my[:, None] - by[None, :]
    minutes = 2 * rules.detour * np.sqrt(dx * dx + dy * dy) / rules.metres_per_minute
    return np.rint(TENTHS * minutes).astype(np.int32)


def reachable_pairs(instance: Instance, walk: Ints32) -> Bools:
    """(M, B) within reach (t/2 ≤ reach_minutes) and within the member's areas."""
    reach = instance.rules.reach_minutes
    allowed = np.ones(walk.shape, dtype=np.bool_)
    if reach is not None:
        allowed &= walk <= 2 * tenths(reach)
    names = sorted({b.area for b in instance.buildings if b.area is not None})
    position = {name: i for i, name in enumerate(names)}
    area = np.array([-1 if b.area is None else position[b.area] for b in instance.buildings], dtype=np.int64)
    rows: dict[frozenset[str], Bools] = {}  # members of one region have the same areas
    for i, member in enumerate(instance.members):
        if member.areas is not None:
            if member.areas not in rows:
                rows[member.areas] = np.isin(area, [position[a] for a in member.areas if a in position])
            allowed[i] &= rows[member.areas]
    return allowed


def target_minutes(instance: Instance, walk: Ints32, visits: Ints, service: Ints, building: Ints32) -> float:
    """T, minutes: the rules' own, else total service plus trips from the ten nearest members, over the shares."""
    given = instance.rules.target_minutes
    if given is not None:
        return given
    most_visits = np.zeros(walk.shape[1], dtype=np.int64)
    np.maximum.at(most_visits, building, visits)
    nearest = min(NEAREST_FOR_TARGET, len(instance.members))
    shortest = np.sort(np.partition(walk, nearest - 1, axis=0)[:nearest], axis=0) / TENTHS
    mean = (shortest.sum(axis=0) / nearest).tolist()
    trips = sum(int(v) * mean[b] for b, v in enumerate(most_visits) if v)
    total = float(service.sum()) / TENTHS + trips
    return float(np.rint(TENTHS * (total / sum(m.share for m in instance.members))) / TENTHS)


def _sparse(rows: list[dict[int, int]]) -> tuple[Ints32, Ints32, Ints]:
    """(start, member, value) of a list with one {member: value} a household, members ascending."""
    start = np.zeros(len(rows) + 1, dtype=np.int32)
    np.cumsum([len(row) for row in rows], out=start[1:])
    flat = [(m, row[m]) for row in rows for m in sorted(row)]
    pairs = np.array(flat, dtype=np.int64).reshape(-1, 2)
    return start, pairs[:, 0].astype(np.int32), pairs[:, 1].copy()


def _ties(instance: Instance, member_at: dict[str, int], household_at: dict[str, int]) -> list[dict[int, int]]:
    worth = {kind: tenths(getattr(instance.rules, f"{kind}_minutes")) for kind in TIE_KINDS}
    ties: list[dict[int, int]] = [{} for _ in instance.households]
    for pair in instance.pairs:
        if pair.kind in worth:
            row, m = ties[household_at[pair.household]], member_at[pair.member]
            row[m] = row.get(m, 0) + worth[pair.kind]
    return ties


def _pins(instance: Instance, member_at: dict[str, int], household_at: dict[str, int]) -> Ints32:
    pin = np.full(len(instance.households), NO_PIN, dtype=np.int32)
    for pair in instance.pairs:
        if pair.kind == "pin":
            h = household_at[pair.household]
            pin[h] = member_at[pair.member] if pin[h] == NO_PIN else PINNED_TO_NOBODY
    return pin


def build_problem(instance: Instance) -> Problem:
    """The arrays of an instance. Source of every formula: FORMATS.md, "The model, in minutes per quarter"."""
    rules, homes = instance.rules, instance.households
    member_at = {m.id: i for i, m in enumerate(instance.members)}
    building_at = {b.id: i for i, b in enumerate(instance.buildings)}
    household_at = {h.id: i for i, h in enumerate(homes)}
    visits = np.array([visits_per_quarter(rules, h.risk, priority=h.priority) for h in homes], dtype=np.int64)
    service = visits * np.array([tenths(rules.minutes_per_visit[h.risk]) for h in homes], dtype=np.int64)
    building = np.array([building_at[h.building] for h in homes], dtype=np.int32)
    walk = walk_tenths(instance)
    target = target_minutes(instance, walk, visits, service, building)
    avoids: list[dict[int, int]] = [{} for _ in homes]
    for pair in instance.pairs:
        if pair.kind == "avoids":
            avoids[household_at[pair.household]][member_at[pair.member]] = 1
    tie_start, tie_member, tie_value = _sparse(_ties(instance, member_at, household_at))
    avoid_start, avoid_member, _ = _sparse(avoids)
    most = len(homes) + 1  # no bound or limit says more than this, however large the file has it
    bounds = np.array([[min(end, most) for end in instance.bounds(m)] for m in instance.members], dtype=np.int32)
    problem = Problem(
        instance=instance,
        visits=visits,
        service=service,
        building=building,
        orange=np.array([h.risk == "orange" for h in homes], dtype=np.bool_),
        pin=_pins(instance, member_at, household_at),
        current=np.array([member_at.get(h.current or "", -1) for h in homes], dtype=np.int32),
        best=np.zeros(len(homes), dtype=np.int64),
        tie_start=tie_start,
        tie_member=tie_member,
        tie_value=tie_value,
        avoid_start=avoid_start,
        avoid_member=avoid_member,
        senior=np.array([m.senior for m in instance.members], dtype=np.bool_),
        low=bounds[:, 0].copy(),
        high=bounds[:, 1].copy(),
        orange_limit=min(rules.orange_per_member, most),
        target=np.array([m.share for m in instance.members], dtype=np.float64) * target,
        target_minutes=target,
        walk=walk,
        reachable=reachable_pairs(instance, walk),
        building_tenths=tenths(rules.building_minutes),
        churn_tenths=tenths(rules.churn_minutes),
        max_moves=-1 if rules.max_moves is None else min(rules.max_moves, most),
    )
    _fill_what_needs_permission(problem)
    return problem


def _fill_what_needs_permission(problem: Problem) -> None:
    """best(h) over permitted members; `current` kept only where it is permitted."""
    tied = np.repeat(np.arange(problem.households), np.diff(problem.tie_start))
    may = problem.permitted_pairs(problem.tie_member, tied)
    np.maximum.at(problem.best, tied[may], problem.tie_value[may])
    served = np.flatnonzero(problem.current >= 0)
    stays = problem.permitted_pairs(problem.current[served], served)
    problem.current[served[~stays]] = -1
