"""Prices to start from: what a household would cost somebody near, its share of the trips and of the charge on load."""

from __future__ import annotations

import numpy as np

from planner.kernels.bound_arrays import Bools, BoundArrays, Floats, Ints

NEAR_RANK = 2  # the third nearest: the nearest cannot take everybody
SHARING = 12  # households that share a trip or a building at most: about what a member serves
FARTHEST = 1e6  # tenths; where nobody may go


def start_prices(a: BoundArrays) -> Floats:
    """(H,) net prices by place, tenths: trips to the third nearest who may take it, shared by those who need them."""
    buildings = np.repeat(np.arange(len(a.start) - 1), np.diff(a.start))
    trips = trips_shared(a, buildings)
    price = np.zeros(len(a.base))
    for orange in (False, True):
        kind = a.orange == orange
        if kind.any():
            price[kind] = _price_of_kind(a, buildings, trips, kind, orange=orange)
    return price


def trips_shared(a: BoundArrays, buildings: Ints) -> Floats:
    """(H,) each place's part of the trips to its building: every further trip is shared by those who need it."""
    part, before = np.zeros(len(a.base)), 0.0
    for level in np.unique(a.visits):
        needs = a.visits >= level
        count = np.bincount(buildings[needs], minlength=len(a.start) - 1)[buildings]
        part[needs] += (level - before) / np.minimum(count[needs], SHARING)
        before = level
    return part


def _price_of_kind(a: BoundArrays, buildings: Ints, trips: Floats, kind: Bools, *, orange: bool) -> Floats:
    may = a.reachable & a.senior[:, None] if orange else a.reachable
    walk = np.where(may, a.walk, FARTHEST)
    rank = min(NEAR_RANK, len(walk) - 1)
    near = np.argpartition(walk, rank, axis=0)[: rank + 1]
    distances = np.take_along_axis(walk, near, axis=0)
    last = np.where(distances < FARTHEST, distances, -1.0).argmax(axis=0)
    columns = np.arange(len(a.start) - 1)
    member, there = near[last, columns][buildings[kind]], distances[last, columns][buildings[kind]]
    count = np.bincount(buildings, minlength=len(columns))[buildings[kind]]
    whole = a.visits[kind] * there
    charge = charge_above_zero(a, member, whole + a.service[kind])
    part = np.divide(trips[kind], a.visits[kind])
    return trips[kind] * there + a.building_cost / np.minimum(count, SHARING) + charge * part


def charge_above_zero(a: BoundArrays, member: Ints, load: Floats) -> Floats:
    """What the part of the charge that rises costs each of these members at each of these loads."""
    rises = np.diff(np.maximum(a.slope, 0.0))
    return (rises * np.maximum(0.0, load[:, None] - a.kink[member])).sum(axis=1)
