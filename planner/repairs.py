"""Repairs: the cheapest changes under which there is a plan, each tried on the changed instance before it is said."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from typing import Any

from planner.cause_words import counted
from planner.changes import apply_changes
from planner.feasibility import Feasible, examine
from planner.fewest_moves import fewest_moves
from planner.instance import Instance
from planner.lifting import Lifted, lift
from planner.plan_file import Cause, Repair
from planner.problem import build_problem
from planner.relaxed import Conflict, conflict_of, relax

KINDS = (
    "lift_pin",
    "lift_avoid",
    "raise_upper_bound",
    "lower_lower_bound",
    "raise_orange",
    "widen_area",
    "widen_reach",
    "add_members",
)


def find_repairs(instance: Instance, causes: Sequence[Cause], *, deadline_seconds: float) -> list[Repair]:
    """Verified repairs, cheapest first: each makes the whole instance feasible, whatever its causes.

    First each kind alone, then all together (that always works), then all without a kind that this one used. After
    `deadline_seconds` no further one is looked for, but there is always one.
    """
    if {cause.kind for cause in causes} == {"max_moves"}:
        return [repair for _, repair in _verified(instance, Lifted({}, (), 0.0))]
    ends = time.monotonic() + deadline_seconds
    problem = build_problem(instance)
    conflict = conflict_of(problem)
    useful = frozenset(_useful_kinds(instance, conflict))
    found: list[tuple[float, Repair]] = []
    tried: list[Lifted] = []

    def search(kinds: Set[str]) -> Lifted | None:
        assignment = relax(problem, conflict, kinds)
        if assignment is None:
            return None
        lifted = lift(problem, assignment)
        if all(lifted.changes != other.changes for other in tried):
            tried.append(lifted)
            found.extend(_verified(instance, lifted))
        return lifted

    def time_left() -> bool:
        return time.monotonic() < ends

    for kind in KINDS:
        if kind in useful and time_left():
            search({kind})
    best = search(useful) if not found or time_left() else None
    for kind in dict.fromkeys(part.kind for part in best.parts) if best else ():
        if len(useful) > 1 and time_left():
            search(useful - {kind})
    return [repair for _, repair in sorted(found, key=lambda one: one[0])]


def _useful_kinds(instance: Instance, conflict: Conflict) -> Iterator[str]:
    """Kinds of which there is anything to lift."""
    pairs = {pair.kind for pair in instance.pairs}
    for kind, there in (
        ("lift_pin", "pin" in pairs),
        ("lift_avoid", "avoids" in pairs),
        ("raise_upper_bound", bool(conflict.crowd.any())),
        ("lower_lower_bound", bool(conflict.group.any())),
        ("raise_orange", bool(conflict.alike.orange.any())),
        ("widen_area", any(member.areas is not None for member in instance.members)),
        ("widen_reach", instance.rules.reach_minutes is not None),
        ("add_members", bool(conflict.crowd.any())),
    ):
        if there:
            yield kind


def _verified(instance: Instance, lifted: Lifted) -> list[tuple[float, Repair]]:
    """The repair with what it needs of moves, when the changed instance has a plan; else nothing."""
    changed = apply_changes(instance, lifted.changes)
    free = build_problem(replace(changed, rules=replace(changed.rules, max_moves=None)))
    if not isinstance(examine(free), Feasible):
        return []
    changes, sentences = dict(lifted.changes), [part.sentence for part in lifted.parts]
    kind = max(lifted.parts, key=lambda part: part.effort).kind if lifted.parts else "raise_max_moves"
    effort, limit = lifted.effort, instance.rules.max_moves
    if limit is not None:
        needed = fewest_moves(free).moves
        if needed > limit:
            changes["rules"] = {**_table(changes.get("rules")), "max_moves": needed}
            sentences.append(f"Allow {counted(needed, 'move')} instead of {limit}.")
            effort += needed - limit
    return [(effort, Repair(kind, changes, " ".join(sentences), verified=True))] if changes else []


def _table(value: Any) -> Mapping[str, Any]:
    return value or {}
