"""A generalised assignment instance: each job to exactly one agent, within every agent's capacity, at least cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from planner.problem import Floats, Ints


@dataclass(frozen=True, slots=True)
class Gap:
    """m agents, n jobs, all in whole numbers.

    cost      (m, n) in 1 / cost_scale of the file's unit; cost_scale is 1 for a file of whole numbers
    use       (m, n) of the agent's capacity, in a unit of its own
    capacity  (m,)
    """

    name: str
    sha256: str
    cost: Ints
    use: Ints
    capacity: Ints
    cost_scale: int = 1

    @property
    def agents(self) -> int:
        """m"""
        return self.cost.shape[0]

    @property
    def jobs(self) -> int:
        """n"""
        return self.cost.shape[1]

    def fits(self) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
        """(m, n) whether the agent could have the job if he had no other."""
        return self.use <= self.capacity[:, None]

    def permitted_cost(self) -> Floats:
        """(m, n) the cost, inf where the job does not fit."""
        return np.where(self.fits(), self.cost.astype(np.float64), np.inf)

    def cost_of(self, owner: Sequence[int] | Ints) -> int:
        """The cost of a plan, (n,) the agent of each job."""
        return int(self.cost[np.asarray(owner), np.arange(self.jobs)].sum())

    def within_capacity(self, owner: Ints) -> bool:
        """Whether no agent has more than his capacity."""
        used = np.zeros(self.agents, dtype=np.int64)
        np.add.at(used, owner, self.use[owner, np.arange(self.jobs)])
        return bool((used <= self.capacity).all())
