"""Says why a GAP file has no plan, where that can be seen at once."""

from __future__ import annotations

import numpy as np

from planner.gap.problem import Gap
from planner.plan_file import Cause

MOST_NAMED = 5


def causes_at_sight(gap: Gap) -> tuple[Cause, ...]:
    """Jobs that fit nobody, or more to be used than all capacities together; empty when neither is so."""
    fits = gap.fits()
    homeless = np.flatnonzero(~fits.any(axis=0)).tolist()
    if homeless:
        return (_cause(homeless, (), _homeless_words(gap, homeless)),)
    least = np.where(fits, gap.use, np.iinfo(np.int64).max).min(axis=0)
    needed, there = sum(least.tolist()), sum(gap.capacity.tolist())
    if needed <= there:
        return ()
    sentence = (
        f"The {gap.jobs} jobs use at least {needed} even if each goes to the agent where it uses least, "
        f"and all {gap.agents} capacities together are {there}. Raise the capacities by {needed - there} or more."
    )
    return (_cause(range(gap.jobs), range(gap.agents), sentence),)


def cause_by_proof(gap: Gap) -> Cause:
    """The cause where only a complete search has shown that there is no plan."""
    sentence = (
        f"CP-SAT has proven that no assignment of the {gap.jobs} jobs keeps all {gap.agents} capacities, "
        f"although each job fits somebody. Raise a capacity, or take a job away."
    )
    return _cause(range(gap.jobs), range(gap.agents), sentence)


def _cause(jobs: range | list[int], agents: range | tuple[int, ...], sentence: str) -> Cause:
    return Cause("other", tuple(map(str, jobs)), tuple(map(str, agents)), 0, sentence)


def _homeless_words(gap: Gap, jobs: list[int]) -> str:
    shown = ", ".join(f"{j} (uses {int(gap.use[:, j].min())} or more)" for j in jobs[:MOST_NAMED])
    more = f" and {len(jobs) - MOST_NAMED} more" if len(jobs) > MOST_NAMED else ""
    which = "1 job fits" if len(jobs) == 1 else f"{len(jobs)} jobs fit"
    largest = int(gap.capacity.max())
    return f"{which} within no agent's capacity: job {shown}{more}; the largest capacity is {largest}."
