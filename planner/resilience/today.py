"""Who serves whom today, as arrays and as what each member would cost with more or fewer households."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from planner.instance import Instance
from planner.problem import NO_PIN, Bools, Floats, Ints, Ints32, Problem, build_problem
from planner.terms import charges_of

NOBODY = -1


class Today:
    """An instance with its current links, M members and H households. Amounts are tenths of minutes.

    `owner` (H,) is who serves a household today, whether he may or not; NOBODY where that is no member of the instance.
    `held`, `orange`, `load` (M,): his households, the orange ones, and L. `homes`: his households; `trips`: by
    building, n(m,b) of those who come; `ties`: by household, minutes of ties and wishes by member, `tied` the reverse.
    """

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.problem = build_problem(instance)
        self.free = replace(self.problem, pin=np.full_like(self.problem.pin, NO_PIN))  # the same without pins
        self._read_ties()
        self._read_charges()
        self._read_links()

    def _read_ties(self) -> None:
        problem = self.problem
        self.ties: list[dict[int, int]] = [{} for _ in range(problem.households)]
        self.tied: list[list[int]] = [[] for _ in range(problem.members)]
        of: list[int] = np.repeat(np.arange(problem.households), np.diff(problem.tie_start)).tolist()
        members: list[int] = problem.tie_member.tolist()
        for h, m, value in zip(of, members, problem.tie_value.tolist(), strict=True):
            self.ties[h][m] = value
            self.tied[m].append(h)

    def _read_charges(self) -> None:
        charges = charges_of(self.problem)
        self.below, self.kink, self.slope = charges.below, charges.kink, charges.slope
        self.below_slope = charges.below_slope
        slopes: list[float] = charges.slope.tolist()
        kinks: list[list[float]] = charges.kink.tolist()
        at: list[float] = charges.below.tolist()
        self.lines = [(below, list(zip(slopes, row, strict=True))) for below, row in zip(at, kinks, strict=True)]

    def _read_links(self) -> None:
        problem, position = self.problem, {member.id: m for m, member in enumerate(self.instance.members)}
        owner = [position.get(home.current or "", NOBODY) for home in self.instance.households]
        self.owner: Ints32 = np.array(owner, dtype=np.int32)
        rows = (problem.building.tolist(), problem.visits.tolist(), problem.service.tolist())
        self.facts: list[tuple[int, int, int]] = list(zip(*rows, strict=True))  # building, visits, service
        self.homes: list[list[int]] = [[] for _ in range(problem.members)]
        self.trips: list[dict[int, int]] = [{} for _ in range(problem.buildings)]
        self.load: Ints = np.zeros(problem.members, dtype=np.int64)
        served = np.flatnonzero(self.owner != NOBODY)
        for h in served.tolist():
            self._serve(owner[h], h)
        self.held: Ints = np.bincount(self.owner[served], minlength=problem.members)
        self.orange: Ints = np.bincount(self.owner[served[problem.orange[served]]], minlength=problem.members)

    def _serve(self, m: int, h: int) -> None:
        b, visits, service = self.facts[h]
        before = self.trips[b].get(m, 0)
        self.homes[m].append(h)
        self.trips[b][m] = max(before, visits)
        self.load[m] += service + max(0, visits - before) * int(self.problem.walk[m, b])

    def charge(self, loads: Ints) -> Floats:
        """(M,) balance and ceiling of every member at these loads."""
        above = self.slope * np.maximum(loads[:, None] - self.kink, 0.0)
        return above.sum(axis=1) + self.below_slope * np.maximum(self.below - loads, 0.0)

    def charge_of(self, m: int, load: int) -> float:
        """Balance and ceiling of one member."""
        below, kinks = self.lines[m]
        above = sum(slope * (load - at) for slope, at in kinks if load > at)
        return above + self.below_slope * max(0.0, below - load)

    def extra_of(self, m: int, homes: Iterable[int], *, has: bool = True) -> float:
        """What a member's terms of the objective rise by with these households as well (or alone, where he has none).

        Walking, buildings, balance and ceiling, less the ties that are kept.
        """
        walking, new, load, ties = 0, 0, int(self.load[m]) if has else 0, 0
        before, often = self.charge_of(m, load), dict[int, int]()
        for h in homes:
            b, visits, service = self.facts[h]
            known = often.get(b)
            now = known if known is not None else (self.trips[b].get(m, 0) if has else 0)
            new += now == 0
            if visits > now:
                walking += (visits - now) * int(self.problem.walk[m, b])
                often[b] = visits
            load += service
            ties += self.ties[h].get(m, 0)
        return walking + self.problem.building_tenths * new + self.charge_of(m, load + walking) - before - ties

    def walking_of(self, m: int, homes: Iterable[int], *, has: bool = True) -> int:
        """What he walks more with these households as well (or alone, where he has none)."""
        often: dict[int, int] = {}
        for h in homes:
            b, visits, _ = self.facts[h]
            often[b] = max(often.get(b, 0), visits)
        now = {b: self.trips[b].get(m, 0) if has else 0 for b in often}
        return sum(max(0, n - now[b]) * int(self.problem.walk[m, b]) for b, n in often.items())

    def best_lost(self, m: int) -> int:
        """What Σ best(h) falls by when m and his pins are gone; below 0 where a pin to him kept others from more."""
        pinned: list[int] = np.flatnonzero(self.problem.pin == m).tolist()
        return sum(int(self.problem.best[h]) - self._best_without(m, h) for h in {*self.tied[m], *pinned})

    def _best_without(self, m: int, h: int) -> int:
        rules = self._without(m, h)
        return max((value for t, value in self.ties[h].items() if t != m and rules.is_permitted(t, h)), default=0)

    def _without(self, m: int, h: int) -> Problem:
        """The problem in which to look at a household when m is gone: a pin to him goes with him."""
        return self.free if self.problem.pin[h] == m else self.problem

    def others(self, m: int, h: int) -> Bools:
        """(M,) who else may take a household when m is gone, whether there is a place or not."""
        may = self._without(m, h).permitted(h)
        may[m] = False
        return may

    def places(self, h: int) -> Bools:
        """(M,) who has a place free for a household."""
        free = self.held < self.problem.high
        if self.problem.orange[h]:
            free = free & (self.orange < self.problem.orange_limit)
        return free

    def extra_tenths(self, h: int) -> Floats:
        """(M,) what the objective rises by when this household alone comes to each member, whatever the rules say."""
        problem, b, visits = self.problem, int(self.problem.building[h]), int(self.problem.visits[h])
        more, new = np.full(problem.members, visits, dtype=np.int64), np.ones(problem.members, dtype=np.int64)
        for m, often in self.trips[b].items():
            more[m], new[m] = max(0, visits - often), 0
        walking = more * problem.walk[:, b]
        loads = self.load + problem.service[h] + walking
        ties = np.zeros(problem.members)
        span = slice(problem.tie_start[h], problem.tie_start[h + 1])
        ties[problem.tie_member[span]] = problem.tie_value[span]
        return walking + problem.building_tenths * new + self.charge(loads) - self.charge(self.load) - ties


def without_members(instance: Instance, gone: set[str]) -> Instance:
    """The instance without some members and their ties; their households still say who served them."""
    return replace(
        instance,
        members=tuple(member for member in instance.members if member.id not in gone),
        pairs=tuple(pair for pair in instance.pairs if pair.member not in gone),
    )
