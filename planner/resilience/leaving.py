"""Every member as if he left: who takes each household, what it costs, what empties, and who cannot be replaced."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from graph.pairs import TENTHS
from planner.alike import Alike, alike_of
from planner.errors import PlannerError
from planner.feasibility import Infeasible, examine
from planner.fewest_moves import FewestMoves, NoPlan, fewest_moves_of
from planner.instance import Instance
from planner.problem import NO_PIN, Bools, Floats, Problem, build_problem
from planner.resilience.crowds import Crowds
from planner.resilience.handover import handed_over
from planner.resilience.relations import Articulation, articulation_members
from planner.resilience.today import NOBODY, Today, without_members

NEAREST_TOLD = 3  # takers named for each household
AT_ONCE, WITH_MOVES, NO_PLAN, NOBODY_ELSE, UNKNOWN = "at_once", "with_moves", "no_plan", "nobody_else", "unknown"
IRREPLACEABLE = (NO_PLAN, NOBODY_ELSE)


@dataclass(frozen=True, slots=True)
class Taker:
    """One who may take a household. Minutes a quarter; `extra_minutes`: what the objective rises by with it alone."""

    member: str
    walk_minutes: float  # there and back
    extra_minutes: float
    has_place: bool


@dataclass(frozen=True, slots=True)
class HouseholdCover:
    """A household of the one who leaves. `takers` others may take it by rules and reach, `with_place` have a place.

    `nearest` are the takers whom it costs least, those with a place first.
    """

    household: str
    building: str
    risk: str
    takers: int
    with_place: int
    nearest: tuple[Taker, ...]


@dataclass(frozen=True, slots=True)
class Leaving:
    """What follows when a member leaves.

    `outcome`: `at_once` when others take all his households and nobody else moves, as in `given`; `with_moves` when
    that takes `moves` more moves of others (the fewest there are); `nobody_else` when nobody else may take some
    household at all; `no_plan` when each could be taken, but not all with the rest of the county, as `why` says;
    `unknown` where the county has no plan with him either. The extra minutes are those of `given` against today: the
    objective at the same target, and its walking.
    """

    member: str
    households: tuple[HouseholdCover, ...]
    outcome: str
    given: Mapping[str, str]
    extra_minutes: float | None
    extra_walking_minutes: float | None
    without_place: tuple[str, ...]
    nobody_else: tuple[str, ...]
    empties: tuple[str, ...]
    moves: int | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Resilience:
    """All members of a county (or those asked for) as if each left alone, and who holds the relations together."""

    members: tuple[Leaving, ...]
    articulations: tuple[Articulation, ...]
    plan_exists: bool
    target_minutes: float
    seconds: float

    @property
    def irreplaceable(self) -> tuple[Leaving, ...]:
        """Those without whom there is no plan, the most households that nobody else may take first."""
        those = [one for one in self.members if one.outcome in IRREPLACEABLE]
        return tuple(sorted(those, key=lambda one: (-len(one.nobody_else), -len(one.households), one.member)))


def resilience(
    instance: Instance,
    *,
    members: Iterable[str] | None = None,
    grids: Mapping[str, str] | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> Resilience:
    """Each member (or only those of `members`) as if he left alone, on today's links.

    `grids` is each household's own micro-grid; by default the area of its building. Raises PlannerError for a member
    who is not there.
    """
    began = time.monotonic()
    today = Today(instance)
    asked = _positions(instance, members)
    look = _Look(today, _areas(instance) if grids is None else grids)
    found: list[Leaving] = []
    for done, m in enumerate(asked, start=1):
        found.append(look.without(m))
        if on_progress is not None:
            on_progress(done, len(asked))
    tied = articulation_members(instance)
    wanted = {instance.members[m].id for m in asked}
    return Resilience(
        members=tuple(found),
        articulations=tuple(one for one in tied if one.member in wanted),
        plan_exists=look.fewest is not None,
        target_minutes=today.problem.target_minutes,
        seconds=time.monotonic() - began,
    )


def _positions(instance: Instance, members: Iterable[str] | None) -> list[int]:
    known = {member.id: m for m, member in enumerate(instance.members)}
    if members is None:
        return list(known.values())
    wanted = list(dict.fromkeys(members))
    strangers = [member for member in wanted if member not in known]
    if strangers:
        raise PlannerError(
            f"There is no active member {', '.join(strangers)} among the {len(known):,} members. "
            "Who is on leave or gone serves nobody in a plan."
        )
    return [known[member] for member in wanted]


def _areas(instance: Instance) -> dict[str, str]:
    area = {building.id: building.area for building in instance.buildings}
    return {home.id: grid for home in instance.households if (grid := area[home.building]) is not None}


class _Look:
    """What is the same for all who might leave."""

    def __init__(self, today: Today, grids: Mapping[str, str]) -> None:
        self.today = today
        self.alike, self.crowds = alike_of(today.problem), Crowds(today)
        self.fewest = _fewest(today.problem, self.alike)
        self.grid = [grids.get(home.id) for home in today.instance.households]
        self.servants: dict[str, set[int]] = {}
        for grid, m in zip(self.grid, today.owner.tolist(), strict=True):
            if grid is not None and m != NOBODY:
                self.servants.setdefault(grid, set()).add(m)

    def without(self, m: int) -> Leaving:
        """The member as if he left."""
        today, homes = self.today, self.today.homes[m]
        may = [today.others(m, h) for h in homes]
        places = [mask & today.places(h) for h, mask in zip(homes, may, strict=True)]
        extra = [today.extra_tenths(h) for h in homes]
        taken = handed_over(today, homes, places, extra)
        ids = [today.instance.households[h].id for h in homes]
        covers = tuple(self._cover(*one) for one in zip(homes, may, places, extra, strict=True))
        known = Leaving(
            member=today.instance.members[m].id,
            households=covers,
            outcome=AT_ONCE,
            given={h: today.instance.members[t].id for h, t in zip(ids, taken, strict=True) if t != NOBODY},
            extra_minutes=None,
            extra_walking_minutes=None,
            without_place=tuple(h for h, t in zip(ids, taken, strict=True) if t == NOBODY),
            nobody_else=tuple(cover.household for cover in covers if cover.takers == 0),
            empties=tuple(sorted({g for h in homes if (g := self.grid[h]) and self.servants[g] == {m}})),
        )
        if known.without_place:
            return self._beyond(m, known)
        objective, walking = _extra(today, m, taken)
        return replace(known, extra_minutes=objective / TENTHS, extra_walking_minutes=walking / TENTHS)

    def _cover(self, h: int, may: Bools, places: Bools, extra: Floats) -> HouseholdCover:
        problem, home = self.today.problem, self.today.instance.households[h]
        takers = np.flatnonzero(may)
        first: list[int] = takers[np.lexsort((takers, extra[takers], ~places[takers]))][:NEAREST_TOLD].tolist()
        told = (
            Taker(
                member=self.today.instance.members[t].id,
                walk_minutes=int(problem.walk[t, problem.building[h]]) / TENTHS,
                extra_minutes=float(extra[t]) / TENTHS,
                has_place=bool(places[t]),
            )
            for t in first
        )
        return HouseholdCover(home.id, home.building, home.risk, len(takers), int(places.sum()), tuple(told))

    def _beyond(self, m: int, known: Leaving) -> Leaving:
        """Where not all of his households find a place at once: how many others have to move, or why that is no use."""
        if known.nobody_else:
            return replace(known, outcome=NOBODY_ELSE)
        if self.fewest is None:
            return replace(known, outcome=UNKNOWN)
        why = self.crowds.why(m)
        fewest = self._fewest_without(m) if why is None else None
        if fewest is not None:
            return replace(known, outcome=WITH_MOVES, moves=max(0, fewest.moves - self.fewest.moves))
        return replace(known, outcome=NO_PLAN, why=why or self._proof(known.member))

    def _fewest_without(self, m: int) -> FewestMoves | None:
        """None: there is no plan. Classes of households stay classes when a member goes to whom none is pinned."""
        problem = without_member(self.today.problem, m)
        if (self.today.problem.pin == m).any():
            return _fewest(problem, alike_of(problem))
        allowed = self.alike.allowed.copy()
        allowed[:, m] = False
        return _fewest(problem, replace(self.alike, allowed=allowed))

    def _proof(self, member: str) -> str | None:
        """Why there is no plan without a member, proven for the county without him and remembered for the next."""
        found = examine(build_problem(without_members(self.today.instance, {member})))
        if not isinstance(found, Infeasible):
            return None
        for cause in found.causes:
            self.crowds.remember(cause)
        return found.causes[0].sentence


def _fewest(problem: Problem, alike: Alike) -> FewestMoves | None:
    try:
        return fewest_moves_of(problem, alike)
    except NoPlan:
        return None


def without_member(problem: Problem, m: int) -> Problem:
    """The problem with a member who may and must have nobody, and no pins to him: without him, as far as flows go."""
    reachable, low, high = problem.reachable.copy(), problem.low.copy(), problem.high.copy()
    reachable[m], low[m], high[m] = False, 0, 0
    pin = np.where(problem.pin == m, NO_PIN, problem.pin).astype(np.int32)
    current = np.where(problem.current == m, NOBODY, problem.current).astype(np.int32)
    return replace(problem, reachable=reachable, low=low, high=high, pin=pin, current=current, max_moves=-1)


def _extra(today: Today, m: int, taken: list[int]) -> tuple[float, int]:
    """What the objective and its walking rise by, tenths, when m is gone and others have his households.

    As if recounted without him: ties to him, kept or not, are missed by nobody then.
    """
    homes = today.homes[m]
    objective = -today.extra_of(m, homes, has=False) - today.charge_of(m, 0) - today.best_lost(m)
    walking = -today.walking_of(m, homes, has=False)
    for t in set(taken):
        got = [h for h, taker in zip(homes, taken, strict=True) if taker == t]
        objective += today.extra_of(t, got)
        walking += today.walking_of(t, got)
    return objective, walking
