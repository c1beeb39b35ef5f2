"""Makes a certificate as small as deleting can: what is left is still a proof, and nothing in it is spare."""

from __future__ import annotations

import numpy as np

from planner.alike import Alike
from planner.placing import place
from planner.problem import Bools, Ints

MOST_TRIED = 60  # members of a group whose conflict only a flow can see; above that the group stays as it was found


def missing_places(alike: Alike, counts: Ints, high: Ints, orange_limit: int) -> int:
    """|S| − Σ_m min(hi, g + min(orange_limit, o)) for S = `counts[c]` households of each class; above 0: no plan."""
    others = (counts * ~alike.orange) @ alike.allowed.astype(np.int64)
    orange = (counts * alike.orange) @ alike.allowed.astype(np.int64)
    return int(counts.sum() - np.minimum(high, others + np.minimum(orange_limit, orange)).sum())


def smallest_crowd(alike: Alike, crowd: Bools, high: Ints, orange_limit: int) -> Ints:
    """(C,) how many households of each class are left of a crowd with too few places when none can be left out.

    Households without a pin and those whom many may take go first, so that what is left is about few members. The
    missing places are convex in how many of a class go, so the most that can go is found by halving.
    """
    part = alike.only(crowd)
    counts = part.size.copy()
    order = np.lexsort((-part.allowed.sum(axis=1), part.pinned)).tolist()
    changed = True
    while changed:
        changed = False
        for c in order:
            gone = _most_deletable(part, counts, c, high, orange_limit)
            counts[c] -= gone
            changed |= gone > 0
    result = np.zeros(alike.count, dtype=np.int64)
    result[np.flatnonzero(crowd)] = counts
    return result


def _most_deletable(alike: Alike, counts: Ints, c: int, high: Ints, orange_limit: int) -> int:
    def proves(gone: int) -> bool:
        left = counts.copy()
        left[c] -= gone
        return missing_places(alike, left, high, orange_limit) > 0

    best, above = 0, int(counts[c]) + 1
    if proves(above - 1):
        return above - 1
    while above - best > 1:
        middle = (best + above) // 2
        if proves(middle):
            best = middle
        else:
            above = middle
    return best


def missing_households(alike: Alike, group: Bools, low: Ints) -> int:
    """Σ lo of the members of a group − the households that any of them may take; above 0: no plan."""
    may_go = alike.allowed[:, group].any(axis=1)
    return int(low[group].sum() - alike.size[may_go].sum())


def most_for(alike: Alike, group: Bools, low: Ints, orange_limit: int) -> int:
    """How many households the members of a group can have, counting at most `low` each, orange limits kept."""
    return place(alike, np.where(group, low, 0), orange_limit).placed


def smallest_group(alike: Alike, group: Bools, low: Ints) -> Bools:
    """(M,) what is left of a group with too few households when no member can be left out."""
    left = group.copy()
    takers = alike.allowed[:, group].sum(axis=1)  # (C,) how many of the group may take the class
    spare = missing_households(alike, group, low) - 1
    order = np.argsort(-alike.allowed.sum(axis=0), kind="stable")
    changed = True
    while changed:
        changed = False
        for m in order[left[order]].tolist():
            freed = int(alike.size[alike.allowed[:, m] & (takers == 1)].sum()) - int(low[m])
            if spare + freed >= 0:
                spare += freed
                left[m], changed = False, True
                takers -= alike.allowed[:, m]
    return left


def smallest_group_by_flow(alike: Alike, group: Bools, low: Ints, orange_limit: int) -> Bools:
    """The same for a group whose orange limits matter too; groups above MOST_TRIED stay as they are."""
    left = group.copy()
    if int(left.sum()) > MOST_TRIED:
        return left
    changed = True
    while changed:
        changed = False
        for m in np.flatnonzero(left).tolist():
            left[m] = False
            proves = int(low[left].sum()) > most_for(alike, left, low, orange_limit)
            left[m], changed = not proves, changed or proves
    return left
