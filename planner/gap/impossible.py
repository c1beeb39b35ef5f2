"""Says why a GAP file has no plan: what can be seen at once, what prices prove, and what only a search has shown."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from planner.gap.bounder import solve_linear
from planner.gap.certify import certified_bound
from planner.gap.problem import Gap
from planner.plan_file import Cause

MOST_NAMED = 5
PRICED = 1e9  # what all jobs together are worth: prices are rounded, and only their proportions count


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


def cause_by_prices(gap: Gap) -> Cause | None:
    """The cause where prices of the capacities prove that there is no plan, even if jobs could be divided; else None.

    With all costs 0 every plan costs 0, so a certified bound above 0 is a proof (Farkas 1902, for the linear part).
    """
    free = replace(gap, cost=np.zeros_like(gap.cost))
    linear = solve_linear(free)
    total = float(linear.worth.sum())
    if total <= 0.0 or certified_bound(free, linear.worth * (PRICED / total)) <= 0:
        return None
    scarce = np.flatnonzero(linear.price > 0.0)
    named = scarce[np.argsort(-linear.price[scarce], kind="stable")][:MOST_NAMED].tolist()
    sentence = (
        f"The {gap.jobs} jobs need more than the capacities of {len(scarce)} of the {gap.agents} agents, weighed by "
        f"how scarce they are, whoever takes which job. Scarcest: agent {', '.join(map(str, named))}. "
        f"Raise these capacities, or take jobs away."
    )
    return _cause(range(gap.jobs), scarce.tolist(), sentence)


def cause_by_proof(gap: Gap) -> Cause:
    """The cause where only a complete search has shown that there is no plan."""
    sentence = (
        f"CP-SAT has proven that no assignment of the {gap.jobs} jobs keeps all {gap.agents} capacities, "
        f"although each job fits somebody. Raise a capacity, or take a job away."
    )
    return _cause(range(gap.jobs), range(gap.agents), sentence)


def _cause(jobs: range | list[int], agents: range | list[int] | tuple[int, ...], sentence: str) -> Cause:
    return Cause("other", tuple(map(str, jobs)), tuple(map(str, agents)), 0, sentence)


def _homeless_words(gap: Gap, jobs: list[int]) -> str:
    shown = ", ".join(f"{j} (uses {int(gap.use[:, j].min())} or more)" for j in jobs[:MOST_NAMED])
    more = f" and {len(jobs) - MOST_NAMED} more" if len(jobs) > MOST_NAMED else ""
    which = "1 job fits" if len(jobs) == 1 else f"{len(jobs)} jobs fit"
    largest = int(gap.capacity.max())
    return f"{which} within no agent's capacity: job {shown}{more}; the largest capacity is {largest}."
