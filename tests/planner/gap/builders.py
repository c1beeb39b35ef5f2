"""Small generalised assignment problems: by hand, drawn at random, and the exact optimum by looking at all plans."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence

import numpy as np

from planner.gap.gap_file import parse_gap
from planner.gap.problem import Gap

Rows = Sequence[Sequence[float]]


def a_gap(cost: Rows, use: Rows, capacity: Sequence[float], name: str = "small") -> Gap:
    """An instance from rows by agent, through the reader."""
    return parse_gap(gap_text(cost, use, capacity).encode(), name, name)


def gap_text(cost: Rows, use: Rows, capacity: Sequence[float]) -> str:
    """The file of an instance."""
    rows = [[len(cost), len(cost[0])], *cost, *use, capacity]
    return "\n".join(" ".join(map(str, row)) for row in rows) + "\n"


def random_gap(draw: random.Random, agents: int = 3, jobs: int = 6, fill: float = 0.8) -> Gap:
    """Costs against uses, as in the public instances of type D; with a small `fill` there may be no plan."""
    use = [[draw.randint(0, 12) for _ in range(jobs)] for _ in range(agents)]
    cost = [[14 - a + draw.randint(-3, 3) for a in row] for row in use]
    capacity = [max(0, round(fill * sum(row) / agents)) for row in use]
    return a_gap(cost, use, capacity)


def optimum(gap: Gap) -> int | None:
    """The least cost of any plan, all of them looked at; None when there is none."""
    best: int | None = None
    for owner in itertools.product(range(gap.agents), repeat=gap.jobs):
        used, cost = [0] * gap.agents, 0
        for j, i in enumerate(owner):
            used[i] += int(gap.use[i, j])
            cost += int(gap.cost[i, j])
        if all(u <= int(b) for u, b in zip(used, gap.capacity, strict=True)) and (best is None or cost < best):
            best = cost
    return best


def a_larger_gap(seed: int, agents: int = 5, jobs: int = 40) -> Gap:
    """An instance of type D with room for many plans."""
    draw = np.random.default_rng(seed)
    use = draw.integers(1, 101, (agents, jobs))
    cost = 111 - use + draw.integers(-10, 11, (agents, jobs))
    return Gap("larger", "0" * 64, cost, use, (0.8 * use.sum(axis=1) / agents).astype(np.int64))
