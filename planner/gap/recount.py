"""Recounts a plan of a GAP file from the instance alone, without a solver and without arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from planner.gap.problem import Gap


@dataclass(frozen=True, slots=True)
class GapRecount:
    """The cost in the file's unit, and every broken rule as a sentence."""

    objective: float
    broken: tuple[str, ...]


def recount_gap(gap: Gap, assignment: Mapping[str, str]) -> GapRecount:
    """Cost and rules of {"job": "agent"}, both counted from 0: every job once, every agent within his capacity."""
    broken: list[str] = []
    total = 0
    used = [0] * gap.agents
    jobs = {str(j): j for j in range(gap.jobs)}
    agents = {str(i): i for i in range(gap.agents)}
    broken += [f"job {name} is not in the file" for name in assignment if name not in jobs]
    for name, j in jobs.items():
        i = agents.get(assignment.get(name, ""))
        if i is None:
            broken.append(f"job {name} has no agent of the file")
            continue
        total += int(gap.cost[i, j])
        used[i] += int(gap.use[i, j])
    for i, amount in enumerate(used):
        capacity = int(gap.capacity[i])
        if amount > capacity:
            broken.append(f"agent {i} uses {amount}, {amount - capacity} more than his capacity of {capacity}")
    return GapRecount(total / gap.cost_scale, tuple(broken))
