"""What has to be lifted so that an assignment becomes legal: changes to the instance, each with a sentence."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from graph.pairs import TENTHS
from planner.cause_words import counted, named
from planner.changes import member_document, pair_document
from planner.instance import Instance, Member, Pair
from planner.newcomers import newcomers
from planner.problem import Ints, Ints32, Problem, reachable_pairs, tenths

BY_RULE_FROM = 6  # so many members whose bounds change: change the rule instead of each
EFFORT = {
    "lift_pin": 20.0,
    "lift_avoid": 20.0,
    "raise_upper_bound": 10.0,
    "lower_lower_bound": 10.0,
    "a bound by rule": 60.0,
    "raise_orange": 60.0,
    "widen_area": 30.0,
    "widen_reach": 5.0,
    "add_members": 100.0,
}  # of one pair, household, household for everyone, orange household for everyone, border, minute for everyone, member


@dataclass(frozen=True, slots=True)
class Part:
    """One thing to lift."""

    kind: str
    effort: float
    sentence: str


@dataclass(frozen=True, slots=True)
class Lifted:
    """Changes as a repair has them, part by part; `effort` adds up and only compares repairs."""

    changes: dict[str, Any]
    parts: tuple[Part, ...]
    effort: float


def lift(problem: Problem, assignment: Ints32) -> Lifted:
    """The changes under which `assignment`, (H,), keeps every rule; M stands for members yet to be found."""
    work = _Work(problem, assignment)
    parts = [
        *work.pairs("pin", "lift_pin"),
        *work.pairs("avoids", "lift_avoid"),
        *work.areas(),
        *work.reach(),
        *work.orange(),
        *work.bounds(),
        *work.newcomers(),
    ]
    return Lifted(work.changes(), tuple(parts), sum(part.effort for part in parts))


class _Work:
    """Collects changes; a member whose areas and bounds change is one changed member."""

    def __init__(self, problem: Problem, assignment: Ints32) -> None:
        self.problem = problem
        self.instance: Instance = problem.instance
        self.assignment = assignment
        self.members: dict[int, Member] = {}
        self.added: list[Member] = []
        self.rules: dict[str, Any] = {}
        self.dropped: list[Pair] = []
        self.placed = np.flatnonzero(assignment < problem.members)  # with members who are there
        self.member: Ints = assignment[self.placed].astype(np.int64)
        self.building: Ints = problem.building[self.placed].astype(np.int64)

    def changes(self) -> dict[str, Any]:
        members = [*self.members.values(), *self.added]
        parts: dict[str, Any] = {
            "rules": self.rules,
            "members": [member_document(member) for member in members],
            "drop_pairs": [pair_document(pair) for pair in self.dropped],
        }
        return {key: value for key, value in parts.items() if value}

    def _change(self, m: int, **values: Any) -> None:
        self.members[m] = replace(self.members.get(m, self.instance.members[m]), **values)

    def pairs(self, kind: str, repair: str) -> Iterator[Part]:
        """Pins to somebody else, avoidances of the one chosen."""
        ids = [member.id for member in self.instance.members]
        taker: dict[str, str | None] = {
            home.id: ids[m] if m < len(ids) else None
            for home, m in zip(self.instance.households, self.assignment.tolist(), strict=True)
        }
        wrong = [
            pair
            for pair in self.instance.pairs
            if pair.kind == kind and (taker[pair.household] == pair.member) == (kind == "avoids")
        ]
        self.dropped += wrong
        if wrong:
            words = named([f"{pair.household} and {pair.member}" for pair in wrong])
            what = ("pin" if kind == "pin" else "avoidance") + ("" if len(wrong) == 1 else "s")
            yield Part(repair, EFFORT[repair] * len(wrong), f"Lift {len(wrong)} {what}: {words}.")

    def areas(self) -> Iterator[Part]:
        """Buildings outside the areas of the member chosen."""
        anywhere = replace(self.instance, rules=replace(self.instance.rules, reach_minutes=None))
        within = reachable_pairs(anywhere, self.problem.walk)
        outside = ~within[self.member, self.building]
        wider: dict[int, set[str | None]] = {}
        members: list[int] = self.member[outside].tolist()
        buildings: list[int] = self.building[outside].tolist()
        for m, b in zip(members, buildings, strict=True):
            wider.setdefault(m, set()).add(self.instance.buildings[b].area)
        words: list[str] = []
        for m, areas in sorted(wider.items()):
            member = self.instance.members[m]
            known = {area for area in areas if area is not None}
            self._change(m, areas=None if None in areas else (member.areas or frozenset()) | known)
            words.append(f"{member.id} serve {'everywhere' if None in areas else f'{named(sorted(known))} too'}")
        if wider:
            effort = EFFORT["widen_area"] * sum(len(areas) for areas in wider.values())
            yield Part("widen_area", effort, f"Let {named(words, 'let ')}.")

    def reach(self) -> Iterator[Part]:
        """The farthest pair, when it is beyond reach."""
        reach = self.instance.rules.reach_minutes
        if reach is None or not len(self.placed):
            return
        farthest = int(self.problem.walk[self.member, self.building].max())
        if farthest > 2 * tenths(reach):
            needed = math.ceil(farthest / 2) / TENTHS
            self.rules["reach_minutes"] = needed
            effort = EFFORT["widen_reach"] * (needed - reach)
            yield Part("widen_reach", effort, f"Let members walk {needed:g} minutes one way instead of {reach:g}.")

    def orange(self) -> Iterator[Part]:
        """The member with the most orange households; newcomers take at least one."""
        orange = self.problem.orange
        counts = np.bincount(self.assignment[orange], minlength=self.problem.members + 1)
        needed = max(int(counts[: self.problem.members].max()), min(1, int(counts[self.problem.members])))
        limit = self.problem.orange_limit
        if needed > limit:
            self.rules["orange_per_member"] = needed
            words = f"Allow {counted(needed, 'orange household')} a member instead of {limit}."
            yield Part("raise_orange", EFFORT["raise_orange"] * (needed - limit), words)

    def bounds(self) -> Iterator[Part]:
        """Members with more or fewer households than their bounds."""
        loads = np.bincount(self.member, minlength=self.problem.members).tolist()
        over = {m: load for m, load in enumerate(loads) if load > self.problem.high[m]}
        under = {m: load for m, load in enumerate(loads) if load < self.problem.low[m]}
        yield from self._widened(over, 1, "raise_upper_bound")
        yield from self._widened(under, 0, "lower_lower_bound")

    def _widened(self, loads: dict[int, int], end: int, kind: str) -> Iterator[Part]:
        by_rule = [m for m in loads if self.instance.members[m].households is None]
        if len(by_rule) >= BY_RULE_FROM:
            bounds = list(self.rules.get("households_per_member", self.instance.rules.households_per_member))
            old = bounds[end]
            bounds[end] = max(loads[m] for m in by_rule) if end else min(loads[m] for m in by_rule)
            self.rules["households_per_member"] = bounds
            word = "up to" if end else "from"
            sentence = f"Let every member have {word} {counted(bounds[end], 'household')} instead of {old}."
            yield Part(kind, EFFORT["a bound by rule"] * abs(bounds[end] - old), sentence)
            loads = {m: load for m, load in loads.items() if m not in by_rule}
        by_new_bound: Counter[tuple[int, int]] = Counter()
        names: dict[tuple[int, int], list[str]] = {}
        for m, load in loads.items():
            bounds = list(self.instance.bounds(self.members.get(m, self.instance.members[m])))
            key = (bounds[end], load)
            by_new_bound[key] += abs(load - bounds[end])
            names.setdefault(key, []).append(self.instance.members[m].id)
            bounds[end] = load
            self._change(m, households=(bounds[0], bounds[1]))
        for (old, new), by in by_new_bound.items():
            most = "at most" if end else "at least"
            sentence = f"Let {named(names[old, new])} have {most} {counted(new, 'household')} instead of {old}."
            yield Part(kind, EFFORT[kind] * by, sentence)

    def newcomers(self) -> Iterator[Part]:
        """Members to be found for the households that nobody takes."""
        left = np.flatnonzero(self.assignment == self.problem.members).tolist()
        if not left:
            return
        limit = int(self.rules.get("orange_per_member", self.problem.orange_limit))
        reach = self.rules.get("reach_minutes", self.instance.rules.reach_minutes)
        bounds = self.rules.get("households_per_member", self.instance.rules.households_per_member)
        self.added = newcomers(self.instance, left, limit, reach, (int(bounds[0]), int(bounds[1])))
        senior = sum(member.senior for member in self.added)
        near = named(list(dict.fromkeys(self.instance.households[h].building for h in left)))
        seniors = f", {senior} of them senior," if 0 < senior < len(self.added) else ""
        what = "senior member" if senior == len(self.added) else "member"
        words = f"Add {counted(len(self.added), what)}{seniors} near {near} for {counted(len(left), 'household')}."
        yield Part("add_members", EFFORT["add_members"] * len(self.added), words)
