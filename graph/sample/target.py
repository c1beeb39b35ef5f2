"""The target workload T of a county, as lianhu-instance/1 defines it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.rules import Rules

NEAREST = 10
BUILDINGS_AT_ONCE = 512


def mean_walk_minutes(
    rules: Rules, buildings: NDArray[np.float64], members: NDArray[np.float64]
) -> NDArray[np.float64]:
    """By building: the mean of t(m, b) over the ten members nearest to it. Both arguments are (n, 2) metres."""
    count = min(NEAREST, len(members))
    means: list[NDArray[np.float64]] = []
    for start in range(0, len(buildings), BUILDINGS_AT_ONCE):
        away = buildings[start : start + BUILDINGS_AT_ONCE, None, :] - members[None, :, :]
        distance_m = np.sqrt(away[..., 0] ** 2 + away[..., 1] ** 2)
        minutes = np.rint(10 * (2 * rules.detour * distance_m / rules.metres_per_minute)) / 10
        means.append(np.partition(minutes, count - 1, axis=1)[:, :count].mean(axis=1))
    return np.concatenate(means)


def target_minutes(
    rules: Rules,
    buildings: NDArray[np.float64],
    members: NDArray[np.float64],
    share: NDArray[np.float64],
    home: NDArray[np.int64],
    visits: NDArray[np.int64],
    minutes: NDArray[np.float64],
) -> float:
    """T = (Σ_h v·s + Σ_b max v in b · mean t) / Σ share, to a tenth.

    `home`, `visits`, `minutes` by household: index of its building, v(h), s(h).
    """
    most = np.zeros(len(buildings), dtype=np.int64)
    np.maximum.at(most, home, visits)
    walking = float(most @ mean_walk_minutes(rules, buildings, members))
    return float(np.rint(10 * ((float(visits @ minutes) + walking) / float(share.sum()))) / 10)
