"""Which wishes a plan meets, who was refused and what granting it would cost at once, and what it respects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from graph.pairs import TENTHS
from planner.checks import Facts, facts_of, why_forbidden
from planner.instance import Instance
from planner.problem import Ints, Ints32, Problem, build_problem
from planner.terms import balance_and_ceiling

WISHES = ("household_prefers", "member_prefers")


@dataclass(frozen=True, slots=True)
class Side:
    """The wishes of one side, `kind`, and how many of them the plan meets."""

    kind: str
    wishes: int
    met: int

    @property
    def share(self) -> float | None:
        """Of one; None without wishes."""
        return self.met / self.wishes if self.wishes else None


@dataclass(frozen=True, slots=True)
class RefusedWish:
    """A wish that the plan does not meet, and who has the household instead.

    `pair_minutes` is what the plan would cost more (or, below 0, less) if this household alone went there at once; None
    where that breaks a hard rule, which `rule` says. What the best repair after it would cost is for `lianhu explain`.
    """

    kind: str
    member: str
    household: str
    has: str | None
    pair_minutes: float | None
    rule: str | None


@dataclass(frozen=True, slots=True)
class WishReport:
    """Both sides, the refused ones by what they would cost (a rule's last), and pins and avoidances."""

    sides: tuple[Side, ...]
    refused: tuple[RefusedWish, ...]
    pins: int
    pins_kept: int
    avoids: int
    avoids_respected: int


def wishes_of(
    instance: Instance, assignment: Mapping[str, str], max_moves: int | None = None, *, priced: bool = True
) -> WishReport:
    """The report for an assignment {household: member}; households of nobody have nobody's wish met.

    `max_moves` is the limit that the plan was made with. Without `priced` the refused ones are left out, which takes no
    time worth speaking of.
    """
    pairs = tuple(dict.fromkeys(instance.pairs))
    together = [(pair.kind, assignment.get(pair.household) == pair.member) for pair in pairs]
    sides = tuple(Side(kind, sum(k == kind for k, _ in together), together.count((kind, True))) for kind in WISHES)
    refused = [p for p in pairs if priced and p.kind in WISHES and assignment.get(p.household) != p.member]
    swaps = _Changes(instance, assignment, max_moves) if refused else None
    told = [swaps.refused(p.kind, p.member, p.household) for p in refused] if swaps else []
    return WishReport(
        sides=sides,
        refused=tuple(sorted(told, key=_cheapest_first)),
        pins=sum(kind == "pin" for kind, _ in together),
        pins_kept=together.count(("pin", True)),
        avoids=sum(kind == "avoids" for kind, _ in together),
        avoids_respected=together.count(("avoids", False)),
    )


def _cheapest_first(one: RefusedWish) -> tuple[bool, float, str, str, str]:
    return one.pair_minutes is None, one.pair_minutes or 0.0, one.household, one.member, one.kind


class _Changes:
    """What one household would cost with another member, everything else as it is."""

    def __init__(self, instance: Instance, assignment: Mapping[str, str], max_moves: int | None) -> None:
        self.facts: Facts = facts_of(instance)
        self.problem: Problem = build_problem(instance)
        self.assignment = assignment
        self.at_member = {member.id: i for i, member in enumerate(instance.members)}
        self.at_household = {home.id: i for i, home in enumerate(instance.households)}
        owners = [self.at_member.get(assignment.get(home.id, ""), -1) for home in instance.households]
        self.owner: Ints32 = np.array(owners, dtype=np.int32)
        self.limit = max_moves
        self.moves = self._moves_of(self.owner)

    def refused(self, kind: str, member: str, household: str) -> RefusedWish:
        m, h = self.at_member[member], self.at_household[household]
        has, rule = self.assignment.get(household), self._rule(m, h)
        minutes = self._minutes(m, h) if rule is None else None
        return RefusedWish(kind, member, household, has, minutes, rule)

    def _rule(self, m: int, h: int) -> str | None:
        """The first hard rule that the change alone would break, in words."""
        problem, instance = self.problem, self.problem.instance
        member, home, source = instance.members[m], instance.households[h], int(self.owner[h])
        why = why_forbidden(self.facts, member, home)
        if why is None and not problem.is_permitted(m, h):
            why = "the household is pinned to somebody else"
        mine = self.owner == m
        if why is None and int(mine.sum()) >= problem.high[m]:
            why = f"{member.id} has {int(mine.sum())} households, as many as allowed"
        if why is None and problem.orange[h] and int((mine & problem.orange).sum()) >= problem.orange_limit:
            why = f"{member.id} has as many orange households as allowed"
        if why is None and source >= 0 and int((self.owner == source).sum()) <= problem.low[source]:
            why = f"{instance.members[source].id} would have too few households"
        if why is None and self.limit is not None and self._moves_with(m, h) > max(self.limit, self.moves):
            why = f"only {self.limit} moves are allowed"
        return why

    def _moves_of(self, owner: Ints32) -> int:
        return int(np.count_nonzero((self.problem.current >= 0) & (self.problem.current != owner)))

    def _moves_with(self, m: int, h: int) -> int:
        current = int(self.problem.current[h])
        return self.moves + (int(current != m) - int(current != int(self.owner[h])) if current >= 0 else 0)

    def _minutes(self, m: int, h: int) -> float:
        """The change of the whole objective, minutes."""
        problem, source = self.problem, int(self.owner[h])
        there = np.flatnonzero(self.owner == m)
        tenths = self._of_member(m, np.append(there, h)) - self._of_member(m, there) - self._tie(m, h)
        if source >= 0:
            here = np.flatnonzero(self.owner == source)
            tenths += self._of_member(source, here[here != h]) - self._of_member(source, here) + self._tie(source, h)
        churn = problem.churn_tenths * (self._moves_with(m, h) - self.moves)
        return (tenths + churn) / TENTHS

    def _of_member(self, m: int, homes: Ints) -> float:
        """Walking, buildings, balance and ceiling of one member with these households, tenths."""
        problem = self.problem
        trips = np.zeros(problem.buildings, dtype=np.int64)
        np.maximum.at(trips, problem.building[homes], problem.visits[homes])
        walking = int((trips * problem.walk[m]).sum())
        loads = np.zeros(problem.members, dtype=np.int64)
        loads[m] = int(problem.service[homes].sum()) + walking
        balance, ceiling = balance_and_ceiling(problem, loads)
        charge = float(balance[m] + ceiling[m]) * TENTHS
        return walking + problem.building_tenths * int(np.count_nonzero(trips)) + charge

    def _tie(self, m: int, h: int) -> int:
        span = slice(self.problem.tie_start[h], self.problem.tie_start[h + 1])
        return int(self.problem.tie_value[span][self.problem.tie_member[span] == m].sum())
