"""Prices to start from when there is a plan: what each household costs the member who has it."""

from __future__ import annotations

import numpy as np

from planner.bound.start import charge_above_zero
from planner.kernels.bound_arrays import BoundArrays, Floats, Ints


def prices_from_plan(a: BoundArrays, member: Ints) -> Floats:
    """(H,) net prices by place, tenths, from the (H,) member of each place.

    Trips and the building are shared by the households of the group (member, building) that need them; what the group
    adds to the charge on its member's load is shared by load. Ties that the pair saves come off.
    """
    buildings = np.repeat(np.arange(len(a.start) - 1), np.diff(a.start))
    group = np.unique(member * len(a.start) + buildings, return_inverse=True)[1].reshape(-1)
    size = np.bincount(group)
    trips, before = np.zeros(len(member)), 0.0
    for level in np.unique(a.visits):
        needs = a.visits >= level
        trips[needs] += (level - before) / np.bincount(group[needs], minlength=len(size))[group[needs]]
        before = level
    walking = trips * a.walk[member, buildings]
    own = walking + a.service
    group_load = np.bincount(group, own).astype(np.float64)
    load = np.bincount(member, own, minlength=len(a.low)).astype(np.float64)
    with_it = charge_above_zero(a, member, load[member])
    without = charge_above_zero(a, member, load[member] - group_load[group])
    saved = (with_it - without) * own / np.maximum(group_load[group], 1e-9)
    return walking + a.building_cost / size[group] + saved - _gains(a, member)


def _gains(a: BoundArrays, member: Ints) -> Floats:
    """(H,) what the pair of each place and its member saves in ties and churn."""
    gains = np.zeros(len(member))
    of = np.repeat(np.arange(len(a.low)), np.diff(a.gain_start))
    kept = member[a.gain_place] == of
    gains[a.gain_place[kept]] = a.gain[kept]
    return gains
