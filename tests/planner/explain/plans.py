"""Plans of random instances, good or bad, for what explains them."""

from __future__ import annotations

import random

from planner.feasibility import Feasible, examine
from planner.instance import Instance
from planner.problem import build_problem
from tests.planner.builders import instance_of, random_instance

Assignment = dict[str, str]


def a_plan(seed: int, *, members: int = 4, households: int = 9) -> tuple[Instance, Assignment]:
    """A random instance with households and a plan of it that keeps every rule, not the best one."""
    rng = random.Random(seed)
    while True:
        instance = instance_of(random_instance(rng, members=members, households=households))
        found = examine(build_problem(instance))
        if isinstance(found, Feasible) and instance.households:
            chosen: list[int] = found.assignment.tolist()
            ids = [member.id for member in instance.members]
            return instance, {home.id: ids[m] for home, m in zip(instance.households, chosen, strict=True)}
